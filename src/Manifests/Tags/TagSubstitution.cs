using System.Text;
using Argosy.Manifests.Expressions.Values;

namespace Argosy.Manifests.Tags;

/// <summary>Replaces <c>{{name}}</c> and <c>{{=expression}}</c> tags by the rules of Argo's templates.</summary>
public static class TagSubstitution
{
    private const string Open = "{{", Close = "}}";

    /// <summary>
    /// Replaces the tags of a plain text. With <paramref name="allowUnresolved"/> what cannot be resolved stays as it is; without, it is an error.
    /// </summary>
    /// <exception cref="TagException">A tag cannot be replaced.</exception>
    public static string Replace(string template, IReadOnlyDictionary<string, string> scope, bool allowUnresolved)
    {
        var values = scope.ToDictionary(p => p.Key, p => (object?)p.Value, StringComparer.Ordinal);
        return (string)GoJson.Read(ReplaceJson(Quote(template), values, allowUnresolved))!;
    }

    /// <summary>A text as JSON in Go's way, in which tags are looked for.</summary>
    public static string Quote(string text)
    {
        var json = new StringBuilder(text.Length + 2);
        GoJson.WriteString(json, text, escapeHtml: true);
        return json.ToString();
    }

    /// <summary>
    /// Replaces the tags in the JSON text of an object, as Argo does; null in <paramref name="scope"/> is an output that its skipped producer never made.
    /// </summary>
    /// <exception cref="TagException">A tag cannot be replaced or the result is no JSON.</exception>
    public static string ReplaceJson(string json, IReadOnlyDictionary<string, object?> scope, bool allowUnresolved) =>
        Run(json, new TagReplacer(scope, allowUnresolved ? null : _ => true, allowUnresolved));

    /// <summary>The same, where names that begin with one of the prefixes (<c>tasks</c>, <c>steps</c>) must be known and all others may stay.</summary>
    /// <exception cref="TagException">A tag cannot be replaced or the result is no JSON.</exception>
    public static string ReplaceJsonStrict(string json, IReadOnlyDictionary<string, object?> scope, IReadOnlyList<string> strictPrefixes) =>
        Run(json, new TagReplacer(scope, strictPrefixes.Count == 0 ? null : name => HasPrefix(name, strictPrefixes), true));

    private static bool HasPrefix(string name, IReadOnlyList<string> prefixes) => prefixes.Any(prefix =>
        name.StartsWith(prefix, StringComparison.Ordinal) && (name.Length == prefix.Length || name[prefix.Length] == '.'));

    private static string Run(string json, TagReplacer replacer)
    {
        if (!GoJson.IsValid(json))
            throw new TagException("cannot do template replacements with invalid JSON");
        CheckEnds(json);
        var result = new StringBuilder(json.Length);
        var position = 0;
        while (true)
        {
            var start = json.IndexOf(Open, position, StringComparison.Ordinal);
            if (start < 0)
                break;
            result.Append(json, position, start - position);
            var end = json.IndexOf(Close, start + Open.Length, StringComparison.Ordinal);
            result.Append(replacer.Replace(json.Substring(start + Open.Length, end - start - Open.Length)));
            position = end + Close.Length;
        }

        var replaced = result.Append(json, position, json.Length - position).ToString();
        return GoJson.IsValid(replaced) ? replaced : throw new TagException("cannot finish template replacement because the result was invalid JSON");
    }

    // Every tag must end before any is replaced.
    private static void CheckEnds(string json)
    {
        var position = 0;
        while (true)
        {
            var start = json.IndexOf(Open, position, StringComparison.Ordinal);
            if (start < 0)
                return;
            var end = json.IndexOf(Close, start + Open.Length, StringComparison.Ordinal);
            if (end < 0)
            {
                throw new TagException(
                    $"Cannot find end tag={Text.GoQuote.Quote(Close)} in the template={Text.GoQuote.Quote(json)} starting from {Text.GoQuote.Quote(json.Substring(start + Open.Length))}");
            }

            position = end + Close.Length;
        }
    }
}
