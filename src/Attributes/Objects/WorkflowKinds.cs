namespace Argosy;

/// <summary>A <c>Workflow</c>: a static partial class whose methods are its templates. Without a name, <c>generateName</c> is made from the class.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class WorkflowAttribute : WorkflowObjectAttribute
{
    /// <summary>An object of this kind.</summary>
    /// <param name="name"><c>metadata.name</c>.</param>
    public WorkflowAttribute(string? name = null) => Name = name;

    /// <summary><c>spec.suspend</c>: created, but not started.</summary>
    public bool Suspend { get; set; }
}

/// <summary>A <c>WorkflowTemplate</c>: stored in a namespace, run by name, and a library of templates for other workflows.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class WorkflowTemplateAttribute : WorkflowObjectAttribute
{
    /// <summary>An object of this kind.</summary>
    /// <param name="name"><c>metadata.name</c>.</param>
    public WorkflowTemplateAttribute(string? name = null) => Name = name;
}

/// <summary>A <c>ClusterWorkflowTemplate</c>: a library of templates for all namespaces.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ClusterWorkflowTemplateAttribute : WorkflowObjectAttribute
{
    /// <summary>An object of this kind.</summary>
    /// <param name="name"><c>metadata.name</c>.</param>
    public ClusterWorkflowTemplateAttribute(string? name = null) => Name = name;
}

/// <summary>A <c>CronWorkflow</c>: runs by the clock.</summary>
/// <param name="schedules"><c>spec.schedules</c>: five fields each, or <c>@hourly</c> and its like.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CronWorkflowAttribute(params string[] schedules) : WorkflowObjectAttribute
{
    /// <summary><c>spec.schedules</c>: five fields each, or <c>@hourly</c> and its like.</summary>
    public string[] Schedules { get; } = schedules;

    /// <summary><c>spec.timezone</c>, such as <c>Europe/Berlin</c>.</summary>
    public string? Timezone { get; set; }

    /// <summary><c>spec.concurrencyPolicy</c>: <c>Allow</c>, <c>Forbid</c> or <c>Replace</c>.</summary>
    public string? ConcurrencyPolicy { get; set; }

    /// <summary><c>spec.startingDeadlineSeconds</c>: how late a missed run may still start.</summary>
    public int StartingDeadlineSeconds { get; set; }

    /// <summary><c>spec.successfulJobsHistoryLimit</c>.</summary>
    public int SuccessfulJobsHistoryLimit { get; set; }

    /// <summary><c>spec.failedJobsHistoryLimit</c>.</summary>
    public int FailedJobsHistoryLimit { get; set; }

    /// <summary><c>spec.suspend</c>: no runs for now.</summary>
    public bool Suspend { get; set; }

    /// <summary><c>spec.when</c>: an expression that must hold for a run to start.</summary>
    public string? When { get; set; }

    /// <summary><c>spec.stopStrategy.expression</c>: no more runs once it holds.</summary>
    public string? StopExpression { get; set; }
}

/// <summary>A <c>WorkflowEventBinding</c>: an event that reaches the Argo Server starts a workflow.</summary>
/// <param name="selector"><c>spec.event.selector</c>: an expression over <c>payload</c>, <c>metadata</c> and <c>discriminator</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class WorkflowEventBindingAttribute(string selector) : Attribute
{
    /// <summary><c>spec.event.selector</c>: an expression over <c>payload</c>, <c>metadata</c> and <c>discriminator</c>.</summary>
    public string Selector { get; } = selector;

    /// <summary><c>metadata.name</c>.</summary>
    public string? Name { get; set; }

    /// <summary><c>metadata.namespace</c>.</summary>
    public string? Namespace { get; set; }

    /// <summary><c>spec.submit.workflowTemplateRef</c>: the class of the WorkflowTemplate.</summary>
    public Type? Submit { get; set; }

    /// <summary><c>spec.submit.workflowTemplateRef.name</c>, for a WorkflowTemplate that no C# class describes.</summary>
    public string? SubmitTemplate { get; set; }

    /// <summary><c>spec.submit.workflowTemplateRef.clusterScope</c> of <see cref="SubmitTemplate"/>.</summary>
    public bool ClusterScope { get; set; }

    /// <summary><c>spec.submit.metadata.name</c>.</summary>
    public string? WorkflowName { get; set; }

    /// <summary><c>spec.submit.metadata.generateName</c>.</summary>
    public string? WorkflowGenerateName { get; set; }
}

/// <summary>An argument of the workflow that an event starts: <c>spec.submit.arguments.parameters</c>.</summary>
/// <param name="name">The parameter.</param>
/// <param name="expression"><c>valueFrom.event</c>: an expression such as <c>payload.message</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class EventArgumentAttribute(string name, string expression) : Attribute
{
    /// <summary>The parameter.</summary>
    public string Name { get; } = name;

    /// <summary><c>valueFrom.event</c>: an expression such as <c>payload.message</c>.</summary>
    public string Expression { get; } = expression;
}

/// <summary>A plain Kubernetes <c>batch/v1</c> Job of one container.</summary>
/// <param name="image"><c>spec.template.spec.containers[0].image</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class JobAttribute(string image) : Attribute
{
    /// <summary><c>spec.template.spec.containers[0].image</c>.</summary>
    public string Image { get; } = image;

    /// <summary><c>metadata.name</c>; else the class's name.</summary>
    public string? Name { get; set; }

    /// <summary><c>metadata.namespace</c>.</summary>
    public string? Namespace { get; set; }

    /// <summary><c>command</c> of the container.</summary>
    public string[] Command { get; set; } = [];

    /// <summary><c>args</c> of the container.</summary>
    public string[] Args { get; set; } = [];

    /// <summary><c>workingDir</c> of the container.</summary>
    public string? WorkingDir { get; set; }

    /// <summary><c>imagePullPolicy</c> of the container.</summary>
    public string? ImagePullPolicy { get; set; }

    /// <summary><c>spec.template.spec.restartPolicy</c>: <c>Never</c> (the default here) or <c>OnFailure</c>.</summary>
    public string? RestartPolicy { get; set; }

    /// <summary><c>spec.backoffLimit</c>: how often a failed pod is tried again.</summary>
    public int BackoffLimit { get; set; }

    /// <summary><c>spec.completions</c>.</summary>
    public int Completions { get; set; }

    /// <summary><c>spec.parallelism</c>.</summary>
    public int Parallelism { get; set; }

    /// <summary><c>spec.activeDeadlineSeconds</c>.</summary>
    public int ActiveDeadlineSeconds { get; set; }

    /// <summary><c>spec.ttlSecondsAfterFinished</c>.</summary>
    public int TtlSecondsAfterFinished { get; set; }

    /// <summary><c>nameof</c> of a static property whose constant object tree is merged into this object's spec: every field that has no attribute.</summary>
    public string? Spec { get; set; }
}
