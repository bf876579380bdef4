using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text.Regex;

namespace Argosy.Manifests.Expressions.Sprig;

/// <summary>sprig's regular expressions.</summary>
internal static class SprigPatterns
{
    public static void Register(SprigFunctions f)
    {
        GoType s = GoType.String, i = GoType.Int, flag = GoType.Bool, texts = GoType.StringSlice;
        f.Add("regexMatch", [s, s], flag, a =>
        {
            try
            {
                return GoRegex.Compile((string)a[0]!).IsMatch((string)a[1]!);
            }
            catch (GoRegexException)
            {
                return false;
            }
        });
        f.AddFailing("mustRegexMatch", [s, s], flag, a => GoRegex.Compile((string)a[0]!).IsMatch((string)a[1]!));
        Both(f, "regexFindAll", "mustRegexFindAll", [s, s, i], texts, (regex, a) =>
        {
            var text = (string)a[1]!;
            var found = regex.FindAll(text, (int)Math.Max(Math.Min((long)a[2]!, int.MaxValue), -1));
            return found.Count == 0 ? GoList.Nil(texts) : GoList.Strings(found.Select(m => text.Substring(m[0], m[1] - m[0])));
        });
        Both(f, "regexFind", "mustRegexFind", [s, s], s, (regex, a) =>
        {
            var text = (string)a[1]!;
            return regex.Find(text, 0) is { } match ? text.Substring(match[0], match[1] - match[0]) : "";
        });
        Both(f, "regexReplaceAll", "mustRegexReplaceAll", [s, s, s], s, (regex, a) => regex.Replace((string)a[1]!, (string)a[2]!));
        Both(f, "regexReplaceAllLiteral", "mustRegexReplaceAllLiteral", [s, s, s], s, (regex, a) => regex.ReplaceLiteral((string)a[1]!, (string)a[2]!));
        Both(f, "regexSplit", "mustRegexSplit", [s, s, i], texts, (regex, a) =>
            regex.Split((string)a[1]!, (int)Math.Max(Math.Min((long)a[2]!, int.MaxValue), -1)) is { } parts ? GoList.Strings(parts) : GoList.Nil(texts));
        f.Add("regexQuoteMeta", [s], s, a => GoRegex.QuoteMeta((string)a[0]!));
    }

    // Without "must" a wrong pattern is a panic with Go's own words around it.
    private static void Both(SprigFunctions f, string name, string must, GoType[] parameters, GoType result, Func<GoRegex, object?[], object?> run)
    {
        f.Add(name, parameters, result, a =>
        {
            GoRegex regex;
            try
            {
                regex = GoRegex.Compile((string)a[0]!);
            }
            catch (GoRegexException error)
            {
                var pattern = (string)a[0]!;
                throw new GoPanic($"regexp: Compile({(pattern.Contains('`') ? Text.GoQuote.Quote(pattern) : $"`{pattern}`")}): {error.Message}");
            }

            return run(regex, a);
        });
        f.AddFailing(must, parameters, result, a => run(GoRegex.Compile((string)a[0]!), a));
    }
}
