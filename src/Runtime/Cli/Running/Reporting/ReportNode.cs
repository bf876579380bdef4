using System.Text.Json.Nodes;
using Argosy.Engine;
using Argosy.Workflows;

namespace Argosy.Cli.Running.Reporting;

/// <summary>What the page says of a node.</summary>
internal sealed record ReportNode(
    string Id, string Name, string DisplayName, string Type, string Template, string Phase, string Message, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, JsonObject? Inputs, JsonObject? Outputs, IReadOnlyList<string> Children)
{
    /// <summary>All nodes, by start and name.</summary>
    public static IReadOnlyList<ReportNode> All(JsonObject workflow)
    {
        var nodes = new List<ReportNode>();
        foreach (var (id, value) in workflow["status"]?["nodes"] as JsonObject ?? [])
        {
            if (value is not JsonObject node)
                continue;
            nodes.Add(new ReportNode(
                id,
                node.TextAt("name"),
                node.TextAt("displayName"),
                node.TextAt("type"),
                node.TextAt("templateName") is { Length: > 0 } template ? template : node.TextAt("templateRef", "template"),
                node.TextAt("phase"),
                node.TextAt("message"),
                node.TimeAt("startedAt"),
                node.TimeAt("finishedAt"),
                node["inputs"] as JsonObject,
                node["outputs"] as JsonObject,
                [.. (node["children"] as JsonArray ?? []).Select(c => c!.ToString())]));
        }
        return [.. nodes.OrderBy(n => n.StartedAt).ThenBy(n => n.Name, StringComparer.Ordinal)];
    }

    /// <summary>The name of its pod.</summary>
    public string PodName(string workflow) => NodeNames.Pod(workflow, Name, Template);
}
