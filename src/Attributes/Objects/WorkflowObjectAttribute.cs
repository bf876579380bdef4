namespace Argosy;

/// <summary>What the kinds of workflow have in common: <c>metadata</c> and the plain fields of the spec.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class WorkflowObjectAttribute : Attribute
{
    /// <summary><c>metadata.name</c>.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// How the manifest's file, the commands of the program and its registry know the object, where another class of the project has the same
    /// <see cref="Name"/>: say, one for each namespace of the cluster. The manifest does not have it.
    /// </summary>
    public string? Alias { get; set; }

    /// <summary><c>metadata.generateName</c>.</summary>
    public string? GenerateName { get; set; }

    /// <summary><c>metadata.namespace</c>.</summary>
    public string? Namespace { get; set; }

    /// <summary><c>spec.parallelism</c>: how many pods may run at once.</summary>
    public int Parallelism { get; set; }

    /// <summary><c>spec.activeDeadlineSeconds</c>: seconds that the whole workflow may take.</summary>
    public int ActiveDeadlineSeconds { get; set; }

    /// <summary><c>spec.priority</c>: place in the controller's queue, larger first.</summary>
    public int Priority { get; set; }

    /// <summary><c>spec.archiveLogs</c>: keep the logs as artifacts.</summary>
    public bool ArchiveLogs { get; set; }

    /// <summary><c>spec.hostNetwork</c>.</summary>
    public bool HostNetwork { get; set; }

    /// <summary><c>spec.dnsPolicy</c>.</summary>
    public string? DnsPolicy { get; set; }

    /// <summary><c>spec.schedulerName</c>.</summary>
    public string? SchedulerName { get; set; }

    /// <summary><c>spec.podPriorityClassName</c>.</summary>
    public string? PodPriorityClassName { get; set; }

    /// <summary><c>spec.podSpecPatch</c>: a strategic merge patch of every pod.</summary>
    public string? PodSpecPatch { get; set; }

    /// <summary><c>spec.automountServiceAccountToken</c>.</summary>
    public bool AutomountServiceAccountToken { get; set; }

    /// <summary><c>spec.volumeClaimGC.strategy</c>: <c>OnWorkflowSuccess</c> or <c>OnWorkflowCompletion</c>.</summary>
    public string? VolumeClaimGC { get; set; }

    /// <summary><c>spec.workflowTemplateRef</c>: the class of the WorkflowTemplate to run; this class then only gives arguments and policies.</summary>
    public Type? Run { get; set; }

    /// <summary><c>spec.workflowTemplateRef.name</c>, for a WorkflowTemplate that no C# class describes.</summary>
    public string? RunTemplate { get; set; }

    /// <summary><c>spec.workflowTemplateRef.clusterScope</c> of <see cref="RunTemplate"/>.</summary>
    public bool RunClusterScope { get; set; }

    /// <summary><c>spec.entrypoint</c> of <see cref="Run"/> or <see cref="RunTemplate"/>: the template to start with, where it is not the stored one's own.</summary>
    public string? RunEntrypoint { get; set; }

    /// <summary><c>nameof</c> of a static property whose constant object tree is merged into this object's spec: every field that has no attribute.</summary>
    public string? Spec { get; set; }

    /// <summary><c>nameof</c> of a static property: <c>spec.templateDefaults</c>, merged under every template.</summary>
    public string? TemplateDefaults { get; set; }
}
