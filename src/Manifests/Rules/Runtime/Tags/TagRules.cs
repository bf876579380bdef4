using Argosy.Manifests.Rules.Argo;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Runtime.Tags;

/// <summary><c>{{item}}</c> where nothing loops.</summary>
internal sealed class ItemOutsideLoop : IManifestRule
{
    public void Check(RuleContext context)
    {
        var inLoops = new HashSet<ScalarNode>(context.View.Calls.Where(c => c.IsLooped).SelectMany(c => TagOccurrence.Scalars(c.Node)));
        foreach (var template in context.View.AllTemplates)
            foreach (var tag in TagOccurrence.Under(template, "inline"))
            {
                if (inLoops.Contains(tag.Scalar)) continue;
                var isItem = tag.IsExpression
                    ? NodeMention.LongestPaths(tag.Expression).Any(p => p == "item" || p.StartsWith("item.", StringComparison.Ordinal))
                    : tag.Name == "item" || tag.Name.StartsWith("item[", StringComparison.Ordinal);
                if (isItem)
                    context.Report(RuleCatalog.RunTags.Item, template.Kind().IsLeaf()
                        ? $"{{{{{tag.Inner}}}}} stays as text here: pass the item to this template as an argument, and read it as {{{{inputs.parameters.…}}}}"
                        : $"{{{{{tag.Inner}}}}} stays as text: this step or task has no withItems, withParam or withSequence", tag.Place);
            }
    }
}

/// <summary><c>{{retries}}</c> and <c>{{lastRetry.…}}</c> where nothing is retried.</summary>
internal sealed class RetryOutsideRetry : IManifestRule
{
    public void Check(RuleContext context)
    {
        if (!context.View.IsWorkflow) return;
        foreach (var template in context.View.AllTemplates)
        {
            if (context.View.RetryOf(template) is not null) continue;
            foreach (var tag in TagOccurrence.Under(template, "inline", "metrics"))
            {
                var isRetry = tag.IsExpression
                    ? NodeMention.LongestPaths(tag.Expression).Any(p => p == "retries" || p.StartsWith("lastRetry.", StringComparison.Ordinal))
                    : tag.Name == "retries" || tag.Name.StartsWith("lastRetry.", StringComparison.Ordinal);
                if (isRetry) context.Report(RuleCatalog.RunTags.Retry, $"{{{{{tag.Inner}}}}} stays as text: the template {template.Text("name")} has no retryStrategy", tag.Place);
            }
        }
    }
}

/// <summary>A tag whose root is misspelt, or that has a bracket too much: Argo's lint passes over it, and it stays as text.</summary>
internal sealed class MisspeltTag : IManifestRule
{
    private static readonly string[] Roots = ["inputs", "outputs", "workflow", "steps", "tasks", "item", "pod", "node", "lastRetry", "retries", "cronworkflow"];
    private static readonly string[] Second = ["parameters", "artifacts", "name", "namespace", "uid", "status", "labels", "annotations", "outputs", "failures", "duration", "creationTimestamp"];

    public void Check(RuleContext context)
    {
        var inLoops = new HashSet<ScalarNode>(context.View.Calls.Where(c => c.IsLooped).SelectMany(c => TagOccurrence.Scalars(c.Node)));
        foreach (var template in context.View.AllTemplates)
            foreach (var tag in TagOccurrence.Under(template, "inline").Where(t => !t.IsExpression))
            {
                var name = tag.Name;
                if (name.Length > 0 && name[0] is '{' && Roots.Any(r => name.StartsWith("{" + r + ".", StringComparison.Ordinal)))
                    context.Report(RuleCatalog.RunTags.Misspelt, $"{{{{{tag.Inner}}}}} has a brace too much and stays as text", tag.Place);
                else if (name.Length > 1 && name[0] == '=' && tag.Inner[0] != '=')
                    context.Report(RuleCatalog.RunTags.Misspelt, $"{{{{{tag.Inner}}}}} stays as text: an expression begins with {{{{= and no blank between", tag.Place);
                else if (name.IndexOf('[') is > 0 and var bracket && Roots.Contains(name.Substring(0, bracket).Split('.')[0]) && name != "item" && !name.StartsWith("item", StringComparison.Ordinal))
                    context.Report(RuleCatalog.RunTags.Misspelt, $"{{{{{tag.Inner}}}}} stays as text: brackets are for expressions, write {{{{={name}}}}} or dots", tag.Place);
                else if (name.IndexOf('.') is > 2 and var dot && dot < name.Length - 1)
                {
                    var root = name.Substring(0, dot);
                    if (inLoops.Contains(tag.Scalar) && Nearest.To(root, ["item"]) is not null)
                        context.Report(RuleCatalog.RunTags.Misspelt, $"{{{{{tag.Inner}}}}} stays as text: there is no {root}; did you mean item?", tag.Place);
                    if (Roots.Contains(root) || !root.All(char.IsLetter)) continue;
                    var second = name.Substring(dot + 1).Split('.')[0];
                    if (Nearest.To(root, Roots) is { } near && near is not ("item" or "node" or "pod" or "retries")
                        && (near is "steps" or "tasks" ? name.Contains(".outputs.") || name.EndsWith(".status", StringComparison.Ordinal) : Second.Contains(second)))
                        context.Report(RuleCatalog.RunTags.Misspelt, $"{{{{{tag.Inner}}}}} stays as text: there is no {root}{Nearest.Hint(near)}", tag.Place);
                }
            }
    }
}

/// <summary><c>{{outputs.…}}</c> of what the template does not have.</summary>
internal sealed class OwnOutput : IManifestRule
{
    public void Check(RuleContext context)
    {
        foreach (var template in context.View.AllTemplates)
        {
            var outputs = template.Map("outputs");
            var parameters = outputs.Maps("parameters").Select(p => p.Text("name")).ToList();
            var artifacts = outputs.Maps("artifacts").Select(a => a.Text("name")).ToList();
            foreach (var tag in TagOccurrence.Under(template, "inline").Where(t => !t.IsExpression && t.Name.StartsWith("outputs.", StringComparison.Ordinal)))
            {
                var parts = tag.Name.Split('.');
                var known = parts.Length < 3 ? parts[1] is "result" or "exitCode" or "parameters" : parts[1] switch
                {
                    "parameters" => parameters.Contains(parts[2]) && (parts.Length == 3 || parts[3] == "path"),
                    "artifacts" => artifacts.Contains(parts[2]) && (parts.Length == 3 || parts[3] == "path"),
                    _ => false,
                };
                if (!known)
                    context.Report(RuleCatalog.RunTags.OwnOutput, $"{{{{{tag.Inner}}}}} stays as text: the template {template.Text("name")} has no such output{Nearest.Hint(parts.Length < 3 ? null : Nearest.To(parts[2], parameters.Concat(artifacts)))}", tag.Place);
            }
        }
    }
}

/// <summary><c>{{cronworkflow.…}}</c> inside the workflow that it starts.</summary>
internal sealed class CronVariable : IManifestRule
{
    public void Check(RuleContext context)
    {
        foreach (var tag in TagOccurrence.Under(context.Spec).Where(t => t.Name.TrimStart('=', ' ').StartsWith("cronworkflow.", StringComparison.Ordinal)))
            context.Report(RuleCatalog.RunTags.Cron, $"{{{{{tag.Inner}}}}} stays as text: only when and stopStrategy of the CronWorkflow know it; a workflow reads {{{{workflow.scheduledTime}}}} and its labels", tag.Place);
    }
}

/// <summary><c>{{workflow.status}}</c> where the workflow has not ended.</summary>
internal sealed class LateStatus : IManifestRule
{
    public void Check(RuleContext context)
    {
        if (!context.View.IsWorkflow) return;
        var handlers = context.View.HandlerTree;
        foreach (var template in context.View.MainTree.Where(t => !handlers.Contains(t)))
            foreach (var tag in TagOccurrence.Under(template, "hooks", "onExit", "metrics"))
            {
                var isStatus = tag.IsExpression ? NodeMention.LongestPaths(tag.Expression).Contains("workflow.status") : tag.Name == "workflow.status";
                if (isStatus) context.Report(RuleCatalog.RunTags.LateStatus, "workflow.status is empty or Running until the workflow has ended: read it in the exit handler", tag.Place);
            }
    }
}

/// <summary><c>{{steps.name}}</c> in arguments is the name of the template around the step.</summary>
internal sealed class NodeNameInArguments : IManifestRule
{
    public void Check(RuleContext context)
    {
        foreach (var call in context.View.Calls)
            foreach (var tag in TagOccurrence.Under(call.Node.Map("arguments")).Where(t => t.Name is "steps.name" or "tasks.name"))
                context.Report(RuleCatalog.RunTags.NodeName, $"{{{{{tag.Inner}}}}} is here the name of the {call.Word} that called {call.Owner.Text("name")}: write the name {call.Name}, or use the tag inside the called template", tag.Place);
    }
}

/// <summary>Guards at the wrong member: <c>steps.a?.outputs</c> is computed before anything ran.</summary>
internal sealed class AlwaysDefault : IManifestRule
{
    private static readonly System.Text.RegularExpressions.Regex TooEarly = new(@"\b(steps|tasks)(\.\w+|\[\s*['""][^'""]+['""]\s*\])\?\.|\bworkflow\?\.outputs|\bworkflow\.outputs\?\.", System.Text.RegularExpressions.RegexOptions.CultureInvariant);

    public void Check(RuleContext context)
    {
        foreach (var call in context.View.Calls)
            foreach (var tag in TagOccurrence.Under(call.Node, "hooks", "inline").Where(t => t.IsExpression))
                if (TooEarly.Match(tag.Expression) is { Success: true } match)
                    context.Report(RuleCatalog.RunTags.AlwaysDefault,
                        match.Value.StartsWith("workflow", StringComparison.Ordinal)
                            ? "a guard before outputs is computed before this pass's exports: pass the value as an output of the step instead"
                            : $"this is computed before {match.Groups[1].Value.TrimEnd('s')} {match.Groups[2].Value.Trim('.')} runs, so it always gives its default: put the guard behind outputs, {match.Groups[1].Value}{match.Groups[2].Value}.outputs?.…",
                        tag.PlaceInExpression(match.Index, match.Length));
    }
}

/// <summary>A result that is mentioned only in double quotes is not captured.</summary>
internal sealed class NotCaptured : IManifestRule
{
    private static readonly System.Text.RegularExpressions.Regex Quoted = new(@"\b(steps|tasks)\[\s*""([^""]+)""\s*\]\.outputs\??\.result", System.Text.RegularExpressions.RegexOptions.CultureInvariant);

    public void Check(RuleContext context)
    {
        foreach (var owner in context.View.AllTemplates.Where(t => t.Has("steps") || t.Has("dag")))
        {
            var texts = TagOccurrence.Scalars(owner).Where(s => s.IsString && s.Text.Contains("outputs")).ToList();
            foreach (var scalar in texts)
                foreach (System.Text.RegularExpressions.Match match in Quoted.Matches(scalar.Text))
                {
                    string root = match.Groups[1].Value, name = match.Groups[2].Value;
                    string plain = $"{root}.{name}.outputs.result", single = $"{root}['{name}'].outputs.result";
                    if (texts.Any(t => t.Text.Contains(plain) || t.Text.Contains(single))) continue;
                    context.Report(RuleCatalog.RunTags.NotCaptured, $"Argo captures the result of {name} only if it is mentioned with single quotes: write {single}", scalar.PlaceOf(match.Index, match.Length));
                }
        }

        if (!context.View.IsWorkflow || context.View.Template(context.View.Entrypoint) is not { } entry || !entry.Kind().IsLeaf() || context.View.CallsOf(entry).Any()) return;
        foreach (var tag in TagOccurrence.Under(entry["metrics"]).Where(t => t.Name == "outputs.result"))
            context.Report(RuleCatalog.RunTags.NotCaptured, "the result of the entrypoint itself is never captured: call it as a step whose result is read", tag.Place);
    }
}
