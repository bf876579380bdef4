using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argosy.Conformance;

/// <summary>Compares the state of a run with what a record says its end was, by the rules of the records' README.</summary>
internal sealed class RunComparison
{
    private readonly List<string> _differences = [];
    private readonly bool _isCut;

    private RunComparison(bool isCut) => _isCut = isCut;

    /// <summary>What differs, one a line; null if nothing does.</summary>
    public static string? Differences(JsonObject end, JsonObject workflow, bool isCut)
    {
        var comparison = new RunComparison(isCut);
        comparison.Compare(end, RunState.Of(workflow));
        return comparison._differences.Count == 0 ? null : string.Join("\n", comparison._differences);
    }

    private void Compare(JsonObject expected, JsonObject actual)
    {
        foreach (var field in (ReadOnlySpan<string>)["phase", "message", "outputs"])
            Field("workflow", field, expected[field], actual[field]);
        if (!_isCut)
            Field("workflow", "conditions", expected["conditions"], actual["conditions"]);
        var expectedNodes = expected["nodes"] as JsonObject ?? [];
        var actualNodes = actual["nodes"] as JsonObject ?? [];
        foreach (var (name, _) in expectedNodes)
            if (!actualNodes.ContainsKey(name))
                _differences.Add($"node {name}: missing");
        foreach (var (name, _) in actualNodes)
            if (!expectedNodes.ContainsKey(name))
                _differences.Add($"node {name}: not expected ({actualNodes[name]?["phase"]} {actualNodes[name]?["message"]})");
        foreach (var (name, node) in expectedNodes)
            if (actualNodes[name] is JsonObject other)
                Node(name, (JsonObject)node!, other);
    }

    private void Node(string name, JsonObject expected, JsonObject actual)
    {
        foreach (var field in (ReadOnlySpan<string>)["type", "phase", "message", "displayName", "templateName", "templateRef", "templateScope", "inputs", "outputs", "nodeFlag", "daemoned", "memoizationStatus", "boundary"])
            Field(name, field, expected[field], actual[field]);
        foreach (var field in (ReadOnlySpan<string>)["children", "outbound"])
            Field(name, field, AsSet(expected[field]), AsSet(actual[field]));
    }

    private void Field(string where, string field, JsonNode? expected, JsonNode? actual)
    {
        var e = Canonical(expected);
        var a = Canonical(actual);
        if (e == a || AreEqual(field, e, a))
            return;
        _differences.Add($"{where} {field}: expected {Short(e)}, is {Short(a)}");
    }

    // Which of the two texts a pod ended by the workflow's deadline gets depends on when the controller looks.
    private static bool AreEqual(string field, string expected, string actual)
    {
        const string Active = "\"Pod was active on the node longer than the specified deadline\"";
        const string Step = "\"Step exceeded its deadline\"";
        return field == "message" && expected is Active or Step && actual is Active or Step;
    }

    private static string Short(string text) => text.Length > 300 ? text[..300] + "…" : text;

    private static JsonNode? AsSet(JsonNode? list) => list is JsonArray a ? new JsonArray([.. a.Select(n => n!.GetValue<string>()).Distinct().Order(StringComparer.Ordinal).Select(s => (JsonNode)s)]) : null;

    /// <summary>Text of a value with sorted keys, so that order does not count; lists of named things by name.</summary>
    private static string Canonical(JsonNode? node)
    {
        switch (node)
        {
            case null:
                return "-";
            case JsonObject o:
                return "{" + string.Join(",", o.Where(p => p.Value is not null).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}:{Canonical(p.Value)}")) + "}";
            case JsonArray a when a.Count > 0 && a.All(e => e is JsonObject { } e1 && e1.ContainsKey("name")):
                return "[" + string.Join(",", a.OrderBy(e => e!["name"]!.ToString(), StringComparer.Ordinal).Select(Canonical)) + "]";
            case JsonArray a:
                return "[" + string.Join(",", a.Select(Canonical)) + "]";
            default:
                return node.GetValueKind() == JsonValueKind.String ? JsonSerializer.Serialize(node.GetValue<string>()) : node.ToJsonString();
        }
    }
}
