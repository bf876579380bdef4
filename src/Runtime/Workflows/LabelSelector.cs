using System.Text.Json.Nodes;

namespace Argosy.Workflows;

/// <summary>A label selector in Kubernetes' syntax: <c>a=b</c>, <c>a!=b</c>, <c>a in (b,c)</c>, <c>a notin (b)</c>, <c>a</c>, <c>!a</c>, joined by commas.</summary>
internal sealed class LabelSelector
{
    private readonly List<(string Key, string Operator, IReadOnlyList<string> Values)> _terms = [];

    /// <summary>Reads a selector; <paramref name="fault"/> says why it is none.</summary>
    public static LabelSelector? Parse(string text, out string? fault)
    {
        fault = null;
        var selector = new LabelSelector();
        foreach (var part in Split(text))
        {
            var term = part.Trim();
            if (term.Length == 0) continue;
            if (!selector.Add(term))
            {
                fault = $"unable to parse requirement: {GoText.Quote(term)} is no label selector";
                return null;
            }
        }

        return selector;
    }

    /// <summary>Whether an object is selected.</summary>
    public bool Matches(JsonObject @object)
    {
        foreach (var (key, @operator, values) in _terms)
        {
            var value = @object.At("metadata", "labels", key).AsText();
            var fits = @operator switch
            {
                "in" => value is not null && values.Contains(value),
                "notin" => value is null || !values.Contains(value),
                "exists" => value is not null,
                _ => value is null,
            };
            if (!fits) return false;
        }

        return true;
    }

    private bool Add(string term)
    {
        if (term[0] == '!' && !term.Contains('=', StringComparison.Ordinal))
        {
            _terms.Add((term[1..].Trim(), "absent", []));
            return IsKey(term[1..].Trim());
        }

        var open = term.IndexOf('(', StringComparison.Ordinal);
        if (open > 0)
        {
            var words = term[..open].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length != 2 || words[1] is not ("in" or "notin") || term[^1] != ')') return false;
            _terms.Add((words[0], words[1], term[(open + 1)..^1].Split(',').Select(value => value.Trim()).ToList()));
            return IsKey(words[0]);
        }

        foreach (var (sign, name) in new[] { ("!=", "notin"), ("==", "in"), ("=", "in") })
        {
            var at = term.IndexOf(sign, StringComparison.Ordinal);
            if (at < 0) continue;
            _terms.Add((term[..at].Trim(), name, [term[(at + sign.Length)..].Trim()]));
            return IsKey(term[..at].Trim());
        }

        _terms.Add((term, "exists", []));
        return IsKey(term);
    }

    private static bool IsKey(string key) => key.Length > 0 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/');

    private static IEnumerable<string> Split(string text)
    {
        var depth = 0;
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '(') depth++;
            else if (text[i] == ')') depth--;
            else if (text[i] == ',' && depth == 0)
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        yield return text[start..];
    }
}
