using Argosy.Manifests.Rules.Decoding;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Argo;

internal sealed partial class WorkflowValidation
{
    private void Steps(MapNode template, string name, VariableScope scope, Base @base)
    {
        NoDeadline(template, name);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var groups = template.List("steps")?.Items ?? [];
        for (var i = 0; i < groups.Count; i++)
            foreach (var step in (groups[i] as ListNode)?.Items.OfType<MapNode>() ?? [])
                Step(step, names, $"templates.{name}.steps[{Invariant(i)}].", name, scope, @base);
    }

    private void Step(MapNode step, HashSet<string> names, string group, string template, VariableScope scope, Base @base)
    {
        var name = step.Text("name");
        if (name.Length == 0) Fail(RuleCatalog.Templates.NameRequired, $"{group}name is required", step);
        else if (names.Contains(name)) Fail(RuleCatalog.Templates.NameRepeated, $"{group}name '{name}' is not unique", step.At("name"));
        if (name.Length > 0 && StepNameError(name) is { } error) Fail(RuleCatalog.Templates.NameInvalid, $"{group}name '{name}' is invalid: {error}", step.At("name"));
        names.Add(name);
        scope.Add($"steps.{name}.status");
        Loop(step, scope, $"{group}{name} ");
        ArgumentsAndNames($"{group}{name}.arguments.", step.Map("arguments"), false);

        Resolved resolved;
        using (Within($"{group}{name} ")) resolved = Visit(step, step.At("name"), @base, _fake);
        if (step.HasExitHook()) AddNode("steps", name, step, resolved, scope, false, false);
        Hooks(step.Map("hooks"), group + name);

        var here = scope.Copy();
        foreach (var parameter in step.Map("inline").Map("inputs").Maps("parameters"))
        {
            here.Add("inputs.parameters." + parameter.Text("name"));
            _placeholders.Next();
        }

        Resolve(GoJson.Write(step, StepType), here, $"templates.{template}.steps ", step);
        AddNode("steps", name, step, resolved, scope, IsLooped(step), false);
        if (resolved.IsMissing) return;
        using (Within($"{group}{name} ")) Visit(step, step.At("name"), @base, GivenArguments.Of(step.Map("arguments")));
    }

    private void NoDeadline(MapNode template, string name)
    {
        if (template.Has("activeDeadlineSeconds")) Fail(RuleCatalog.Templates.Deadline, $"templates.{name}.activeDeadlineSeconds is only valid for leaf templates", template.At("activeDeadlineSeconds"));
    }
}
