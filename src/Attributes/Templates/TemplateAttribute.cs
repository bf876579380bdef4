namespace Argosy;

/// <summary>What all templates have in common.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class TemplateAttribute : Attribute
{
    /// <summary>The template's <c>name</c>; else made from the method's: <c>CreateChain</c> is <c>create-chain</c>.</summary>
    public string? Name { get; set; }

    /// <summary><c>nameof</c> of a static property whose constant object tree is merged into this object's spec: every field that has no attribute.</summary>
    public string? Spec { get; set; }

    /// <summary><c>parallelism</c>: how many children may run at once.</summary>
    public int Parallelism { get; set; }

    /// <summary><c>failFast</c> of the template (for a DAG, of its <c>dag</c>): whether the first failure stops what runs beside it.</summary>
    public bool FailFast { get; set; }

    /// <summary><c>activeDeadlineSeconds</c>: a number of seconds or a tag.</summary>
    public string? ActiveDeadlineSeconds { get; set; }

    /// <summary><c>pendingTimeout</c>: how long a pod may stay pending.</summary>
    public string? PendingTimeout { get; set; }

    /// <summary><c>podSpecPatch</c>: a strategic merge patch of the pod.</summary>
    public string? PodSpecPatch { get; set; }

    /// <summary><c>priorityClassName</c>.</summary>
    public string? PriorityClassName { get; set; }

    /// <summary><c>schedulerName</c>.</summary>
    public string? SchedulerName { get; set; }

    /// <summary><c>automountServiceAccountToken</c>.</summary>
    public bool AutomountServiceAccountToken { get; set; }

    /// <summary><c>archiveLocation.archiveLogs</c>: keep this template's logs as an artifact.</summary>
    public bool ArchiveLogs { get; set; }
}
