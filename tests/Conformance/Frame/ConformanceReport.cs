using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Argosy.Conformance;

[assembly: AssemblyFixture(typeof(ConformanceReport))]

namespace Argosy.Conformance;

/// <summary>Counts what agrees and what differs, prints the table at the end of the run and writes it to <c>ARGOSY_RECORDED_REPORT</c> as JSON.</summary>
public sealed class ConformanceReport : IDisposable
{
    private static readonly ConcurrentBag<Verdict> Verdicts = [];

    /// <summary>
    /// Ends a comparison: counts it and fails the test when <paramref name="difference"/> says what differs, unless the record is a known difference.
    /// </summary>
    internal static void Conclude(Record record, string? difference) => Conclude(record.Area, record.Id, difference);

    /// <summary>The same for an area whose records have no object of their own.</summary>
    internal static void Conclude(string area, string id, string? difference)
    {
        var known = KnownDifferences.Reason(area, id);
        Verdicts.Add(new Verdict(area, id, difference, known));
        if (difference is not null && known is null)
        {
            Assert.Fail($"{area}/{id}: {difference}");
        }
    }

    /// <summary>Prints the table and writes the report.</summary>
    public void Dispose()
    {
        if (Verdicts.IsEmpty)
        {
            return;
        }

        Console.Out.Write(Table());
        if (Environment.GetEnvironmentVariable("ARGOSY_RECORDED_REPORT") is { Length: > 0 } file)
        {
            File.WriteAllText(file, Json());
        }
    }

    private static IEnumerable<IGrouping<string, Verdict>> Areas() => Verdicts.GroupBy(v => v.Area).OrderBy(g => g.Key, StringComparer.Ordinal);

    private static string Table()
    {
        var text = new StringBuilder($"\n{"area",-24} {"agree",7} {"differ",7}\n");
        foreach (var area in Areas())
        {
            text.Append($"{area.Key,-24} {area.Count(v => v.Agrees),7} {area.Count(v => !v.Agrees),7}\n");
        }

        foreach (var verdict in Verdicts.Where(v => v.Agrees && v.Known is not null).OrderBy(v => v.Id, StringComparer.Ordinal))
        {
            text.Append($"listed as a known difference, but agrees: {verdict.Area}/{verdict.Id}\n");
        }

        return text.ToString();
    }

    private static string Json() => JsonSerializer.Serialize(
        Areas().ToDictionary(a => a.Key, a => new
        {
            agree = a.Count(v => v.Agrees),
            differ = a.Count(v => !v.Agrees),
            differences = a.Where(v => !v.Agrees).OrderBy(v => v.Id, StringComparer.Ordinal).Select(v => new { id = v.Id, difference = v.Difference, known = v.Known }),
            listedButAgrees = a.Where(v => v.Agrees && v.Known is not null).Select(v => v.Id).Order(StringComparer.Ordinal),
        }),
        Indented);

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private sealed record Verdict(string Area, string Id, string? Difference, string? Known)
    {
        public bool Agrees => Difference is null;
    }
}
