using System.Text.Json.Nodes;
using Argosy.Cli.Evaluation;

namespace Argosy.Conformance;

/// <summary>Expressions, tags, conditions and schedules: the value or the whole text of the error, in each mode that is recorded.</summary>
public sealed class EvaluationRecords
{
    public static TheoryData<string> ExpressionRows => Records.Lines("expressions", "expressions.jsonl");

    public static TheoryData<string> TagRows => Records.Lines("tags", "tags.jsonl");

    public static TheoryData<string> WhenRows => Records.Lines("when", "when.jsonl");

    public static TheoryData<string> CronRows => Records.Lines("cron", "cron.jsonl");

    [Theory, MemberData(nameof(ExpressionRows))]
    public void Expression(string id) => Compare("expressions", id, "strict", "loose", "eval");

    [Theory, MemberData(nameof(TagRows))]
    public void Tag(string id) => Compare("tags", id, "strict", "loose");

    [Theory, MemberData(nameof(WhenRows))]
    public void When(string id) => Compare("when", id, "result");

    [Theory, MemberData(nameof(CronRows))]
    public void Cron(string id) => Compare("cron", id, "result");

    private static void Compare(string area, string id, params string[] parts)
    {
        var record = Records.Get(Records.LoadLines(area, area + ".jsonl"), id);
        var answer = EvaluationRecord.Answer(record.Data);
        var differences = new List<string>();
        foreach (var part in parts)
        {
            var expected = JsonNode.Parse(record.Data.GetProperty(part).GetRawText());
            var actual = answer[part];
            if (!JsonNode.DeepEquals(Comparable(expected), Comparable(actual)))
            {
                differences.Add($"{part}: expected {expected?.ToJsonString()}, got {actual?.ToJsonString()}");
            }
        }

        ConformanceReport.Conclude(record, differences.Count == 0 ? null : string.Join("\n", differences));
    }

    // Addresses of functions are others in every build of Argo.
    private static JsonNode? Comparable(JsonNode? node)
    {
        if (node is JsonObject result && result["go"]?.GetValue<string>() is { } printed)
        {
            var copy = (JsonObject)result.DeepClone();
            copy["go"] = System.Text.RegularExpressions.Regex.Replace(printed, "0x[0-9a-f]{5,}", "0xADDRESS");
            return copy;
        }

        return node;
    }
}
