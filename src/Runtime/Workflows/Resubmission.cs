using System.Text.Json.Nodes;

namespace Argosy.Workflows;

/// <summary>Makes a new workflow from an old one, as <c>argo resubmit</c> does.</summary>
internal static class Resubmission
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly HashSet<string> DroppedLabels =
    [
        "workflows.argoproj.io/creator", "workflows.argoproj.io/creator-email", "workflows.argoproj.io/creator-preferred-username",
        WorkflowStates.LabelPhase, WorkflowStates.LabelCompleted, WorkflowStates.LabelArchiving,
    ];

    /// <summary>The new workflow, not stored yet.</summary>
    public static JsonObject Of(JsonObject old, bool memoized, IReadOnlyList<string> parameters, WorkflowIdentity? identity, ActionLog log, DateTimeOffset now)
    {
        if (memoized && old.Phase() is not ("Failed" or "Error"))
            throw new WorkflowClientException(ClientErrorCode.InvalidArgument, "workflow must be Failed/Error to resubmit in memoized mode");
        var metadata = new JsonObject();
        var generateName = old.TextAt("metadata", "generateName") is { Length: > 0 } given ? given : old.Name() + "-";
        metadata["generateName"] = generateName;
        if (memoized) metadata["name"] = generateName + new string(Random.Shared.GetItems<char>(Letters, 5));
        var labels = new JsonObject();
        foreach (var (key, value) in old.At("metadata", "labels") as JsonObject ?? [])
        {
            if (!DroppedLabels.Contains(key)) labels[key] = value?.DeepClone();
        }

        labels[WorkflowStates.LabelPreviousWorkflow] = old.Name();
        metadata["labels"] = labels;
        if (old.At("metadata", "annotations") is JsonObject annotations) metadata["annotations"] = annotations.DeepClone();
        if (old.At("metadata", "ownerReferences") is JsonArray owners) metadata["ownerReferences"] = owners.DeepClone();
        var spec = (JsonObject)(old["spec"]?.DeepClone() ?? new JsonObject());
        if (spec["activeDeadlineSeconds"].AsText() == "0") spec.Remove("activeDeadlineSeconds");
        spec.Remove("shutdown");
        var result = new JsonObject { ["apiVersion"] = ArgoKind.ApiVersion, ["kind"] = "Workflow", ["metadata"] = metadata, ["spec"] = spec };
        WorkflowIdentity.LabelCreator(result, identity);
        if (memoized || old.At("metadata", "labels", WorkflowStates.LabelPreviousWorkflow) is not null)
            log(Cli.CliLogLevel.Warn, "Overriding parameters on memoized or resubmitted workflows may have unexpected results");
        Submission.OverrideParameters(result, parameters);
        if (memoized) result["status"] = MemoizedStatus(old, result.Name(), log, now);
        return result;
    }

    private static JsonObject MemoizedStatus(JsonObject old, string name, ActionLog log, DateTimeOffset now)
    {
        var oldNodes = old.Nodes().ToDictionary(node => node.Key, node => node.Value);
        var succeededBelow = new SucceededBelow(oldNodes, new HashSet<string>());
        var nodes = new JsonObject();
        string Rename(string node) => node.StartsWith(old.Name(), StringComparison.Ordinal) ? name + node[old.Name().Length..] : node;
        string NewId(string id) => WorkflowStates.NodeId(name, Rename(oldNodes.TryGetValue(id, out var node) ? node.TextAt("name") : ""));
        var time = JsonReading.Time(now);
        foreach (var (_, node) in oldNodes)
        {
            if (node.TextAt("name").StartsWith(old.Name() + ".onExit", StringComparison.Ordinal)) continue;
            var copy = (JsonObject)node.DeepClone();
            copy["name"] = Rename(node.TextAt("name"));
            copy["id"] = WorkflowStates.NodeId(name, copy.TextAt("name"));
            if (node.TextAt("boundaryID") is { Length: > 0 } boundary) copy["boundaryID"] = NewId(boundary);
            var isFailedPod = node.IsFailedOrError() && node.TextAt("type") == "Pod";
            copy["startedAt"] = isFailedPod ? null : time;
            copy["finishedAt"] = isFailedPod ? null : time;
            foreach (var list in new[] { "children", "outboundNodes" })
            {
                if (node[list] is JsonArray ids) copy[list] = new JsonArray([.. ids.Select(id => JsonValue.Create(NewId(id.AsText() ?? "")))]);
            }

            if (!node.IsFailedOrError() && node.TextAt("type") == "Pod")
            {
                copy["phase"] = "Skipped";
                copy["type"] = "Skipped";
                copy["message"] = $"original pod: {node.TextAt("id")}";
            }
            else if (node.TextAt("type") == "Skipped" && !succeededBelow.Has(node))
            {
                log(Cli.CliLogLevel.Warn, "Trying to delete non existent key", ("key", copy.TextAt("id")));
                continue;
            }
            else
            {
                copy["phase"] = "Pending";
                copy.Remove("message");
            }

            nodes[copy.TextAt("id")] = copy;
        }

        var status = new JsonObject
        {
            ["startedAt"] = null,
            ["finishedAt"] = null,
            ["nodes"] = nodes,
            ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Completed", ["status"] = "False" }),
        };
        if (old.At("status", "storedTemplates") is JsonObject { Count: > 0 } templates) status["storedTemplates"] = templates.DeepClone();
        return status;
    }
}
