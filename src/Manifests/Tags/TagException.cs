namespace Argosy.Manifests.Tags;

/// <summary>The tags of a text cannot be replaced; the message is the one that Argo shows.</summary>
public sealed class TagException : Exception
{
    /// <summary>Creates the error.</summary>
    public TagException(string message) : base(message)
    {
    }

    /// <summary>Whether a name is missing: Argo then waits for it and does not fail.</summary>
    public bool IsMissingVariable =>
        Message.Contains("failed to resolve {{") || Message.Contains(" is missing") || Message.Contains("variable not in env");
}
