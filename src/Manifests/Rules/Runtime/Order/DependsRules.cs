using System.Text.RegularExpressions;
using Argosy.Manifests.Expressions;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Runtime.Order;

/// <summary>The boolean text of <c>depends</c>: syntax, and whether it can be true at all.</summary>
internal sealed class DependsRules : IManifestRule
{
    private static readonly Regex Word = new(@"(?<name>[a-zA-Z0-9][-a-zA-Z0-9]*?)\.(?<result>[A-Z][a-zA-Z]+)|(?<bare>[a-zA-Z0-9][-a-zA-Z0-9]*)", RegexOptions.CultureInvariant);
    private static readonly string[] Phases = ["Succeeded", "Failed", "Errored", "Skipped", "Omitted", "Daemoned"];
    private static readonly HashSet<string> Operators = new(["in", "not", "let", "nil", "if", "and", "or", "true", "false", "matches", "contains", "startsWith", "endsWith"], StringComparer.Ordinal);

    public void Check(RuleContext context)
    {
        foreach (var call in context.View.Calls.Where(c => c.IsTask))
        {
            if (Operators.Contains(call.Name) && call.Siblings.Any(s => s.Graph!.DependenciesOf(s.Node).Any(d => d.Name == call.Name)))
                context.Report(RuleCatalog.RunOrder.TaskWord, $"{call.Name} is a word of expressions, and what depends on it fails: give the task another name", call.Node.At("name").Place);
            if (call.Node["depends"] is not ScalarNode { Text: { Length: > 0 } text } depends || text.Contains("{{")) continue;
            var syntax = ExpressionChecker.Check(text.Replace('-', '_')).FirstOrDefault(f => f.IsSyntax);
            if (syntax is not null)
            {
                var offset = Math.Min(syntax.Offset, Math.Max(0, text.Length - 1));
                context.Report(RuleCatalog.RunOrder.DependsSyntax, $"the condition of {call.Name} cannot be read: {syntax.Message}; join results with && and ||", depends.PlaceOf(offset, Math.Min(Math.Max(1, syntax.Length), text.Length - offset)));
                continue;
            }

            Impossible(context, call, depends);
            Waits(context, call, depends);
            Daemons(context, call, depends);
        }
    }

    private static void Impossible(RuleContext context, TemplateCall call, ScalarNode depends)
    {
        var names = new List<string>();
        var expression = Word.Replace(depends.Text, match =>
        {
            var name = match.Groups["bare"].Success ? match.Groups["bare"].Value : match.Groups["name"].Value;
            if (!names.Contains(name)) names.Add(name);
            var variable = "t" + names.IndexOf(name);
            return match.Groups["bare"].Success ? $"({variable}.Succeeded || {variable}.Skipped || {variable}.Daemoned)" : $"{variable}.{match.Groups["result"].Value}";
        });
        // Without a negation, and with every task named once, some results make it true.
        if (names.Count > 3 || names.Any(n => call.Sibling(n) is null) || (Word.Matches(depends.Text).Count == names.Count && Regex.IsMatch(depends.Text, @"^[-\w.\s()&|]*$"))) return;
        var states = new List<Dictionary<string, object?>>();
        foreach (var phase in Phases)
            foreach (var items in (string[])(names.Any(n => call.Sibling(n)!.IsLooped) ? ["", "AnySucceeded", "AllFailed"] : [""]))
            {
                var state = Phases.Concat(["AnySucceeded", "AllFailed"]).ToDictionary(p => p, p => (object?)(p == phase || p == items));
                states.Add(state);
            }

        string? failure = null;
        var choice = new int[names.Count];
        while (true)
        {
            var environment = names.Select((_, i) => i).ToDictionary(i => "t" + i, i => (object?)states[choice[i]]);
            try
            {
                if (ExpressionEvaluator.EvaluateBare(expression, environment)) return;
            }
            catch (ExpressionException e)
            {
                failure ??= e.Summary;
            }

            var next = 0;
            while (next < choice.Length && ++choice[next] == states.Count) choice[next++] = 0;
            if (next == choice.Length) break;
        }

        if (failure is null)
            context.Report(RuleCatalog.RunOrder.DependsNever, $"no results of {string.Join(", ", names)} make this true, so {call.Name} never runs", depends.Place);
        else
            context.Report(RuleCatalog.RunOrder.DependsSyntax, $"the condition of {call.Name} fails: {failure}", depends.Place);
    }

    private static void Waits(RuleContext context, TemplateCall call, ScalarNode depends)
    {
        var parts = depends.Text.Replace("(", "").Replace(")", "").Split(["||"], StringSplitOptions.None).Select(p => p.Trim()).ToList();
        if (parts.Count < 2 || parts.Distinct().Count() != parts.Count || !parts.All(p => p.EndsWith(".Succeeded", StringComparison.Ordinal) && p.IndexOf(' ') < 0)) return;
        var tasks = parts.Select(p => call.Sibling(p.Substring(0, p.Length - 10))).ToList();
        // What may be skipped or omitted is an alternative; what surely runs is waited for.
        if (tasks.Any(t => t is null || t.When.Length > 0 || t.Node.Text("depends").Length > 0 || t.Node.Any("dependencies"))) return;
        context.Report(RuleCatalog.RunOrder.DependsWaits, $"{call.Name} waits until all of {string.Join(", ", tasks.Select(t => t!.Name))} have ended, and not for the first: whoever shall follow one of them alone needs a task of its own", depends.Place);
    }

    private static void Daemons(RuleContext context, TemplateCall call, ScalarNode depends)
    {
        foreach (Match match in Word.Matches(depends.Text))
        {
            if (match.Groups["result"].Value != "Succeeded" || call.Sibling(match.Groups["name"].Value) is not { } daemon) continue;
            if (daemon.Callee is null || !daemon.Callee.Flag("daemon") || depends.Text.Contains(daemon.Name + ".Daemoned")) continue;
            context.Report(RuleCatalog.RunOrder.DaemonSucceeded, $"{daemon.Name} is a daemon: while it runs it is Daemoned and not Succeeded, and {call.Name} is omitted at once; write {daemon.Name} or {daemon.Name}.Daemoned", depends.PlaceOf(match.Index, match.Length));
        }
    }
}

/// <summary>Templates that call each other with no condition on the way.</summary>
internal sealed class EndlessRecursion : IManifestRule
{
    public void Check(RuleContext context)
    {
        var told = new HashSet<MapNode>();
        foreach (var call in context.View.Calls)
        {
            if (!Surely(call) || told.Contains(call.Owner)) continue;
            var open = new Stack<MapNode>();
            var seen = new HashSet<MapNode>();
            open.Push(call.Callee!);
            while (open.Count > 0)
            {
                var template = open.Pop();
                if (ReferenceEquals(template, call.Owner))
                {
                    told.UnionWith(seen);
                    told.Add(call.Owner);
                    context.Report(RuleCatalog.RunOrder.Recursion, $"{call.Owner.Text("name")} calls itself by {call.Name}, and no condition on the way ends that: Argo gives up at a depth of 100; give the call a when", call.Node.At("name").Place);
                    break;
                }

                if (!seen.Add(template)) continue;
                foreach (var next in context.View.CallsIn(template).Where(Surely)) open.Push(next.Callee!);
            }
        }
    }

    private static bool Surely(TemplateCall call) => call.Callee is not null && !call.IsElsewhere && call.When.Length == 0 && !call.IsLooped && call.Node.Text("depends").Length == 0;
}
