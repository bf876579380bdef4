namespace Argosy.Manifests.Tree;

/// <summary>A part of a manifest with the place where it was written. Trees are built once and then only read.</summary>
public abstract class Node
{
    /// <summary>Where the value stands.</summary>
    public SourcePlace Place { get; init; }
}
