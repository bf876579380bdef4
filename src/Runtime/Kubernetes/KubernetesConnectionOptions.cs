using Microsoft.Extensions.Logging;

namespace Argosy.Kubernetes;

/// <summary>Which cluster to speak to, and as whom; whatever is null is taken from the kubeconfig, as kubectl does.</summary>
internal sealed record KubernetesConnectionOptions
{
    /// <summary>The kubeconfig's path; null: <c>KUBECONFIG</c>, then <c>~/.kube/config</c>, then the pod's own account.</summary>
    public string? Kubeconfig { get; init; }

    public string? Context { get; init; }

    public string? Cluster { get; init; }

    public string? User { get; init; }

    public string? Namespace { get; init; }

    public string? Server { get; init; }

    public string? Token { get; init; }

    public string? Username { get; init; }

    public string? Password { get; init; }

    public string? CertificateAuthority { get; init; }

    public string? ClientCertificate { get; init; }

    public string? ClientKey { get; init; }

    public string? TlsServerName { get; init; }

    public bool InsecureSkipTlsVerify { get; init; }

    public string? ProxyUrl { get; init; }

    public bool DisableCompression { get; init; }

    /// <summary>The user to act as (<c>--as</c>).</summary>
    public string? Impersonate { get; init; }

    public IReadOnlyList<string> ImpersonateGroups { get; init; } = [];

    public string? ImpersonateUid { get; init; }

    /// <summary>Where the words of a credential plug-in go.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>How long one answer may take to begin; null: 32 s, and no limit for watches and followed logs.</summary>
    public TimeSpan? RequestTimeout { get; init; }

    /// <summary>How long a request is tried again when nothing was heard from the server yet.</summary>
    public TimeSpan FirstContactBudget { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a request is tried again once the server has answered at least once.</summary>
    public TimeSpan RetryBudget { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a watch may get no connection at all before it gives up.</summary>
    public TimeSpan WatchBudget { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a watch may be silent (bookmarks count) before it is taken for dead and opened again.</summary>
    public TimeSpan WatchIdleLimit { get; init; } = TimeSpan.FromSeconds(75);
}
