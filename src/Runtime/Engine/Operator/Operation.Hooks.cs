using System.Text.Json.Nodes;
using Argosy.Manifests.Expressions;
using Argosy.Manifests.Tags;

namespace Argosy.Engine;

/// <summary>Lifecycle hooks and exit handlers.</summary>
internal sealed partial class Operation
{
    private static bool HasHooks(JsonObject step) => step.Object("hooks") is { Count: > 0 } hooks && hooks.Any(h => h.Key != "exit");

    /// <summary>The exit hook of a step, task or workflow; without arguments of its own it gets the workflow's.</summary>
    private static JsonObject? ExitHookOf(JsonObject owner, JsonObject? workflowArguments)
    {
        if (owner.Text("onExit") is { Length: > 0 } template)
        {
            var hook = new JsonObject { ["template"] = template };
            if (workflowArguments is not null)
                hook["arguments"] = workflowArguments.Clone();
            return hook;
        }

        if (owner.Object("hooks").Object("exit") is not { } exit)
            return null;
        var own = exit.Object("arguments");
        if (own.List("parameters") is { Count: > 0 } || own.List("artifacts") is { Count: > 0 })
            return exit;
        var copy = exit.Clone();
        if (workflowArguments is not null)
            copy["arguments"] = workflowArguments.Clone();
        return copy;
    }

    private static bool HasArguments(JsonObject? arguments) => arguments.List("parameters") is { Count: > 0 } || arguments.List("artifacts") is { Count: > 0 };

    private static bool EvaluateHook(string expression, IReadOnlyDictionary<string, object?> environment) => ExpressionEvaluator.EvaluateBoolean(expression, environment);

    /// <summary>Hooks of the workflow; whether all that were started have ended.</summary>
    private bool RunWorkflowHooks(TemplateContext context, Node entry)
    {
        var started = new List<Node?>();
        foreach (var (hookName, value) in _spec.Object("hooks") ?? [])
        {
            if (hookName == "exit" || value is not JsonObject hook)
                continue;
            var name = $"{Name}.hooks.{hookName}";
            var existing = Nodes.Find(name);
            if (hook.Text("expression") is not { Length: > 0 } expression)
                throw new OperationException($"Expression required for hook {name}");
            var execute = EvaluateHook(expression, GlobalValues());
            if (!execute && existing is null)
                continue;
            var (node, fault) = ExecuteTemplate(name, TemplateCall.Of(CallKind.Step, hook), context, hook.Object("arguments") ?? [], new ExecuteOptions { Flag = new NodeFlag(Hooked: true) });
            if (fault is not null)
                throw new OperationException(fault.Message);
            if (node is not null)
                AddChild(entry, node);
            started.Add(node);
        }

        return started.All(n => n is { IsFulfilled: true });
    }

    /// <summary>Status hooks of a step or task; whether all that were started have ended.</summary>
    private bool RunHooks(Scope scope, JsonObject step, Node parent, string boundaryId, TemplateContext context, CallKind kind, string stepName)
    {
        var started = new List<Node?>();
        foreach (var (hookName, value) in step.Object("hooks") ?? [])
        {
            if (hookName == "exit" || value is not JsonObject hook)
                continue;
            var name = $"{parent.Name}.hooks.{hookName}";
            var existing = Nodes.Find(name);
            if (hook.Text("expression") is not { Length: > 0 } expression)
                throw new OperationException($"Expression required for hook {name}");
            var execute = EvaluateHook(expression, scope.Parameters(_globals));
            if (!execute && existing is null)
                continue;
            var outputs = LastUnhookedChild(parent) is { } attempt ? attempt.Outputs : parent.Outputs;
            var arguments = hook.Object("arguments") ?? [];
            if (HasArguments(arguments) && outputs is not null)
                arguments = ResolveHookArguments(arguments, kind, stepName, outputs, scope);
            var (node, fault) = ExecuteTemplate(name, TemplateCall.Of(CallKind.Step, hook), context, arguments, new ExecuteOptions { BoundaryId = boundaryId, Flag = new NodeFlag(Hooked: true) });
            if (fault is not null)
                throw new OperationException(fault.Message);
            if (node is not null)
                AddChild(parent, node);
            started.Add(node);
        }

        return started.All(n => n is { IsFulfilled: true });
    }

    private (bool Has, Node? Node) RunExitHook(JsonObject hook, Node parent, string boundaryId, TemplateContext context, CallKind kind, string stepName, Scope scope)
    {
        if (!MayExecute(onExit: true))
            return (false, null);
        if (hook.Text("expression") is { Length: > 0 } expression && !EvaluateHook(expression, scope.Parameters(_globals)))
            return (false, null);
        var outputs = LastUnhookedChild(parent) is { } attempt ? attempt.Outputs : parent.Outputs;
        var name = parent.Name + ".onExit";
        var arguments = hook.Object("arguments") ?? [];
        if (Nodes.Find(name) is not { IsFulfilled: true } && HasArguments(arguments))
            arguments = ResolveHookArguments(arguments, kind, stepName, outputs, scope);
        var (node, fault) = ExecuteTemplate(name, TemplateCall.Of(CallKind.Step, hook), context, arguments,
            new ExecuteOptions { BoundaryId = boundaryId, OnExit = true, Flag = new NodeFlag(Hooked: true) });
        if (Nodes.Find(name) is { } made)
            AddChild(parent, made);
        if (fault is not null && fault.Kind != FaultKind.Parallelism)
            throw new OperationException(fault.Message);
        return (true, node);
    }

    private JsonObject ResolveHookArguments(JsonObject original, CallKind kind, string stepName, JsonObject? outputs, Scope scope)
    {
        var prefix = (kind == CallKind.Task ? "tasks." : "steps.") + stepName;
        foreach (var parameter in outputs.Items("parameters"))
            scope.Set($"{prefix}.outputs.parameters.{parameter.Text("name")}", parameter.Text("value") ?? "");
        foreach (var artifact in outputs.Items("artifacts"))
            scope.Set($"{prefix}.outputs.artifacts.{artifact.Text("name")}", artifact);
        var arguments = original.Clone();
        scope.MarkAbsentArguments(arguments);
        arguments = JsonNode.Parse(TagSubstitution.ReplaceJsonStrict(GoJson.Text(arguments), scope.Parameters(_globals), []))!.AsObject();
        if (arguments.List("artifacts") is not { } artifacts)
            return arguments;
        for (var i = 0; i < artifacts.Count; i++)
        {
            if (artifacts[i] is not JsonObject artifact || (artifact.Text("from") is not { Length: > 0 } && artifact.Text("fromExpression") is not { Length: > 0 }))
                continue;
            try
            {
                var found = ResolveArtifact(artifact, scope)!;
                found["name"] = artifact["name"]?.DeepClone();
                artifacts[i] = found;
            }
            catch (OperationException e)
            {
                if (!artifact.Flag("optional"))
                    throw new OperationException("unable to resolve references: " + e.Message);
            }
        }

        return arguments;
    }

    /// <summary>The last attempt of a Retry node, hooks aside; null for all other nodes.</summary>
    private Node? LastUnhookedChild(Node node)
    {
        if (node.Type != NodeTypes.Retry || node.IsCacheHit)
            return null;
        for (var i = node.Children.Count - 1; i >= 0; i--)
            if (Nodes.FindById(node.Children[i]) is { IsHooked: false } child)
                return child;
        return null;
    }

    private string FailuresJson()
    {
        var failures = new List<string>();
        foreach (var node in Nodes.All)
        {
            if (!node.IsFailedOrError)
                continue;
            var template = node.TemplateName ?? node.TemplateRef.Text("template") ?? "";
            failures.Add("{" + string.Join(",",
                $"\"displayName\":{GoJson.Quoted(node.DisplayName)}", $"\"message\":{GoJson.Quoted(node.Message)}", $"\"templateName\":{GoJson.Quoted(template)}",
                $"\"phase\":{GoJson.Quoted(node.Phase)}", $"\"podName\":{GoJson.Quoted(NodeNames.Pod(Name, node.Name, template))}",
                $"\"finishedAt\":{(node.FinishedAt is { } at ? GoJson.Quoted(Rfc3339(at)) : "null")}") + "}");
        }

        return failures.Count == 0 ? "null" : "[" + string.Join(",", failures) + "]";
    }
}
