using System.Text;
using System.Text.Json.Nodes;
using Argosy.ArgoServer;
using Argosy.Engine.Artifacts;
using Argosy.Kubernetes;
using Argosy.Workflows;

namespace Argosy;

/// <summary>Reads an output artifact of a run: through an Argo Server, or from its bucket with the credentials that the cluster keeps for it.</summary>
internal static class ArtifactDownload
{
    public static Task<Stream> OpenAsync(ArgosyClient client, JsonObject workflow, string nodeId, string name, CancellationToken cancellation) => ArgosyClient.CallAsync(async () =>
    {
        if (client.Workflows is ArgoServerClient server)
            return (await server.OpenArtifactAsync(workflow.Namespace(), workflow.Name(), nodeId, name, cancellation).ConfigureAwait(false)).Content;
        var artifact = workflow.At("status", "nodes", nodeId).ItemsAt("outputs", "artifacts").FirstOrDefault(item => item.TextAt("name") == name)
            ?? throw new WorkflowClientException(ClientErrorCode.NotFound, $"node {nodeId} has no artifact {name}");
        if (artifact["raw"] is { } raw) return new MemoryStream(Encoding.UTF8.GetBytes(raw.TextAt("data")));
        if (artifact["s3"] is not JsonObject own)
            throw new WorkflowClientException(ClientErrorCode.Unimplemented, $"artifact {name} is not in S3; it can be read through an Argo Server (ARGO_SERVER)");
        return await FromBucketAsync(client, workflow, own, name, cancellation).ConfigureAwait(false);
    });

    private static async Task<Stream> FromBucketAsync(ArgosyClient client, JsonObject workflow, JsonObject own, string name, CancellationToken cancellation)
    {
        // An artifact repeats of the repository only the key.
        var repository = workflow.At("status", "artifactRepositoryRef", "artifactRepository", "s3");
        JsonNode? Of(string field) => own[field] ?? repository?[field];
        var bucket = Of("bucket").AsText() ?? throw new WorkflowClientException(
            ClientErrorCode.NotFound, $"neither artifact {name} nor the workflow's status names a bucket; it can be read through an Argo Server (ARGO_SERVER)");
        var store = S3Store.Open(new S3Settings
        {
            Endpoint = Of("endpoint").AsText() is { Length: > 0 } endpoint ? endpoint : "s3.amazonaws.com",
            Bucket = bucket,
            Region = Of("region").AsText(),
            IsInsecure = Of("insecure").AsText() == "true",
            AccessKey = await SecretAsync(client, workflow.Namespace(), Of("accessKeySecret"), cancellation).ConfigureAwait(false),
            SecretKey = await SecretAsync(client, workflow.Namespace(), Of("secretKeySecret"), cancellation).ConfigureAwait(false),
            SessionToken = await SecretAsync(client, workflow.Namespace(), Of("sessionTokenSecret"), cancellation).ConfigureAwait(false),
            AddressingStyle = Of("addressingStyle").AsText(),
        });
        var folder = Directory.CreateTempSubdirectory("argosy-artifact-").FullName;
        var file = Path.Combine(folder, "content");
        try
        {
            if (!await store.ReadAsync(own.TextAt("key"), file, cancellation).ConfigureAwait(false))
                throw new WorkflowClientException(ClientErrorCode.NotFound, $"artifact {name}: there is no {own.TextAt("key")} in bucket {bucket}");
            if (Directory.Exists(file))
                throw new WorkflowClientException(ClientErrorCode.Unimplemented, $"artifact {name} is a folder of objects ({own.TextAt("key")}/ in bucket {bucket}); it can be read through an Argo Server");
            return new TemporaryFile(file, folder);
        }
        catch (Exception e)
        {
            Directory.Delete(folder, recursive: true);
            if (e is ArtifactException) throw new WorkflowClientException(ClientErrorCode.Unavailable, $"artifact {name}: {e.Message}", e);
            throw;
        }
    }

    private static async Task<string?> SecretAsync(ArgosyClient client, string ns, JsonNode? selector, CancellationToken cancellation)
    {
        if (selector.TextAt("name") is not { Length: > 0 } name || client.Workflows is not KubernetesWorkflowClient kubernetes) return null;
        var secret = await kubernetes.Api.GetAsync(ResourceKind.Secret, ns, name, cancellation).ConfigureAwait(false);
        return secret.TextAt("data", selector.TextAt("key")) is { Length: > 0 } encoded
            ? Encoding.UTF8.GetString(Convert.FromBase64String(encoded))
            : throw new WorkflowClientException(ClientErrorCode.NotFound, $"secret {name} has no key {selector.TextAt("key")}, which the artifact repository names");
    }

    // The bytes may be many: they wait in a file that goes with the stream.
    private sealed class TemporaryFile(string file, string folder) : FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 65536, FileOptions.Asynchronous | FileOptions.SequentialScan)
    {
        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync().ConfigureAwait(false);
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            GC.SuppressFinalize(this);
        }
    }
}
