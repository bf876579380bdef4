using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argosy.Manifests.Tree;

namespace Argosy.Yaml;

/// <summary>Turns node trees into JSON and back. Of a repeated key the last value counts.</summary>
public static class NodeJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 2000 };
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 2000 };

    /// <summary>The tree as <see cref="JsonNode"/>; null for a JSON null.</summary>
    public static JsonNode? ToJson(Node node) => JsonNode.Parse(ToUtf8(node), null, Deep);

    /// <summary>The tree as a JSON object.</summary>
    public static JsonObject ToJson(MapNode map) => (JsonObject)ToJson((Node)map)!;

    /// <summary>The tree as JSON text in UTF-8, for a serializer.</summary>
    public static byte[] ToUtf8(Node node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options)) Write(writer, node);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The tree as compact JSON text.</summary>
    public static string ToText(Node node) => System.Text.Encoding.UTF8.GetString(ToUtf8(node));

    /// <summary>Writes the tree.</summary>
    public static void Write(Utf8JsonWriter writer, Node node)
    {
        switch (node)
        {
            case MapNode map:
                writer.WriteStartObject();
                for (var i = 0; i < map.Entries.Count; i++)
                {
                    var entry = map.Entries[i];
                    if (!ReferenceEquals(map.Entry(entry.Key), entry)) continue;
                    writer.WritePropertyName(entry.Key);
                    Write(writer, entry.Value);
                }

                writer.WriteEndObject();
                break;
            case ListNode list:
                writer.WriteStartArray();
                foreach (var item in list.Items) Write(writer, item);
                writer.WriteEndArray();
                break;
            case ScalarNode { Kind: ScalarKind.String } text:
                writer.WriteStringValue(text.Text);
                break;
            case ScalarNode { Kind: ScalarKind.Boolean } flag:
                writer.WriteBooleanValue(flag.Text == "true");
                break;
            case ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Float } number:
                writer.WriteRawValue(number.Text);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    /// <summary>JSON as a tree without places.</summary>
    public static Node FromJson(JsonNode? json)
    {
        switch (json)
        {
            case JsonObject o:
                var map = new MapNode();
                foreach (var (key, value) in o) map.Add(key, FromJson(value));
                return map;
            case JsonArray a:
                var list = new ListNode();
                foreach (var item in a) list.Add(FromJson(item));
                return list;
            case JsonValue v:
                return v.GetValueKind() switch
                {
                    JsonValueKind.String => ScalarNode.String(v.GetValue<string>()),
                    JsonValueKind.True => ScalarNode.Boolean(true),
                    JsonValueKind.False => ScalarNode.Boolean(false),
                    JsonValueKind.Number => Number(v.ToJsonString()),
                    _ => ScalarNode.Null(),
                };
            default:
                return ScalarNode.Null();
        }
    }

    private static ScalarNode Number(string text) =>
        text.AsSpan().IndexOfAny('.', 'e', 'E') < 0 && decimal.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? new ScalarNode { Kind = ScalarKind.Integer, Text = text }
            : new ScalarNode { Kind = ScalarKind.Float, Text = text };
}
