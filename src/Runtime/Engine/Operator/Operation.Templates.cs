using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argosy.Manifests.Tags;

namespace Argosy.Engine;

/// <summary>Executing one template with its arguments: the node that it becomes, limits, locks, cache, attempts, body.</summary>
internal sealed partial class Operation
{
    private Outcome ExecuteTemplate(string name, TemplateCall call, TemplateContext context, JsonObject arguments, ExecuteOptions options)
    {
        var node = Nodes.Find(name);
        if (node is not null && QuickVisit(node) is { } quick)
            return quick;
        if (node is null && MustWaitForParallelism(options.BoundaryId) is { } wait)
            return wait;
        _depth++;
        try
        {
            if (_depth >= DeepestCall)
                return new(NodeOrError(node, name, context.ScopeText, call, options, Fault.Depth.Message), Fault.Depth);
            return ExecuteVisited(node, name, call, context, arguments, options);
        }
        finally
        {
            _depth--;
        }
    }

    /// <summary>What a visit can say without looking at the template: ended nodes and pods that run.</summary>
    private Outcome? QuickVisit(Node node)
    {
        if (node.IsFulfilled && !node.Daemoned && !_metricsWanted)
        {
            if (node.WantedDisplayName is null)
            {
                if (_services.Locks.Any)
                    ReleaseLocks(node.Id);
                return new(node);
            }

            return null;
        }

        if (node is { Type: NodeTypes.Pod, IsPodActive: true, Refusal: null, WantedDisplayName: null, Daemoned: false } && !node.IsFulfilled)
        {
            if (node.Phase == Phases.Pending && node.PendingDeadline is { } deadline)
            {
                if (Now > deadline)
                    return TimeOut(node);
                Wake(deadline);
            }

            return new(node);
        }

        if (node is { Type: NodeTypes.Retry, Phase: Phases.Running, Daemoned: false, WaitingForLock: null, Children.Count: > 0 }
            && LastAttempt(node) is { Type: NodeTypes.Pod, Daemoned: false } attempt && !attempt.IsFulfilled && attempt.IsPodActive && attempt.Refusal is null)
            return new(node);
        return null;
    }

    private Outcome TimeOut(Node node)
    {
        StopPod(node);
        node.IsPodActive = false;
        return new(MarkNode(node, Phases.Failed, Fault.Timeout.Message), Fault.Timeout);
    }

    private Outcome ExecuteVisited(Node? node, string name, TemplateCall call, TemplateContext context, JsonObject arguments, ExecuteOptions options)
    {
        TemplateContext inner;
        JsonObject template;
        var scope = context.ScopeText;
        Outcome Erred(string message) => new(NodeOrError(node, name, scope, call, options, message), Fault.Error(message));
        try
        {
            (inner, template) = context.Resolve(call);
            template = WithDefaults(template);
            var locals = new Dictionary<string, string>(StringComparer.Ordinal);
            options.Raw = template;
            var hasRetry = RetryStrategyOf(template) is not null;
            if (TemplateTypes.IsPod(TemplateTypes.Of(template)) && !hasRetry)
                locals["pod.name"] = NodeNames.Pod(Name, name, template.Text("name"));
            locals[call.Kind == CallKind.Task ? "tasks.name" : "steps.name"] = call.Name;
            locals["node.name"] = name;
            template = ProcessedTemplate(node, name, template, arguments, locals);
        }
        catch (Exception e) when (e is OperationException or TagException)
        {
            return Erred(e.Message);
        }

        if (template.Object("annotations").Text("workflows.argoproj.io/display-name") is { Length: > 0 } display)
        {
            if (node is null)
            {
                Outcome made = Execute(node, name, call, context, inner, template, arguments, options);
                if (Nodes.Find(name) is { } created)
                    created.WantedDisplayName = display;
                return made;
            }

            if (node.IsPodActive)
                return new(node);
            node.WantedDisplayName = null;
            if (!DisplayName().IsMatch(display))
                return Erred($"displayName must match the regex {DisplayName()}");
            if (node.DisplayName != display)
            {
                node.DisplayName = display;
                Nodes.Changed(node);
            }
        }

        return Execute(node, name, call, context, inner, template, arguments, options);
    }

    [GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9-.]{0,61}[a-zA-Z0-9]$")]
    private static partial Regex DisplayName();

    private Outcome Execute(Node? node, string name, TemplateCall call, TemplateContext context, TemplateContext inner, JsonObject template, JsonObject arguments, ExecuteOptions options)
    {
        var scope = context.ScopeText;
        Outcome Erred(string message) => new(NodeOrError(node, name, scope, call, options, message), Fault.Error(message));
        if (node is { IsFulfilled: true })
        {
            NodeMetrics(node, template);
            ReleaseLocks(node.Id);
            return new(node);
        }

        if (node is not null)
        {
            try
            {
                if (CheckTimeouts(node, template))
                    return TimeOut(node);
            }
            catch (OperationException e)
            {
                return new(MarkNode(node, Phases.Failed, e.Message), Fault.Error(e.Message));
            }
        }

        if (CheckParallelism(template, node, options.BoundaryId))
            return new(node, Fault.Parallelism);

        var unlocked = false;
        if (template.Object("synchronization") is { } synchronization)
        {
            var id = NodeNames.Id(Name, name);
            LockAnswer answer;
            try
            {
                answer = TryAcquire(id, synchronization);
            }
            catch (OperationException e)
            {
                return Erred(e.Message);
            }

            if (!answer.Acquired)
            {
                node ??= NewExecutableNode(name, TemplateTypes.NodeType(template), scope, template, call, options, Phases.Pending, answer.Message);
                SetPendingDeadline(node, template, options);
                if (node.WaitingForLock != answer.LockName || node.Message != answer.Message)
                {
                    node.WaitingForLock = answer.LockName;
                    node.Message = answer.Message;
                    Nodes.Changed(node);
                }

                return new(node);
            }

            if (node is { WaitingForLock: not null })
            {
                node.WaitingForLock = null;
                node.Message = "";
                Nodes.Changed(node);
            }

            unlocked = true;
        }

        if (template.Object("memoize") is { } memoize && (node is null || unlocked))
        {
            CacheAnswer answer;
            try
            {
                answer = _services.Caches.Load(memoize, Now);
            }
            catch (OperationException e)
            {
                return Erred(e.Message);
            }

            node ??= NewExecutableNode(name, TemplateTypes.NodeType(template), scope, template, call, options, Phases.Pending);
            node.Memoization = new JsonObject { ["hit"] = answer.Hit, ["key"] = memoize.Text("key") ?? "", ["cacheName"] = memoize.Object("cache").Object("configMap").Text("name") ?? "" };
            if (answer.Hit)
            {
                node.Outputs = answer.Outputs;
                MarkNode(node, Phases.Succeeded);
            }

            Nodes.Changed(node);
            if (node.IsFulfilled)
            {
                NodeMetrics(node, template);
                ReleaseLocks(node.Id);
                return new(node);
            }
        }

        if (RetryStrategyOf(template) is { } strategy)
            return ExecuteRetried(node, name, call, context, inner, template, strategy, arguments, options);
        var outcome = ExecuteBody(name, call, context, inner, template, options);
        return Finish(outcome, name, template, strategy: null);
    }

    /// <summary>After the body: an error marks the node, locks are given back with its end.</summary>
    private Outcome Finish(Outcome outcome, string name, JsonObject template, JsonObject? strategy)
    {
        var (node, fault) = outcome;
        if (fault is { Kind: FaultKind.Error } && Nodes.Find(name) is { } existing)
        {
            node = MarkNode(existing, Phases.Error, fault.Message);
            var policy = strategy is null ? "" : RetryPolicy(strategy);
            if (policy is not ("Always" or "OnError" or "OnTransientError"))
            {
                ReleaseLocks(node.Id);
                return new(node, fault);
            }

            return new(node);
        }

        if (fault is not null)
            return outcome;
        if (node is { IsFulfilled: true })
        {
            NodeMetrics(node, template);
            ReleaseLocks(node.Id);
        }

        return new(node);
    }

    private Outcome ExecuteBody(string name, TemplateCall call, TemplateContext context, TemplateContext inner, JsonObject template, ExecuteOptions options)
    {
        var scope = context.ScopeText;
        try
        {
            switch (TemplateTypes.Of(template))
            {
                case "steps":
                    return ExecuteSteps(name, inner, scope, template, call, options);
                case "dag":
                    return ExecuteDag(name, inner, scope, template, call, options);
                case "suspend":
                    return ExecuteSuspend(name, scope, template, call, options);
                case "http":
                    return ExecuteHttp(name, scope, template, call, options);
                case "plugin":
                    return ExecutePlugin(name, scope, template, call, options);
                default:
                    return ExecutePod(name, scope, template, call, options);
            }
        }
        catch (Exception e) when (e is OperationException or TagException)
        {
            return new(Nodes.Find(name), Fault.Error(e.Message));
        }
    }

    private Node NewExecutableNode(string name, string type, string scope, JsonObject template, TemplateCall call, ExecuteOptions options, string phase, string? message = null)
    {
        var node = NewNode(name, type, scope, call, options.BoundaryId, phase, options.Flag, message);
        node.OnExit = options.OnExit;
        var inputs = template.Object("inputs");
        if (inputs is not null && (inputs.List("parameters")?.Count > 0 || inputs.List("artifacts")?.Count > 0))
            node.Inputs = ShownInputs(inputs);
        if (template.Object("memoize") is { } memoize)
            node.Memoization = new JsonObject { ["hit"] = false, ["key"] = memoize.Text("key") ?? "", ["cacheName"] = memoize.Object("cache").Object("configMap").Text("name") ?? "" };
        if (type == NodeTypes.Suspend)
            AddSuppliedOutputs(node, template);
        Nodes.Changed(node);
        return node;
    }

    private static JsonObject ShownInputs(JsonObject inputs)
    {
        var shown = inputs.Clone();
        foreach (var artifact in shown.Items("artifacts"))
            if (artifact.Text("path") is { } path)
                artifact["path"] = ArtifactPath.Clean(path);
        return shown;
    }

    private Node NodeOrError(Node? node, string name, string scope, TemplateCall call, ExecuteOptions options, string message) =>
        node is not null ? MarkNode(node, Phases.Error, message) : NewNode(name, NodeTypes.Skipped, scope, call, options.BoundaryId, Phases.Error, options.Flag, message);

    /// <summary>The workflow's <c>templateDefaults</c> under a template; only the block of its own type.</summary>
    private JsonObject WithDefaults(JsonObject template)
    {
        if (_spec.Object("templateDefaults") is not { } defaults)
            return template;
        var type = TemplateTypes.Of(template);
        var applicable = defaults.Clone();
        foreach (var block in TemplateTypes.Blocks)
            if (block != type)
                applicable.Remove(block);
        return StrategicMerge.Merge(applicable, template);
    }

    private JsonObject? RetryStrategyOf(JsonObject template) => template.Object("retryStrategy") ?? _spec.Object("retryStrategy");

    private readonly Dictionary<string, (int Version, string Arguments, JsonObject Template)> _processed = new(StringComparer.Ordinal);

    /// <summary>The template with its inputs given and its tags replaced; kept while nothing that it can see has changed.</summary>
    private JsonObject ProcessedTemplate(Node? node, string name, JsonObject template, JsonObject arguments, Dictionary<string, string> locals)
    {
        if (node is null)
            return ProcessArguments(template, arguments, locals);
        var argumentText = GoJson.Text(arguments);
        if (_processed.TryGetValue(name, out var kept) && kept.Version == _globalsVersion && kept.Arguments == argumentText)
            return kept.Template;
        var processed = ProcessArguments(template, arguments, locals);
        if (TemplateTypes.Of(processed) is "steps" or "dag" && !GoJson.Text(template).Contains("workflow.duration", StringComparison.Ordinal))
            _processed[name] = (_globalsVersion, argumentText, processed);
        return processed;
    }

    private JsonObject ProcessArguments(JsonObject original, JsonObject arguments, Dictionary<string, string> locals)
    {
        var template = original.Clone();
        var inputs = template.Object("inputs");
        foreach (var parameter in inputs.Items("parameters"))
            SupplyParameter(parameter, arguments.Named("parameters", parameter.Text("name") ?? ""));
        if (inputs.List("artifacts") is { } artifacts)
        {
            for (var i = 0; i < artifacts.Count; i++)
            {
                var artifact = (JsonObject)artifacts[i]!;
                var name = artifact.Text("name") ?? "";
                var argument = arguments.Named("artifacts", name);
                if (!artifact.Flag("optional") && !ArtifactLocations.Has(artifact))
                {
                    if (argument is null)
                        throw new OperationException($"inputs.artifacts.{name} was not supplied");
                    if (!ArtifactLocations.Has(argument))
                        throw new OperationException($"inputs.artifacts.{name} missing location information");
                }

                if (argument is null)
                    continue;
                var replaced = argument.Clone();
                foreach (var key in (ReadOnlySpan<string>)["path", "mode", "recurseMode"])
                {
                    replaced.Remove(key);
                    if (artifact[key] is { } own)
                        replaced[key] = own.DeepClone();
                }

                artifacts[i] = replaced;
            }
        }

        return SubstituteParameters(template, locals);
    }

    private void SupplyParameter(JsonObject parameter, JsonObject? argument)
    {
        var name = parameter.Text("name");
        if (!parameter.ContainsKey("value") && parameter["default"] is { } fallback)
            parameter["value"] = fallback.DeepClone();
        if (argument?.Text("value") == Arguments.AbsentMark)
        {
            if (!parameter.ContainsKey("value") && !parameter.ContainsKey("valueFrom"))
                throw new OperationException($"inputs.parameters.{name}: argument references an absent optional (skipped/omitted node output with no default)");
        }
        else if (argument is not null)
        {
            if (argument["value"] is { } value)
            {
                parameter["value"] = value.DeepClone();
                parameter.Remove("valueFrom");
            }
            else
            {
                parameter.Remove("value");
                parameter.Remove("valueFrom");
                if (argument["valueFrom"] is { } source)
                    parameter["valueFrom"] = source.DeepClone();
            }
        }

        if (parameter.Object("valueFrom") is { } from && from.Object("configMapKeyRef") is { } reference)
        {
            var (found, fault, notFound) = ConfigMapValue(StrictText(reference.Text("name") ?? ""), StrictText(reference.Text("key") ?? ""));
            if (found is null)
            {
                if (from.Text("default") is not { } otherwise || !notFound)
                    throw new OperationException($"unable to retrieve inputs.parameters.{name} from ConfigMap: {fault}");
                parameter["value"] = otherwise;
            }
            else
            {
                parameter["value"] = found;
            }
        }
        else if (!parameter.ContainsKey("value"))
        {
            throw new OperationException($"inputs.parameters.{name} was not supplied");
        }
    }

    private string StrictText(string text)
    {
        if (!text.Contains("{{", StringComparison.Ordinal))
            return text;
        try
        {
            return JsonNode.Parse(TagSubstitution.ReplaceJson(GoJson.Quoted(text), GlobalValues(), allowUnresolved: false))!.GetValue<string>();
        }
        catch (TagException e)
        {
            throw new OperationException("failed to substitute configMapKeyRef: " + e.Message);
        }
    }

    private JsonObject SubstituteParameters(JsonObject template, Dictionary<string, string> locals)
    {
        var text = GoJson.Text(template);
        var hasTags = text.Contains("{{", StringComparison.Ordinal);
        if (!hasTags)
            return template;
        var values = GlobalValues();
        foreach (var (key, value) in locals)
            values[key] = value;
        text = TagSubstitution.ReplaceJson(text, values, allowUnresolved: true);
        if (!text.Contains("{{", StringComparison.Ordinal))
            return JsonNode.Parse(text)!.AsObject();
        var replaced = JsonNode.Parse(text)!.AsObject();
        var inputs = replaced.Object("inputs");
        foreach (var parameter in inputs.Items("parameters"))
            if (parameter.Text("value") is { } value)
                values["inputs.parameters." + parameter.Text("name")] = value;
        values["inputs.parameters"] = inputs.List("parameters") is null ? "null" : GoJson.Text(new JsonArray([.. inputs.Items("parameters").Select(ParameterInOrder)]));
        foreach (var artifact in inputs.Items("artifacts"))
            if (artifact.Text("path") is { Length: > 0 } path)
                values[$"inputs.artifacts.{artifact.Text("name")}.path"] = path;
        foreach (var artifact in replaced.Object("outputs").Items("artifacts"))
            if (artifact.Text("path") is { Length: > 0 } path)
                values[$"outputs.artifacts.{artifact.Text("name")}.path"] = path;
        foreach (var parameter in replaced.Object("outputs").Items("parameters"))
            if (parameter.Object("valueFrom").Text("path") is { Length: > 0 } path)
                values[$"outputs.parameters.{parameter.Text("name")}.path"] = path;
        return JsonNode.Parse(TagSubstitution.ReplaceJson(text, values, allowUnresolved: true))!.AsObject();
    }

    // ---- limits -------------------------------------------------------------------------------------------------------------------------------------

    /// <summary>Whether the enclosing limits leave no room for a new node; asked before anything is computed for it.</summary>
    private Outcome? MustWaitForParallelism(string boundaryId)
    {
        if (_spec.Number("parallelism") is { } limit && _activePods >= limit)
            return new(null, Fault.Parallelism);
        if (boundaryId.Length > 0 && _boundaryTemplates.TryGetValue(boundaryId, out var boundary) && boundary.Number("parallelism") is { } own && ActiveChildren(boundaryId) >= own)
            return new(null, Fault.Parallelism);
        return null;
    }

    private readonly Dictionary<string, JsonObject> _boundaryTemplates = new(StringComparer.Ordinal);

    private bool CheckParallelism(JsonObject template, Node? node, string boundaryId)
    {
        if (_spec.Number("parallelism") is { } limit && _activePods >= limit)
            return true;
        if (node is not null && TemplateTypes.Of(template) is "steps" or "dag" && node is not null)
        {
            if (template.Flag("failFast") && HasFailedChildren(node.Id))
            {
                FailFast(node, template);
                return true;
            }

            if (template.Number("parallelism") is { } own && ActivePods(node.Id) >= own)
                return true;
        }

        if (boundaryId.Length == 0 || node is { Phase: Phases.Pending or Phases.Running } || !_boundaryTemplates.TryGetValue(boundaryId, out var boundary))
            return false;
        if (boundary.Flag("failFast") && HasFailedChildren(boundaryId))
        {
            FailFast(Nodes.FindById(boundaryId)!, boundary);
            return true;
        }

        return boundary.Number("parallelism") is { } most && ActiveChildren(boundaryId) >= most;
    }

    private void FailFast(Node node, JsonObject template)
    {
        if (ActivePods(node.Id) > 0)
            return;
        const string Message = "template has failed or errored children and failFast enabled";
        if (TemplateTypes.Of(template) == "steps" && LastGroup(node) is { } group)
            MarkNode(group, Phases.Failed, Message);
        MarkNode(node, Phases.Failed, Message);
    }

    private Node? LastGroup(Node node)
    {
        Node? last = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        void Visit(Node n)
        {
            if (!seen.Add(n.Id))
                return;
            if (n.Type == NodeTypes.StepGroup)
                last = n;
            foreach (var child in n.Children)
                if (Nodes.FindById(child) is { } c)
                    Visit(c);
        }

        Visit(node);
        return last;
    }

    private static bool CountsAsChild(Node n) => n.Type is NodeTypes.Pod or NodeTypes.Steps or NodeTypes.Dag;

    private readonly Dictionary<string, (int Version, int Count)> _activeChildren = new(StringComparer.Ordinal);

    private int ActiveChildren(string boundaryId)
    {
        // Each item of a long loop asks, and mostly nothing has changed since the last one did.
        if (_activeChildren.TryGetValue(boundaryId, out var known) && known.Version == Nodes.Version)
            return known.Count;
        var count = Nodes.Open.Count(n => n.BoundaryId == boundaryId && CountsAsChild(n) && n.Phase is Phases.Pending or Phases.Running && n.BoundaryId == boundaryId && CountsAsChild(n));
        _activeChildren[boundaryId] = (Nodes.Version, count);
        return count;
    }

    private int ActivePods(string boundaryId) => Nodes.Open.Count(n => n.BoundaryId == boundaryId && IsActivePod(n));

    private bool HasFailedChildren(string boundaryId) => Nodes.Within(boundaryId).Any(n => CountsAsChild(n) && n.IsFailedOrError);

    // ---- timeouts -----------------------------------------------------------------------------------------------------------------------------------

    private bool CheckTimeouts(Node node, JsonObject template)
    {
        if (template.Text("timeout") is { Length: > 0 } timeout)
        {
            var deadline = TimeoutDeadline(node, timeout);
            if (node.Phase == Phases.Pending && Now > deadline)
                return true;
            if (Now < deadline)
                Wake(deadline);
        }

        if (template.Text("pendingTimeout") is { Length: > 0 } pending && node.Phase == Phases.Pending)
        {
            var deadline = TimeoutDeadline(node, pending);
            if (Now > deadline)
                return true;
            Wake(deadline);
        }

        return false;
    }

    private static DateTime TimeoutDeadline(Node node, string timeout)
    {
        try
        {
            return node.StartedAt!.Value + Durations.Parse(timeout);
        }
        catch (OperationException e)
        {
            throw new OperationException("invalid timeout format " + e.Message);
        }
    }

    private void SetPendingDeadline(Node node, JsonObject template, ExecuteOptions options)
    {
        if (options.Flag is { Retried: true })
            return;
        DateTime? earliest = null;
        foreach (var key in (ReadOnlySpan<string>)["timeout", "pendingTimeout"])
        {
            if (template.Text(key) is not { Length: > 0 } text)
                continue;
            var deadline = TimeoutDeadline(node, text);
            if (earliest is null || deadline < earliest)
                earliest = deadline;
        }

        node.PendingDeadline = earliest;
        if (earliest is { } wake)
            Wake(wake);
    }
}
