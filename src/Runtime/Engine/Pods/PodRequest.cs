using Argosy.Models;

namespace Argosy.Engine.Pods;

/// <summary>One pod to run: the template with everything substituted, and what surrounds it.</summary>
internal sealed record PodRequest
{
    /// <summary>The run that the pod belongs to.</summary>
    public required PodRun Run { get; init; }

    /// <summary>The template: defaults merged, tags replaced, inputs with their values and artifact locations.</summary>
    public required Template Template { get; init; }

    /// <summary>ID of the node.</summary>
    public required string NodeId { get; init; }

    /// <summary>Name of the node.</summary>
    public required string NodeName { get; init; }

    /// <summary>Name of the pod.</summary>
    public required string PodName { get; init; }

    /// <summary>The enclosing template reads <c>outputs.result</c> of this node.</summary>
    public bool CaptureResult { get; init; }

    /// <summary>Seconds after which the pod is ended with <c>Pod was active on the node longer than the specified deadline</c>: the smallest of the template's and the workflow's; null: none.</summary>
    public double? DeadlineSeconds { get; init; }

    /// <summary>Asks the pod to end as Argo does on shutdown or at the end of a daemon: SIGTERM, SIGKILL after the grace period. The outputs are still collected.</summary>
    public CancellationToken Stop { get; init; }
}
