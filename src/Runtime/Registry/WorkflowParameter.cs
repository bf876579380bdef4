namespace Argosy;

/// <summary>An argument that a run of a workflow takes.</summary>
/// <param name="Name">Its name in the manifest.</param>
/// <param name="Type">Its C# type, as written.</param>
/// <param name="Default">The value when none is given; null: one must be given.</param>
public sealed record WorkflowParameter(string Name, string Type, string? Default);
