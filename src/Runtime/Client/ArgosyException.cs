using Argosy.Workflows;

namespace Argosy;

/// <summary>A request to the cluster or the Argo Server that failed, in words for a person.</summary>
public class ArgosyException : Exception
{
    /// <summary>A failure.</summary>
    /// <param name="message">What went wrong, and what to do.</param>
    /// <param name="cause">What it comes from.</param>
    public ArgosyException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <summary>Why: <c>NotFound</c>, <c>AlreadyExists</c>, <c>PermissionDenied</c>, <c>Unavailable</c> …</summary>
    public string Reason { get; init; } = "Unknown";

    internal static ArgosyException From(WorkflowClientException e) => new(e.Description, e) { Reason = e.Code.ToString() };
}

/// <summary>A workflow that ended otherwise than well.</summary>
public sealed class WorkflowFailedException : ArgosyException
{
    internal WorkflowFailedException(RunState state, string message)
        : base(message)
    {
        State = state;
        Reason = state.Phase;
    }

    /// <summary>Its last state.</summary>
    public RunState State { get; }
}
