using Argosy.Manifests.Rules.Argo;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Runtime.Order;

/// <summary>Steps and tasks that read what has not run before them. What Argo's own rules refuse is left to them.</summary>
internal sealed class ReadsInOrder : IManifestRule
{
    public void Check(RuleContext context)
    {
        foreach (var call in context.View.Calls)
            foreach (var mention in NodeMention.Under(call.Node, "hooks", "depends", "inline", "onExit"))
                Mention(context, call, mention);
    }

    private static void Mention(RuleContext context, TemplateCall call, NodeMention mention)
    {
        var isExpression = mention.Tag.IsExpression;
        var target = mention.Root == call.Root ? call.Sibling(mention.Name) : null;
        if (target is null)
        {
            if (!isExpression) return;
            context.Report(RuleCatalog.RunTags.NeverThere, mention.Root != call.Root
                ? $"{call.Owner.Text("name")} has {call.Root} and no {mention.Root}: this waits for ever; write {call.Root}.{mention.Name}"
                : $"there is no {call.Word} {mention.Name} here, and this waits for ever{Nearest.Hint(Nearest.To(mention.Name, call.Siblings.Select(s => s.Name)))}", mention.Tag.Place);
            return;
        }

        if (ReferenceEquals(target, call))
        {
            // Only what Argo lets through: expressions, and a step's own status.
            if (isExpression || (!call.IsTask && mention.Rest == "status") || (call.IsTask && !IsRefused(call, mention)))
                context.Report(RuleCatalog.RunOrder.Itself, $"{call.Word} {call.Name} reads itself and so never starts: only its hooks and the {call.Root} after it can", mention.Tag.Place);
            return;
        }

        if (!call.IsTask)
        {
            if (target.Group == call.Group && (isExpression || target.Index < call.Index))
                context.Report(RuleCatalog.RunOrder.SameGroup, $"step {call.Name} reads step {target.Name}, which runs beside it in the same group: nothing of the group ever starts; put {call.Name} into a group after it", mention.Tag.Place);
            else if (target.Group > call.Group && isExpression)
                context.Report(RuleCatalog.RunTags.NeverThere, $"step {call.Name} reads step {target.Name}, which runs after it: this waits for ever", mention.Tag.Place);
            else if (isExpression) Undeclared(context, target, mention);
            return;
        }

        if (call.ComesAfter(target))
        {
            if (isExpression) Undeclared(context, target, mention);
            return;
        }

        if (!isExpression && IsRefused(call, mention)) return;
        context.Report(RuleCatalog.RunOrder.NotAncestor, $"task {call.Name} reads task {target.Name} and does not wait for it, so it never starts: add {target.Name} to the dependencies of {call.Name}", mention.Tag.Place);
    }

    // Argo's own lint sees an argument that begins with the tag, and a status of what is no ancestor.
    private static bool IsRefused(TemplateCall call, NodeMention mention)
    {
        if (mention.Rest == "status" && !(call.Sibling(mention.Name)?.Node.Has("hooks") ?? false)) return true;
        if (!mention.Tag.Scalar.Text.StartsWith("{{tasks." + mention.Name + ".", StringComparison.Ordinal)) return false;
        var arguments = call.Node.Map("arguments");
        return arguments.Maps("parameters").Any(p => ReferenceEquals(p["value"], mention.Tag.Scalar)) || arguments.Maps("artifacts").Any(a => ReferenceEquals(a["from"], mention.Tag.Scalar));
    }

    private static void Undeclared(RuleContext context, TemplateCall target, NodeMention mention)
    {
        if (target.Callee is not { } callee || MissingOutput.Of(target, callee, mention.Rest) is not { } missing) return;
        context.Report(RuleCatalog.RunTags.NeverThere, $"{target.Word} {target.Name} has no {missing}, and this waits for ever", mention.Tag.Place);
    }
}

/// <summary>Says which output a template does not have.</summary>
internal static class MissingOutput
{
    public static string? Of(TemplateCall target, MapNode callee, string rest)
    {
        var parts = rest.Split('.');
        if (parts[0] == "exitCode" || (parts[0] == "outputs" && parts.Length > 1 && parts[1] == "result"))
            return callee.HasResult() || target.IsLooped || callee.Kind() == TemplateKind.Unknown ? null : $"{parts[parts.Length - 1]}: {callee.Kind().Title()} templates have none";
        if (parts.Length < 2 || parts[0] != "outputs") return null;
        var outputs = callee.Map("outputs");
        switch (parts[1])
        {
            case "parameters" or "artifacts" when parts.Length > 2:
                var names = outputs.Maps(parts[1]).Select(o => o.Text("name")).ToList();
                return names.Contains(parts[2]) ? null : $"output {parts[1].TrimEnd('s')} {parts[2]}{Nearest.Hint(Nearest.To(parts[2], names))}";
            default:
                return null;
        }
    }
}

/// <summary>What outputs of steps and DAGs read in their expressions.</summary>
internal sealed class OutputExpressions : IManifestRule
{
    public void Check(RuleContext context)
    {
        foreach (var owner in context.View.AllTemplates)
        {
            var calls = context.View.CallsIn(owner).ToList();
            if (calls.Count == 0) continue;
            foreach (var parameter in owner.Map("outputs").Maps("parameters"))
                if (parameter.Map("valueFrom") is { } from && from["expression"] is ScalarNode text && !from.Has("default")) Expression(context, calls, text);
            foreach (var call in calls)
                foreach (var artifact in call.Node.Map("arguments").Maps("artifacts"))
                    if (artifact["from"] is ScalarNode source && NodeMention.Under(source).FirstOrDefault() is { } mention && mention.Root == call.Root && call.Sibling(mention.Name) is { IsLooped: true } loop && !artifact.Flag("optional"))
                        context.Report(RuleCatalog.RunArtifacts.OfLoop, $"{loop.Name} is a loop, and only its parameters and results are collected: let every item store under its own key, or write to a volume", mention.Tag.Place);
            foreach (var artifact in owner.Map("outputs").Maps("artifacts"))
                if (artifact["fromExpression"] is ScalarNode text && !artifact.Flag("optional")) Expression(context, calls, text);
        }
    }

    private static void Expression(RuleContext context, List<TemplateCall> calls, ScalarNode text)
    {
        if (text.Text.Contains("{{")) return;
        foreach (var path in NodeMention.LongestPaths(text.Text))
        {
            var parts = path.Split('.');
            if (parts.Length < 2 || parts[0] is not ("steps" or "tasks") || parts[1] == "name") continue;
            var at = Math.Max(0, text.Text.IndexOf(parts[1], StringComparison.Ordinal));
            var place = text.PlaceOf(at, Math.Min(parts[1].Length, text.Text.Length - at));
            var target = parts[0] == calls[0].Root ? calls.FirstOrDefault(c => c.Name == parts[1]) : null;
            if (target is null)
                context.Report(RuleCatalog.RunTags.Output, $"there is no {calls[0].Word} {parts[1]} here{Nearest.Hint(Nearest.To(parts[1], calls.Select(c => c.Name)))}", place);
            else if (target.Callee is { } callee && MissingOutput.Of(target, callee, string.Join(".", parts.Skip(2))) is { } missing)
                context.Report(RuleCatalog.RunTags.Output, $"{target.Word} {target.Name} has no {missing}", place);
        }
    }
}

/// <summary>Values of a step or task that its condition may skip, read by one that runs all the same.</summary>
internal sealed class SkippableValue : IManifestRule
{
    public void Check(RuleContext context)
    {
        foreach (var call in context.View.Calls)
        {
            foreach (var mention in NodeMention.Under(call.Node, "hooks", "depends", "inline", "onExit"))
            {
                if (mention.Root != call.Root || call.Sibling(mention.Name) is not { } producer || !IsSkippable(context, producer) || !call.ComesAfter(producer)) continue;
                var inCondition = ReferenceEquals(mention.Tag.Scalar, call.Node["when"]);
                if (!inCondition && (call.When.Length > 0 || !RunsWhenSkipped(call, producer))) continue;
                if (inCondition && !RunsWhenSkipped(call, producer)) continue;
                if (mention.Rest is "outputs.result" or "exitCode")
                    context.Report(RuleCatalog.RunOrder.MayBeSkipped, $"when {producer.Name} is skipped it has no {(mention.Rest == "exitCode" ? "exitCode" : "result")}, and {call.Name} waits for it for ever: {Guard(call, producer)}, or read it as {{{{={Path(mention)}.{(mention.Rest == "exitCode" ? "exitCode" : "outputs?.result")} ?? ''}}}}", mention.Tag.Place);
                else if (mention.Rest.StartsWith("outputs.parameters.", StringComparison.Ordinal)) Parameter(context, call, producer, mention, inCondition);
            }

            Artifacts(context, call);
        }
    }

    private static void Parameter(RuleContext context, TemplateCall call, TemplateCall producer, NodeMention mention, bool inCondition)
    {
        if (producer.Callee is not { } callee) return;
        var name = mention.Rest.Substring("outputs.parameters.".Length);
        if (callee.Map("outputs").Maps("parameters").FirstOrDefault(p => p.Text("name") == name) is not { } output || output.Map("valueFrom").Has("default")) return;
        if (mention.Tag.IsExpression || inCondition) return;
        if (mention.Tag.IsWhole && call.Node.Map("arguments").Maps("parameters").FirstOrDefault(p => ReferenceEquals(p["value"], mention.Tag.Scalar)) is { } argument)
        {
            if (call.Callee is not { } called) return;
            var input = called.Map("inputs").Maps("parameters").FirstOrDefault(p => p.Text("name") == argument.Text("name"));
            if (input is null || input.Has("default") || input.Has("value") || input.Has("valueFrom")) return;
        }

        context.Report(RuleCatalog.RunOrder.MayBeSkipped, $"when {producer.Name} is skipped it has no output {name}, and {call.Name} fails: give the output a valueFrom.default, or {Guard(call, producer)}", mention.Tag.Place);
    }

    private static void Artifacts(RuleContext context, TemplateCall call)
    {
        if (call.IsTask || call.When.Length > 0 || call.Callee is not { } callee) return;
        foreach (var artifact in call.Node.Map("arguments").Maps("artifacts"))
        {
            if (artifact["from"] is not ScalarNode from || NodeMention.Under(from).FirstOrDefault() is not { } mention || mention.Root != "steps") continue;
            if (call.Sibling(mention.Name) is not { } producer || !IsSkippable(context, producer) || !call.ComesAfter(producer)) continue;
            var input = callee.Map("inputs").Maps("artifacts").FirstOrDefault(a => a.Text("name") == artifact.Text("name"));
            if (input is null) continue;
            if (!input.Flag("optional"))
                context.Report(RuleCatalog.RunOrder.MayBeSkipped, $"when {producer.Name} is skipped there is no such artifact, and {call.Name} fails: {Guard(call, producer)}", mention.Tag.Place);
            else
                context.Report(RuleCatalog.RunOrder.SkippedArtifact, $"when {producer.Name} is skipped this argument takes the place of the optional input and the pod fails: {Guard(call, producer)}, or make it a DAG and the argument optional", mention.Tag.Place);
        }
    }

    private static bool IsSkippable(RuleContext context, TemplateCall call) => call.When.Length > 0 && !call.IsLooped && !AlwaysTrue(context, call);

    // Where every caller of the template decides by the same condition, it is true inside.
    private static bool AlwaysTrue(RuleContext context, TemplateCall call)
    {
        var callers = context.View.CallsOf(call.Owner).ToList();
        return callers.Count > 0 && call.Owner.Text("name") != context.View.Entrypoint && callers.All(caller =>
        {
            var condition = call.When;
            foreach (var argument in caller.Node.Map("arguments").Maps("parameters")) condition = condition.Replace($"{{{{inputs.parameters.{argument.Text("name")}}}}}", argument.Text("value"));
            return condition == caller.When;
        });
    }

    private static bool RunsWhenSkipped(TemplateCall call, TemplateCall producer)
    {
        if (!call.IsTask) return true;
        var depends = call.Node.Text("depends");
        if (depends.Length == 0) return call.Graph!.DependenciesOf(call.Node).Any(d => d.Name == producer.Name);
        return System.Text.RegularExpressions.Regex.IsMatch(depends, $@"(?<![-\w.]){System.Text.RegularExpressions.Regex.Escape(producer.Name)}(?![-\w.]|\.)") && !depends.Contains("!");
    }

    private static string Guard(TemplateCall call, TemplateCall producer) =>
        call.IsTask ? $"depend on {producer.Name}.Succeeded" : $"give {call.Name} the condition of {producer.Name} too";

    private static string Path(NodeMention mention) => mention.Name.Contains("-") ? $"{mention.Root}['{mention.Name}']" : $"{mention.Root}.{mention.Name}";
}
