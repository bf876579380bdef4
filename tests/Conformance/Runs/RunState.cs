using System.Text.Json.Nodes;

namespace Argosy.Conformance;

/// <summary>The state of a Workflow object in the form of the records: nodes by name, without times, IDs and what belongs to the machine.</summary>
internal static class RunState
{
    public static JsonObject Of(JsonObject workflow)
    {
        var status = workflow["status"] as JsonObject ?? [];
        var state = new JsonObject();
        foreach (var field in (ReadOnlySpan<string>)["phase", "message", "progress"])
            if (status[field] is { } value)
                state[field] = value.DeepClone();
        if (status["outputs"] is JsonObject outputs)
            state["outputs"] = Outputs(outputs);
        var conditions = new JsonObject();
        foreach (var condition in (status["conditions"] as JsonArray ?? []).OfType<JsonObject>())
            conditions[condition["type"]!.GetValue<string>()] = condition["message"] is { } message ? $"{condition["status"]}: {message}" : condition["status"]!.GetValue<string>();
        state["conditions"] = conditions;
        var nodes = status["nodes"] as JsonObject ?? [];
        var names = nodes.ToDictionary(n => n.Key, n => n.Value!["name"]!.GetValue<string>(), StringComparer.Ordinal);
        var shown = new JsonObject();
        foreach (var (_, value) in nodes)
            shown[value!["name"]!.GetValue<string>()] = Node((JsonObject)value, names);
        state["nodes"] = shown;
        return state;
    }

    private static JsonObject Node(JsonObject node, Dictionary<string, string> names)
    {
        var shown = new JsonObject();
        foreach (var field in (ReadOnlySpan<string>)["displayName", "type", "phase", "message", "templateName", "templateRef", "templateScope", "inputs", "nodeFlag", "daemoned", "memoizationStatus", "progress"])
            if (node[field] is { } value)
                shown[field] = value.DeepClone();
        if (node["outputs"] is JsonObject outputs)
            shown["outputs"] = Outputs(outputs);
        if (node["boundaryID"] is { } boundary)
            shown["boundary"] = Name(boundary, names);
        foreach (var (from, to) in new[] { ("children", "children"), ("outboundNodes", "outbound") })
            if (node[from] is JsonArray { Count: > 0 } list)
                shown[to] = new JsonArray([.. list.Select(id => (JsonNode)Name(id!, names))]);
        return shown;
    }

    private static string Name(JsonNode id, Dictionary<string, string> names) => names.TryGetValue(id.GetValue<string>(), out var name) ? name : id.GetValue<string>();

    private static JsonObject Outputs(JsonObject outputs) => (JsonObject)outputs.DeepClone();
}
