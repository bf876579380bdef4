using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argosy.Engine;

/// <summary>Reading the fields of an object whose shape is Argo's.</summary>
internal static class JsonAccess
{
    public static string? Text(this JsonObject? o, string key) =>
        o?[key] is JsonValue v ? v.GetValueKind() switch
        {
            JsonValueKind.String => v.GetValue<string>(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Number => v.ToJsonString(),
            _ => null,
        } : null;

    public static JsonObject? Object(this JsonObject? o, string key) => o?[key] as JsonObject;

    public static JsonArray? List(this JsonObject? o, string key) => o?[key] as JsonArray;

    /// <summary>The objects of a list field; none if it is absent.</summary>
    public static IEnumerable<JsonObject> Items(this JsonObject? o, string key) => o?[key] is JsonArray a ? a.OfType<JsonObject>() : [];

    public static bool Flag(this JsonObject? o, string key) => o?[key] is JsonValue v && v.GetValueKind() == JsonValueKind.True;

    public static double? Number(this JsonObject? o, string key) =>
        double.TryParse(o.Text(key), NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : null;

    /// <summary>The entry of a list of named objects.</summary>
    public static JsonObject? Named(this JsonObject? o, string list, string name) => o.Items(list).FirstOrDefault(e => e.Text("name") == name);

    /// <summary>The object field, made if it is absent.</summary>
    public static JsonObject Ensure(this JsonObject o, string key)
    {
        if (o[key] is not JsonObject child)
            o[key] = child = [];
        return child;
    }

    public static JsonArray EnsureList(this JsonObject o, string key)
    {
        if (o[key] is not JsonArray child)
            o[key] = child = [];
        return child;
    }

    public static JsonObject Clone(this JsonObject o) => (JsonObject)o.DeepClone();
}
