namespace Argosy.Functions;

/// <summary>A function of this program.</summary>
/// <param name="Name"><c>WORKFLOW/TEMPLATE</c>.</param>
/// <param name="Invoke">Runs it.</param>
public sealed record RegisteredFunction(string Name, Func<FunctionCall, Task> Invoke);
