using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argosy.Engine.Pods;
using Argosy.Models;

namespace Argosy.Engine;

/// <summary>Templates that are one piece of work: pods, suspensions, requests.</summary>
internal sealed partial class Operation
{
    /// <summary>A pod that the pass wants to be started.</summary>
    internal sealed record PodStart(Node Node, JsonObject Template, string PodName, bool CaptureResult, double? DeadlineSeconds);

    private readonly List<PodStart> _starts = [];
    private readonly List<(Node Node, JsonObject Template)> _requests = [];
    private readonly List<Node> _stops = [];
    private readonly Dictionary<string, JsonObject> _podTemplates = new(StringComparer.Ordinal);

    /// <summary>Pods to start, in order; asking empties the list.</summary>
    public IReadOnlyList<PodStart> TakeStarts()
    {
        PodStart[] starts = [.. _starts];
        _starts.Clear();
        return starts;
    }

    /// <summary>HTTP requests to send; asking empties the list.</summary>
    public IReadOnlyList<(Node Node, JsonObject Template)> TakeRequests()
    {
        (Node, JsonObject)[] requests = [.. _requests];
        _requests.Clear();
        return requests;
    }

    /// <summary>Pods that are to end; asking empties the list.</summary>
    public IReadOnlyList<Node> TakeStops()
    {
        Node[] stops = [.. _stops];
        _stops.Clear();
        return stops;
    }

    /// <summary>Starts a pod within the pass and says at once why it cannot be made; null if it can.</summary>
    public Func<PodStart, string?>? StartNow { get; set; }

    private bool MayBeRefused(JsonObject template) =>
        template.ContainsKey("podSpecPatch") || template.ContainsKey("metadata") || template.ContainsKey("resource") || template.ContainsKey("automountServiceAccountToken") || template.ContainsKey("volumes")
        || _spec.ContainsKey("podSpecPatch") || _spec.ContainsKey("podMetadata") || _spec.ContainsKey("automountServiceAccountToken") || GoJson.Text(template).Contains("\"volumeMounts\"", StringComparison.Ordinal);

    private void StopPod(Node node) => _stops.Add(node);

    private Outcome ExecutePod(string name, string scope, JsonObject template, TemplateCall call, ExecuteOptions options)
    {
        var node = Nodes.Find(name);
        if (node is null)
        {
            node = NewExecutableNode(name, NodeTypes.Pod, scope, template, call, options, Phases.Pending);
            SetPendingDeadline(node, template, options);
        }
        else if (node.Refusal is { } refusal)
        {
            node.Refusal = null;
            node.IsPodActive = false;
            return new(node, Fault.Error(refusal));
        }
        else if (node.Phase != Phases.Pending && !(node is { Type: NodeTypes.TaskGroup, Phase: Phases.Running } && template.ContainsKey("container")))
        {
            // (A loop over a text that turned out empty runs its template under the node of the group.)
            return new(node);
        }

        if (node.IsPodActive)
            return new(node);
        if (!MayExecute(options.OnExit))
        {
            MarkNode(node, Phases.Failed, $"workflow shutdown with strategy: {Shutdown}");
            return new(node);
        }

        var podName = NodeNames.Pod(Name, name, template.Text("name"));
        foreach (var (key, _) in template.Object("metadata").Object("labels") ?? [])
            if (template.Object("metadata").Object("labels").Text(key) is { } label && LabelFault(label) is { } fault)
                throw new OperationException($"Pod {GoJson.Quoted(podName)} is invalid: metadata.labels: Invalid value: {GoJson.Quoted(label)}: {fault}");
        var deadline = PodDeadline(node, template, options);
        var capture = options.BoundaryId.Length > 0 && _boundaryTemplates.TryGetValue(options.BoundaryId, out var boundary) && ReadsResultOf(NodeNames.TaskOf(name), options.BoundaryId, boundary);
        node.IsPodActive = true;
        _activePods++;
        _podTemplates[node.Id] = template;
        var start = new PodStart(node, FinishedPod(template, podName), podName, capture, deadline);
        if (StartNow is { } now && MayBeRefused(template))
        {
            // A pod that cannot be made ends the walk here, before anything after it is started.
            if (now(start) is { } refused)
            {
                node.IsPodActive = false;
                return new(node, Fault.Error(refused));
            }
        }
        else
        {
            _starts.Add(start);
        }

        if (template.Object("containerSet") is { } set)
            AddContainerNodes(node, set, scope, call, options);
        return new(node);
    }

    /// <summary>The last replacement, in the finished pod: a value that brought a tag along has it resolved here.</summary>
    private JsonObject FinishedPod(JsonObject template, string podName)
    {
        var inputs = template.Object("inputs");
        var parameters = inputs?["parameters"];
        var body = template.Clone();
        body.Object("inputs")?.Remove("parameters");
        var text = GoJson.Text(body);
        if (!text.Contains("{{", StringComparison.Ordinal))
            return template;
        var values = GlobalValues();
        foreach (var parameter in inputs.Items("parameters"))
            if (parameter.Text("value") is { } value)
                values["inputs.parameters." + parameter.Text("name")] = value;
        values["pod.name"] = podName;
        var finished = JsonNode.Parse(Manifests.Tags.TagSubstitution.ReplaceJson(text, values, allowUnresolved: true))!.AsObject();
        if (parameters is not null)
            finished.Ensure("inputs")["parameters"] = parameters.DeepClone();
        return finished;
    }

    private void AddContainerNodes(Node pod, JsonObject set, string scope, TemplateCall call, ExecuteOptions options)
    {
        _containerSets.Add(pod.Id);
        foreach (var container in set.Items("containers"))
        {
            var name = $"{pod.Name}.{container.Text("name")}";
            if (Nodes.Find(name) is null)
                NewNode(name, NodeTypes.Container, scope, call, pod.Id, Phases.Pending, options.Flag);
        }

        foreach (var container in set.Items("containers"))
        {
            var node = Nodes.Find($"{pod.Name}.{container.Text("name")}")!;
            var dependencies = container.List("dependencies") is { Count: > 0 } list ? list.Select(d => d!.GetValue<string>()).ToList() : [];
            if (dependencies.Count == 0)
                AddChild(pod, node);
            foreach (var dependency in dependencies)
                if (Nodes.Find($"{pod.Name}.{dependency}") is { } parent)
                    AddChild(parent, node);
        }
    }

    private readonly Dictionary<(string, string), bool> _captures = [];

    private bool ReadsResultOf(string task, string boundaryId, JsonObject boundary)
    {
        if (_captures.TryGetValue((boundaryId, task), out var known))
            return known;
        if (!_resultMentions.TryGetValue(boundaryId, out var text))
            _resultMentions[boundaryId] = text = MentionsOfResults(GoJson.Text(boundary));
        if (text.Length == 0)
            return _captures[(boundaryId, task)] = false;
        var prefix = boundary["dag"] is not null ? "tasks" : "steps";
        var name = task;
        bool reads;
        try
        {
            reads = Regex.IsMatch(text, $@"{prefix}\.{name}\.outputs\.result", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))
                || Regex.IsMatch(text, $@"{prefix}\[['\""]{name}['\""]\]\.outputs.result", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException)
        {
            reads = false;
        }

        return _captures[(boundaryId, task)] = reads;
    }

    private readonly Dictionary<string, string> _resultMentions = new(StringComparer.Ordinal);

    /// <summary>What stands before each mention of a result: a large template mentions few, and each of its tasks asks.</summary>
    private static string MentionsOfResults(string text)
    {
        const int LongestName = 300;
        const string Result = "outputs";
        var mentions = new System.Text.StringBuilder();
        for (var at = text.IndexOf(Result, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Result, at + 1, StringComparison.Ordinal))
        {
            var end = at + Result.Length;
            if (end + 1 < text.Length && text.AsSpan(end + 1).StartsWith("result", StringComparison.Ordinal))
                mentions.Append(text, Math.Max(0, at - LongestName), Math.Min(at, LongestName)).Append(text, at, Result.Length + 7).Append('\n');
        }

        return mentions.ToString();
    }

    private double? PodDeadline(Node node, JsonObject template, ExecuteOptions options)
    {
        double? seconds = null;
        if (template.Text("activeDeadlineSeconds") is { } text)
            seconds = double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var own) ? own : throw new OperationException($"value '{text}' cannot be resolved to an int");
        if (!options.OnExit && _deadline is { } deadline)
        {
            var rest = Math.Floor((deadline - Now).TotalSeconds);
            if (seconds is null || rest < seconds)
                seconds = Math.Max(rest, 1);
        }

        if (options.ExecutionDeadline is { } execution)
        {
            var rest = (execution - Now).TotalSeconds;
            _executionDeadlines[node.Id] = execution;
            Wake(execution);
            _ = rest;
        }

        if (template.Text("timeout") is { Length: > 0 } timeout)
        {
            var rest = Math.Floor((TimeoutDeadline(node, timeout) - Now).TotalSeconds + 0.05);
            if (rest <= 1)
                throw new OperationException($"{node.Name} exceeded its deadline");
            seconds = rest;
        }

        return seconds;
    }

    private readonly Dictionary<string, DateTime> _executionDeadlines = new(StringComparer.Ordinal);

    // ---- what pods report -----------------------------------------------------------------------------------------------------------------------------

    public void PodWaits(Node node, string? message)
    {
        if (node.Phase != Phases.Pending || node.Message == (message ?? ""))
            return;
        node.Message = message ?? "";
        Nodes.Changed(node);
    }

    public void PodRuns(Node node, string podIp, string host)
    {
        node.HasRun = true;
        _beganToRun.Add(node);
        node.HostNodeName = host;
        if (_podTemplates.TryGetValue(node.Id, out var template) && template.Flag("daemon"))
            node.PodIp = podIp;
        if (node.Phase == Phases.Pending && !(template?.Flag("daemon") ?? false))
        {
            node.Phase = Phases.Running;
            node.Message = "";
        }

        Nodes.Changed(node);
    }

    public void PodIsReady(Node node)
    {
        if (!_podTemplates.TryGetValue(node.Id, out var template) || !template.Flag("daemon") || node.IsFulfilled)
            return;
        node.HasRun = true;
        node.Phase = Phases.Running;
        node.Message = "";
        node.Daemoned = true;
        node.FinishedAt ??= Now;
        Nodes.Changed(node);
    }

    public void PodProgresses(Node node, string progress)
    {
        node.ReportedProgress = progress;
        Nodes.Changed(node);
    }

    public void ContainerChanges(Node pod, ContainerStatus status)
    {
        if (Nodes.Find($"{pod.Name}.{status.Name}") is not { Type: NodeTypes.Container } node)
            return;
        if (status.ExitCode is { } code)
        {
            var message = $"{status.Name}: {status.Reason} (exit code {code}): {status.Message}";
            node.FinishedAt = status.FinishedAt?.UtcDateTime ?? Now;
            if (code == 0)
                MarkNode(node, Phases.Succeeded);
            else
                MarkNode(node, code == 64 ? Phases.Error : Phases.Failed, message);
        }
        else if (status.StartedAt is not null && !node.IsFulfilled)
        {
            MarkNode(node, Phases.Running);
        }
    }

    public void PodIsRefused(Node node, string message)
    {
        node.Refusal = message;
        node.IsPodActive = false;
        Nodes.Changed(node);
    }

    public void PodEnded(Node node, PodResult result)
    {
        node.IsPodActive = false;
        _executionDeadlines.Remove(node.Id);
        _podTemplates.Remove(node.Id, out var template);
        if (node.IsEndingDaemon)
        {
            Nodes.Changed(node);
            return;
        }

        if (node.Message == Fault.Timeout.Message && node.Phase == Phases.Failed)
            return;
        foreach (var container in result.Containers)
            ContainerChanges(node, container);
        foreach (var container in Nodes.Within(node.Id).Where(n => n.Type == NodeTypes.Container && !n.IsFulfilled))
            MarkNode(container, Phases.Failed, "Pod Failed whilst container running");
        var isDaemon = template.Flag("daemon");
        if (node.IsFulfilled && !node.Daemoned)
        {
            // A hook's fault has ended the node already; only what the program left is taken.
            node.Outputs ??= result.Outputs is { } late && OutputsJson(late) is { Count: > 0 } left ? left : null;
            Nodes.Changed(node);
            return;
        }

        node.Phase = isDaemon && result.Phase == Phases.Succeeded ? Phases.Failed : result.Phase;
        node.Message = node.Phase == Phases.Succeeded ? "" : result.Message ?? "";
        if (_exceeded.Remove(node.Id, out var exceeded))
        {
            node.Phase = Phases.Failed;
            node.Message = exceeded;
        }

        node.Daemoned = false;
        if (!isDaemon || node.FinishedAt is null)
            node.FinishedAt = result.FinishedAt == default ? Now : result.FinishedAt.UtcDateTime;
        if (result.StartedAt != default && !node.HasRun)
            node.HasRun = true;
        if (result.Progress is { } progress)
            node.ReportedProgress = progress;
        if (result.Outputs is not null)
            node.Outputs = OutputsJson(result.Outputs) is { Count: > 0 } outputs ? outputs : null;
        if (result.ResourcesDuration is { } resources)
        {
            node.ResourcesDuration = new JsonObject([.. resources.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value))]);
            AddResources(node);
        }

        ExportOutputs(node.Outputs);
        if (node is { Memoization: { } memo, Phase: Phases.Succeeded })
        {
            try
            {
                _services.Caches.Save(memo.Text("cacheName") ?? "", memo.Text("key") ?? "", node.Id, node.Outputs, Now);
            }
            catch (OperationException e)
            {
                node.Phase = Phases.Error;
                node.Message = e.Message;
            }
        }

        Nodes.Changed(node);
    }

    private static JsonObject OutputsJson(Outputs outputs)
    {
        var json = ArgoJson.Write(outputs);
        foreach (var key in (ReadOnlySpan<string>)["parameters", "artifacts"])
            if (json.List(key) is { Count: 0 })
                json.Remove(key);
        foreach (var artifact in json.Items("artifacts"))
            if (artifact.Text("path") is { } path)
                artifact["path"] = ArtifactPath.Clean(path);
        return json;
    }

    private readonly Dictionary<string, string> _exceeded = new(StringComparer.Ordinal);

    // ---- ends -----------------------------------------------------------------------------------------------------------------------------------------

    /// <summary>Ends the pods that a shutdown or a deadline ends.</summary>
    private void ControlPods()
    {
        foreach (var node in Nodes.Open.Where(n => n is { Type: NodeTypes.Pod, IsPodActive: true }).ToList())
        {
            if (_executionDeadlines.TryGetValue(node.Id, out var execution))
            {
                if (Now >= execution)
                {
                    _executionDeadlines.Remove(node.Id);
                    StopPod(node);
                }
                else
                {
                    Wake(execution);
                }
            }

            if (node.IsFulfilled && !node.Daemoned)
                continue;
            if (IsShutdown && !MayExecute(node.OnExit))
            {
                StopPod(node);
                if (node.Phase == Phases.Pending)
                {
                    node.IsPodActive = false;
                    MarkNode(node, Phases.Failed, $"workflow shutdown with strategy:  {Shutdown}");
                }
            }
            else if (IsPastDeadline && !node.OnExit)
            {
                StopPod(node);
                if (node.Phase == Phases.Pending)
                {
                    node.IsPodActive = false;
                    MarkNode(node, Phases.Failed, "Step exceeded its deadline");
                }
                else
                {
                    _exceeded[node.Id] = "Step exceeded its deadline";
                }
            }
        }
    }

    /// <summary>Ends what waits without a pod when a shutdown or a deadline ends it.</summary>
    private void FailWaitingNodes()
    {
        if (!IsShutdown && !IsPastDeadline)
            return;
        foreach (var node in Nodes.Open.Where(n => !n.IsFulfilled).ToList())
        {
            var isExit = IsPartOfExitHandler(node);
            if (IsShutdown && !MayExecute(isExit))
            {
                var isSuspended = node is { Type: NodeTypes.Suspend, Phase: Phases.Running };
                if (isSuspended || node.Type is NodeTypes.Http or NodeTypes.Plugin || (node.Phase == Phases.Pending && node.WaitingForLock is not null)
                    || (node.Type == NodeTypes.Retry && ChildrenFulfilled(node)))
                {
                    CancelWaiting(node);
                    MarkNode(node, Phases.Failed, $"Stopped with strategy '{Shutdown}'");
                    continue;
                }
            }

            if (IsPastDeadline && !isExit && (node.Phase == Phases.Pending || node is { Type: NodeTypes.Suspend, Phase: Phases.Running }))
            {
                if (node.Type == NodeTypes.Pod && node.IsPodActive)
                    StopPod(node);
                CancelWaiting(node);
                MarkNode(node, Phases.Failed, "Step exceeded its deadline");
            }
        }
    }

    private void CancelWaiting(Node node)
    {
        if (node.WaitingForLock is null)
            return;
        _services.Locks.Forget(HolderKey(node.Id));
    }

    private bool IsPartOfExitHandler(Node node)
    {
        for (var current = node; current is not null; current = current.BoundaryId.Length == 0 ? null : Nodes.FindById(current.BoundaryId))
            if (current.DisplayName.EndsWith(".onExit", StringComparison.Ordinal))
                return true;
        return false;
    }

    private void EndDaemonsOf(string boundaryId)
    {
        foreach (var node in Nodes.Within(boundaryId).Where(n => n.Daemoned).ToList())
            EndDaemon(node);
    }

    private void EndDaemon(Node node)
    {
        if (node.Type == NodeTypes.Pod && node.IsPodActive)
        {
            node.IsEndingDaemon = true;
            StopPod(node);
        }

        node.Phase = Phases.Succeeded;
        node.Daemoned = false;
        Nodes.Changed(node);
    }

    // ---- suspend --------------------------------------------------------------------------------------------------------------------------------------

    private Outcome ExecuteSuspend(string name, string scope, JsonObject template, TemplateCall call, ExecuteOptions options)
    {
        var node = Nodes.Find(name);
        if (node is null)
        {
            node = NewExecutableNode(name, NodeTypes.Suspend, scope, template, call, options, Phases.Pending);
            ReadEnums(node);
        }

        if (template.Object("suspend").Text("duration") is { Length: > 0 } text)
        {
            var until = node.StartedAt!.Value + Durations.Parse(text);
            if (Now >= until)
            {
                SupplyDefaults(node);
                MarkNode(node, Phases.Succeeded);
                return new(node);
            }

            Wake(until);
        }

        if (_deadline is { } deadline)
            Wake(deadline);
        MarkNode(node, Phases.Running);
        return new(node);
    }

    private static void AddSuppliedOutputs(Node node, JsonObject template)
    {
        foreach (var parameter in template.Object("outputs").Items("parameters"))
        {
            if (parameter.Object("valueFrom")?.ContainsKey("supplied") != true)
                continue;
            var output = parameter.Clone();
            var source = output.Object("valueFrom")!;
            if (source["default"] is null && template.Object("inputs").Named("parameters", parameter.Text("name") ?? "")?["default"] is { } fallback)
                source["default"] = fallback.DeepClone();
            (node.Outputs ??= []).EnsureList("parameters").Add(output);
        }
    }

    private static void SupplyDefaults(Node node)
    {
        foreach (var parameter in node.Outputs.Items("parameters"))
        {
            if (parameter.Object("valueFrom") is not { } source || !source.ContainsKey("supplied"))
                continue;
            parameter["value"] = source["default"]?.DeepClone() ?? throw new OperationException($"raw output parameter '{parameter.Text("name")}' has not been set and does not have a default value");
            parameter.Remove("valueFrom");
        }
    }

    // An input whose value is a JSON object with choices offers them.
    private static void ReadEnums(Node node)
    {
        foreach (var parameter in node.Inputs.Items("parameters"))
        {
            if (parameter.Text("value") is not { } value || !value.TrimStart().StartsWith('{'))
                continue;
            try
            {
                if ((JsonNode.Parse(value) as JsonObject).List("enum") is not { Count: > 0 } choices)
                    continue;
                parameter["enum"] = new JsonArray([.. choices.Select(c => (JsonNode)SpecNormalizer.AnyText(c))]);
                parameter["default"] ??= SpecNormalizer.AnyText(choices[0]);
            }
            catch (JsonException)
            {
                // Any text may stand here.
            }
        }
    }

    // ---- requests -------------------------------------------------------------------------------------------------------------------------------------

    private Outcome ExecuteHttp(string name, string scope, JsonObject template, TemplateCall call, ExecuteOptions options)
    {
        var node = Nodes.Find(name);
        node ??= NewExecutableNode(name, NodeTypes.Http, scope, template, call, options, Phases.Pending);
        if (!node.IsFulfilled && !IsShutdown && _requested.Add(node.Id))
            _requests.Add((node, template));

        return new(node);
    }

    private readonly HashSet<string> _requested = new(StringComparer.Ordinal);

    public void RequestEnded(Node node, string phase, string? message, JsonObject? outputs)
    {
        if (node.IsFulfilled)
            return;
        node.Outputs = outputs;
        MarkNode(node, phase, message ?? "");
        ExportOutputs(outputs);
        if (node is { Memoization: { } memo, Phase: Phases.Succeeded })
            _services.Caches.Save(memo.Text("cacheName") ?? "", memo.Text("key") ?? "", node.Id, node.Outputs, Now);
    }

    private Outcome ExecutePlugin(string name, string scope, JsonObject template, TemplateCall call, ExecuteOptions options)
    {
        var node = Nodes.Find(name) ?? NewExecutableNode(name, NodeTypes.Plugin, scope, template, call, options, Phases.Pending);
        if (!node.IsFulfilled)
            MarkNode(node, Phases.Error, "create agent pod failed with reason:\"workflow-level executor plugins are disabled in the controller. To enable them, set the environment variable ARGO_WORKFLOW_LEVEL_EXECUTOR_PLUGINS=true\"");
        return new(node);
    }
}
