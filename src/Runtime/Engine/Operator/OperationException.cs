namespace Argosy.Engine;

/// <summary>What Argo's controller reports as an error of a node or of the workflow; the message is the one that Argo shows.</summary>
internal sealed class OperationException(string message) : Exception(message);

/// <summary>Why executing a template gave no usable node.</summary>
internal enum FaultKind
{
    /// <summary>An error of the node.</summary>
    Error,

    /// <summary>A limit is reached: it is the node's turn later.</summary>
    Parallelism,

    /// <summary>Templates call each other too deeply.</summary>
    Depth,

    /// <summary>The node waited longer than its template allows.</summary>
    Timeout,
}

/// <summary>The fault that an executed template hands to its caller.</summary>
internal sealed record Fault(FaultKind Kind, string Message)
{
    public static readonly Fault Parallelism = new(FaultKind.Parallelism, "Max parallelism reached");
    public static readonly Fault Depth = new(FaultKind.Depth, "Maximum recursion depth exceeded. See https://argo-workflows.readthedocs.io/en/latest/scaling/#maximum-recursion-depth");
    public static readonly Fault Timeout = new(FaultKind.Timeout, "timeout");

    public static Fault Error(string message) => new(FaultKind.Error, message);
}

/// <summary>What executing a template gave.</summary>
internal readonly record struct Outcome(Node? Node, Fault? Fault = null);
