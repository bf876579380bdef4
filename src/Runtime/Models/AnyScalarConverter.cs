using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argosy.Models;

/// <summary>Reads the value of a parameter as Argo does: any scalar, kept as text.</summary>
public sealed class AnyScalarConverter : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.True:
                return "true";
            case JsonTokenType.False:
                return "false";
            case JsonTokenType.Number:
                return NumberText(reader.GetDouble());
            case JsonTokenType.Null:
                return null;
            default:
                reader.Skip();
                return "";
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    /// <summary>A number as Argo prints it for a parameter: through a double, shortest digits, never an exponent.</summary>
    /// <param name="value">The number.</param>
    internal static string NumberText(double value)
    {
        if (value == 0)
            return "0";
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var exponentAt = text.IndexOf('E', StringComparison.Ordinal);
        if (exponentAt < 0)
            return text;
        var sign = text[0] == '-' ? "-" : "";
        var mantissa = text[sign.Length..exponentAt];
        var exponent = int.Parse(text[(exponentAt + 1)..], CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var at = (point < 0 ? mantissa.Length : point) + exponent;
        if (at <= 0)
            return sign + "0." + new string('0', -at) + digits;
        return at >= digits.Length ? sign + digits.PadRight(at, '0') : sign + digits[..at] + "." + digits[at..];
    }
}
