using System.Text.Json.Nodes;
using Argosy.Manifests.Expressions;
using Argosy.Manifests.Tags;

namespace Argosy.Engine;

/// <summary>DAG templates: from each target up through what it depends on, and how the whole ends.</summary>
internal sealed partial class Operation
{
    private sealed record DagRun(Node Node, JsonObject Template, DagTasks Tasks, TemplateContext Context, bool OnExit)
    {
        public HashSet<string> Visited { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, Scope> Scopes { get; } = new(StringComparer.Ordinal);
    }

    private readonly Dictionary<string, List<JsonObject>> _expandedTasks = new(StringComparer.Ordinal);
    private readonly Dictionary<JsonObject, DagTasks> _dagTasks = new(ReferenceEqualityComparer.Instance);

    private Outcome ExecuteDag(string name, TemplateContext context, string scopeText, JsonObject template, TemplateCall call, ExecuteOptions options)
    {
        var node = Nodes.Find(name) ?? NewExecutableNode(name, NodeTypes.Dag, scopeText, template, call, options, Phases.Running);
        _boundaryTemplates[node.Id] = options.Raw ?? template;
        if (!_dagTasks.TryGetValue(template, out var tasks))
            _dagTasks[template] = tasks = new DagTasks(template);
        try
        {
            return RunDag(new DagRun(node, template, tasks, context, options.OnExit));
        }
        finally
        {
            if (node.IsFulfilled)
            {
                EndDaemonsOf(node.Id);
                _dagTasks.Remove(template);
            }
        }
    }

    private Node? TaskNode(DagRun run, string task) => Nodes.Find(run.Node.Name + "." + task);

    private Outcome RunDag(DagRun run)
    {
        var (node, template, tasks, context, onExit) = run;
        foreach (var task in tasks.All)
            if (TaskNode(run, task.Text("name") ?? "") is { Daemoned: true })
                ExecuteTask(run, task.Text("name") ?? "");
        var exitDone = true;
        foreach (var target in tasks.Targets)
        {
            ExecuteTask(run, target);
            if (TaskNode(run, target) is not { } targetNode)
                continue;
            var task = tasks.Task(target);
            if (HasHooks(task) || _loopsAggregate.Contains(node.Id))
            {
                try
                {
                    var scope = TaskScope(run, target);
                    scope.Set($"tasks.{target}.status", targetNode.Phase);
                    RunHooks(scope, task, targetNode, node.Id, context, CallKind.Task, target);
                }
                catch (Exception e) when (e is OperationException or ExpressionException or TagException)
                {
                    MarkNode(node, Phases.Error, e.Message);
                    return new(node, Fault.Error(e.Message));
                }
            }

            if (targetNode is { IsFulfilled: true, IsCompleted: true } && Nodes.Find(targetNode.Name + ".onExit") is { IsFulfilled: false })
                exitDone = false;
        }

        var phase = AssessDag(run, IsShutdown && exitDone && !onExit, out var groups);
        foreach (var (group, groupPhase) in groups)
            MarkNode(group, groupPhase);
        switch (phase)
        {
            case Phases.Running:
                return new(node);
            case Phases.Error or Phases.Failed:
                SetDagOutbound(run);
                MarkNode(node, phase);
                return new(node);
        }

        var outputScope = new Scope(template);
        foreach (var task in tasks.All)
        {
            var name = task.Text("name") ?? "";
            if (TaskNode(run, name) is not { } taskNode)
                continue;
            if (taskNode.Type == NodeTypes.TaskGroup)
                AddAggregates(outputScope, "tasks", name, taskNode.Name, [.. taskNode.Children.Select(c => Nodes.FindById(c)!)]);
            AddToScope(outputScope, "tasks", name, taskNode);
            AddSkippedOutputs(outputScope, "tasks", name, taskNode, TemplateCall.Of(CallKind.Task, task), context, withArtifacts: false);
            ExportOutputs(taskNode.Outputs);
        }

        if (TemplateOutputs(template, outputScope) is { } outputs)
            node.Outputs = outputs;
        var ended = SucceedBoundaryOfDag(run);
        return new(ended);
    }

    private Node SucceedBoundaryOfDag(DagRun run)
    {
        SetDagOutbound(run);
        return SucceedBoundary(run.Node);
    }

    private void SetDagOutbound(DagRun run)
    {
        run.Node.OutboundNodes = [.. run.Tasks.Targets.Select(t => TaskNode(run, t)).Where(n => n is not null).SelectMany(n => OutboundOf(n!.Id))];
        Nodes.Changed(run.Node);
    }

    private void ExecuteTask(DagRun run, string name)
    {
        if (!run.Visited.Add(name))
            return;
        var node = TaskNode(run, name);
        var task = run.Tasks.Task(name);
        var hasHooks = HasHooks(task);
        if (node is not null && (node.IsFulfilled || node.Phase == Phases.Running) && hasHooks)
        {
            try
            {
                var scope = TaskScope(run, name);
                scope.Set($"tasks.{name}.status", node.Phase);
                if (!RunHooks(scope, task, node, run.Node.Id, run.Context, CallKind.Task, name))
                    return;
            }
            catch (Exception e) when (e is OperationException or ExpressionException or TagException)
            {
                MarkNode(node, Phases.Error, e.Message);
                return;
            }
        }

        if (node is { IsFulfilled: true })
        {
            if (_metricsWanted)
                TaskMetrics(run, node, task);
            if (_services.Locks.Any)
                ReleaseLocks(node.Id);
            if (node.IsCompleted && ExitHookOf(task, _spec.Object("arguments")) is { } exit)
            {
                try
                {
                    var scope = TaskScope(run, name);
                    scope.Set($"tasks.{name}.status", node.Phase);
                    RunExitHook(exit, node, run.Node.Id, run.Context, CallKind.Task, name, scope);
                }
                catch (Exception e) when (e is OperationException or ExpressionException or TagException)
                {
                    // Argo drops what goes wrong here: the hook has no node and the task stays as it is.
                }
            }

            return;
        }

        StartTask(run, name, task);
    }

    private void StartTask(DagRun run, string name, JsonObject task)
    {
        var scopeText = run.Context.ScopeText;
        var nodeName = run.Node.Name + "." + name;
        var call = TemplateCall.Of(CallKind.Task, task);
        var group = Nodes.Find(nodeName) is { Type: NodeTypes.TaskGroup } g ? g : null;
        var dependencies = run.Tasks.DependenciesOf(name);
        void Connect(Node child)
        {
            if (group is not null)
            {
                AddChild(group, child);
                return;
            }

            if (dependencies.Count == 0)
            {
                AddChild(run.Node, child);
                return;
            }

            foreach (var dependency in dependencies)
                if (TaskNode(run, dependency) is { } parent)
                    foreach (var outbound in OutboundOf(parent.Id))
                        if (Nodes.FindById(outbound) is { } o)
                            AddChild(o, child);
        }

        void Ended(string phase, string message)
        {
            if (Nodes.Find(nodeName) is { } existing)
                MarkNode(existing, phase, message);
            else
                Connect(NewNode(nodeName, NodeTypes.Skipped, scopeText, call, run.Node.Id, phase, new NodeFlag(), message));
        }

        if (run.Tasks.LogicOf(name).Length > 0)
        {
            foreach (var dependency in dependencies)
                ExecuteTask(run, dependency);
            bool execute;
            try
            {
                if (EvaluateDepends(run, name) is not { } result)
                    return;
                execute = result;
            }
            catch (OperationException e)
            {
                Ended(Phases.Error, e.Message);
                return;
            }

            if (!execute)
            {
                Ended(Phases.Omitted, "omitted: depends condition not met");
                return;
            }
        }

        if (!_expandedTasks.TryGetValue(nodeName, out var expanded))
        {
            if (Nodes.Find(nodeName) is { } running && !Loops.IsLoop(task) && QuickVisit(running) is { Fault: null })
                return;
            try
            {
                var scope = TaskScope(run, name);
                if (ResolveReferences(task, scope, CallKind.Task) is not { } resolved)
                    return;
                expanded = Loops.IsLoop(resolved) ? Loops.Expand(resolved, TaskScope(run, name).Parameters(_globals)) : [resolved];
            }
            catch (Exception e) when (e is OperationException or TagException or ReferenceFault)
            {
                Ended(Phases.Error, e.Message);
                return;
            }

            if (Loops.IsLoop(task))
            {
                if (expanded.Count == 0)
                {
                    Ended(Phases.Skipped, "Skipped, empty params");
                }
                else if (group is null)
                {
                    var made = NewNode(nodeName, NodeTypes.TaskGroup, scopeText, call, run.Node.Id, Phases.Running, new NodeFlag());
                    Connect(made);
                    group = made;
                    _loopsAggregate.Add(run.Node.Id);
                }
            }

            _expandedTasks[nodeName] = expanded;
        }

        RunTask(run, name, task, call, expanded, group, Connect);
    }

    private void RunTask(DagRun run, string name, JsonObject task, TemplateCall call, List<JsonObject> expanded, Node? group, Action<Node> connect)
    {
        var exit = ExitHookOf(task, _spec.Object("arguments"));
        foreach (var one in expanded)
        {
            var nodeName = $"{run.Node.Name}.{one.Text("name")}";
            var node = Nodes.Find(nodeName);
            if (node is null)
            {
                var when = one.Text("when") ?? "";
                bool holds;
                try
                {
                    holds = Conditions.Holds(when);
                }
                catch (OperationException e)
                {
                    connect(NewNode(nodeName, NodeTypes.Skipped, run.Context.ScopeText, call, run.Node.Id, Phases.Error, new NodeFlag(), e.Message));
                    continue;
                }

                if (!holds)
                {
                    connect(NewNode(nodeName, NodeTypes.Skipped, run.Context.ScopeText, call, run.Node.Id, Phases.Skipped, new NodeFlag(), $"when '{when}' evaluated false"));
                    continue;
                }
            }

            var isNew = node is null;
            var (executed, fault) = ExecuteTemplate(nodeName, TemplateCall.Of(CallKind.Task, one), run.Context, one.Object("arguments") ?? [], new ExecuteOptions { BoundaryId = run.Node.Id, OnExit = run.OnExit });
            if (isNew && Nodes.Find(nodeName) is { } made)
                connect(made);
            switch (fault?.Kind)
            {
                case FaultKind.Timeout:
                    MarkNode(Nodes.Find(nodeName)!, Phases.Failed, fault.Message);
                    return;
                case FaultKind.Error:
                    if (Nodes.Find(nodeName) is { } erred)
                        MarkNode(erred, Phases.Error, $"task '{nodeName}' errored: {fault.Message}");
                    return;
            }

            if (executed is null)
                return;
            if (executed.IsCompleted && exit is not null)
            {
                try
                {
                    var scope = TaskScope(run, name);
                    scope.Set($"tasks.{name}.status", executed.Phase);
                    var (has, exitNode) = RunExitHook(exit, executed, run.Node.Id, run.Context, CallKind.Task, name, scope);
                    if (has && exitNode is not { IsFulfilled: true })
                        return;
                }
                catch (Exception e) when (e is OperationException or ExpressionException or TagException)
                {
                    return;
                }
            }
        }

        if (group is null)
            return;
        var phase = Phases.Succeeded;
        foreach (var one in expanded)
        {
            if (Nodes.Find($"{run.Node.Name}.{one.Text("name")}") is not { IsFulfilled: true } item)
                return;
            if (item.IsFailedOrError)
                phase = item.Phase;
        }

        MarkNode(group, phase);
    }

    // DAGs with loops: their aggregates can be faulty, which Argo finds at each target.
    private readonly HashSet<string> _loopsAggregate = new(StringComparer.Ordinal);

    /// <summary>Whether a task runs, as its dependencies ended; null while one has not.</summary>
    private bool? EvaluateDepends(DagRun run, string name)
    {
        if (TaskNode(run, name) is not null)
            return true;
        var results = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var dependency in run.Tasks.DependenciesOf(name))
        {
            if (TaskNode(run, dependency) is not { IsFulfilled: true } node || !HookNodesFulfilled(node))
                return null;
            var children = node.Type == NodeTypes.TaskGroup ? node.Children.Select(c => Nodes.FindById(c)!).ToList() : [];
            results.TryAdd(dependency.Replace('-', '_'), new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["Succeeded"] = node.Phase == Phases.Succeeded,
                ["Failed"] = node.Phase == Phases.Failed,
                ["Errored"] = node.Phase == Phases.Error,
                ["Skipped"] = node.Phase == Phases.Skipped,
                ["Omitted"] = node.Phase == Phases.Omitted,
                ["Daemoned"] = node.Daemoned && node.Phase != Phases.Pending,
                ["AnySucceeded"] = children.Any(c => c.Phase == Phases.Succeeded),
                ["AllFailed"] = children.Count > 0 && children.All(c => c.Phase == Phases.Failed),
            });
        }

        var logic = run.Tasks.LogicOf(name).Replace('-', '_');
        try
        {
            return ExpressionEvaluator.EvaluateBare(logic, results);
        }
        catch (ExpressionException e)
        {
            throw new OperationException($"unable to evaluate expression '{logic}': {e.Message}");
        }
    }

    private bool HookNodesFulfilled(Node node) => node.Children.All(c => Nodes.FindById(c) is not { IsHooked: true, IsFulfilled: false });

    /// <summary>What a task can refer to: all that it depends on, directly or not.</summary>
    private Scope TaskScope(DagRun run, string name)
    {
        var scope = NewScope(run.Template);
        foreach (var ancestor in run.Tasks.AncestorsOf(name, t => TaskNode(run, t) is { } n ? n.FinishedAt ?? n.StartedAt ?? default : default))
        {
            var node = TaskNode(run, ancestor) ?? throw new OperationException($"Ancestor task node {ancestor} not found");
            if (node.Type == NodeTypes.TaskGroup)
                AddAggregates(scope, "tasks", ancestor, node.Name, LoopItems(run.Node.Id, node.Name, _ => true));
            AddToScope(scope, "tasks", ancestor, node);
            AddSkippedOutputs(scope, "tasks", ancestor, node, TemplateCall.Of(CallKind.Task, run.Tasks.Task(ancestor)), run.Context, withArtifacts: false);
        }

        return scope;
    }

    /// <summary>How the DAG stands: breadth first over the children, each target with the phase that the way to it gives.</summary>
    private string AssessDag(DagRun run, bool isShutdown, out List<(Node Group, string Phase)> groups)
    {
        groups = [];
        if (isShutdown)
            return Phases.Failed;
        var targets = run.Tasks.Targets.ToDictionary(t => Nodes.IdOf(run.Node.Name + "." + t), _ => "", StringComparer.Ordinal);
        var queue = new Queue<(string Id, string Phase)>();
        var seen = new HashSet<(string, string)>();
        void Add(IEnumerable<string> ids, string phase)
        {
            foreach (var id in ids)
                if (seen.Add((id, phase)))
                    queue.Enqueue((id, phase));
        }

        Add(run.Node.Children, Phases.Succeeded);
        while (queue.TryDequeue(out var current))
        {
            if (Nodes.FindById(current.Id) is not { } node)
                return Phases.Running;
            var phase = current.Phase;
            if (!node.IsFulfilled)
            {
                if (CompletableGroup(node) is not { } groupPhase)
                    return Phases.Running;
                groups.Add((node, groupPhase));
                phase = groupPhase;
            }
            else if (node.IsCompleted)
            {
                phase = node.Phase;
            }

            if (targets.TryGetValue(node.Id, out var previous) && !Phases.IsFailedOrError(previous))
                targets[node.Id] = phase;
            Add(node.Type == NodeTypes.Retry ? BelowRetry(node) : node.Children, phase);
        }

        var result = Phases.Succeeded;
        foreach (var target in run.Tasks.Targets)
        {
            var phase = targets[Nodes.IdOf(run.Node.Name + "." + target)];
            if (phase.Length == 0)
            {
                result = Phases.Running;
                if (!run.Tasks.FailFast)
                    break;
            }
            else if (Phases.IsFailedOrError(phase))
            {
                var goesOn = run.Tasks.Task(target).Object("continueOn");
                if ((phase == Phases.Failed && goesOn.Flag("failed")) || (phase == Phases.Error && goesOn.Flag("error")))
                    continue;
                result = phase;
                if (run.Tasks.FailFast)
                    break;
            }
        }

        return result;
    }

    private string? CompletableGroup(Node node)
    {
        if (node.Type != NodeTypes.TaskGroup || node.Children.Count == 0)
            return null;
        var phase = Phases.Succeeded;
        foreach (var id in node.Children)
        {
            if (Nodes.FindById(id) is not { IsFulfilled: true } child)
                return null;
            if (child.IsFailedOrError)
                phase = child.Phase;
        }

        return phase;
    }

    // A Retry node stands for its last attempt: what lies below the attempts and its hooks is what follows.
    private IEnumerable<string> BelowRetry(Node node)
    {
        for (var i = node.Children.Count - 1; i >= 0; i--)
        {
            if (Nodes.FindById(node.Children[i]) is not { } child)
                continue;
            if (child.IsHooked)
                yield return child.Id;
            else
                foreach (var below in child.Children)
                    yield return below;
        }
    }

    /// <summary>The nodes that what comes after a node hangs on.</summary>
    private IReadOnlyList<string> OutboundOf(string id)
    {
        if (Nodes.FindById(id) is not { } node)
            return [];
        switch (node.Type)
        {
            case NodeTypes.Skipped or NodeTypes.Suspend or NodeTypes.Http or NodeTypes.Plugin:
                return [id];
            case NodeTypes.Pod when !_containerSets.Contains(id):
                return [id];
            case NodeTypes.Pod or NodeTypes.Container or NodeTypes.TaskGroup:
                if (node.Children.Count == 0)
                    return [id];
                var all = new List<string>();
                foreach (var child in node.Children)
                {
                    if (node.Type == NodeTypes.Container && Nodes.FindById(child) is { } c && c.BoundaryId != node.BoundaryId)
                        all.Add(id);
                    else
                        all.AddRange(OutboundOf(child));
                }

                return all;
            case NodeTypes.Retry when node.Children.Count > 0:
                return [node.Children[^1]];
            case NodeTypes.Steps or NodeTypes.Dag when node.IsCacheHit:
                return [id];
            default:
                return [.. (node.OutboundNodes ?? []).SelectMany(OutboundOf)];
        }
    }

    private readonly HashSet<string> _containerSets = new(StringComparer.Ordinal);
}
