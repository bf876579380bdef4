using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Runtime.Usage;

/// <summary>Arguments that nobody takes.</summary>
internal sealed class UnknownArguments : IManifestRule
{
    public void Check(RuleContext context)
    {
        foreach (var call in context.View.Calls)
            if (call.Callee is { } callee) Arguments(context, call.Node.Map("arguments"), callee, call.IsInline ? $"the inline template of {call.Name}" : callee.Text("name"));
        foreach (var holder in context.View.Calls.Select(c => c.Node).Prepend(context.Spec))
            foreach (var hook in holder.Map("hooks")?.Entries ?? [])
                if (hook.Value is MapNode map && !map.Has("templateRef") && context.View.Template(map.Text("template")) is { } callee)
                {
                    Arguments(context, map.Map("arguments"), callee, callee.Text("name"));
                    Names(context, map.Map("arguments"));
                }
    }

    // Argo checks the names of arguments, but not those of hooks.
    private static void Names(RuleContext context, MapNode? arguments)
    {
        foreach (var kind in (string[])["parameters", "artifacts"])
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var argument in arguments.Maps(kind))
                if (argument.Text("name").Length == 0) context.Report(RuleCatalog.RunUsage.UnknownArgument, "an argument needs the name of an input", argument.At("name").Place);
                else if (!seen.Add(argument.Text("name"))) context.Report(RuleCatalog.RunUsage.UnknownArgument, $"{argument.Text("name")} is given twice", argument.At("name").Place);
        }
    }

    private static void Arguments(RuleContext context, MapNode? arguments, MapNode callee, string title)
    {
        foreach (var kind in (string[])["parameters", "artifacts"])
        {
            var known = callee.Map("inputs").Maps(kind).Select(i => i.Text("name")).ToList();
            foreach (var argument in arguments.Maps(kind))
            {
                var name = argument.Text("name");
                if (name.Length == 0 || known.Contains(name)) continue;
                var near = Nearest.To(name, known);
                context.Report(RuleCatalog.RunUsage.UnknownArgument, $"{title} has no input {(kind == "parameters" ? "parameter" : "artifact")} {name}, and the value is lost{(near is not null ? Nearest.Hint(near) : known.Count == 0 ? "" : $": it takes {string.Join(", ", known)}")}", argument.At("name").Place);
            }
        }
    }
}

/// <summary>Outputs that are made and not read. An artifact may be wanted in the repository, and an output of the entrypoint by whoever looks at the workflow.</summary>
internal sealed class UnusedOutputs : IManifestRule
{
    public void Check(RuleContext context)
    {
        if (!context.View.IsWorkflow) return;
        var texts = TagOccurrence.Scalars(context.Spec).Where(s => s.IsString && s.Text.Contains("outputs")).Select(s => s.Text).ToList();
        // All of them are read together.
        if (texts.Any(t => System.Text.RegularExpressions.Regex.IsMatch(t, @"outputs(\.parameters|\['parameters'\])?\s*(\}\}|\)|$|,)") && t.Contains("outputs.parameters"))) return;
        foreach (var template in context.View.AllTemplates)
        {
            if (template.Text("name") == context.View.Entrypoint || template.Has("suspend") || template.Has("memoize")) continue;
            if (!context.View.CallsOf(template).Any()) continue;
            foreach (var output in template.Map("outputs").Maps("parameters"))
            {
                var name = output.Text("name");
                if (name.Length == 0 || output.Text("globalName").Length > 0) continue;
                if (texts.Any(t => t.Contains($"outputs.parameters.{name}") || t.Contains($"'{name}'") || t.Contains($"\"{name}\"") || t.Contains($".{name}"))) continue;
                context.Report(RuleCatalog.RunUsage.UnusedOutput, $"nobody reads the output {name} of {template.Text("name")}: pass it on, give it a globalName, or take it out", output.At("name").Place);
            }
        }
    }
}

/// <summary>Templates that nothing leads to.</summary>
internal sealed class UnusedTemplates : IManifestRule
{
    public void Check(RuleContext context)
    {
        if (!context.View.IsWorkflow || context.View.Entrypoint.Contains("{{") || context.View.Template(context.View.Entrypoint) is null) return;
        if (context.View.Calls.Any(c => c.Node.Text("template").Contains("{{"))) return;
        if (context.View.HookTemplates().Any(h => h.Name.Text.Contains("{{"))) return;
        var from = new List<MapNode?> { context.View.Template(context.View.Entrypoint), context.View.Template(context.Spec.Text("onExit")) };
        foreach (var hook in context.Spec.Map("hooks")?.Entries ?? []) from.Add(context.View.Template((hook.Value as MapNode).Text("template")));
        var reached = context.View.Reach(from, hooks: true);
        // A reference to this object's own kind may lead back.
        foreach (var template in context.Templates)
            if (!reached.Contains(template) && template.Text("name").Length > 0)
                context.Report(RuleCatalog.RunUsage.UnusedTemplate, $"nothing calls the template {template.Text("name")}: call it, or take it out", template.At("name").Place);
    }
}

/// <summary>What a CronWorkflow decides by.</summary>
internal sealed class CronRules : IManifestRule
{
    private static readonly string[] Names =
    [
        "cronworkflow.name", "cronworkflow.namespace", "cronworkflow.labels.*", "cronworkflow.annotations.*", "cronworkflow.failed", "cronworkflow.succeeded", "cronworkflow.lastScheduledTime",
    ];

    public void Check(RuleContext context)
    {
        if (context.Object.Kind != "CronWorkflow" || context.Object.Root.Map("spec") is not { } spec) return;
        if (spec["when"] is ScalarNode { Text: { Length: > 0 } } when) When(context, when);
        if (spec.Map("stopStrategy")?["expression"] is ScalarNode { Text: { Length: > 0 } text } expression && !text.Contains("{{")) Stop(context, expression);
        foreach (var schedule in (spec.List("schedules")?.Items ?? []).OfType<ScalarNode>())
            if (schedule.Text.StartsWith("@every ", StringComparison.Ordinal) && Text.Time.GoDuration.Parse(schedule.Text.Substring(7).Trim(), out var every) is null && every > 20L * 60 * 1_000_000_000)
                context.Report(RuleCatalog.RunUsage.CronEvery, "Argo begins to count anew at least every 20 minutes, so this never comes: write a schedule of five fields, such as \"0 * * * *\"", schedule.Place);
    }

    private static void When(RuleContext context, ScalarNode when)
    {
        foreach (var tag in TagOccurrence.In(when))
        {
            if (tag.IsExpression)
            {
                foreach (var fault in Expressions.ExpressionChecker.Check(tag.Expression, Names))
                    context.Report(RuleCatalog.RunUsage.CronWhen, fault.Message, tag.PlaceInExpression(fault.Offset, fault.Length));
                if (tag.Expression.IndexOf('"') >= 0)
                    context.Report(RuleCatalog.RunUsage.CronWhen, "double quotes break an expression here: use single ones", tag.Place);
            }
            else if (tag.Name is "cronworkflow.failed" or "cronworkflow.succeeded" or "cronworkflow.lastScheduledTime")
                context.Report(RuleCatalog.RunUsage.CronWhen, $"{{{{{tag.Inner}}}}} is no text and cannot be put in: write {{{{={tag.Name}}}}}", tag.Place);
            else if (!Names.Any(n => n == tag.Name || (n.EndsWith(".*", StringComparison.Ordinal) && tag.Name.StartsWith(n.Substring(0, n.Length - 1), StringComparison.Ordinal))))
                context.Report(RuleCatalog.RunUsage.CronWhen, $"there is no {tag.Name} here{Nearest.Hint(Nearest.To(tag.Name, Names))}: only the variables of the CronWorkflow are known", tag.Place);
        }

        var tags = TagOccurrence.In(when).ToList();
        if (tags.Count == 1 && tags[0].IsWhole) return;
        var words = System.Text.RegularExpressions.Regex.Replace(when.Text, @"\{\{.*?\}\}", "1", System.Text.RegularExpressions.RegexOptions.Singleline);
        string? failure = null;
        foreach (var sample in (string[])["1", "true"])
            try
            {
                Conditions.WhenCondition.EvaluateCron(words.Replace("1", sample));
                return;
            }
            catch (Conditions.WhenException e)
            {
                failure ??= e.Message;
            }

        context.Report(RuleCatalog.RunUsage.CronWhen, $"{failure?.TrimEnd()}: words here are no texts, put them and what the tags give in quotes", when.Place);
    }

    private static void Stop(RuleContext context, ScalarNode expression)
    {
        var text = expression.Text;
        var faults = Expressions.ExpressionChecker.Check(text, Names);
        foreach (var fault in faults)
        {
            var at = Math.Min(fault.Offset, text.Length - 1);
            context.Report(RuleCatalog.RunUsage.CronStop, $"{fault.Message}; a stop expression knows cronworkflow.failed, .succeeded, .lastScheduledTime, .name and .labels", expression.PlaceOf(at, Math.Min(fault.Length, text.Length - at)));
        }

        if (faults.Count > 0) return;
        try
        {
            var cron = new Dictionary<string, object?> { ["name"] = "c", ["namespace"] = "n", ["failed"] = 1L, ["succeeded"] = 1L, ["lastScheduledTime"] = null, ["labels"] = new Dictionary<string, object?>(), ["annotations"] = new Dictionary<string, object?>() };
            if (Expressions.ExpressionEvaluator.Evaluate(text, new Dictionary<string, object?> { ["cronworkflow"] = cron }) is not bool)
                context.Report(RuleCatalog.RunUsage.CronStop, "this gives no true or false: compare, for instance cronworkflow.failed >= 3", expression.Place);
        }
        catch (Expressions.ExpressionException)
        {
            // It may need a time or a label that only a run has.
        }
    }
}
