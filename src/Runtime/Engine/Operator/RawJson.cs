using System.Text;
using System.Text.Json;

namespace Argosy.Engine;

/// <summary>JSON values that keep the text of their numbers and strings while whitespace, order and markup become Go's.</summary>
internal static class RawJson
{
    /// <summary>A valid JSON text without blanks, markup escaped.</summary>
    public static string Compact(string json) => Text(json, sorted: false);

    /// <summary>The same with the keys of objects sorted.</summary>
    public static string Sorted(string json) => Text(json, sorted: true);

    private static string Text(string json, bool sorted)
    {
        using var document = JsonDocument.Parse(json);
        var text = new StringBuilder();
        Write(text, document.RootElement, sorted);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonElement element, bool sorted)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                var first = true;
                foreach (var property in sorted ? element.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal) : (IEnumerable<JsonProperty>)element.EnumerateObject())
                {
                    if (!first)
                        text.Append(',');
                    first = false;
                    text.Append(GoJson.Quoted(property.Name)).Append(':');
                    Write(text, property.Value, sorted);
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                var i = 0;
                foreach (var item in element.EnumerateArray())
                {
                    if (i++ > 0)
                        text.Append(',');
                    Write(text, item, sorted);
                }

                text.Append(']');
                break;
            case JsonValueKind.Number when sorted:
                text.Append(GoFormat.JsonNumber(element.GetDouble()));
                break;
            case JsonValueKind.String when sorted:
                text.Append(GoJson.Quoted(element.GetString()!));
                break;
            default:
                text.Append(element.GetRawText().Replace("<", "\\u003c", StringComparison.Ordinal).Replace(">", "\\u003e", StringComparison.Ordinal).Replace("&", "\\u0026", StringComparison.Ordinal));
                break;
        }
    }
}
