namespace Argosy;

/// <summary>A manifest of this app, as the compiler wrote it.</summary>
/// <param name="Name">The object's <c>name</c>, or its <c>generateName</c> without the dash at the end.</param>
/// <param name="Kind"><c>Workflow</c>, <c>WorkflowTemplate</c>, <c>CronWorkflow</c>, <c>Job</c> …</param>
/// <param name="ClassName">The full name of the C# class.</param>
/// <param name="Manifest">Gives the YAML.</param>
/// <param name="Parameters">The arguments that a run takes.</param>
public sealed record WorkflowDefinition(
    string Name, string Kind, string ClassName, Func<string> Manifest, IReadOnlyList<WorkflowParameter> Parameters);
