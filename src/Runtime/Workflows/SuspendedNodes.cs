using System.Text.Json.Nodes;

namespace Argosy.Workflows;

/// <summary>What a person sets on nodes that wait for one.</summary>
internal sealed record SuspendedNodeChange(string Phase, string Message, IReadOnlyDictionary<string, string> OutputParameters);

/// <summary>Answers for suspended nodes.</summary>
internal static class SuspendedNodes
{
    /// <summary>
    /// Ends every waiting node with success; supplied outputs that nobody set take their defaults. Returns whether anything changed;
    /// throws, with nothing changed that counts, where an output has neither value nor default.
    /// </summary>
    public static bool Resume(JsonObject workflow, WorkflowIdentity? identity, DateTimeOffset now)
    {
        var changed = false;
        if (workflow.FlagAt("spec", "suspend"))
        {
            ((JsonObject)workflow["spec"]!).Remove("suspend");
            changed = true;
        }

        var by = identity is null ? "" : $"Resumed by: {identity}";
        foreach (var (_, node) in workflow.Nodes().ToList())
        {
            if (!node.IsActiveSuspend()) continue;
            TakeDefaults(node);
            node["phase"] = "Succeeded";
            var message = node.TextAt("message");
            SetText(node, "message", message.Length > 0 ? $"{message}; {by}" : by);
            node["finishedAt"] = JsonReading.Time(now);
            changed = true;
        }

        return changed;
    }

    /// <summary>Sets phase, message and outputs of the waiting nodes of a selector.</summary>
    public static void Set(JsonObject workflow, FieldSelector selector, string selectorText, SuspendedNodeChange change, DateTimeOffset now)
    {
        var changed = false;
        foreach (var (_, node) in workflow.Nodes().ToList())
        {
            if (!node.IsActiveSuspend() || !selector.Matches(node)) continue;
            if (change.Phase.Length > 0)
            {
                node["phase"] = change.Phase;
                if (node.At("taskResultSynced").AsText() != "false") node["finishedAt"] = JsonReading.Time(now);
                changed = true;
            }

            if (change.Message.Length > 0)
            {
                node["message"] = change.Message;
                changed = true;
            }

            foreach (var (name, value) in change.OutputParameters)
            {
                SetOutput(workflow, node, name, value);
                changed = true;
            }
        }

        if (!changed)
            throw new WorkflowClientException(ClientErrorCode.Internal, $"currently, set only targets suspend nodes: no suspend nodes matching nodeFieldSelector: {selectorText}");
    }

    private static void SetOutput(JsonObject workflow, JsonObject node, string name, string value)
    {
        if (node["outputs"] is not JsonObject)
            throw new WorkflowClientException(ClientErrorCode.Internal, "cannot set output parameters because node is not expecting any raw parameters");
        var parameter = node.ItemsAt("outputs", "parameters").FirstOrDefault(item => item.TextAt("name") == name)
            ?? throw new WorkflowClientException(ClientErrorCode.Internal, $"node is not expecting output parameter '{name}'");
        if (parameter.At("valueFrom", "supplied") is null)
            throw new WorkflowClientException(
                ClientErrorCode.Internal, $"cannot set output parameter '{name}' because it does not use valueFrom.raw or it was already set");
        parameter["value"] = value;
        parameter.Remove("valueFrom");
        Export(workflow, parameter.TextAt("globalName"), value);
    }

    private static void Export(JsonObject workflow, string globalName, string value)
    {
        if (globalName.Length == 0) return;
        var outputs = workflow.MakeAt("status", "outputs");
        if (outputs["parameters"] is not JsonArray parameters) outputs["parameters"] = parameters = [];
        var known = parameters.OfType<JsonObject>().FirstOrDefault(item => item.TextAt("name") == globalName);
        if (known is null) parameters.Add(new JsonObject { ["name"] = globalName, ["value"] = value });
        else known["value"] = value;
    }

    private static void TakeDefaults(JsonObject node)
    {
        foreach (var parameter in node.ItemsAt("outputs", "parameters"))
        {
            if (parameter.At("valueFrom", "supplied") is null) continue;
            if (parameter.At("valueFrom", "default") is not { } value)
            {
                throw new WorkflowClientException(
                    ClientErrorCode.Internal,
                    $"timed out waiting for the condition: raw output parameter '{parameter.TextAt("name")}' has not been set and does not have a default value");
            }

            parameter["value"] = value.DeepClone();
            parameter.Remove("valueFrom");
        }
    }

    private static void SetText(JsonObject node, string name, string text)
    {
        if (text.Length == 0) node.Remove(name);
        else node[name] = text;
    }
}
