using Argosy.Models;

namespace Argosy.Engine.Pods;

/// <summary>How a pod ended.</summary>
internal sealed record PodResult
{
    /// <summary>Phase of the node: Succeeded, Failed or Error, by Argo's rule which container speaks first.</summary>
    public required string Phase { get; init; }

    /// <summary>Message of the node; null: none.</summary>
    public string? Message { get; init; }

    /// <summary>Result, exit code, parameters and artifacts (name, path, archive and key) as the node shows them; null: none were collected.</summary>
    public Outputs? Outputs { get; init; }

    /// <summary>All containers, in the order of the pod.</summary>
    public IReadOnlyList<ContainerStatus> Containers { get; init; } = [];

    /// <summary>Seconds of cpu and memory as Argo counts them; null: not known.</summary>
    public IReadOnlyDictionary<string, long>? ResourcesDuration { get; init; }

    /// <summary>The last progress that the program wrote; null: none.</summary>
    public string? Progress { get; init; }

    /// <summary>When the pod started and ended.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When the pod ended.</summary>
    public DateTimeOffset FinishedAt { get; init; }
}
