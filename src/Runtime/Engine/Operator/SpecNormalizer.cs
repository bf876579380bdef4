using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argosy.Models;

namespace Argosy.Engine;

/// <summary>
/// Brings an object as a person wrote it into the form in which Argo's controller reads it: values of parameters are texts, absent fields are not there.
/// </summary>
internal static class SpecNormalizer
{
    private static readonly HashSet<string> AsWritten = ["withItems", "plugin", "items", "volumeClaimTemplates", "affinity"];

    public static JsonObject Normalize(JsonObject o)
    {
        var copy = o.Clone();
        Walk(copy);
        return copy;
    }

    /// <summary>Any scalar as the text that a parameter has; lists and maps are the empty text.</summary>
    public static string AnyText(JsonNode? value) => value is JsonValue v
        ? v.GetValueKind() switch
        {
            JsonValueKind.String => v.GetValue<string>(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Number => AnyScalarConverter.NumberText(double.Parse(v.ToJsonString(), CultureInfo.InvariantCulture)),
            _ => "",
        }
        : "";

    private static void Walk(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject o:
                foreach (var key in o.Where(p => p.Value is null).Select(p => p.Key).ToList())
                    o.Remove(key);
                // Argo's type of an http artifact's auth has its three kinds by value: they are always there.
                if (o.Object("http").Object("auth") is { } auth)
                    foreach (var kind in (ReadOnlySpan<string>)["basicAuth", "clientCert", "oauth2"])
                        auth[kind] ??= new JsonObject();
                foreach (var (key, value) in o.ToList())
                {
                    if (AsWritten.Contains(key))
                        continue;
                    Walk(value);
                    if (key == "parameters" && value is JsonArray parameters)
                        foreach (var parameter in parameters.OfType<JsonObject>())
                            NormalizeParameter(parameter);
                }

                break;
            case JsonArray a:
                foreach (var item in a)
                    Walk(item);
                break;
        }
    }

    private static void NormalizeParameter(JsonObject parameter)
    {
        foreach (var key in (ReadOnlySpan<string>)["value", "default"])
            if (parameter[key] is { } scalar)
                parameter[key] = AnyText(scalar);
        if (parameter["enum"] is JsonArray list)
            for (var i = 0; i < list.Count; i++)
                list[i] = AnyText(list[i]);
        if (parameter.Object("valueFrom") is { } source && source["default"] is { } fallback)
            source["default"] = AnyText(fallback);
    }
}
