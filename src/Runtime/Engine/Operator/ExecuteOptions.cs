using System.Text.Json.Nodes;

namespace Argosy.Engine;

/// <summary>How a template is executed beside its arguments.</summary>
internal sealed record ExecuteOptions
{
    /// <summary>ID of the enclosing Steps or DAG node; empty for the entry and workflow hooks.</summary>
    public string BoundaryId { get; init; } = "";

    /// <summary>The template belongs to an exit handler, which a stop lets run.</summary>
    public bool OnExit { get; init; }

    /// <summary>When a pod is ended in any case: a retry's <c>maxDuration</c>.</summary>
    public DateTime? ExecutionDeadline { get; set; }

    /// <summary>The flag of the node.</summary>
    public NodeFlag? Flag { get; set; }

    /// <summary>The template before its inputs were given; references to results are looked for in it.</summary>
    public JsonObject? Raw { get; set; }
}
