namespace Argosy.Testing;

/// <summary>One call of a stub.</summary>
/// <param name="Template">Name of the template.</param>
/// <param name="Node">Name of the node.</param>
/// <param name="Inputs">The input parameters that it got.</param>
public sealed record StubCall(string Template, string Node, IReadOnlyDictionary<string, string> Inputs);
