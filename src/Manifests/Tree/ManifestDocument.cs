namespace Argosy.Manifests.Tree;

/// <summary>One document of a file: its tree and where it came from.</summary>
/// <param name="File">The path as the user named it; null for standard input or generated text.</param>
/// <param name="Index">The document's number in the file, from 0.</param>
/// <param name="Root">The tree.</param>
public sealed record ManifestDocument(string? File, int Index, MapNode Root)
{
    /// <summary><c>kind</c>, or null.</summary>
    public string? Kind => (Root["kind"] as ScalarNode)?.Text;

    /// <summary><c>metadata.name</c>, or null.</summary>
    public string? Name => ((Root["metadata"] as MapNode)?["name"] as ScalarNode)?.Text;
}
