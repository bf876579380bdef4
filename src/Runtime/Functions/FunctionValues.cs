using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Argosy.Functions;

/// <summary>
/// Values of functions as the texts that pass between nodes: a string as it is, numbers and booleans as JSON writes them, everything else as JSON.
/// Types of the user's own are serialized by the contexts given to <see cref="AddSerializers"/> (source-generated, needed under Native AOT), else by reflection.
/// </summary>
public static class FunctionValues
{
    private static readonly object s_gate = new();
    private static JsonSerializerOptions s_options = MakeOptions([]);
    private static readonly List<IJsonTypeInfoResolver> s_resolvers = [];

    /// <summary>Serializers for the program's own types: a <c>JsonSerializerContext</c>.</summary>
    /// <param name="resolver">The context.</param>
    public static void AddSerializers(IJsonTypeInfoResolver resolver)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        lock (s_gate)
        {
            s_resolvers.Add(resolver);
            s_options = MakeOptions(s_resolvers);
        }
    }

    internal static T Read<T>(string text, string name)
    {
        if (typeof(T) == typeof(string))
            return (T)(object)text;
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        try
        {
            if (ReadScalar(type, text) is { } value)
                return (T)value;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw new FunctionInputException($"the input parameter '{name}' is '{Shortened(text)}', which is no {TypeName(type)}", e);
        }
        return ReadJson<T>(text, name);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Trimmed programs register their contexts.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Trimmed programs register their contexts.")]
    internal static T ReadJson<T>(string text, string name)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, s_options)!;
        }
        catch (JsonException e)
        {
            throw new FunctionInputException($"'{name}' is no JSON of a {TypeName(typeof(T))}: {e.Message}", e);
        }
    }

    internal static string Write<T>(T value) => value switch
    {
        null => "null",
        string text => text,
        Enum named => named.ToString(),
        char character => character.ToString(),
        _ => WriteJson(value),
    };

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Trimmed programs register their contexts.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Trimmed programs register their contexts.")]
    internal static string WriteJson<T>(T value) => JsonSerializer.Serialize(value, s_options);

    private static object? ReadScalar(Type type, string text)
    {
        var trimmed = text.Trim();
        if (type.IsEnum)
            return Enum.Parse(type, trimmed, ignoreCase: true);
        if (type == typeof(Guid))
            return Guid.Parse(Unquoted(trimmed));
        if (type == typeof(TimeSpan))
            return TimeSpan.Parse(Unquoted(trimmed), CultureInfo.InvariantCulture);
        if (type == typeof(DateTimeOffset))
            return DateTimeOffset.Parse(Unquoted(trimmed), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind | DateTimeStyles.AllowWhiteSpaces);
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => bool.Parse(trimmed),
            TypeCode.Char => Convert.ToChar(text, CultureInfo.InvariantCulture),
            TypeCode.DateTime => DateTime.Parse(Unquoted(trimmed), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            TypeCode.Single or TypeCode.Double or TypeCode.Decimal or TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16
                or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Int64 or TypeCode.UInt64 => Convert.ChangeType(trimmed, type, CultureInfo.InvariantCulture),
            _ => null,
        };
    }

    private static string Unquoted(string text) => text.Length > 1 && text[0] == '"' && text[^1] == '"' ? text[1..^1] : text;

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private static string TypeName(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Int32 => "int",
        TypeCode.Int64 => "long",
        TypeCode.Boolean => "bool",
        TypeCode.Double => "double",
        TypeCode.Decimal => "decimal",
        _ => type.Name,
    };

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Used only where reflection is on.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Used only where reflection is on.")]
    private static JsonSerializerOptions MakeOptions(List<IJsonTypeInfoResolver> resolvers)
    {
        var all = new List<IJsonTypeInfoResolver>(resolvers);
        if (JsonSerializer.IsReflectionEnabledByDefault)
            all.Add(new DefaultJsonTypeInfoResolver());
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = JsonTypeInfoResolver.Combine([.. all]),
        };
        options.Converters.Add(new JsonStringEnumConverter());
        return options;
    }
}
