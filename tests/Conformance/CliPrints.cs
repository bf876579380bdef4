using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argosy.Cli.Printing;

namespace Argosy.Conformance;

/// <summary>What <c>argo get</c> printed of each recorded run and example, printed by us from the same object.</summary>
public partial class CliPrints
{
    private static readonly IReadOnlyDictionary<string, Record> Runs = Records.LoadFiles("prints-runs", "runs");
    private static readonly IReadOnlyDictionary<string, Record> Examples = Records.LoadFiles("prints-examples", "examples");

    public static TheoryData<string> RunRows => Records.Files("prints-runs", "runs");

    public static TheoryData<string> ExampleRows => Records.Files("prints-examples", "examples");

    [Theory]
    [MemberData(nameof(RunRows))]
    public void Prints_a_run_as_argo_get_does(string id) => Compare(Records.Get(Runs, id));

    [Theory]
    [MemberData(nameof(ExampleRows))]
    public void Prints_an_example_as_argo_get_does(string id) => Compare(Records.Get(Examples, id));

    private static void Compare(Record record)
    {
        JsonElement get = default;
        var printed = record.Data.TryGetProperty("print", out var print) && print.TryGetProperty("get", out get);
        Assert.SkipUnless(printed, "The record has no print.");
        var workflow = (JsonObject)JsonNode.Parse(record.Data.GetProperty("workflow").GetRawText(), null, new JsonDocumentOptions { MaxDepth = 1024 })!;
        var at = DateTimeOffset.Parse(print.GetProperty("getAt").GetString()!, CultureInfo.InvariantCulture);
        ConformanceReport.Conclude(record, Difference(workflow, get.GetString()!, "", at)
            ?? (print.TryGetProperty("getWide", out var wide) ? Difference(workflow, wide.GetString()!, "wide", at) : null));
    }

    private static string? Difference(JsonObject workflow, string wanted, string output, DateTimeOffset at)
    {
        string? first = null;
        foreach (var seconds in new[] { 0.0, 0.5, 1, 1.5, -0.5 })
        {
            var got = Ordered(new WorkflowPrinter(new PrintStyle(output), NodeFilter.None, at.AddSeconds(seconds)).PrintStatus(workflow));
            var difference = RecordedCommand.FirstDifference(Ordered(wanted), got);
            if (difference is null || RecordedCommand.DiffersInTiesOnly(Ordered(wanted), got)) return null;
            first ??= difference;
        }

        return first;
    }

    // The order of resources is that of a Go map.
    private static string Ordered(string text) => Resources().Replace(text, match => string.Join(',', match.Value.Split(',').Order(StringComparer.Ordinal)));

    [GeneratedRegex(@"[0-9a-z.]+\*\([0-9A-Za-z]+ [a-z/.-]+\)(,[0-9a-z.]+\*\([0-9A-Za-z]+ [a-z/.-]+\))+")]
    private static partial Regex Resources();
}
