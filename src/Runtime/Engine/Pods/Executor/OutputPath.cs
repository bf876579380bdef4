using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argosy.Engine.Pods.Executor;

/// <summary>
/// A <c>jsonPath</c> output as kubectl prints it: text with <c>{…}</c> in it, each a path (<c>.a.b[0]</c>, <c>[*]</c>, <c>[?(@.type=="Ready")]</c>, <c>..name</c>),
/// a quoted text, or <c>range … end</c>. What is not there prints nothing.
/// </summary>
internal sealed class OutputPath
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly string _text;
    private int _at;

    private OutputPath(string text) => _text = text;

    /// <summary>What the template prints of an object.</summary>
    /// <exception cref="FormatException">It is no such template.</exception>
    public static string Print(string template, JsonNode? root)
    {
        // kubectl takes a bare path too.
        if (!template.Contains('{', StringComparison.Ordinal))
            template = "{" + (template.StartsWith('.') || template.StartsWith('$') || template.StartsWith('[') ? template : "." + template) + "}";
        var result = new StringBuilder();
        var path = new OutputPath(template);
        path.Block(result, [root], root, isRange: false);
        return result.ToString();
    }

    private void Block(StringBuilder? to, IReadOnlyList<JsonNode?> current, JsonNode? root, bool isRange)
    {
        while (_at < _text.Length)
        {
            if (_text[_at] != '{')
            {
                to?.Append(_text[_at++]);
                continue;
            }
            var end = EndOfBraces();
            var inner = _text[(_at + 1)..end].Trim();
            _at = end + 1;
            if (inner == "end")
            {
                if (!isRange)
                    throw Fault("an 'end' without its 'range'");
                return;
            }
            if (inner.StartsWith("range ", StringComparison.Ordinal))
            {
                var items = new PathReader(inner[6..].Trim(), root).From(current);
                var body = _at;
                if (items.Count == 0)
                    Block(null, [], root, isRange: true);
                foreach (var item in items)
                {
                    _at = body;
                    Block(to, [item], root, isRange: true);
                }
                continue;
            }
            to?.Append(inner is ['"', .., '"'] or ['\'', .., '\'']
                ? Unquoted(inner[1..^1])
                : string.Join(' ', new PathReader(inner, root).From(current).Select(Text)));
        }
        if (isRange)
            throw Fault("a 'range' without its 'end'");
    }

    private int EndOfBraces()
    {
        var quote = '\0';
        for (var i = _at + 1; i < _text.Length; i++)
        {
            var c = _text[i];
            if (quote != '\0')
                quote = c == quote ? '\0' : quote;
            else if (c is '"' or '\'')
                quote = c;
            else if (c == '}')
                return i;
        }
        throw Fault("an opening brace without its closing one");
    }

    private FormatException Fault(string why) => new($"the jsonPath '{_text}' has {why}");

    private static string Unquoted(string text) => text.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal);

    internal static string Text(JsonNode? node) =>
        node is null ? "" : node is JsonValue value && value.TryGetValue(out string? text) ? text : node.ToJsonString(s_plain);

    /// <summary>One path, read from left to right.</summary>
    private sealed class PathReader(string path, JsonNode? root)
    {
        private int _i;

        public IReadOnlyList<JsonNode?> From(IReadOnlyList<JsonNode?> start)
        {
            var at = path.StartsWith('$') ? [root] : start;
            _i = path.StartsWith('$') || path.StartsWith('@') ? 1 : 0;
            while (_i < path.Length)
            {
                if (path[_i] == '.' && _i + 1 < path.Length && path[_i + 1] == '.')
                {
                    _i += 2;
                    var name = Name();
                    at = [.. at.SelectMany(Descendants).SelectMany(n => Child(n, name))];
                }
                else if (path[_i] == '.')
                {
                    _i++;
                    if (_i < path.Length && path[_i] != '[')
                    {
                        var name = Name();
                        at = [.. at.SelectMany(n => Child(n, name))];
                    }
                }
                else if (path[_i] == '[')
                {
                    var inner = Bracket();
                    at = [.. at.SelectMany(n => Index(n, inner))];
                }
                else
                {
                    var name = Name();
                    if (name.Length == 0)
                        throw new FormatException($"the path '{path}' has '{path[_i]}' where a name or a bracket is expected");
                    at = [.. at.SelectMany(n => Child(n, name))];
                }
            }
            return at;
        }

        private string Name()
        {
            var name = new StringBuilder();
            for (; _i < path.Length && path[_i] is not ('.' or '[' or ' ' or ']' or '{' or '}'); _i++)
            {
                if (path[_i] == '\\' && _i + 1 < path.Length)
                    _i++;
                name.Append(path[_i]);
            }
            return name.ToString();
        }

        private string Bracket()
        {
            var depth = 0;
            var quote = '\0';
            for (var start = _i; _i < path.Length; _i++)
            {
                var c = path[_i];
                if (quote != '\0')
                    quote = c == quote ? '\0' : quote;
                else if (c is '"' or '\'')
                    quote = c;
                else if (c == '[')
                    depth++;
                else if (c == ']' && --depth == 0)
                    return path[(start + 1).._i++].Trim();
            }
            throw new FormatException($"the path '{path}' has a bracket that is not closed");
        }

        private static IEnumerable<JsonNode?> Child(JsonNode? node, string name) => (node, name) switch
        {
            (JsonObject map, "*") => map.Select(p => p.Value),
            (JsonArray list, "*") => list,
            (JsonObject map, _) when map.TryGetPropertyValue(name, out var value) => [value],
            _ => [],
        };

        private IEnumerable<JsonNode?> Index(JsonNode? node, string inner)
        {
            if (inner is ['\'', .., '\''] or ['"', .., '"'])
                return Child(node, inner[1..^1]);
            if (inner == "*")
                return Child(node, "*");
            if (inner.StartsWith("?(", StringComparison.Ordinal) && inner.EndsWith(')'))
                return (node as JsonArray ?? []).Where(item => Fits(item, inner[2..^1].Trim()));
            if (node is not JsonArray list)
                return [];
            if (inner.Contains(',', StringComparison.Ordinal))
                return inner.Split(',').SelectMany(one => Index(node, one.Trim()));
            if (inner.Contains(':', StringComparison.Ordinal))
            {
                var parts = inner.Split(':');
                var from = Bound(parts[0], 0, list.Count);
                var to = Bound(parts[1], list.Count, list.Count);
                var step = parts.Length > 2 && parts[2].Trim().Length > 0 ? Math.Max(1, Number(parts[2])) : 1;
                return Enumerable.Range(0, Math.Max(0, to - from)).Where(n => n % step == 0).Select(n => list[from + n]);
            }
            var index = Number(inner);
            index = index < 0 ? index + list.Count : index;
            return index >= 0 && index < list.Count ? [list[index]] : throw new FormatException($"array index out of bounds: index {index}, length {list.Count}");
        }

        private static int Bound(string text, int otherwise, int count)
        {
            if (text.Trim().Length == 0)
                return otherwise;
            var number = Number(text);
            return Math.Clamp(number < 0 ? number + count : number, 0, count);
        }

        private static int Number(string text) =>
            int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"'[{text}]' is neither an index nor a filter");

        private bool Fits(JsonNode? item, string filter)
        {
            foreach (var sign in new[] { "==", "!=", ">=", "<=", ">", "<" })
            {
                var at = filter.IndexOf(sign, StringComparison.Ordinal);
                if (at < 0)
                    continue;
                var left = Operand(item, filter[..at].Trim());
                var right = Operand(item, filter[(at + sign.Length)..].Trim());
                if (left is null || right is null)
                    return false;
                var order = double.TryParse(left, NumberStyles.Float, CultureInfo.InvariantCulture, out var a) && double.TryParse(right, NumberStyles.Float, CultureInfo.InvariantCulture, out var b)
                    ? a.CompareTo(b) : string.CompareOrdinal(left, right);
                return sign switch { "==" => order == 0, "!=" => order != 0, ">=" => order >= 0, "<=" => order <= 0, ">" => order > 0, _ => order < 0 };
            }
            return new PathReader(filter, root).From([item]).Count > 0;
        }

        private string? Operand(JsonNode? item, string text)
        {
            if (text is ['"', .., '"'] or ['\'', .., '\''])
                return text[1..^1];
            if (!text.StartsWith('@') && !text.StartsWith('$') && !text.StartsWith('.'))
                return text;
            return new PathReader(text, root).From([item]) is [var only, ..] ? Text(only) : null;
        }

        private static IEnumerable<JsonNode?> Descendants(JsonNode? node)
        {
            yield return node;
            var children = node switch { JsonObject map => map.Select(p => p.Value), JsonArray list => list, _ => [] };
            foreach (var child in children)
            {
                foreach (var below in Descendants(child))
                    yield return below;
            }
        }
    }
}
