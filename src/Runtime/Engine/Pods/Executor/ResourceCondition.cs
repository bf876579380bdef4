using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Argosy.Engine.Pods.Executor;

/// <summary>
/// A success or failure condition of a resource template: requirements in the syntax of label selectors, whose keys are paths into the object
/// (<c>status.succeeded &gt; 2, status.phase in (Done, Skipped)</c>).
/// </summary>
internal sealed partial class ResourceCondition
{
    private readonly string _key;
    private readonly string _operator;
    private readonly IReadOnlyList<string> _values;

    private ResourceCondition(string key, string @operator, IReadOnlyList<string> values)
    {
        _key = key;
        _operator = @operator;
        _values = values;
    }

    /// <summary>Reads the requirements, sorted by key as Argo names them.</summary>
    /// <exception cref="FormatException">The text is no selector; the message says where.</exception>
    public static IReadOnlyList<ResourceCondition> Parse(string text)
    {
        var found = new List<ResourceCondition>();
        var at = 0;
        while (at < text.Length || found.Count == 0)
        {
            var match = Requirement().Match(text, at);
            if (!match.Success || match.Index != at)
                throw new FormatException($"unable to parse requirement: '{text[at..].Trim()}' is none; write KEY = VALUE, KEY != VALUE, KEY > NUMBER, KEY in (A, B), KEY or !KEY, with commas between them");
            found.Add(Of(match));
            at = match.Index + match.Length;
        }
        return [.. found.OrderBy(r => r._key, StringComparer.Ordinal)];
    }

    /// <summary>Whether the object is as the requirement wants it.</summary>
    public bool Matches(JsonObject resource)
    {
        var value = Value(resource, _key);
        return _operator switch
        {
            "=" or "==" or "in" => value is not null && _values.Contains(value),
            "!=" or "notin" => value is null || !_values.Contains(value),
            ">" or "<" => value is not null && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && long.TryParse(_values[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var limit) && (_operator == ">" ? number > limit : number < limit),
            "!" => value is null,
            _ => value is not null,
        };
    }

    public override string ToString() => _operator switch
    {
        "" => _key,
        "!" => "!" + _key,
        "in" or "notin" => $"{_key} {_operator} ({string.Join(",", _values.Order(StringComparer.Ordinal))})",
        _ => _key + _operator + _values[0],
    };

    private static ResourceCondition Of(Match match)
    {
        var key = match.Groups["key"].Value;
        if (match.Groups["not"].Success)
            return new(key, "!", []);
        if (match.Groups["set"].Success)
            return new(key, match.Groups["set"].Value, [.. match.Groups["values"].Value.Split(',').Select(v => v.Trim())]);
        if (!match.Groups["sign"].Success)
            return new(key, "", []);
        var sign = match.Groups["sign"].Value;
        var value = match.Groups["value"].Value;
        if (sign is ">" or "<" && !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            throw new FormatException($"for 'Gt', 'Lt' operators, the value must be an integer, and '{value}' is none");
        return new(key, sign, [value]);
    }

    private static string? Value(JsonNode? node, string path)
    {
        foreach (var name in path.Split('.'))
        {
            node = node switch
            {
                JsonObject map => map[name],
                JsonArray list when name == "#" => list.Count,
                JsonArray list => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count ? list[index] : null,
                _ => null,
            };
            if (node is null)
                return null;
        }
        return node is JsonValue value && value.TryGetValue(out string? text) ? text : node!.ToJsonString();
    }

    [GeneratedRegex(@"\s*(?:(?<not>!)\s*(?<key>[\w./-]+)|(?<key>[\w./-]+)\s+(?<set>in|notin)\s*\((?<values>[^()]*)\)|(?<key>[\w./-]+)(?:\s*(?<sign>==|!=|=|>|<)\s*(?<value>[\w.-]*))?)\s*(?:,|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Requirement();
}
