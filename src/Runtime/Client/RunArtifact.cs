namespace Argosy;

/// <summary>An output artifact of a node of a run.</summary>
public sealed class RunArtifact
{
    private readonly WorkflowNode _node;

    internal RunArtifact(WorkflowNode node, string name)
    {
        _node = node;
        Name = name;
    }

    /// <summary>Its name in the template.</summary>
    public string Name { get; }

    /// <summary>Where it is stored; null: the node has not written it.</summary>
    public Models.Artifact? Location => _node.NodeStatus?.Outputs?.Artifacts?.FirstOrDefault(artifact => artifact.Name == Name);

    /// <summary>Its bytes as they are stored, usually a gzipped tar: through the Argo Server where the client has one, else from the S3 bucket itself with the repository's credentials.</summary>
    /// <param name="client">The client that the run was submitted with.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<Stream> OpenAsync(ArgosyClient client, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (_node.NodeStatus is not { Id: { } id } || Location is null)
        {
            throw new ArgosyException($"node {_node.NodeName} has no artifact {Name} ({_node.NodePhase ?? "not started"})") { Reason = "NotFound" };
        }

        return await ArtifactDownload.OpenAsync(client, _node.State.Json, id, Name, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{_node.NodeName}/{Name}";
}
