using System.Text.Json.Nodes;
using Argosy.Kubernetes;
using Argosy.Workflows;

namespace Argosy.Runtime.Tests.Kubernetes.Cluster;

/// <summary>Plays Argo's controller: writes the status that it would write.</summary>
internal sealed class TestController(KubernetesWorkflowClient client, string ns)
{
    public async Task SetAsync(string name, string phase, JsonObject nodes, CancellationToken cancellation, JsonObject? outputs = null)
    {
        for (var attempt = 0; ; attempt++)
        {
            var workflow = await client.GetAsync(ArgoKind.Workflow, ns, name, cancellation);
            var finished = phase is "Succeeded" or "Failed" or "Error";
            var status = workflow["status"] as JsonObject ?? [];
            workflow["status"] = status.Parent is null ? status : status = (JsonObject)status.DeepClone();
            status["phase"] = phase;
            status["startedAt"] ??= client.Now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ");
            status["finishedAt"] = finished ? client.Now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ") : null;
            status["nodes"] = nodes.DeepClone();
            if (outputs is not null)
            {
                status["outputs"] = outputs.DeepClone();
            }

            var labels = workflow["metadata"]!["labels"] as JsonObject ?? [];
            labels["workflows.argoproj.io/phase"] = phase;
            labels["workflows.argoproj.io/completed"] = finished ? "true" : "false";
            if (labels.Parent is null)
            {
                workflow["metadata"]!["labels"] = labels;
            }

            try
            {
                await client.UpdateAsync(ArgoKind.Workflow, ns, workflow, cancellation);
                return;
            }
            catch (WorkflowClientException e) when (e.Code == ClientErrorCode.Conflict && attempt < 10)
            {
                // Someone else wrote meanwhile.
            }
        }
    }

    public static JsonObject Nodes(string name, string phase, int leaves = 0)
    {
        var nodes = new JsonObject { [name] = Node(name, name, "DAG", phase, null) };
        for (var i = 0; i < leaves; i++)
        {
            nodes[$"{name}-{1000000 + i}"] = Node($"{name}.task({i}:{i})", $"task({i}:{i})", "Pod", i % 7 == 0 ? "Running" : "Succeeded", name);
        }

        return nodes;
    }

    private static JsonObject Node(string name, string display, string type, string phase, string? boundary)
    {
        var node = new JsonObject
        {
            ["id"] = boundary is null ? name : $"{boundary}-{(uint)name.GetHashCode(StringComparison.Ordinal)}",
            ["name"] = name,
            ["displayName"] = display,
            ["type"] = type,
            ["phase"] = phase,
            ["templateName"] = "main",
            ["templateScope"] = "local/x",
            ["startedAt"] = "2026-11-25T00:00:00Z",
            ["finishedAt"] = phase == "Running" ? null : "2026-11-25T00:00:05Z",
            ["progress"] = "1/1",
        };
        if (boundary is not null)
        {
            node["boundaryID"] = boundary;
            node["resourcesDuration"] = new JsonObject { ["cpu"] = 1, ["memory"] = 12 };
        }

        return node;
    }
}
