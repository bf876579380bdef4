using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argosy.Workflows;

/// <summary>Short ways to read raw objects.</summary>
internal static class JsonReading
{
    /// <summary>What stands at a path; null where a part of it is missing.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path) node = (node as JsonObject)?[name];
        return node;
    }

    /// <summary>The text at a path, of a number or boolean its JSON; empty where there is none.</summary>
    public static string TextAt(this JsonNode? node, params ReadOnlySpan<string> path) => At(node, path).AsText() ?? "";

    /// <summary>The text of a scalar; null for null.</summary>
    public static string? AsText(this JsonNode? node) => node switch
    {
        null => null,
        JsonValue when node.GetValueKind() == JsonValueKind.String => node.GetValue<string>(),
        _ => node.ToJsonString(),
    };

    /// <summary>The time at a path, in UTC.</summary>
    public static DateTimeOffset? TimeAt(this JsonNode? node, params ReadOnlySpan<string> path) =>
        DateTimeOffset.TryParse(TextAt(node, path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;

    /// <summary>Whether <c>true</c> stands at a path.</summary>
    public static bool FlagAt(this JsonNode? node, params ReadOnlySpan<string> path) => At(node, path) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    /// <summary>The objects of the list at a path.</summary>
    public static IEnumerable<JsonObject> ItemsAt(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (At(node, path) as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>The texts of the list at a path.</summary>
    public static IEnumerable<string> TextsAt(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (At(node, path) as JsonArray)?.Select(item => item.AsText() ?? "") ?? [];

    /// <summary>The object at a path; made where it is missing.</summary>
    public static JsonObject MakeAt(this JsonObject node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (node[name] is not JsonObject inner) node[name] = inner = [];
            node = inner;
        }

        return node;
    }

    /// <summary>A time as Kubernetes writes it.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
