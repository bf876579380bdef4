using System.Text.Json.Nodes;

namespace Argosy.Workflows;

/// <summary>
/// What <c>argo retry</c> makes of a workflow: the failed nodes and all below them go, the groups around them run again, the rest stays. The steps are Argo's own:
/// which nodes are done again, in which order they are treated, and how far up a reset reaches decide what a controller does with the result.
/// </summary>
internal sealed class RetryPlan
{
    private readonly JsonObject _workflow;
    private readonly Dictionary<string, Entry> _entries = [];
    private readonly HashSet<string> _toReset = [];
    private readonly HashSet<string> _toDelete = [];
    private readonly HashSet<string> _podNames = [];

    private RetryPlan(JsonObject workflow) => _workflow = workflow;

    /// <summary>The workflow to store and the pods to delete first.</summary>
    public static (JsonObject Workflow, IReadOnlyList<string> Pods) Of(
        JsonObject workflow, bool restartSuccessful, string nodeFieldSelector, IReadOnlyList<string> parameters, ActionLog log, DateTimeOffset now)
    {
        switch (workflow.Phase())
        {
            case "Failed" or "Error":
                break;
            case "Succeeded":
                if (!restartSuccessful || nodeFieldSelector.Length == 0)
                    throw new WorkflowClientException(
                        ClientErrorCode.InvalidArgument, "To retry a succeeded workflow, set the options restartSuccessful and nodeFieldSelector");
                break;
            case var phase:
                throw new WorkflowClientException(ClientErrorCode.InvalidArgument, $"Cannot retry a workflow in phase {phase}");
        }

        var selector = FieldSelector.Parse(nodeFieldSelector, out var fault) ?? throw new WorkflowClientException(ClientErrorCode.Internal, fault!);
        return new RetryPlan(workflow).Make(restartSuccessful && nodeFieldSelector.Length > 0 ? selector : null, parameters, log, now);
    }

    private (JsonObject Workflow, IReadOnlyList<string> Pods) Make(FieldSelector? restarted, IReadOnlyList<string> parameters, ActionLog log, DateTimeOffset now)
    {
        var result = NewWorkflow(parameters, log, now);
        var again = NodesToDoAgain(restarted);
        Link();
        foreach (var entry in BreadthFirst().Where(entry => again.Contains(entry.Id)).ToList())
        {
            if (!_toDelete.Contains(entry.Id)) ResetAround(entry);
        }

        if (parameters.Count > 0)
        {
            // Loops are expanded anew with the new values, so what was expanded with the old ones must go.
            foreach (var id in _toReset)
            {
                if (!_toDelete.Contains(id) && _entries[id].Type is "TaskGroup" or "StepGroup") _toDelete.UnionWith(Below(_entries[id]));
            }
        }

        var exitName = _workflow.Name() + ".onExit";
        var pods = new List<string>();
        foreach (var (id, node) in _workflow.Nodes())
        {
            if (_toDelete.Contains(id) && node.TextAt("type") == "Pod") AddPod(pods, node);
        }

        var nodes = new JsonObject();
        foreach (var (id, node) in _workflow.Nodes())
        {
            if (node.TextAt("name") == exitName) AddExitPods(pods, node);
            var reset = _toReset.Contains(id) && !_toDelete.Contains(id);
            if (!reset && (_toDelete.Contains(id) || node.TextAt("name").StartsWith(exitName, StringComparison.Ordinal))) continue;
            var copy = (JsonObject)node.DeepClone();
            if (reset) Reset(copy, now);
            foreach (var list in new[] { "children", "outboundNodes" })
            {
                if (node[list] is not JsonArray ids) continue;
                var kept = ids.Select(item => item.AsText() ?? "").Where(item => !_toDelete.Contains(item)).Select(item => (JsonNode)item).ToArray();
                if (kept.Length == 0) copy.Remove(list);
                else copy[list] = new JsonArray(kept);
            }

            nodes[id] = copy;
        }

        ((JsonObject)result["status"]!)["nodes"] = nodes;
        return (result, pods);
    }

    private JsonObject NewWorkflow(IReadOnlyList<string> parameters, ActionLog log, DateTimeOffset now)
    {
        var nodes = _workflow.At("status", "nodes");
        ((JsonObject?)_workflow["status"])?.Remove("nodes");
        var result = (JsonObject)_workflow.DeepClone();
        if (nodes is not null) _workflow["status"]!["nodes"] = nodes;
        (result.At("metadata", "labels") as JsonObject)?.Remove(WorkflowStates.LabelCompleted);
        (result.At("metadata", "labels") as JsonObject)?.Remove(WorkflowStates.LabelArchiving);
        var status = result.MakeAt("status");
        status.Remove("phase");
        status.Remove("message");
        status.Remove("persistentVolumeClaims");
        status["startedAt"] = JsonReading.Time(now);
        status["finishedAt"] = null;
        (status["storedWorkflowTemplateSpec"] as JsonObject)?.Remove("shutdown");
        var spec = result.MakeAt("spec");
        spec.Remove("shutdown");
        if (spec["activeDeadlineSeconds"].AsText() == "0") spec.Remove("activeDeadlineSeconds");
        if (status["conditions"] is not JsonArray conditions) status["conditions"] = conditions = [];
        var completed = new JsonObject { ["type"] = "Completed", ["status"] = "False" };
        var at = conditions.OfType<JsonObject>().ToList().FindIndex(condition => condition.TextAt("type") == "Completed");
        if (at < 0) conditions.Add(completed);
        else conditions[at] = completed;
        if (result.At("metadata", "labels", WorkflowStates.LabelPreviousWorkflow) is not null)
            log(Cli.CliLogLevel.Warn, "Overriding parameters on resubmitted workflows may have unexpected results");
        Submission.OverrideParameters(result, parameters);
        return result;
    }

    private HashSet<string> NodesToDoAgain(FieldSelector? restarted)
    {
        var nodes = _workflow.Nodes().ToDictionary(node => node.Key, node => node.Value);
        var again = restarted is null ? [] : nodes.Where(node => restarted.Matches(node.Value)).Select(node => node.Value.TextAt("id")).ToHashSet();
        var succeededBelow = new SucceededBelow(nodes, again.ToHashSet());
        Dictionary<string, JsonObject>? retryOf = null;
        foreach (var (id, node) in nodes)
        {
            if (!node.IsFailedOrError() || node.TextAt("type") is not ("Pod" or "Container" or "HTTP" or "Plugin")) continue;
            var top = node;
            if (node.FlagAt("nodeFlag", "retried"))
            {
                retryOf ??= nodes.Values.Where(candidate => candidate.TextAt("type") == "Retry")
                    .SelectMany(candidate => candidate.TextsAt("children").Select(child => (child, candidate)))
                    .GroupBy(pair => pair.child).ToDictionary(group => group.Key, group => group.First().candidate);
                if (retryOf.TryGetValue(id, out var retry)) top = retry;
            }

            if (!succeededBelow.Has(top)) again.Add(id);
        }

        return again;
    }

    // One parent is kept for each node, that of the greatest ID.
    private void Link()
    {
        var ordered = _workflow.Nodes().OrderBy(node => node.Key, StringComparer.Ordinal).ToList();
        foreach (var (id, node) in ordered) _entries[id] = new Entry(id, node);
        foreach (var (id, _) in ordered)
        {
            var entry = _entries[id];
            foreach (var child in entry.Node.TextsAt("children"))
            {
                var below = _entries.TryGetValue(child, out var known) ? known : throw new WorkflowClientException(ClientErrorCode.Internal, $"coudln't obtain child {child}");
                below.Parent = entry;
                entry.Children.Add(below);
            }
        }

        var name = _workflow.Name();
        foreach (var entry in _entries.Values)
        {
            var node = entry.Node.TextAt("name");
            if (entry.Parent is null && node != name && !node.StartsWith(name + ".onExit", StringComparison.Ordinal))
                throw new WorkflowClientException(ClientErrorCode.Internal, $"couldn't find parent node for {entry.Id}");
        }
    }

    private List<Entry> BreadthFirst()
    {
        var root = _entries.Values.FirstOrDefault(entry => entry.Node.TextAt("name") == _workflow.Name())
            ?? throw new WorkflowClientException(ClientErrorCode.Internal, "was unable to find root");
        var order = new List<Entry> { root };
        var seen = new HashSet<string> { root.Id };
        for (var i = 0; i < order.Count; i++)
        {
            foreach (var child in order[i].Children)
            {
                if (seen.Add(child.Id)) order.Add(child);
            }
        }

        return order;
    }

    private void ResetAround(Entry start)
    {
        _toDelete.UnionWith(Below(start));
        _toDelete.Add(start.Id);
        if (start.Parent is null) return;
        var current = start;
        while (current is not null)
        {
            if (current.Type is "DAG" or "TaskGroup" or "StepGroup" or "Steps")
            {
                _toReset.Add(current.Id);
                current = ResetBoundaries(current);
                continue;
            }

            if (current.Type == "Container")
            {
                current = ResetUntil(current, entry => entry.Type == "Pod");
                _toDelete.Add(current.Id);
                _toDelete.UnionWith(Below(current));
                continue;
            }

            if (current.Type == "Retry" && current.Node.IsFailedOrError()) _toReset.Add(current.Id);
            current = current.Parent;
        }
    }

    private Entry? ResetBoundaries(Entry entry)
    {
        var current = entry;
        while (true)
        {
            if (current.Parent is { Type: "Retry" } retry)
            {
                _toReset.Add(retry.Id);
                current = retry;
            }

            if (current.Parent is { Type: "StepGroup" or "TaskGroup" } group) _toReset.Add(group.Id);
            var boundary = current.Node.TextAt("boundaryID");
            if (boundary.Length == 0) return current.Parent;
            current = ResetUntil(current, candidate => candidate.Id == boundary);
        }
    }

    private Entry ResetUntil(Entry from, Func<Entry, bool> wanted)
    {
        for (var current = from; current is not null; current = current.Parent)
        {
            if (!wanted(current)) continue;
            _toReset.Add(current.Id);
            return current;
        }

        throw new WorkflowClientException(ClientErrorCode.Internal, "was seeking node but ran out of nodes to explore");
    }

    private static HashSet<string> Below(Entry entry)
    {
        var found = new HashSet<string>();
        var queue = new Queue<Entry>([entry]);
        while (queue.TryDequeue(out var current))
        {
            foreach (var child in current.Children)
            {
                if (found.Add(child.Id)) queue.Enqueue(child);
            }
        }

        return found;
    }

    private void AddPod(List<string> pods, JsonObject node)
    {
        var pod = _workflow.PodName(node);
        if (_podNames.Add(pod)) pods.Add(pod);
    }

    private void AddExitPods(List<string> pods, JsonObject exit)
    {
        var seen = new HashSet<string>();
        var queue = new Queue<JsonObject>([exit]);
        while (queue.TryDequeue(out var node))
        {
            if (!seen.Add(node.TextAt("id"))) continue;
            AddPod(pods, node);
            foreach (var child in node.TextsAt("children"))
            {
                if (_workflow.At("status", "nodes", child) is JsonObject below) queue.Enqueue(below);
            }
        }
    }

    private static void Reset(JsonObject node, DateTimeOffset now)
    {
        if (node.TextAt("type") == "Suspend")
        {
            foreach (var parameter in node.ItemsAt("outputs", "parameters"))
            {
                var name = parameter.TextAt("name");
                parameter.Clear();
                parameter["name"] = name;
                parameter["valueFrom"] = new JsonObject { ["supplied"] = new JsonObject() };
            }
        }

        if (node.TextAt("phase") != "Skipped") node["phase"] = "Running";
        node.Remove("message");
        node["startedAt"] = JsonReading.Time(now);
        node["finishedAt"] = null;
    }

    private sealed class Entry(string id, JsonObject node)
    {
        public string Id { get; } = id;

        public JsonObject Node { get; } = node;

        public string Type { get; } = node.TextAt("type");

        public Entry? Parent { get; set; }

        public List<Entry> Children { get; } = [];
    }
}
