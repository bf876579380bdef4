namespace Argosy.Conformance;

internal static partial class KnownDifferences
{
    private static void AddExpressions()
    {
    }
}
