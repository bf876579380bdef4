using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argosy.Engine;

/// <summary>JSON text as Go's encoder writes it: compact, with <c>&lt; &gt; &amp;</c> escaped. Substitution works on this text, so its escapes are visible.</summary>
internal static class GoJson
{
    /// <summary>The text of a value; objects keep their order.</summary>
    public static string Text(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(text, node, sorted: false);
        return text.ToString();
    }

    /// <summary>The text of a value with the keys of objects sorted, as of a Go map.</summary>
    public static string SortedText(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(text, node, sorted: true);
        return text.ToString();
    }

    public static string Quoted(string value)
    {
        var text = new StringBuilder(value.Length + 2);
        WriteString(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node, bool sorted)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject o:
                text.Append('{');
                var first = true;
                foreach (var (key, value) in sorted ? o.OrderBy(p => p.Key, StringComparer.Ordinal) : (IEnumerable<KeyValuePair<string, JsonNode?>>)o)
                {
                    if (!first)
                        text.Append(',');
                    first = false;
                    WriteString(text, key);
                    text.Append(':');
                    Write(text, value, sorted);
                }

                text.Append('}');
                break;
            case JsonArray a:
                text.Append('[');
                for (var i = 0; i < a.Count; i++)
                {
                    if (i > 0)
                        text.Append(',');
                    Write(text, a[i], sorted);
                }

                text.Append(']');
                break;
            case JsonValue v when v.TryGetValue<string>(out var s):
                WriteString(text, s);
                break;
            case JsonValue v when v.GetValueKind() == JsonValueKind.Number:
                text.Append(v.ToJsonString());
                break;
            default:
                text.Append(node.ToJsonString());
                break;
        }
    }

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"':
                    text.Append("\\\"");
                    break;
                case '\\':
                    text.Append("\\\\");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case '\b':
                    text.Append("\\b");
                    break;
                case '\f':
                    text.Append("\\f");
                    break;
                case < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029':
                    text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }

        text.Append('"');
    }
}
