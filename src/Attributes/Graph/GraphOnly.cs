namespace Argosy;

/// <summary>What happens when code that only describes a graph is run as a program.</summary>
internal static class GraphOnly
{
    public static InvalidOperationException Use(string member) =>
        new($"'{member}' describes a graph: it has a meaning in a [Dag] or [Steps] method only, which the compiler reads and nobody runs.");
}
