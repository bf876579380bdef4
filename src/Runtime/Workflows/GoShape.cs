using System.Text.Json.Nodes;

namespace Argosy.Workflows;

/// <summary>
/// Brings an object into the shape in which Argo's own programs write it: their field order, their empty structs (<c>outputs: {}</c>), without the fields that
/// they leave out when empty. Fields that the table does not know are kept, behind the others.
/// </summary>
internal static class GoShape
{
    private static readonly Lazy<Dictionary<string, Field[]>> Table = new(Load);

    /// <summary>The object as Argo would write it; a new tree.</summary>
    public static JsonObject Of(JsonObject value, string type) => Struct(value, type);

    /// <summary>The object, whose <c>kind</c> says what it is.</summary>
    public static JsonObject Of(JsonObject value, ArgoKind kind) => Struct(value, kind.Kind);

    private static JsonObject Struct(JsonObject? value, string type)
    {
        var result = new JsonObject();
        var fields = Table.Value[type];
        foreach (var field in fields)
        {
            if (field.Name.Length == 0) continue;
            var shaped = Shape(value?[field.Name], field.Type, out var isZero);
            if (isZero && (field.Omit == 2 || (field.Omit == 1 && !field.IsStruct))) continue;
            result[field.Name] = shaped;
        }

        if (value is null) return result;
        foreach (var (name, node) in value)
        {
            if (!result.ContainsKey(name) && !Array.Exists(fields, field => field.Name == name)) result[name] = node?.DeepClone();
        }

        return result;
    }

    private static JsonNode? Shape(JsonNode? value, string type, out bool isZero)
    {
        isZero = value is null;
        switch (type)
        {
            case "s":
                isZero = value is null || (value is JsonValue text && text.TryGetValue<string>(out var s) && s.Length == 0);
                return value is null ? JsonValue.Create("") : value.DeepClone();
            case "b":
                isZero = value is null || (value is JsonValue flag && flag.TryGetValue<bool>(out var b) && !b);
                return value is null ? JsonValue.Create(false) : value.DeepClone();
            case "n":
                isZero = value is null || value.ToJsonString() is "0" or "0.0";
                return value is null ? JsonValue.Create(0) : value.DeepClone();
            case "any" or "time":
                return value?.DeepClone();
        }

        if (type[0] == '*')
        {
            if (value is null) return null;
            var shaped = Shape(value, type[1..], out _);
            isZero = false;
            return shaped;
        }

        if (type.StartsWith("[]", StringComparison.Ordinal))
        {
            if (value is not JsonArray items) return value?.DeepClone();
            isZero = items.Count == 0;
            return new JsonArray([.. items.Select(item => Shape(item, type[2..], out _))]);
        }

        if (type.StartsWith("{}", StringComparison.Ordinal))
        {
            if (value is not JsonObject map) return value?.DeepClone();
            isZero = map.Count == 0;
            var result = new JsonObject();
            foreach (var (name, node) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal)) result[name] = Shape(node, type[2..], out _);
            return result;
        }

        return value is null or JsonObject ? Struct(value as JsonObject, type) : value.DeepClone();
    }

    private static Dictionary<string, Field[]> Load()
    {
        using var stream = typeof(GoShape).Assembly.GetManifestResourceStream("Argosy.Workflows.GoShapes.txt")!;
        using var reader = new StreamReader(stream);
        var lines = new Dictionary<string, string[]>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            lines[parts[0]] = parts[1..];
        }

        return lines.ToDictionary(line => line.Key, line => Flatten(line.Value).ToArray());

        IEnumerable<Field> Flatten(string[] parts)
        {
            foreach (var part in parts)
            {
                if (part[0] == '^')
                {
                    if (!lines.TryGetValue(part[1..], out var inner)) continue;
                    foreach (var field in Flatten(inner)) yield return field;
                    continue;
                }

                var colon = part.IndexOf(':', StringComparison.Ordinal);
                var name = part[..colon];
                var omit = name[^1] switch { '?' => 1, '~' => 2, _ => 0 };
                var type = part[(colon + 1)..];
                var isStruct = type is "time" || (char.IsUpper(type[0]) && lines.ContainsKey(type));
                yield return new Field(omit == 0 ? name : name[..^1], type, omit, isStruct);
            }
        }
    }

    private sealed record Field(string Name, string Type, int Omit, bool IsStruct);
}
