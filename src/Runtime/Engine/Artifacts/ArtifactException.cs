namespace Argosy.Engine.Artifacts;

/// <summary>An artifact cannot be loaded or saved; the text is what the node shows.</summary>
internal sealed class ArtifactException : Exception
{
    public ArtifactException(string message)
        : base(message)
    {
    }

    public ArtifactException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
