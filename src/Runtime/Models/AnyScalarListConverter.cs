using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argosy.Models;

/// <summary>Reads a list of values of a parameter (its <c>enum</c>): any scalars, kept as texts.</summary>
public sealed class AnyScalarListConverter : JsonConverter<List<string>>
{
    private static readonly AnyScalarConverter Scalar = new();

    /// <inheritdoc/>
    public override List<string>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("a list of values is expected");
        var values = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            values.Add(Scalar.Read(ref reader, typeof(string), options) ?? "");
        return values;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, List<string> value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartArray();
        foreach (var item in value)
            writer.WriteStringValue(item);
        writer.WriteEndArray();
    }
}
