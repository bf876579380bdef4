namespace Argosy.Conformance;

/// <summary>
/// Records that we do not follow, each with the reason in one line. They are counted as differing and do not fail the run; one that agrees after all is
/// reported, so that the list stays true. This is also where it is said what a comparison is more lenient about than the records' own rules.
/// </summary>
internal static partial class KnownDifferences
{
    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal);

    static KnownDifferences()
    {
        AddExpressions();
        AddRuns();
        AddCommands();
    }

    /// <summary>The reason for a record, or null if it must agree. The key is <c>area/id</c>.</summary>
    public static string? Reason(string area, string id) => Reasons.GetValueOrDefault($"{area}/{id}");

    private static void Add(string area, string reason, params ReadOnlySpan<string> ids)
    {
        foreach (var id in ids)
        {
            Reasons.Add($"{area}/{id}", reason);
        }
    }
}
