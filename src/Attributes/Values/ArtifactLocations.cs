namespace Argosy;

/// <summary>An S3 object: <c>s3</c> of an artifact, or of the archive location of a template.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue | AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Class)]
public sealed class S3Attribute : Attribute
{
    /// <summary><c>s3.key</c>.</summary>
    public string? Key { get; set; }

    /// <summary><c>s3.bucket</c>.</summary>
    public string? Bucket { get; set; }

    /// <summary><c>s3.endpoint</c>.</summary>
    public string? Endpoint { get; set; }

    /// <summary><c>s3.region</c>.</summary>
    public string? Region { get; set; }

    /// <summary><c>s3.insecure</c>.</summary>
    public bool Insecure { get; set; }

    /// <summary><c>s3.roleARN</c>.</summary>
    public string? RoleArn { get; set; }

    /// <summary><c>s3.useSDKCreds</c>.</summary>
    public bool UseSdkCreds { get; set; }

    /// <summary><c>s3.createBucketIfNotPresent</c>.</summary>
    public bool CreateBucketIfNotPresent { get; set; }

    /// <summary><c>s3.addressingStyle</c>.</summary>
    public string? AddressingStyle { get; set; }

    /// <summary><c>s3.accessKeySecret.name</c>.</summary>
    public string? AccessSecret { get; set; }

    /// <summary><c>s3.accessKeySecret.key</c>.</summary>
    public string? AccessKey { get; set; }

    /// <summary><c>s3.secretKeySecret.name</c>.</summary>
    public string? SecretSecret { get; set; }

    /// <summary><c>s3.secretKeySecret.key</c>.</summary>
    public string? SecretKey { get; set; }
}

/// <summary>A Google Cloud Storage object: <c>gcs</c>.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue | AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Class)]
public sealed class GcsAttribute : Attribute
{
    /// <summary><c>gcs.key</c>.</summary>
    public string? Key { get; set; }

    /// <summary><c>gcs.bucket</c>.</summary>
    public string? Bucket { get; set; }

    /// <summary><c>gcs.serviceAccountKeySecret.name</c>.</summary>
    public string? ServiceAccountSecret { get; set; }

    /// <summary><c>gcs.serviceAccountKeySecret.key</c>.</summary>
    public string? ServiceAccountKey { get; set; }
}

/// <summary>An Azure blob: <c>azure</c>.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue | AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Class)]
public sealed class AzureAttribute : Attribute
{
    /// <summary><c>azure.blob</c>.</summary>
    public string? Blob { get; set; }

    /// <summary><c>azure.container</c>.</summary>
    public string? Container { get; set; }

    /// <summary><c>azure.endpoint</c>.</summary>
    public string? Endpoint { get; set; }

    /// <summary><c>azure.useSDKCreds</c>.</summary>
    public bool UseSdkCreds { get; set; }

    /// <summary><c>azure.accountKeySecret.name</c>.</summary>
    public string? AccountSecret { get; set; }

    /// <summary><c>azure.accountKeySecret.key</c>.</summary>
    public string? AccountKey { get; set; }
}

/// <summary>An Alibaba OSS object: <c>oss</c>.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue | AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Class)]
public sealed class OssAttribute : Attribute
{
    /// <summary><c>oss.key</c>.</summary>
    public string? Key { get; set; }

    /// <summary><c>oss.bucket</c>.</summary>
    public string? Bucket { get; set; }

    /// <summary><c>oss.endpoint</c>.</summary>
    public string? Endpoint { get; set; }

    /// <summary><c>oss.securityToken</c>.</summary>
    public string? SecurityToken { get; set; }

    /// <summary><c>oss.createBucketIfNotPresent</c>.</summary>
    public bool CreateBucketIfNotPresent { get; set; }

    /// <summary><c>oss.accessKeySecret.name</c>.</summary>
    public string? AccessSecret { get; set; }

    /// <summary><c>oss.accessKeySecret.key</c>.</summary>
    public string? AccessKey { get; set; }

    /// <summary><c>oss.secretKeySecret.name</c>.</summary>
    public string? SecretSecret { get; set; }

    /// <summary><c>oss.secretKeySecret.key</c>.</summary>
    public string? SecretKey { get; set; }
}

/// <summary>A file of HDFS: <c>hdfs</c>.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue | AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Class)]
public sealed class HdfsAttribute : Attribute
{
    /// <summary><c>hdfs.path</c>.</summary>
    public string? Path { get; set; }

    /// <summary><c>hdfs.addresses</c>.</summary>
    public string[] Addresses { get; set; } = [];

    /// <summary><c>hdfs.hdfsUser</c>.</summary>
    public string? User { get; set; }

    /// <summary><c>hdfs.force</c>.</summary>
    public bool Force { get; set; }

    /// <summary><c>hdfs.dataTransferProtection</c>.</summary>
    public string? DataTransferProtection { get; set; }
}

/// <summary>A Git repository: <c>git</c>.</summary>
/// <param name="repo"><c>git.repo</c>.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class GitAttribute(string repo) : Attribute
{
    /// <summary><c>git.repo</c>.</summary>
    public string Repo { get; } = repo;

    /// <summary><c>git.revision</c>.</summary>
    public string? Revision { get; set; }

    /// <summary><c>git.branch</c>.</summary>
    public string? Branch { get; set; }

    /// <summary><c>git.singleBranch</c>.</summary>
    public bool SingleBranch { get; set; }

    /// <summary><c>git.depth</c>.</summary>
    public int Depth { get; set; }

    /// <summary><c>git.disableSubmodules</c>.</summary>
    public bool DisableSubmodules { get; set; }

    /// <summary><c>git.insecureIgnoreHostKey</c>.</summary>
    public bool InsecureIgnoreHostKey { get; set; }

    /// <summary><c>git.fetch</c>.</summary>
    public string[] Fetch { get; set; } = [];

    /// <summary><c>git.usernameSecret.name</c>.</summary>
    public string? UserNameSecret { get; set; }

    /// <summary><c>git.usernameSecret.key</c>.</summary>
    public string? UserNameKey { get; set; }

    /// <summary><c>git.passwordSecret.name</c>.</summary>
    public string? PasswordSecret { get; set; }

    /// <summary><c>git.passwordSecret.key</c>.</summary>
    public string? PasswordKey { get; set; }

    /// <summary><c>git.sshPrivateKeySecret.name</c>.</summary>
    public string? SshPrivateSecret { get; set; }

    /// <summary><c>git.sshPrivateKeySecret.key</c>.</summary>
    public string? SshPrivateKey { get; set; }
}

/// <summary>A file of Artifactory: <c>artifactory</c>.</summary>
/// <param name="url"><c>artifactory.url</c>.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue | AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Class)]
public sealed class ArtifactoryAttribute(string url) : Attribute
{
    /// <summary><c>artifactory.url</c>.</summary>
    public string Url { get; } = url;

    /// <summary><c>artifactory.usernameSecret.name</c>.</summary>
    public string? UserNameSecret { get; set; }

    /// <summary><c>artifactory.usernameSecret.key</c>.</summary>
    public string? UserNameKey { get; set; }

    /// <summary><c>artifactory.passwordSecret.name</c>.</summary>
    public string? PasswordSecret { get; set; }

    /// <summary><c>artifactory.passwordSecret.key</c>.</summary>
    public string? PasswordKey { get; set; }
}

/// <summary>A file behind a URL: <c>http</c> of an artifact.</summary>
/// <param name="url"><c>http.url</c>.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue | AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Class)]
public sealed class HttpFileAttribute(string url) : Attribute
{
    /// <summary><c>http.url</c>.</summary>
    public string Url { get; } = url;

    /// <summary><c>http.headers</c> as <c>name: value</c>.</summary>
    public string[] Headers { get; set; } = [];
}

/// <summary>Text in the manifest itself: <c>raw.data</c> of an artifact.</summary>
/// <param name="data"><c>raw.data</c>.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class RawAttribute(string data) : Attribute
{
    /// <summary><c>raw.data</c>.</summary>
    public string Data { get; } = data;
}

/// <summary>An artifact that a driver plugin stores: <c>plugin</c>.</summary>
/// <param name="name"><c>plugin.name</c>.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue | AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Class)]
public sealed class ArtifactPluginAttribute(string name) : Attribute
{
    /// <summary><c>plugin.name</c>.</summary>
    public string Name { get; } = name;

    /// <summary><c>plugin.key</c>.</summary>
    public string? Key { get; set; }

    /// <summary><c>plugin.configuration</c>.</summary>
    public string? Configuration { get; set; }
}
