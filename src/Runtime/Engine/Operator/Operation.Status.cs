using System.Globalization;
using System.Text.Json.Nodes;

namespace Argosy.Engine;

/// <summary>The run as a Workflow object, and a Workflow object as the run.</summary>
internal sealed partial class Operation
{
    private void ReadStatus()
    {
        Phase = Status.Text("phase") ?? "";
        Message = Status.Text("message") ?? "";
        StartedAt = NodeJsonForm.ReadTime(Status.Text("startedAt"));
        FinishedAt = NodeJsonForm.ReadTime(Status.Text("finishedAt"));
        Outputs = Status.Object("outputs")?.Clone();
        foreach (var (_, value) in Status.Object("nodes") ?? [])
            if (value is JsonObject json)
                Nodes.Add(NodeJsonForm.Read(json));
        foreach (var key in (ReadOnlySpan<string>)["nodes", "phase", "message", "startedAt", "finishedAt", "outputs", "storedTemplates", "progress"])
            if (key != "progress")
                Status.Remove(key);
        if (Phase.Length > 0)
            _passes = 1;
        foreach (var node in Nodes.All)
        {
            if (node.Type == NodeTypes.Container)
                _containerSets.Add(node.BoundaryId);
            if (node.Type == NodeTypes.Pod)
                node.OnExit = IsPartOfExitHandler(node);
            AddResources(node);
        }

        _metricsWanted = GoJson.Text(Spec).Contains("\"prometheus\"", StringComparison.Ordinal)
            || GoJson.Text(Spec.Object("workflowTemplateRef")).Length > 4;
        RestoreLocks();
    }

    private readonly SortedDictionary<string, long> _resources = new(StringComparer.Ordinal);

    private void AddResources(Node node)
    {
        foreach (var (key, value) in node.ResourcesDuration ?? [])
            _resources[key] = _resources.GetValueOrDefault(key) + (long)(double.TryParse(value?.ToString(), CultureInfo.InvariantCulture, out var n) ? n : 0);
    }

    /// <summary>Prepares a stored run for going on: what ran when the engine ended is run again, what has ended is not.</summary>
    public void ContinueAfterRestart()
    {
        foreach (var node in Nodes.All)
        {
            if (node.Type is not (NodeTypes.Pod or NodeTypes.Container) || (node.IsFulfilled && !node.Daemoned))
                continue;
            node.Phase = Phases.Pending;
            node.Daemoned = false;
            node.FinishedAt = null;
            node.Message = "";
            Nodes.Changed(node);
        }
    }

    /// <summary>Takes over what a command made of the object: spec and metadata as they are, nodes by ID; what runs goes on running.</summary>
    public void Replace(JsonObject changed)
    {
        _replacements++;
        foreach (var key in (ReadOnlySpan<string>)["metadata", "spec"])
            Workflow[key] = changed[key]?.DeepClone() ?? new JsonObject();
        var status = changed.Object("status") ?? [];
        Phase = status.Text("phase") ?? Phase;
        Message = status.Text("message") ?? "";
        if (status.Object("outputs") is { } outputs)
        {
            Outputs = outputs.Clone();
            foreach (var output in Outputs.Items("parameters"))
                if (output.Text("value") is { } value)
                    SetGlobal("workflow.outputs.parameters." + output.Text("name"), value);
        }

        foreach (var (id, value) in status.Object("nodes") ?? [])
        {
            if (value is not JsonObject json || Nodes.FindById(id) is not { } node)
                continue;
            var read = NodeJsonForm.Read(json);
            if (node.Phase == read.Phase && node.Message == read.Message && GoJson.Text(node.Outputs) == GoJson.Text(read.Outputs))
                continue;
            node.Phase = read.Phase;
            node.Message = read.Message;
            node.Outputs = read.Outputs;
            if (read.FinishedAt is not null || !node.IsFulfilled)
                node.FinishedAt = read.FinishedAt;
            Nodes.Changed(node);
        }

        _statusChanged = true;
    }

    private void RestoreLocks()
    {
        var synchronization = Status.Object("synchronization");
        foreach (var held in synchronization.Object("mutex").Items("holding"))
            _services.Locks.Restore(held.Text("holder") ?? "", new LockRequest(held.Text("mutex") ?? "", IsMutex: true, () => 1));
        foreach (var held in synchronization.Object("semaphore").Items("holding"))
        {
            var name = held.Text("semaphore") ?? "";
            var parts = name.Split('/');
            if (parts.Length != 4)
                continue;
            foreach (var holder in held.List("holders") ?? [])
                _services.Locks.Restore(holder!.GetValue<string>(), new LockRequest(name, IsMutex: false, () => SemaphoreLimit(parts[2], parts[3])));
        }
    }

    /// <summary>The whole object as Argo would have it.</summary>
    public JsonObject ToObject()
    {
        var workflow = Workflow.Clone();
        var progress = new ProgressCount(Nodes);
        var status = StatusWithoutNodes();
        if (Nodes.Count > 0)
        {
            var nodes = new JsonObject();
            foreach (var node in Nodes.All)
                nodes[node.Id] = NodeJsonForm.Write(node, progress.Of(node));
            status["nodes"] = nodes;
        }

        status["progress"] = progress.OfAll();
        workflow["status"] = status;
        return workflow;
    }

    /// <summary>How many templates are frozen in the status; they are only ever added to.</summary>
    public int StoredTemplateCount => _library.StoredTemplates.Count;

    /// <summary>Another number whenever the spec may have changed.</summary>
    public int SpecVersion => _passes <= 1 ? -_passes - 1 : _replacements;

    private int _replacements;

    /// <summary>The status but its nodes; small, so that it can be written after each pass.</summary>
    /// <param name="withTemplates">Whether the frozen templates are part of it.</param>
    public JsonObject StatusWithoutNodes(bool withTemplates = true)
    {
        var status = new JsonObject { ["phase"] = Phase };
        status["startedAt"] = StartedAt is { } started ? NodeJsonForm.Time(started) : null;
        status["finishedAt"] = FinishedAt is { } finished ? NodeJsonForm.Time(finished) : null;
        if (Message.Length > 0)
            status["message"] = Message;
        foreach (var (key, value) in Status)
            status[key] = value?.DeepClone();
        if (Outputs is { } outputs)
            status["outputs"] = outputs.DeepClone();
        if (withTemplates && _library.StoredTemplates.Count > 0)
            status["storedTemplates"] = _library.StoredTemplates.DeepClone();
        if (_resources.Count > 0)
            status["resourcesDuration"] = new JsonObject([.. _resources.Select(r => KeyValuePair.Create(r.Key, (JsonNode?)r.Value))]);
        return status;
    }

    /// <summary>Ends a run that waits for something that cannot come.</summary>
    public void EndAsHanging()
    {
        var waiting = _missing is null ? "" : $": {_missing}";
        foreach (var node in Nodes.Open.Where(n => n.Type is NodeTypes.Steps or NodeTypes.Dag or NodeTypes.StepGroup or NodeTypes.TaskGroup or NodeTypes.Retry && !n.IsFulfilled).ToList())
            MarkNode(node, Phases.Error, "waits for something that cannot come any more" + waiting);
        MarkWorkflow(Phases.Error, "the workflow would run for ever in Argo: nothing runs any more, and what is left waits for something that cannot come" + waiting);
    }

    /// <summary>Whether something is under way that will report by itself: a pod, a request, a suspension, a lock that another holds.</summary>
    public bool HasPendingWork =>
        _wakeAt is not null || Spec.Flag("suspend")
        || Nodes.Open.Any(n => n.IsPodActive || n is { Type: NodeTypes.Suspend, Phase: Phases.Running } or { Type: NodeTypes.Http, IsFulfilled: false })
        || Nodes.All.Any(n => n is { Type: NodeTypes.Pod, IsPodActive: true });

    /// <summary>Waiting for a lock, of the workflow or of a node: another run may give it back.</summary>
    public bool WaitsForLock => Phase == Phases.Pending || Nodes.Open.Any(n => n.WaitingForLock is not null);

    public bool HoldsEveryAwaitedLock => WaitsForLock && AwaitedLocks().All(l => _services.Locks.HoldersOf(l) is { Count: > 0 } holders && holders.All(h => h == HolderKey("") || h.StartsWith(HolderKey("") + "/", StringComparison.Ordinal)));

    private IEnumerable<string> AwaitedLocks() => Nodes.Open.Where(n => n.WaitingForLock is not null).Select(n => n.WaitingForLock!);
}
