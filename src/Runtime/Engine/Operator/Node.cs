using System.Text.Json.Nodes;

namespace Argosy.Engine;

/// <summary>The status of one node of a run: the fields of Argo's NodeStatus, and what the engine must remember beside them.</summary>
internal sealed class Node
{
    private HashSet<string>? _childSet;

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Type { get; set; }

    public string DisplayName { get; set; } = "";

    public string? TemplateName { get; set; }

    public JsonObject? TemplateRef { get; set; }

    public string TemplateScope { get; set; } = "";

    public string Phase { get; set; } = "";

    public string BoundaryId { get; set; } = "";

    public string Message { get; set; } = "";

    public DateTime? StartedAt { get; set; }

    public DateTime? FinishedAt { get; set; }

    public NodeFlag? Flag { get; set; }

    public bool Daemoned { get; set; }

    public string? PodIp { get; set; }

    public string? HostNodeName { get; set; }

    public JsonObject? Inputs { get; set; }

    public JsonObject? Outputs { get; set; }

    public JsonObject? Memoization { get; set; }

    public JsonObject? ResourcesDuration { get; set; }

    public string? WaitingForLock { get; set; }

    /// <summary>What the program itself reports, as <c>n/m</c>; otherwise the engine counts.</summary>
    public string? ReportedProgress { get; set; }

    public List<string> Children { get; } = [];

    public List<string>? OutboundNodes { get; set; }

    /// <summary>A display name that the template asks for; it takes effect when the node is visited again.</summary>
    public string? WantedDisplayName { get; set; }

    /// <summary>When a template's <c>pendingTimeout</c> or <c>timeout</c> ends a node that still waits.</summary>
    public DateTime? PendingDeadline { get; set; }

    /// <summary>A pod was asked for and has not ended.</summary>
    public bool IsPodActive { get; set; }

    /// <summary>The pod's program was seen running.</summary>
    public bool HasRun { get; set; }

    /// <summary>The pod is a daemon's whose work is over: its end is nothing to report.</summary>
    public bool IsEndingDaemon { get; set; }

    /// <summary>Why the pod cannot be made; the next visit tells the caller.</summary>
    public string? Refusal { get; set; }

    /// <summary>Whether the pod belongs to an exit handler, which a stop lets run.</summary>
    public bool OnExit { get; set; }

    public bool IsCompleted => Phases.IsCompleted(Phase);

    public bool IsFailedOrError => Phases.IsFailedOrError(Phase);

    public bool IsFulfilled => IsCompleted || Phase is Phases.Skipped or Phases.Omitted || (Daemoned && Phase != Phases.Pending);

    public bool IsHooked => Flag is { Hooked: true };

    public bool IsCacheHit => Memoization?["hit"]?.GetValue<bool>() == true;

    /// <summary>Adds a child unless it is one already; says whether it was new.</summary>
    public bool AddChild(string id)
    {
        if (Children.Count < 16)
        {
            if (Children.Contains(id))
                return false;
        }
        else
        {
            _childSet ??= [.. Children];
            if (!_childSet.Add(id))
                return false;
        }

        Children.Add(id);
        return true;
    }
}
