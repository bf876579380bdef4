using Argosy.Engine.Pods;
using Argosy.Models;

namespace Argosy.Engine.Artifacts;

/// <summary>Where an artifact lies or goes: its store and its key.</summary>
/// <param name="Store">The store.</param>
/// <param name="Key">The key in it.</param>
internal readonly record struct ArtifactPlace(IArtifactStore Store, string Key)
{
    /// <summary>Whether an artifact says where it lies.</summary>
    public static bool HasLocation(Models.Artifact artifact) =>
        artifact.Raw is not null || artifact.Http is not null || artifact.Git is not null || artifact.S3?.Key is { Length: > 0 } || Foreign(artifact) is not null;

    /// <summary>The place of an artifact with a key in an object store.</summary>
    public static ArtifactPlace Of(PodRun run, Models.Artifact artifact)
    {
        if (Foreign(artifact) is { } foreign)
            throw new ArtifactException($"artifact {artifact.Name}: this machine cannot reach {foreign}; use s3, http, git or raw, or leave the location out");
        var own = artifact.S3 ?? throw new ArtifactException($"artifact {artifact.Name} has no location");
        return new ArtifactPlace(StoreOf(run, own), own.Key ?? "");
    }

    /// <summary>The key that an output gets by itself: that of the repository's format, and a file name.</summary>
    public static string DefaultKey(PodRequest request, string fileName)
    {
        var format = request.Template.ArchiveLocation?.S3?.Key ?? request.Run.Repository?.S3?.KeyFormat;
        if (string.IsNullOrEmpty(format))
            format = "{{workflow.name}}/{{pod.name}}";
        var folder = format
            .Replace("{{workflow.name}}", request.Run.WorkflowName, StringComparison.Ordinal)
            .Replace("{{workflow.namespace}}", request.Run.Namespace, StringComparison.Ordinal)
            .Replace("{{workflow.uid}}", request.Run.WorkflowUid, StringComparison.Ordinal)
            .Replace("{{pod.name}}", request.PodName, StringComparison.Ordinal);
        return folder.TrimEnd('/') + "/" + fileName;
    }

    private static IArtifactStore StoreOf(PodRun run, S3Artifact own)
    {
        var repository = run.Repository?.S3;
        if (string.IsNullOrEmpty(own.Endpoint) && string.IsNullOrEmpty(own.Bucket) && repository is null)
            return new FolderStore(run.ArtifactsFolder);
        return S3Store.Open(new S3Settings
        {
            Endpoint = own.Endpoint ?? repository?.Endpoint ?? "s3.amazonaws.com",
            Bucket = own.Bucket ?? repository?.Bucket ?? throw new ArtifactException("no bucket is named for the artifact, neither in it nor in the artifact repository"),
            Region = own.Region ?? repository?.Region,
            IsInsecure = own.Insecure ?? repository?.Insecure ?? false,
            AccessKey = SecretText(run, own.AccessKeySecret ?? repository?.AccessKeySecret),
            SecretKey = SecretText(run, own.SecretKeySecret ?? repository?.SecretKeySecret),
            SessionToken = SecretText(run, own.SessionTokenSecret ?? repository?.SessionTokenSecret),
            CreatesBucket = (own.CreateBucketIfNotPresent ?? repository?.CreateBucketIfNotPresent) is not null,
            AddressingStyle = own.AddressingStyle ?? repository?.AddressingStyle,
        });
    }

    private static string? SecretText(PodRun run, k8s.Models.V1SecretKeySelector? selector)
    {
        if (selector is null)
            return null;
        var secret = run.Config.Secret(selector.Name) ?? throw new ArtifactException($"secrets \"{selector.Name}\" not found");
        return Pods.Plan.SecretData.Text(secret, selector.Key) ?? throw new ArtifactException($"secret '{selector.Name}' does not have the key '{selector.Key}'");
    }

    private static string? Foreign(Models.Artifact artifact) =>
        artifact.Gcs is not null ? "Google Cloud Storage (gcs)"
        : artifact.Azure is not null ? "Azure Blob Storage (azure)"
        : artifact.Oss is not null ? "Alibaba OSS (oss)"
        : artifact.Hdfs is not null ? "HDFS (hdfs)"
        : artifact.Artifactory is not null ? "Artifactory"
        : artifact.Plugin is not null ? "an artifact plugin"
        : null;
}
