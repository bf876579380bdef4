namespace Argosy;

/// <summary>The variables of the running workflow, <c>{{workflow.*}}</c>, for graph bodies, interpolated strings and conditions.</summary>
public static class Workflow
{
    /// <summary><c>{{workflow.name}}</c>.</summary>
    public static string Name => throw GraphOnly.Use(nameof(Name));

    /// <summary><c>{{workflow.namespace}}</c>.</summary>
    public static string Namespace => throw GraphOnly.Use(nameof(Namespace));

    /// <summary><c>{{workflow.uid}}</c>.</summary>
    public static string Uid => throw GraphOnly.Use(nameof(Uid));

    /// <summary><c>{{workflow.mainEntrypoint}}</c>.</summary>
    public static string MainEntrypoint => throw GraphOnly.Use(nameof(MainEntrypoint));

    /// <summary><c>{{workflow.serviceAccountName}}</c>.</summary>
    public static string ServiceAccountName => throw GraphOnly.Use(nameof(ServiceAccountName));

    /// <summary><c>{{workflow.status}}</c>: the phase, known in exit handlers and metrics.</summary>
    public static string Status => throw GraphOnly.Use(nameof(Status));

    /// <summary><c>{{workflow.failures}}</c>: JSON of the nodes that failed, known in exit handlers.</summary>
    public static string Failures => throw GraphOnly.Use(nameof(Failures));

    /// <summary><c>{{workflow.duration}}</c>: seconds since the start, known in exit handlers and metrics.</summary>
    public static string Duration => throw GraphOnly.Use(nameof(Duration));

    /// <summary><c>{{workflow.priority}}</c>.</summary>
    public static string Priority => throw GraphOnly.Use(nameof(Priority));

    /// <summary><c>{{workflow.creationTimestamp}}</c>.</summary>
    public static string CreationTimestamp => throw GraphOnly.Use(nameof(CreationTimestamp));

    /// <summary><c>{{workflow.scheduledTime}}</c>: when a CronWorkflow meant this run.</summary>
    public static string ScheduledTime => throw GraphOnly.Use(nameof(ScheduledTime));

    /// <summary><c>{{workflow.parameters}}</c>: JSON of all arguments.</summary>
    public static string ParametersJson => throw GraphOnly.Use(nameof(ParametersJson));

    /// <summary><c>{{workflow.parameters.NAME}}</c>.</summary>
    public static string Parameter(string name) => throw GraphOnly.Use(nameof(Parameter));

    /// <summary><c>{{workflow.labels.NAME}}</c>.</summary>
    public static string Label(string name) => throw GraphOnly.Use(nameof(Label));

    /// <summary><c>{{workflow.annotations.NAME}}</c>.</summary>
    public static string Annotation(string name) => throw GraphOnly.Use(nameof(Annotation));

    /// <summary><c>{{workflow.outputs.parameters.NAME}}</c>: an output with this <c>globalName</c>.</summary>
    public static string Output(string globalName) => throw GraphOnly.Use(nameof(Output));

    /// <summary><c>{{workflow.outputs.artifacts.NAME}}</c>: an artifact with this <c>globalName</c>.</summary>
    public static Artifact OutputArtifact(string globalName) => throw GraphOnly.Use(nameof(OutputArtifact));
}
