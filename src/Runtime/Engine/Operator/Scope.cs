using System.Text.Json.Nodes;

namespace Argosy.Engine;

/// <summary>An artifact as an expression sees it; what the expression returns leads back to the object.</summary>
internal sealed class ArtifactValue(JsonObject artifact) : Dictionary<string, object?>(ToValues(artifact), StringComparer.Ordinal)
{
    // Expressions may copy maps: the object travels inside as text.
    private const string Key = "\uE000artifact";

    public JsonObject Artifact { get; } = artifact;

    /// <summary>The artifact that a value is; null if it is none.</summary>
    public static JsonObject? From(object? value) => value switch
    {
        ArtifactValue own => own.Artifact.Clone(),
        IReadOnlyDictionary<string, object?> map when map.TryGetValue(Key, out var text) && text is string json => JsonNode.Parse(json) as JsonObject,
        _ => null,
    };

    private static Dictionary<string, object?> ToValues(JsonObject o)
    {
        var values = Fields(o);
        values[Key] = GoJson.Text(o);
        return values;
    }

    private static Dictionary<string, object?> Fields(JsonObject o)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in o)
            values[key] = value switch
            {
                JsonObject child => Fields(child),
                JsonValue v when v.TryGetValue<string>(out var s) => s,
                JsonValue v when v.TryGetValue<bool>(out var b) => b,
                JsonValue v when v.TryGetValue<double>(out var d) => d,
                _ => null,
            };
        return values;
    }
}

/// <summary>What can be referred to inside one Steps or DAG template: inputs, and what its finished steps or tasks gave.</summary>
internal sealed class Scope
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    public Scope(JsonObject? template)
    {
        var inputs = template.Object("inputs");
        foreach (var parameter in inputs.Items("parameters"))
            _values["inputs.parameters." + parameter.Text("name")] = parameter.Text("value") ?? "";
        foreach (var artifact in inputs.Items("artifacts"))
            _values["inputs.artifacts." + artifact.Text("name")] = new ArtifactValue(artifact);
    }

    public void Set(string name, string value) => _values[name] = value;

    public void Set(string name, JsonObject artifact) => _values[name] = new ArtifactValue(artifact);

    /// <summary>An output that its skipped producer never made.</summary>
    public void SetAbsent(string name) => _values[name] = null;

    public bool IsAbsent(string name) => _values.TryGetValue(name, out var value) && value is null;

    /// <summary>Texts and absent outputs, over the globals: what simple tags see.</summary>
    public Dictionary<string, object?> Parameters(IReadOnlyDictionary<string, string>? globals)
    {
        var all = new Dictionary<string, object?>((globals?.Count ?? 0) + _values.Count, StringComparer.Ordinal);
        if (globals is not null)
            foreach (var (name, value) in globals)
                all[name] = value;
        foreach (var (name, value) in _values)
            if (value is string or null)
                all[name] = value;
        return all;
    }

    /// <summary>Everything, artifacts too: what the expressions of outputs see.</summary>
    public IReadOnlyDictionary<string, object?> All => _values;

    /// <summary>Marks the arguments that are exactly one reference to an absent output, so that they count as not supplied.</summary>
    public void MarkAbsentArguments(JsonObject? arguments)
    {
        foreach (var parameter in arguments.Items("parameters"))
        {
            if (parameter.Text("value") is not { } value || !value.StartsWith("{{", StringComparison.Ordinal) || !value.EndsWith("}}", StringComparison.Ordinal) || value.Length < 4)
                continue;
            var name = value[2..^2].Trim();
            if (!name.Contains("{{", StringComparison.Ordinal) && IsAbsent(name))
                parameter["value"] = Arguments.AbsentMark;
        }
    }
}
