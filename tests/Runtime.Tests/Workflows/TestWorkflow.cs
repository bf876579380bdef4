using System.Text.Json.Nodes;
using Argosy.Workflows;

namespace Argosy.Runtime.Tests.Workflows;

/// <summary>A workflow that has run, written node by node.</summary>
internal sealed class TestWorkflow
{
    private readonly JsonObject _nodes = [];

    public TestWorkflow(string name, string phase, string type = "Steps")
    {
        Name = name;
        Object = (JsonObject)JsonNode.Parse($$"""
            {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow",
             "metadata": {"name": "{{name}}", "namespace": "team", "uid": "1",
                          "labels": {"workflows.argoproj.io/completed": "true", "workflows.argoproj.io/phase": "{{phase}}", "team": "blue"} },
             "spec": {"entrypoint": "main", "shutdown": "Stop", "activeDeadlineSeconds": 0,
                      "arguments": {"parameters": [{"name": "size", "value": "1"}, {"name": "keep", "value": "k"}]} },
             "status": {"phase": "{{phase}}", "message": "it went wrong", "startedAt": "2026-01-01T00:00:00Z", "finishedAt": "2026-01-01T00:01:00Z",
                        "conditions": [{"type": "Completed", "status": "True"}]} }
            """)!;
        Object["status"]!["nodes"] = _nodes;
        Add(name, type, phase, null);
    }

    public string Name { get; }

    public JsonObject Object { get; }

    /// <summary>Adds a node below another one; its ID is its name.</summary>
    public TestWorkflow Add(string name, string type, string phase, string? boundary, params string[] parents)
    {
        var node = new JsonObject
        {
            ["id"] = name,
            ["name"] = name,
            ["displayName"] = name,
            ["type"] = type,
            ["phase"] = phase,
            ["templateName"] = "t",
            ["startedAt"] = "2026-01-01T00:00:00Z",
            ["finishedAt"] = "2026-01-01T00:01:00Z",
        };
        if (boundary is not null) node["boundaryID"] = boundary;
        if (phase is "Failed" or "Error") node["message"] = "it went wrong";
        _nodes[name] = node;
        foreach (var parent in parents)
        {
            var children = _nodes[parent]!["children"] as JsonArray ?? [];
            if (children.Parent is null) _nodes[parent]!["children"] = children;
            children.Add((JsonNode)name);
        }

        return this;
    }

    public static Dictionary<string, string> Phases(JsonObject workflow) => workflow.Nodes().ToDictionary(node => node.Key, node => node.Value.TextAt("phase"));
}
