using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argosy.Conformance;

/// <summary>Compares the state of a run with what a record says its end was, by the rules of the records' README.</summary>
internal sealed partial class RunComparison
{
    private readonly List<string> _differences = [];
    private readonly bool _isCut;

    private RunComparison(bool isCut) => _isCut = isCut;

    /// <summary>What differs, one a line; null if nothing does.</summary>
    public static string? Differences(JsonObject end, JsonObject workflow, bool isCut, IReadOnlyList<string> varies)
    {
        var comparison = new RunComparison(isCut);
        comparison.Compare(end, RunState.Of(workflow));
        comparison._differences.RemoveAll(d => varies.Any(v => Varies(v, d)));
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
        var e = Changing().Replace(Canonical(expected), "…");
        var a = Changing().Replace(Canonical(actual), "…");
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

    // What a record says may differ: fields of nodes by their display name ("inputs.parameters.fin of b"), or the existence of a node.
    private static bool Varies(string text, string difference)
    {
        var words = text.Split([' ', ',', ';', ':'], StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        var first = difference.Split(' ')[0] == "node" ? difference[5..].Split(':')[0] : difference.Split(": expected")[0];
        var node = first.Split(' ')[0];
        var display = node[(node.IndexOf('.', StringComparison.Ordinal) + 1)..];
        if (difference.StartsWith("node ", StringComparison.Ordinal))
            return text.Contains("existence", StringComparison.Ordinal) && words.Any(w => w.Length > 1 && node.EndsWith(w, StringComparison.Ordinal));
        var field = first.Split(' ')[^1];
        return words.Contains(display) && (text.Contains(field, StringComparison.Ordinal) || (field is "children" or "outbound" && text.Contains("existence", StringComparison.Ordinal)))
            || (field is "children" or "outbound" && text.Contains("existence of " + display + ".", StringComparison.Ordinal));
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"\b10\.\d+\.\d+\.\d+\b|\b127\.0\.0\.\d+\b|\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ|\b1[78]\d{8}\b")]
    private static partial System.Text.RegularExpressions.Regex Changing();

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
