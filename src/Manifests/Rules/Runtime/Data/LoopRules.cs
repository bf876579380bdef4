using System.Text.RegularExpressions;
using Argosy.Manifests.Rules.Decoding;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Runtime.Data;

/// <summary>Loops over literal items, over lists and over sequences.</summary>
internal sealed class LoopRules : IManifestRule
{
    private static readonly Regex Verb = new(@"%[-+# 0]*\d*(?:\.\d+)?(?<v>[a-zA-Z])", RegexOptions.CultureInvariant);

    public void Check(RuleContext context)
    {
        foreach (var call in context.View.Calls)
        {
            Items(context, call);
            Parameter(context, call);
            Sequence(context, call);
            if (call.IsLooped && call.Node.Map("inline") is { } inline && inline.Map("inputs").Any("parameters")
                && TagOccurrence.Under(inline).FirstOrDefault(t => !t.IsExpression && inline.Map("inputs").Maps("parameters").Any(p => t.Name == "inputs.parameters." + p.Text("name"))) is { } tag)
                context.Report(RuleCatalog.RunValues.InlineInputs, $"an inline template in a loop cannot read its own inputs: use {{{{item}}}} in its body, or make it a template of its own", tag.Place);
        }
    }

    private static void Items(RuleContext context, TemplateCall call)
    {
        if (call.Node.List("withItems") is not { } items) return;
        if (items.Items.Count == 0)
        {
            context.Report(RuleCatalog.RunValues.EmptyLoop, $"an empty withItems is no loop: {call.Name} runs once, and {{{{item}}}} stays as text; take the step out, or loop over a withParam of []", items.Place);
            return;
        }

        var tags = TagOccurrence.Under(call.Node, "withItems").Where(t => !t.IsExpression && t.Name.StartsWith("item.", StringComparison.Ordinal)).ToList();
        if (tags.Count == 0) return;
        var maps = items.Items.OfType<MapNode>().ToList();
        var all = maps.SelectMany(m => m.Entries.Select(e => e.Key)).Distinct().ToList();
        foreach (var item in items.Items)
        {
            var missing = tags.FirstOrDefault(t => t.Name.Substring(5) is var key && all.Contains(key) && !(item is MapNode map && map.Has(key)));
            if (missing is null) continue;
            context.Report(RuleCatalog.RunValues.UnevenItems, $"this item has no {missing.Name.Substring(5)}, so no item of {call.Name} runs at all: give every item the same keys", item.Place);
            break;
        }

        foreach (var tag in tags)
            if (maps.Select(m => m[tag.Name.Substring(5)]).OfType<ScalarNode>().FirstOrDefault(v => v.IsString && v.Text.IndexOfAny(['"', '\\', '\n', '\r', '\t']) >= 0) is { } escaped)
                context.Report(RuleCatalog.RunValues.ItemEscapes, $"{{{{{tag.Inner}}}}} puts this in with the escapes of JSON (\\n, \\\"): read it as {{{{=fromJSON('\"' + item.{tag.Name.Substring(5)} + '\"')}}}}, or loop over plain texts", escaped.Place);
    }

    private static void Parameter(RuleContext context, TemplateCall call)
    {
        if (call.Node["withParam"] is not ScalarNode list) return;
        var text = list.Text;
        if (text.Trim().Length == 0)
        {
            if (text.Length == 0 && call.Node.Any("withItems")) return;
            context.Report(RuleCatalog.RunValues.EmptyLoop, $"an empty withParam is no loop: {call.Name} runs once, and {{{{item}}}} stays as text; write [] for no items", list.Place);
            return;
        }

        if (text.Contains("{{")) return;
        var trimmed = text.Trim();
        if (trimmed is "null" or "[]" || (trimmed[0] == '[' && JsonTree.Parse(trimmed, null, []) is ListNode)) return;
        context.Report(RuleCatalog.RunValues.WithParam, $"withParam must be a JSON list such as [\"a\", \"b\"]{(trimmed[0] == '[' ? "" : trimmed.StartsWith("inputs.", StringComparison.Ordinal) || trimmed.StartsWith("steps.", StringComparison.Ordinal) || trimmed.StartsWith("tasks.", StringComparison.Ordinal) ? ", or a tag: put {{ }} around it" : "")}", list.Place);
    }

    private static void Sequence(RuleContext context, TemplateCall call)
    {
        if (call.Node.Map("withSequence") is not { } sequence) return;
        foreach (var field in (string[])["start", "end", "count"])
            if (sequence[field] is ScalarNode { Text: var text } number && !text.Contains("{{") && !int.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out _))
                context.Report(RuleCatalog.RunValues.Sequence, $"{field} must be a whole number, not {(text.Length == 0 ? "empty" : text)}", number.Place);
        if (!sequence.Has("end") && !sequence.Has("count"))
            context.Report(RuleCatalog.RunValues.Sequence, "a sequence needs an end or a count", sequence.Place);
        if (sequence["format"] is not ScalarNode { Text: { Length: > 0 } format } scalar || format.Contains("{{")) return;
        var verbs = Verb.Matches(format.Replace("%%", "")).Cast<Match>().Select(m => m.Groups["v"].Value).ToList();
        if (verbs.Count != 1 || verbs[0] is not ("d" or "x" or "X" or "o" or "b" or "c" or "q" or "U" or "v"))
            context.Report(RuleCatalog.RunValues.SequenceFormat, $"the format gets one whole number: write for instance item-%03d, {(verbs.Count == 1 ? $"and not %{verbs[0]}" : $"here are {verbs.Count} verbs")}", scalar.Place);
    }
}
