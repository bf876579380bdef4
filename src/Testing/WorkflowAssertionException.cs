namespace Argosy.Testing;

/// <summary>A run is not as a test expects. Test frameworks show the message of whatever is thrown.</summary>
public sealed class WorkflowAssertionException : Exception
{
    /// <summary>With what was expected and what there is.</summary>
    /// <param name="message">The text.</param>
    public WorkflowAssertionException(string message)
        : base(message)
    {
    }
}
