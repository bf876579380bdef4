namespace Argosy.Setup;

/// <summary>What a namespace is to be prepared for.</summary>
internal sealed record SetupOptions
{
    public required string Namespace { get; init; }

    /// <summary>The account that the workflows' pods run as; its role and binding have the same name.</summary>
    public string ServiceAccount { get; init; } = "argosy-workflow";

    /// <summary>The bucket of the artifact repository; empty: no repository.</summary>
    public string Bucket { get; init; } = "";

    public string Endpoint { get; init; } = "s3.amazonaws.com";

    public string Region { get; init; } = "";

    public bool Insecure { get; init; }

    /// <summary>The Secret with the keys of the bucket; empty: the SDK finds credentials (a role of the account, a node's profile).</summary>
    public string Secret { get; init; } = "";

    public string AccessKeyField { get; init; } = "accesskey";

    public string SecretKeyField { get; init; } = "secretkey";

    /// <summary>Where artifacts are put in the bucket; empty: as Argo does.</summary>
    public string KeyFormat { get; init; } = "";

    /// <summary>The IAM role of the account (EKS).</summary>
    public string RoleArn { get; init; } = "";
}
