using Argosy.Workflows;

namespace Argosy.ArgoServer;

internal sealed partial class ArgoServerClient
{
    /// <summary>The bytes of an output artifact, as they are stored (usually a gzipped tar).</summary>
    public async Task<ArtifactContent> OpenArtifactAsync(string @namespace, string workflow, string nodeId, string artifact, CancellationToken cancellationToken)
    {
        var path = $"artifact-files/{Uri.EscapeDataString(@namespace)}/workflows/{Uri.EscapeDataString(workflow)}/{Uri.EscapeDataString(nodeId)}/outputs/{Uri.EscapeDataString(artifact)}";
        HttpResponseMessage response;
        try
        {
            response = await _api.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (WorkflowClientException e) when (e.Code == ClientErrorCode.Internal)
        {
            // The server says no more than "Internal Server Error" for an artifact that the node does not have.
            throw new WorkflowClientException(ClientErrorCode.NotFound, $"the Argo Server cannot give artifact {artifact} of node {nodeId}: {e.Description}", e);
        }

        // Only the name's last part: a server's word must not choose a folder here.
        var name = FileName(response) is { Length: > 0 } named ? Path.GetFileName(named) : artifact;
        return new ArtifactContent(name, await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The server writes a bare <c>filename="…"</c>, which the strict reader of .NET does not take.</summary>
    private static string? FileName(HttpResponseMessage response)
    {
        if (!response.Content.Headers.TryGetValues("Content-Disposition", out var values))
        {
            return null;
        }

        var text = string.Join(';', values);
        var start = text.IndexOf("filename=", StringComparison.OrdinalIgnoreCase);
        return start < 0 ? null : text[(start + "filename=".Length)..].Split(';')[0].Trim().Trim('"').Replace('\\', '/');
    }
}

/// <summary>An artifact's bytes and the name of their file.</summary>
internal sealed record ArtifactContent(string FileName, Stream Content);
