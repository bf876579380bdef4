using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argosy.Cli.Printing;

/// <summary>JSON text as Go's <c>json.MarshalIndent</c> writes it.</summary>
internal static class GoJson
{
    /// <summary>The text of <paramref name="node"/>, with <paramref name="indent"/> for each level and no line end behind it.</summary>
    public static string Write(JsonNode? node, string indent)
    {
        var text = new StringBuilder();
        Write(text, node, indent, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node, string indent, int depth)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject { Count: 0 }:
                text.Append("{}");
                break;
            case JsonArray { Count: 0 }:
                text.Append("[]");
                break;
            case JsonObject map:
                text.Append('{');
                var first = true;
                foreach (var (name, value) in map)
                {
                    NewLine(text, indent, depth + 1, first);
                    first = false;
                    AppendString(text, name);
                    text.Append(": ");
                    Write(text, value, indent, depth + 1);
                }

                NewLine(text, indent, depth, true);
                text.Append('}');
                break;
            case JsonArray list:
                text.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    NewLine(text, indent, depth + 1, i == 0);
                    Write(text, list[i], indent, depth + 1);
                }

                NewLine(text, indent, depth, true);
                text.Append(']');
                break;
            default:
                if (node.GetValueKind() == JsonValueKind.String) AppendString(text, node.GetValue<string>());
                else text.Append(node.ToJsonString());
                break;
        }
    }

    private static void NewLine(StringBuilder text, string indent, int depth, bool first)
    {
        text.Append(first ? "\n" : ",\n");
        for (var i = 0; i < depth; i++) text.Append(indent);
    }

    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\b': text.Append("\\b"); break;
                case '\f': text.Append("\\f"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029':
                    text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default: text.Append(c); break;
            }
        }

        text.Append('"');
    }
}
