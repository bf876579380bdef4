using System.Text.Json.Nodes;

namespace Argosy.Workflows;

/// <summary>A field selector in Kubernetes' syntax: <c>=</c>, <c>==</c> and <c>!=</c> joined by commas.</summary>
internal sealed class FieldSelector
{
    private readonly IReadOnlyList<(string Field, bool Equal, string Value)> _terms;

    private FieldSelector(IReadOnlyList<(string, bool, string)> terms) => _terms = terms;

    /// <summary>Whether it selects everything.</summary>
    public bool IsEmpty => _terms.Count == 0;

    /// <summary>The fields it asks for.</summary>
    public IEnumerable<(string Field, bool Equal, string Value)> Terms => _terms;

    /// <summary>Reads a selector; <paramref name="fault"/> is Kubernetes' sentence where it is none.</summary>
    public static FieldSelector? Parse(string text, out string? fault)
    {
        fault = null;
        var terms = new List<(string, bool, string)>();
        foreach (var part in Split(text))
        {
            if (part.Length == 0) continue;
            var at = Operator(part, out var length, out var equal);
            if (at < 0)
            {
                fault = $"invalid selector: '{text}'; can't understand '{part}'";
                return null;
            }

            terms.Add((part[..at], equal, Unescape(part[(at + length)..])));
        }

        return new FieldSelector(terms);
    }

    /// <summary>Whether a node is selected.</summary>
    public bool Matches(JsonObject node)
    {
        foreach (var (field, equal, value) in _terms)
        {
            var actual = field switch
            {
                "displayName" or "phase" or "name" or "id" => node.TextAt(field),
                "templateName" => node.TemplateOf(),
                "templateRef.name" => node.TextAt("templateRef", "name"),
                "templateRef.template" => node.TextAt("templateRef", "template"),
                _ => Input(node, field),
            };
            if ((actual == value) != equal) return false;
        }

        return true;
    }

    /// <summary>Whether an object is selected by its name and namespace, the only fields that the API server knows of Argo's kinds.</summary>
    public bool MatchesMetadata(JsonObject @object) => _terms.All(term =>
        (term.Field switch { "metadata.name" => @object.Name(), "metadata.namespace" => @object.Namespace(), _ => "" } == term.Value) == term.Equal);

    /// <summary>The selector as Kubernetes prints it.</summary>
    public override string ToString() => string.Join(',', _terms.Select(term => $"{term.Field}{(term.Equal ? "=" : "!=")}{Escape(term.Value)}"));

    private static string Input(JsonObject node, string field)
    {
        const string prefix = "inputs.parameters.", suffix = ".value";
        if (!field.StartsWith(prefix, StringComparison.Ordinal) || !field.EndsWith(suffix, StringComparison.Ordinal)) return "";
        if (field.Length <= prefix.Length + suffix.Length) return "";
        var name = field[prefix.Length..^suffix.Length];
        return node.ItemsAt("inputs", "parameters").LastOrDefault(parameter => parameter.TextAt("name") == name)?.TextAt("value") ?? "";
    }

    private static IEnumerable<string> Split(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == ',')
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        yield return text[start..];
    }

    private static int Operator(string part, out int length, out bool equal)
    {
        for (var i = 0; i < part.Length; i++)
        {
            var rest = part.AsSpan(i);
            if (rest.StartsWith("!=", StringComparison.Ordinal)) (length, equal) = (2, false);
            else if (rest.StartsWith("==", StringComparison.Ordinal)) (length, equal) = (2, true);
            else if (rest[0] == '=') (length, equal) = (1, true);
            else continue;
            return i;
        }

        (length, equal) = (0, false);
        return -1;
    }

    private static string Unescape(string value) => value.Contains('\\', StringComparison.Ordinal)
        ? value.Replace("\\,", ",", StringComparison.Ordinal).Replace("\\=", "=", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal)
        : value;

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal).Replace("=", "\\=", StringComparison.Ordinal);
}
