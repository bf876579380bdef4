using System.Text.RegularExpressions;
using Argosy.Manifests.Expressions;
using Argosy.Manifests.Rules.Argo;
using Argosy.Manifests.Rules.Runtime.Tags;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Runtime.Handlers;

/// <summary>Whether the templates of hooks and exit handlers exist. The workflow's own onExit is Argo's rule already.</summary>
internal sealed class HookTargets : IManifestRule
{
    public void Check(RuleContext context)
    {
        if (context.Spec.Has("workflowTemplateRef")) return;
        foreach (var (name, hook) in context.View.HookTemplates())
        {
            if (ReferenceEquals(hook, context.Spec) || hook.Has("templateRef") || name.Text.Contains("{{") || context.View.Template(name.Text) is not null) continue;
            context.Report(RuleCatalog.RunHooks.NoTemplate, $"there is no template {name.Text}{Nearest.Hint(Nearest.To(name.Text, context.View.TemplateNames))}", name.Place);
        }
    }
}

/// <summary>Two ways to say the same exit, of which Argo takes one.</summary>
internal sealed class TwoExits : IManifestRule
{
    public void Check(RuleContext context)
    {
        foreach (var holder in context.View.Calls.Select(c => c.Node).Prepend(context.Spec))
            if (holder.Text("onExit").Length > 0 && holder.Map("hooks")?.Entry("exit") is { } exit)
                context.Report(RuleCatalog.RunHooks.Two, $"onExit: {holder.Text("onExit")} wins, and this hook never runs: keep one of them", exit.KeyPlace);
        if (context.Spec.Map("hooks").Map("exit") is { } hook && hook.Text("expression").Length > 0)
            context.Report(RuleCatalog.RunHooks.IgnoredExpression, "the exit hook of a workflow always runs, whatever its expression says: decide inside its template, with a when on {{workflow.status}}", hook.At("expression").Place);
    }
}

/// <summary>The expressions of hooks.</summary>
internal sealed class HookExpressions : IManifestRule
{
    public void Check(RuleContext context)
    {
        foreach (var hook in context.Spec.Map("hooks")?.Entries ?? [])
            if (hook.Value is MapNode map && hook.Key != "exit") Expression(context, null, map);
        foreach (var call in context.View.Calls)
            foreach (var hook in call.Hooks)
            {
                if (hook.Value is not MapNode map) continue;
                if (call.IsTask && hook.Key != "exit" && map.Text("expression").Trim().Length == 0)
                    context.Report(RuleCatalog.RunHooks.NoExpression, $"the hook {hook.Key} has no expression and breaks its task: write for instance {call.Root}['{call.Name}'].status == \"Running\", or call the hook exit", hook.KeyPlace);
                else Expression(context, call, map);
            }
    }

    private static void Expression(RuleContext context, TemplateCall? call, MapNode hook)
    {
        if (hook["expression"] is not ScalarNode { Text: { Length: > 0 } text } expression || text.Contains("{{")) return;
        var owner = call?.Owner ?? new MapNode();
        if (DashedName.Find(context, owner, text) is { } dash)
        {
            context.Report(RuleCatalog.RunTags.Dash, dash.Message, expression.PlaceOf(dash.Offset, dash.Length));
            return;
        }

        var names = VariableNames.In(context, owner).Where(n => call is not null || (n != "steps.*" && n != "tasks.*")).ToList();
        var faults = ExpressionChecker.Check(text, names);
        foreach (var fault in faults)
        {
            var at = Math.Min(fault.Offset, Math.Max(0, text.Length - 1));
            context.Report(RuleCatalog.RunHooks.Expression, $"{fault.Message}; Argo accepts the hook and fails with it later", expression.PlaceOf(at, Math.Max(0, Math.Min(fault.Length, text.Length - at))));
        }

        if (call is null || faults.Count > 0) return;
        foreach (var path in NodeMention.LongestPaths(text))
        {
            var parts = path.Split('.');
            if (parts[0] is not ("steps" or "tasks") || parts.Length < 2 || parts[1] == "name") continue;
            if (parts[0] != call.Root)
                context.Report(RuleCatalog.RunHooks.Expression, $"{call.Name} is a {call.Word}: write {call.Root} and not {parts[0]}", Place(expression, parts[0]));
            else if (call.Sibling(parts[1]) is not { } target)
            {
                // The items of a loop have names of their own.
                if (!parts[1].Contains("("))
                    context.Report(RuleCatalog.RunHooks.Expression, $"there is no {call.Word} {parts[1]} here{Nearest.Hint(Nearest.To(parts[1], call.Siblings.Select(s => s.Name)))}", Place(expression, parts[1]));
            }
            else if (ReferenceEquals(target, call) && parts.Length > 2 && parts[2] == "outputs")
                context.Report(RuleCatalog.RunHooks.Expression, $"a hook's expression has no outputs of its own {call.Word}, only {parts[0]}['{call.Name}'].status: pass the output as an argument, and decide in the called template", Place(expression, "outputs"));
            else if (ReferenceEquals(target, call) && call.IsLooped && !call.IsTask && parts.Length > 2 && parts[2] == "status")
                context.Report(RuleCatalog.RunHooks.LoopStatus, $"a loop of steps has no status in its hooks, only its items have: write steps[\"{call.Name}(0:…)\"].status, or put the hook inside the called template", Place(expression, parts[1]));
        }
    }

    private static SourcePlace Place(ScalarNode text, string part) => text.Text.IndexOf(part, StringComparison.Ordinal) is >= 0 and var at ? text.PlaceOf(at, part.Length) : text.Place;
}

/// <summary>What the arguments of hooks read.</summary>
internal sealed class HookArguments : IManifestRule
{
    private static readonly Regex Running = new(@"status\s*==\s*['""](Running|Pending)['""]", RegexOptions.CultureInvariant);

    public void Check(RuleContext context)
    {
        foreach (var call in context.View.Calls)
            foreach (var hook in call.Hooks)
            {
                if (hook.Value is not MapNode map || map.Map("arguments") is not { } arguments) continue;
                foreach (var mention in NodeMention.Under(arguments).Where(m => m.Root == call.Root))
                {
                    if (mention.Name == call.Name)
                    {
                        if (call.IsLooped)
                            context.Report(RuleCatalog.RunHooks.LoopItself, $"the hook of a loop may not name its own {call.Word}: the whole loop fails; pass the item, or what the hook needs, from inside the called template", mention.Tag.Place);
                        else if (mention.Rest is "outputs.result" or "exitCode")
                            context.Report(RuleCatalog.RunHooks.OwnResult, $"{{{{{mention.Tag.Inner}}}}} stays as text: a hook has the output parameters of its {call.Word}, not its {(mention.Rest == "exitCode" ? "exitCode" : "result")}; write it to a file and declare an output parameter", mention.Tag.Place);
                    }
                    else if (hook.Key != "exit" && Running.IsMatch(map.Text("expression")))
                        context.Report(RuleCatalog.RunHooks.RunningReads, $"{{{{{mention.Tag.Inner}}}}} stays as text: while {call.Name} runs it has no outputs, and its hooks read nothing of other {call.Root}; pass the value to {call.Name} as an input and read {{{{inputs.parameters.…}}}} in a step of it", mention.Tag.Place);
                }
            }
    }
}

/// <summary>Hooks that the walk of a DAG may pass over, and hooks on loops and retries.</summary>
internal sealed class HookTiming : IManifestRule
{
    public void Check(RuleContext context)
    {
        foreach (var call in context.View.Calls)
        {
            var isRetried = call.Callee is { } callee && context.View.RetryOf(callee) is not null;
            foreach (var hook in call.Hooks)
            {
                if (hook.Value is not MapNode map || hook.Key == "exit") continue;
                if (isRetried && context.View.Template(map.Text("template")) is { } template && context.View.RetryOf(template) is not null)
                    context.Report(RuleCatalog.RunHooks.RetriedHook, $"{map.Text("template")} is retried and so is {call.Name}: Argo counts the hook as one of its attempts; call a template without retryStrategy", hook.KeyPlace);
                if (call.IsTask && !IsTarget(call) && (isRetried || call.IsLooped || call.Callee.Has("steps") || call.Callee.Has("dag")) && !Running(map))
                    context.Report(RuleCatalog.RunHooks.NoTarget, $"the hook {hook.Key} may never run: {call.Name} ends while Argo walks the DAG, and the tasks after it begin in the same moment; let nothing depend on {call.Name}, or make the hook a task after it", hook.KeyPlace);
            }

            if (!call.IsTask || !call.IsLooped || !call.Node.HasExitHook()) continue;
            var exit = call.Node.Map("hooks")?.Entry("exit");
            var item = TagOccurrence.Under(exit?.Value).FirstOrDefault(t => t.Name == "item" || t.Name.StartsWith("item.", StringComparison.Ordinal));
            context.Report(RuleCatalog.RunHooks.LoopItem, item is null
                ? $"the exit hook of a loop in a DAG does not run for every item: call a template for each item that has the hook inside"
                : $"{{{{{item.Inner}}}}} stays as text in the exit hook of a loop in a DAG, and not every item gets one: call a template for each item that has the hook inside", item?.Place ?? exit?.KeyPlace ?? call.Node.At("onExit").Place);
        }
    }

    private static bool Running(MapNode hook) => hook.Text("expression").Contains("Running");

    private static bool IsTarget(TemplateCall call)
    {
        var target = call.Owner.Map("dag").Text("target");
        if (target.Length > 0) return target.Contains("{{") || target.Split(' ').Contains(call.Name);
        return !call.Siblings.Any(s => s.Graph!.DependenciesOf(s.Node).Any(d => d.Name == call.Name));
    }
}
