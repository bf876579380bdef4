using System.Text.RegularExpressions;
using Argosy.Manifests.Expressions;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Runtime.Tags;

/// <summary>Every <c>{{=…}}</c>, <c>valueFrom.expression</c> and <c>fromExpression</c>: syntax, names and types.</summary>
internal sealed class ExpressionRules : IManifestRule
{
    public void Check(RuleContext context)
    {
        foreach (var template in context.View.AllTemplates)
        {
            var names = VariableNames.In(context, template);
            foreach (var tag in TagOccurrence.Under(template, "inline").Where(t => t.IsExpression)) Tag(context, template, names, tag);
            foreach (var output in template.Map("outputs").Maps("parameters").Select(p => p.Map("valueFrom")?["expression"]).Concat(
                         template.Map("outputs").Maps("artifacts").Concat(context.View.CallsIn(template).SelectMany(c => c.Node.Map("arguments").Maps("artifacts"))).Select(a => a["fromExpression"])).OfType<ScalarNode>())
                Bare(context, template, context.View.CallsIn(template).Any() ? OutputNames(names) : names, output);
        }
    }

    private static void Tag(RuleContext context, MapNode template, IReadOnlyCollection<string> names, TagOccurrence tag)
    {
        if (DashedName.Find(context, template, tag.Expression) is { } dash)
        {
            context.Report(RuleCatalog.RunTags.Dash, dash.Message, tag.PlaceInExpression(dash.Offset, dash.Length));
            return;
        }

        foreach (var fault in ExpressionChecker.Check(tag.Expression, names))
            context.Report(RuleOf(fault), $"{{{{={Short(tag.Expression)}}}}}: {fault.Message}{Consequence(fault)}", tag.PlaceInExpression(fault.Offset, fault.Length));
    }

    // The outputs of steps and DAGs see the inputs, the steps and what was exported, and nothing else of the workflow.
    private static List<string> OutputNames(IEnumerable<string> names) =>
        [.. names.Where(n => n.StartsWith("inputs.", StringComparison.Ordinal) || n.StartsWith("workflow.outputs.", StringComparison.Ordinal) || n is "steps.*" or "tasks.*" or "item" or "item.*")];

    private static void Bare(RuleContext context, MapNode template, IReadOnlyCollection<string> names, ScalarNode text)
    {
        if (text.Text.Contains("{{")) return;
        if (DashedName.Find(context, template, text.Text) is { } dash)
        {
            context.Report(RuleCatalog.RunTags.Dash, dash.Message, text.PlaceOf(dash.Offset, dash.Length));
            return;
        }

        foreach (var fault in ExpressionChecker.Check(text.Text, names))
            context.Report(fault.IsSyntax ? RuleCatalog.RunTags.Syntax : RuleCatalog.RunTags.Output, $"{Short(text.Text)}: {fault.Message}", text.PlaceOf(Math.Min(fault.Offset, text.Text.Length), Math.Max(0, Math.Min(fault.Length, text.Text.Length - fault.Offset))));
    }

    private static Rule RuleOf(ExpressionFault fault) =>
        fault.IsSyntax ? RuleCatalog.RunTags.Syntax
        : fault.Message.StartsWith("unknown ", StringComparison.Ordinal) || fault.Message.StartsWith("sprig has no", StringComparison.Ordinal) ? RuleCatalog.RunTags.UnknownName
        : RuleCatalog.RunTags.Types;

    private static string Consequence(ExpressionFault fault) =>
        fault.IsSyntax ? "" : "; Argo leaves such a tag as it is, and the program sees its text";

    private static string Short(string text) => text.Length <= 60 ? text.Trim() : text.Substring(0, 57).Trim() + "…";
}

/// <summary>Finds <c>steps.my-step.…</c> in an expression, which is a subtraction there.</summary>
internal static class DashedName
{
    private static readonly Regex Dotted = new(@"(?<![\w.\]])(steps|tasks|inputs\.parameters|inputs\.artifacts|outputs\.parameters|outputs\.artifacts|workflow\.parameters|item)\.([A-Za-z0-9_]*-[-A-Za-z0-9_]+)", RegexOptions.CultureInvariant);

    public static (string Message, int Offset, int Length)? Find(RuleContext context, MapNode template, string expression)
    {
        if (expression.IndexOf('-') < 0) return null;
        foreach (Match match in Dotted.Matches(WithoutTexts(expression)))
        {
            string root = match.Groups[1].Value, name = match.Groups[2].Value.TrimEnd('-');
            if (!Known(context, template, root).Contains(name)) continue;
            return ($"{root}.{name} is a subtraction in an expression: write {root}['{name}']", match.Index, root.Length + 1 + name.Length);
        }

        return null;
    }

    private static IEnumerable<string> Known(RuleContext context, MapNode template, string root) => root switch
    {
        "steps" or "tasks" => context.View.CallsIn(template).Select(c => c.Name),
        "workflow.parameters" => context.Spec.Map("arguments").Maps("parameters").Select(p => p.Text("name")),
        "item" => context.View.Calls.SelectMany(c => c.Node.List("withItems")?.Items.OfType<MapNode>() ?? []).SelectMany(m => m.Entries).Select(e => e.Key),
        _ => template.Map(root.Substring(0, root.IndexOf('.'))).Maps(root.Substring(root.IndexOf('.') + 1)).Select(p => p.Text("name")),
    };

    // Quoted texts keep their length and lose their content.
    private static string WithoutTexts(string expression)
    {
        var result = expression.ToCharArray();
        var quote = '\0';
        for (var i = 0; i < result.Length; i++)
        {
            if (quote == '\0')
            {
                if (result[i] is '\'' or '"' or '`') quote = result[i];
            }
            else if (result[i] == quote) quote = '\0';
            else result[i] = ' ';
        }

        return new string(result);
    }
}

/// <summary>The variables that expressions of a template may name. What the rules about order look at more closely is open here.</summary>
internal static class VariableNames
{
    private static readonly string[] Always =
    [
        "item", "item.*", "retries", "lastRetry.exitCode", "lastRetry.status", "lastRetry.duration", "lastRetry.message", "node.name", "pod.name", "steps.*", "tasks.*",
        "outputs.*", "cronworkflow.*", "status", "duration", "exitCode", "resourcesDuration.*", "workflow.name", "workflow.namespace", "workflow.mainEntrypoint",
        "workflow.serviceAccountName", "workflow.uid", "workflow.status", "workflow.failures", "workflow.duration", "workflow.priority", "workflow.scheduledTime",
        "workflow.creationTimestamp", "workflow.creationTimestamp.*", "workflow.labels.*", "workflow.annotations.*", "workflow.outputs.*", "workflow.parameters.json",
        "response.*", "request.*", "data", "data.*",
    ];

    public static IReadOnlyCollection<string> In(RuleContext context, MapNode template)
    {
        var names = new List<string>(Always);
        var inputs = template.Map("inputs");
        names.AddRange(inputs.Maps("parameters").Select(p => "inputs.parameters." + p.Text("name")));
        names.Add("inputs.parameters");
        foreach (var artifact in inputs.Maps("artifacts")) names.Add($"inputs.artifacts.{artifact.Text("name")}.*");
        // The inputs of an enclosing template are those of an inline one too, as far as its own do not hide them.
        if (template.Text("name").Length == 0 || context.View.Calls.Any(c => ReferenceEquals(c.Callee, template) && c.IsInline)) names.Add("inputs.*");
        if (context.View.IsWorkflow) names.AddRange(context.Spec.Map("arguments").Maps("parameters").Select(p => "workflow.parameters." + p.Text("name")));
        else names.Add("workflow.parameters.*");
        return names;
    }
}
