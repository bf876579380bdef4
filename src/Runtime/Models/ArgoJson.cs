using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Argosy.Models;

/// <summary>Argo objects between JSON and their typed classes.</summary>
public static class ArgoJson
{
    /// <summary>The options that every reading and writing of the models goes by: absent fields are left out, texts stay readable.</summary>
    public static JsonSerializerOptions Options { get; } = MakeOptions(indented: false);

    /// <summary>The same, written for people.</summary>
    public static JsonSerializerOptions Indented { get; } = MakeOptions(indented: true);

    /// <summary>Reads a typed object.</summary>
    /// <typeparam name="T">The class of the object.</typeparam>
    /// <param name="json">Its JSON.</param>
    public static T Read<T>(JsonNode json) where T : class =>
        json.Deserialize<T>(Options) ?? throw new JsonException($"an object of the type {typeof(T).Name} is expected");

    /// <summary>Writes a typed object.</summary>
    /// <typeparam name="T">The class of the object.</typeparam>
    /// <param name="value">The object.</param>
    public static JsonObject Write<T>(T value) where T : class =>
        JsonSerializer.SerializeToNode(value, Options) as JsonObject ?? throw new JsonException($"{typeof(T).Name} is no object");

    private static JsonSerializerOptions MakeOptions(bool indented)
    {
        var options = new JsonSerializerOptions
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            WriteIndented = indented,
        };
        options.Converters.Add(new KubernetesTimeConverter());
        return options;
    }
}
