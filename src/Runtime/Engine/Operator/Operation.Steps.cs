using System.Globalization;
using System.Text.Json.Nodes;
using Argosy.Manifests.Expressions;
using Argosy.Manifests.Tags;

namespace Argosy.Engine;

/// <summary>Steps templates: groups one after another, the steps of a group together.</summary>
internal sealed partial class Operation
{
    private sealed record StepsRun(Node Node, JsonObject Template, Scope Scope, TemplateContext Context, bool OnExit);

    private readonly Dictionary<string, List<JsonObject>> _expandedGroups = new(StringComparer.Ordinal);

    private Outcome ExecuteSteps(string name, TemplateContext context, string scopeText, JsonObject template, TemplateCall call, ExecuteOptions options)
    {
        var node = Nodes.Find(name) ?? NewExecutableNode(name, NodeTypes.Steps, scopeText, template, call, options, Phases.Running);
        _boundaryTemplates[node.Id] = options.Raw ?? template;
        try
        {
            return RunGroups(new StepsRun(node, template, NewScope(template), context, options.OnExit));
        }
        finally
        {
            if (node.IsFulfilled)
                EndDaemonsOf(node.Id);
        }
    }

    private Scope NewScope(JsonObject? template)
    {
        var scope = new Scope(template);
        foreach (var parameter in Outputs.Items("parameters"))
            if (parameter.Text("value") is { } value)
                scope.Set("workflow.outputs.parameters." + parameter.Text("name"), value);
        foreach (var artifact in Outputs.Items("artifacts"))
            scope.Set("workflow.outputs.artifacts." + artifact.Text("name"), artifact);
        return scope;
    }

    private Outcome RunGroups(StepsRun run)
    {
        var (node, template, scope, context, _) = run;
        var groups = TemplateLibrary.StepsOf(template).ToList();
        Node? before = null;
        for (var i = 0; i < groups.Count; i++)
        {
            var name = $"{node.Name}[{i.ToString(CultureInfo.InvariantCulture)}]";
            var isNew = !Nodes.TryGet(name, out var group);
            group ??= NewNode(name, NodeTypes.StepGroup, context.ScopeText, null, node.Id, Phases.Running, new NodeFlag());
            if (isNew)
                ConnectGroup(node, before, group);
            string? fault = null;
            try
            {
                ExecuteGroup(group, groups[i], run);
            }
            catch (HookFault e)
            {
                fault = e.Message;
            }

            if (fault is not null)
            {
                MarkNode(group, Phases.Error, fault);
                return new(group);
            }

            if (!group.IsFulfilled)
                return new(node);
            if (group.IsFailedOrError)
            {
                SetStepsOutbound(node, groups.Count);
                return new(MarkNode(node, Phases.Failed, group.Message));
            }

            AddGroupToScope(run, group, groups[i]);
            before = group;
        }

        SetStepsOutbound(node, groups.Count);
        if (TemplateOutputs(template, scope) is { } outputs)
        {
            node.Outputs = outputs;
            ExportOutputs(outputs);
        }

        return new(SucceedBoundary(node));
    }

    /// <summary>An exit hook could not be started: Argo takes it for an error of the group that its caller does not see.</summary>
    private sealed class HookFault(string message) : Exception(message);

    private Node SucceedBoundary(Node node)
    {
        if (node.Memoization is { } memo)
        {
            try
            {
                _services.Caches.Save(memo.Text("cacheName") ?? "", memo.Text("key") ?? "", node.Id, node.Outputs, Now);
            }
            catch (OperationException)
            {
                node.Phase = Phases.Error;
            }
        }

        return MarkNode(node, Phases.Succeeded);
    }

    private void ConnectGroup(Node node, Node? before, Node group)
    {
        if (before is null)
        {
            AddChild(node, group);
        }
        else if (before.Children.Count == 0)
        {
            AddChild(before, group);
        }
        else
        {
            foreach (var child in before.Children)
                foreach (var outbound in OutboundOf(child))
                    if (Nodes.FindById(outbound) is { } parent)
                        AddChild(parent, group);
        }
    }

    private void SetStepsOutbound(Node node, int groups)
    {
        for (var i = groups - 1; i >= 0; i--)
        {
            if (!Nodes.TryGet($"{node.Name}[{i.ToString(CultureInfo.InvariantCulture)}]", out var group))
                continue;
            node.OutboundNodes = [.. group.Children.SelectMany(OutboundOf)];
            Nodes.Changed(node);
            return;
        }
    }

    private void ExecuteGroup(Node group, IReadOnlyList<JsonObject> steps, StepsRun run)
    {
        if (group.IsFulfilled && ChildrenFulfilled(group))
            return;
        if (group.IsFulfilled)
            MarkNode(group, Phases.Running);
        if (!_expandedGroups.TryGetValue(group.Name, out var expanded))
        {
            try
            {
                var resolved = new List<JsonObject>();
                foreach (var step in steps)
                {
                    if (ResolveReferences(step, run.Scope, CallKind.Step) is not { } one)
                        return;
                    resolved.Add(one);
                }

                expanded = ExpandSteps(group, resolved, run);
                _expandedGroups[group.Name] = expanded;
            }
            catch (ReferenceFault e)
            {
                MarkNode(group, Phases.Error, "failed to resolve references: " + e.Message);
                return;
            }
            catch (Exception e) when (e is OperationException or TagException)
            {
                MarkNode(group, Phases.Error, e.Message);
                return;
            }
        }

        var byName = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var step in expanded)
        {
            var name = $"{group.Name}.{step.Text("name")}";
            var call = TemplateCall.Of(CallKind.Step, step);
            var child = Nodes.Find(name);
            if (child is null || step.ContainsKey("when"))
            {
                try
                {
                    var when = step.Text("when") ?? "";
                    if (!Conditions.Holds(when))
                    {
                        if (child is null)
                            AddChild(group, NewNode(name, NodeTypes.Skipped, run.Context.ScopeText, call, run.Node.Id, Phases.Skipped, new NodeFlag(), $"when '{when}' evaluated false"));
                        continue;
                    }
                }
                catch (OperationException e)
                {
                    child ??= NewNode(name, NodeTypes.Skipped, run.Context.ScopeText, call, run.Node.Id, Phases.Error, new NodeFlag(), e.Message);
                    AddChild(group, child);
                    MarkNode(group, Phases.Error, e.Message);
                    return;
                }
            }

            var (started, fault) = ExecuteTemplate(name, call, run.Context, step.Object("arguments") ?? [], new ExecuteOptions { BoundaryId = run.Node.Id, OnExit = run.OnExit });
            switch (fault?.Kind)
            {
                case FaultKind.Timeout:
                    MarkNode(group, Phases.Failed, fault.Message);
                    return;
                case FaultKind.Error:
                    if (Nodes.Find(name) is { } erred)
                        AddChild(group, erred);
                    MarkNode(group, Phases.Error, $"step group deemed errored due to child {name} error: {fault.Message}");
                    return;
            }

            if (started is not null)
            {
                byName[name] = step;
                AddChild(group, started);
            }
        }

        AssessGroup(group, byName, run);
    }

    private void AssessGroup(Node group, Dictionary<string, JsonObject> steps, StepsRun run)
    {
        var completed = true;
        foreach (var id in group.Children.ToList())
        {
            if (Nodes.FindById(id) is not { } child)
                continue;
            var step = steps.GetValueOrDefault(child.Name);
            if (step is not null)
                run.Scope.Set($"steps.{child.DisplayName}.status", child.Phase);
            if (step is not null && HasHooks(step))
            {
                bool done;
                try
                {
                    done = RunHooks(run.Scope, step, child, run.Node.Id, run.Context, CallKind.Step, step.Text("name") ?? "");
                }
                catch (Exception e) when (e is OperationException or ExpressionException or TagException)
                {
                    MarkNode(group, Phases.Error, e.Message);
                    return;
                }

                if (!done)
                    return;
            }

            if (!child.IsFulfilled)
            {
                completed = false;
            }
            else if (child.IsCompleted && step is not null && ExitHookOf(step, _spec.Object("arguments")) is { } exit)
            {
                try
                {
                    var (has, exitNode) = RunExitHook(exit, child, run.Node.Id, run.Context, CallKind.Step, step.Text("name") ?? "", run.Scope);
                    if (has && exitNode is not { IsFulfilled: true })
                        completed = false;
                }
                catch (Exception e) when (e is OperationException or ExpressionException or TagException)
                {
                    throw new HookFault(e.Message);
                }
            }
        }

        if (!completed)
        {
            if (group.IsFulfilled)
                MarkNode(group, Phases.Running);
            return;
        }

        foreach (var id in group.Children)
        {
            if (Nodes.FindById(id) is not { IsFailedOrError: true } child)
                continue;
            var goesOn = steps.GetValueOrDefault(child.Name).Object("continueOn");
            if ((child.Phase == Phases.Failed && goesOn.Flag("failed")) || (child.Phase == Phases.Error && goesOn.Flag("error")))
                continue;
            MarkNode(group, Phases.Failed, $"child '{id}' failed");
            return;
        }

        MarkNode(group, Phases.Succeeded);
    }

    private List<JsonObject> ExpandSteps(Node group, List<JsonObject> steps, StepsRun run)
    {
        var expanded = new List<JsonObject>();
        foreach (var step in steps)
        {
            if (!Loops.IsLoop(step))
            {
                expanded.Add(step);
                continue;
            }

            var items = Loops.Expand(step, run.Scope.Parameters(_globals));
            if (items.Count == 0 && Nodes.Find($"{group.Name}.{step.Text("name")}") is null)
                AddChild(group, NewNode($"{group.Name}.{step.Text("name")}", NodeTypes.Skipped, run.Context.ScopeText, TemplateCall.Of(CallKind.Step, step), run.Node.Id, Phases.Skipped, new NodeFlag(), "Skipped, empty params"));
            expanded.AddRange(items);
        }

        return expanded;
    }

    private void AddGroupToScope(StepsRun run, Node group, IReadOnlyList<JsonObject> steps)
    {
        foreach (var step in steps)
        {
            var stepName = step.Text("name") ?? "";
            var name = $"{group.Name}.{stepName}";
            if (Nodes.Find(name) is { } child)
            {
                AddToScope(run.Scope, "steps", stepName, child);
                AddSkippedOutputs(run.Scope, "steps", stepName, child, TemplateCall.Of(CallKind.Step, step), run.Context, withArtifacts: true);
                continue;
            }

            // A loop has no node of its own here: its aggregates are those of its items, its fields those of the group.
            var items = LoopItems(run.Node.Id, name, t => t.Type != NodeTypes.Skipped);
            if (items.Count > 0)
                AddAggregates(run.Scope, "steps", stepName, name, items);
            AddToScope(run.Scope, "steps", stepName, group);
        }
    }

    private bool ChildrenFulfilled(Node node)
    {
        var seen = new Dictionary<string, bool>(StringComparer.Ordinal);
        bool Visit(Node n)
        {
            if (seen.TryGetValue(n.Id, out var known))
                return known;
            bool result;
            if (n.Children.Count == 0)
            {
                result = n.IsFulfilled;
            }
            else
            {
                result = true;
                foreach (var id in n.Children)
                {
                    if (Nodes.FindById(id) is { } child && !Visit(child))
                    {
                        result = false;
                        break;
                    }
                }
            }

            return seen[n.Id] = result;
        }

        return Visit(node);
    }
}
