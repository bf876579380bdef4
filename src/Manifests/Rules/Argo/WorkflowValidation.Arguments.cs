using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Argo;

internal sealed partial class WorkflowValidation
{
    private void ArgumentsAndNames(string prefix, MapNode? arguments, bool allowEmpty) =>
        ArgumentsAndNames(prefix, [.. arguments.Maps("parameters")], [.. arguments.Maps("artifacts")], allowEmpty);

    private void ArgumentsAndNames(string prefix, List<MapNode> parameters, List<MapNode> artifacts, bool allowEmpty)
    {
        FieldNames(parameters, prefix + "parameters", true, null);
        FieldNames(artifacts, prefix + "artifacts", true, null);
        foreach (var parameter in parameters)
        {
            var name = prefix + parameter.Text("name");
            var from = parameter.Map("valueFrom");
            var hasValue = parameter.Has("value");
            if (from is null && !hasValue && !allowEmpty)
                Fail(RuleCatalog.Calls.ArgumentValue, $"{name}.value or {name}.valueFrom is required", parameter);
            if (from is not null)
            {
                var source = from.Has("configMapKeyRef") || from.Text("event").Length > 0 || from.Has("supplied");
                if (!source || from.Text("path").Length > 0 || from.Text("jsonPath").Length > 0 || from.Text("parameter").Length > 0 || from.Text("expression").Length > 0)
                    Fail(RuleCatalog.Calls.ArgumentValueFrom, $"{name}.valueFrom only allows: default, configMapKeyRef and supplied", from, from.Text("parameter").Length > 0 ? "; write the tag as the value" : "");
            }

            if (parameter.List("enum") is not { } values) continue;
            if (values.Items.Count == 0) Fail(RuleCatalog.Calls.ArgumentEnum, $"{name}.enum should contain at least one value", values);
            else if (!hasValue)
            {
                // Argo leaves the rest of the arguments unchecked here.
                if (allowEmpty && _firstOnly) return;
                if (!allowEmpty) Fail(RuleCatalog.Calls.ArgumentEnum, $"{name}.value is required", parameter);
            }
            else if (!values.Items.OfType<ScalarNode>().Any(v => v.Text == parameter.Text("value")))
                Fail(RuleCatalog.Calls.ArgumentEnum, $"{name}.value should be present in {name}.enum list", parameter.At("value"));
        }

        foreach (var artifact in artifacts)
        {
            var name = prefix + artifact.Text("name");
            var from = artifact.Text("from");
            if (from.Length == 0 && !artifact.HasLocationOrKey()) Fail(RuleCatalog.Calls.ArgumentArtifact, $"{name}.from, artifact location, or key is required", artifact);
            if (from.Length > 0 && artifact.Text("fromExpression").Length > 0)
                Fail(RuleCatalog.Calls.ArgumentTwoSources, $"{name} shouldn't have both `from` and `fromExpression` in Artifact", artifact);
        }
    }

    /// <summary>The variables of a loop.</summary>
    private void Loop(MapNode step, VariableScope scope, string prefix)
    {
        var items = step.List("withItems");
        var count = (items is { Items.Count: > 0 } ? 1 : 0) + (step.Text("withParam").Length > 0 ? 1 : 0) + (step.Has("withSequence") ? 1 : 0);
        if (count > 1) Fail(RuleCatalog.Calls.Loops, $"{prefix}only one of withItems, withParam, withSequence can be specified", step.At(step.Has("withParam") ? "withParam" : "withSequence"));
        if (items is { Items.Count: > 0 })
        {
            foreach (var item in items.Items)
            {
                switch (item)
                {
                    case MapNode map:
                        foreach (var entry in map.Entries) scope.Add("item." + entry.Key);
                        break;
                    case ListNode list:
                        for (var i = 0; i < list.Items.Count; i++) scope.Add($"item.[{Invariant(i)}]");
                        break;
                    case ScalarNode { Kind: ScalarKind.Null }:
                        break;
                    default:
                        scope.Add("item");
                        break;
                }
            }
        }
        else if (step.Text("withParam").Length > 0)
        {
            scope.Add("item");
            scope.AnyItem = true;
        }
        else if (step.Map("withSequence") is { } sequence)
        {
            if (sequence.Has("count") && sequence.Has("end")) Fail(RuleCatalog.Calls.Sequence, $"{prefix}only one of count or end can be defined in withSequence", sequence.At("end"));
            scope.Add("item");
        }
    }

    private static bool IsLooped(MapNode step) => step.Any("withItems") || step.Text("withParam").Length > 0;

    /// <summary>What a node leaves for others: <paramref name="root"/> is steps or tasks.</summary>
    private void AddNode(string root, string name, MapNode step, Resolved resolved, VariableScope scope, bool isLooped, bool isAncestor)
    {
        var node = $"{root}.{name}.";
        foreach (var field in (string[])["id", "startedAt", "finishedAt", "hostNodeName"]) scope.Add(node + field);
        if (resolved.IsMissing) scope.Unknown.Add(node);
        if (resolved.Template is not { } template)
        {
            // Argo knows nothing of a template that is found by a tag, its status included.
            return;
        }

        if (template.Flag("daemon")) scope.Add(node + "ip");
        if (template.HasResult())
        {
            scope.Add(node + "outputs.result");
            scope.Add(node + "exitCode");
        }

        var outputs = template.Map("outputs");
        foreach (var parameter in outputs.Maps("parameters"))
        {
            scope.Add($"{node}outputs.parameters.{parameter.Text("name")}");
            if (parameter.Text("globalName") is not { Length: > 0 } global) continue;
            if (IsTag(global)) scope.AnyOutputParameter = true;
            else AddGlobal("workflow.outputs.parameters." + global);
        }

        foreach (var artifact in outputs.Maps("artifacts"))
        {
            scope.Add($"{node}outputs.artifacts.{artifact.Text("name")}");
            if (artifact.Text("globalName") is not { Length: > 0 } global) continue;
            if (IsTag(global)) scope.AnyOutputArtifact = true;
            else AddGlobal("workflow.outputs.artifacts." + global);
        }

        if (isLooped)
        {
            if (template.Kind() is TemplateKind.Script or TemplateKind.ContainerSet)
            {
                scope.Add(node + "outputs.result");
                scope.Add(node + "exitCode");
            }

            scope.Add(node + "outputs.parameters");
        }

        if (isAncestor) scope.Add(node + "status");

        void AddGlobal(string variable)
        {
            scope.Add(variable);
            _globals[variable] = _placeholders.Next();
        }
    }
}
