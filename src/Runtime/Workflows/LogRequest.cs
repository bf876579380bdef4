namespace Argosy.Workflows;

/// <summary>Which log lines of a workflow's pods are wanted; the meaning of each part is that of <c>argo logs</c>.</summary>
internal sealed record LogRequest(string Namespace, string Workflow)
{
    /// <summary>One pod only; null: all.</summary>
    public string? Pod { get; init; }

    /// <summary>The container.</summary>
    public string Container { get; init; } = "main";

    /// <summary>Goes on until the workflow is completed.</summary>
    public bool Follow { get; init; }

    /// <summary>The container's instance before a restart.</summary>
    public bool Previous { get; init; }

    /// <summary>Only lines written since then.</summary>
    public DateTimeOffset? SinceTime { get; init; }

    /// <summary>Only lines of the last so many seconds.</summary>
    public long? SinceSeconds { get; init; }

    /// <summary>Only the last so many lines of each container.</summary>
    public long? TailLines { get; init; }

    /// <summary>Each line begins with its time.</summary>
    public bool Timestamps { get; init; }

    /// <summary>Only lines that match this regular expression.</summary>
    public string? Grep { get; init; }

    /// <summary>Only pods that match this label selector.</summary>
    public string? Selector { get; init; }
}

/// <summary>One line of a pod's log.</summary>
internal sealed record LogLine(string PodName, string Content);
