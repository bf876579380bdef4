using System.Text;
using System.Text.RegularExpressions;
using Argosy.Manifests.Conditions;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Runtime.Decisions;

/// <summary>The texts of <c>when</c>, tried with values of all kinds in the place of their tags.</summary>
internal sealed class ConditionRules : IManifestRule
{
    private static readonly string[] Samples = ["x", "1", "true"];
    private static readonly Regex TextAndBoolean = new(@"(?<![\w)])(?<q>['""])(?:(?!\k<q>).)*\k<q>\s*(==|!=)\s*(?<b>true|false)\b|\b(?<b>true|false)\s*(==|!=)\s*(?<q>['""])(?:(?!\k<q>).)*\k<q>", RegexOptions.CultureInvariant);
    private static readonly Regex Date = new(@"(==|!=|=~|!~|<=?|>=?)\s*(?<d>(['""])(\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?)?|\d{1,2}:\d\d[AP]M)\2)", RegexOptions.CultureInvariant);

    private static readonly Regex Expression = new(@"\{\{=.*?\}\}", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    public void Check(RuleContext context)
    {
        foreach (var call in context.View.Calls)
        {
            if (call.Node["when"] is not ScalarNode { Text: { Length: > 0 } text } when || text.Trim().Length == 0) continue;
            if (Opened(text))
            {
                context.Report(RuleCatalog.RunConditions.Syntax, "a tag in this condition begins with {{ and has no }}", when.Place);
                continue;
            }

            if (Failure(when) is { } failure)
            {
                context.Report(failure.IsSyntax ? RuleCatalog.RunConditions.Syntax : RuleCatalog.RunConditions.Fails,
                    $"the condition of {call.Name} {(failure.IsSyntax ? "cannot be read" : "fails whatever the values are")}: {failure.Text.TrimEnd()}; {(failure.Text.StartsWith("Expected boolean", StringComparison.Ordinal) ? "compare it with something" : "put texts with blanks, dashes or dots in quotes")}", when.Place);
                continue;
            }

            var outside = Expression.Replace(text, m => new string(' ', m.Length));
            if (TextAndBoolean.Match(outside) is { Success: true } pair)
                context.Report(RuleCatalog.RunConditions.TextAgainstBoolean, $"a quoted text is never equal to {pair.Groups["b"].Value}: quote both sides, or none", when.PlaceOf(pair.Index, pair.Length));
            if (Date.Match(outside) is { Success: true } date)
                context.Report(RuleCatalog.RunConditions.Date, $"{date.Groups["d"].Value} is read as a time, and so is what it is compared with: other spellings of the same time are equal, and =~ fails; compare by an expression tag, {{{{= … }}}}", when.PlaceOf(date.Groups["d"].Index, date.Groups["d"].Length));
            if (call.IsLooped) Loop(context, call, when);
        }
    }

    private static bool Opened(string text) => text.LastIndexOf("{{", StringComparison.Ordinal) is >= 0 and var at && text.IndexOf("}}", at, StringComparison.Ordinal) < 0;

    private static (string Text, bool IsSyntax)? Failure(ScalarNode when)
    {
        var tags = TagOccurrence.In(when).ToList();
        if (tags.Count > 0 && when.Text.Trim().Length == tags[0].Inner.Length + 4) return null;
        var samples = Date.IsMatch(when.Text) ? [.. Samples, "2024-01-02T03:04:05Z"] : Samples;
        var choices = tags.Count > 3 ? 1 : (int)Math.Pow(samples.Length, tags.Count);
        (string Text, bool IsSyntax)? first = null;
        for (var choice = 0; choice < choices; choice++)
        {
            var rest = choice;
            var text = Replaced(when.Text, tags, _ =>
            {
                var sample = samples[rest % samples.Length];
                rest /= samples.Length;
                return sample;
            });
            try
            {
                if (text.Trim().Length == 0) return null;
                WhenCondition.Evaluate(text);
                return null;
            }
            catch (WhenException e)
            {
                // With many tags only the syntax is tried: it does not depend on which kinds meet.
                if (tags.Count > 3 && e.Stage != WhenStage.Parse) return null;
                if (first is null || (first.Value.IsSyntax && e.Stage != WhenStage.Parse)) first = (e.Message, e.Stage == WhenStage.Parse);
            }
        }

        return first;
    }

    private static void Loop(RuleContext context, TemplateCall call, ScalarNode when)
    {
        var text = when.Text;
        if (call.Node["withParam"] is ScalarNode list && NodeMention.Under(list).Any() && text.Contains("{{") && Decide(text) == false)
            context.Report(RuleCatalog.RunConditions.QuotedItem, $"this is decided once before the list is known, with the tag as text: it is false then and the whole loop of {call.Name} is skipped; write the tag without quotes", when.Place);
        if (call.Node.List("withItems") is not { Items.Count: > 0 } items || text.Contains("{{=")) return;
        var tags = TagOccurrence.In(when).ToList();
        if (tags.Count == 0 || tags.Any(t => t.Name != "item" && !t.Name.StartsWith("item.", StringComparison.Ordinal))) return;
        foreach (var item in items.Items)
        {
            var known = true;
            var replaced = Replaced(text, tags, tag =>
            {
                var value = tag.Name == "item" ? item as ScalarNode : (item as MapNode)?[tag.Name.Substring(5)] as ScalarNode;
                known &= value is not null;
                return value?.Text ?? "";
            });
            if (!known || Decide(replaced) != false) return;
        }

        context.Report(RuleCatalog.RunConditions.NoItem, $"this is false for every item of {call.Name}: nothing runs", when.Place);
    }

    private static bool? Decide(string text)
    {
        try
        {
            return WhenCondition.Evaluate(text);
        }
        catch (WhenException)
        {
            return null;
        }
    }

    private static string Replaced(string text, List<TagOccurrence> tags, Func<TagOccurrence, string> value)
    {
        var result = new StringBuilder();
        var at = 0;
        foreach (var tag in tags)
        {
            result.Append(text, at, tag.Offset - at).Append(value(tag));
            at = tag.Offset + tag.Inner.Length + 4;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }
}
