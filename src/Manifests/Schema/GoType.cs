namespace Argosy.Manifests.Schema;

/// <summary>How a Go type reads JSON.</summary>
internal enum GoKind
{
    String,
    Boolean,
    Integer,
    Float,
    Struct,
    List,
    Map,

    /// <summary>A string that also takes numbers and booleans.</summary>
    AnyString,
    IntOrString,
    Quantity,
    Time,

    /// <summary>The groups of a steps template: lists with a decoder of their own.</summary>
    ParallelSteps,

    /// <summary>An object of exactly one key.</summary>
    Plugin,

    /// <summary>Anything.</summary>
    Any,
}

/// <summary>A Go type of a field.</summary>
internal sealed class GoType
{
    public GoKind Kind { get; init; }

    /// <summary>The type as Go's errors name it, without a leading pointer.</summary>
    public string Print { get; init; } = "";

    public bool IsPointer { get; init; }

    /// <summary>Elements of a list, values of a map.</summary>
    public GoType? Element { get; init; }

    /// <summary>Bits of a whole number.</summary>
    public int Bits { get; init; }

    /// <summary>The key of the struct in the table.</summary>
    public string? StructKey { get; init; }

    public StructType? Struct => StructKey is null ? null : SchemaTable.Struct(StructKey);
}

/// <summary>A field of a struct.</summary>
/// <param name="Name">The JSON name.</param>
/// <param name="Type">Its type.</param>
/// <param name="OmitEmpty">Whether Go leaves it out when it is empty.</param>
/// <param name="Required">Whether the schema requires it.</param>
/// <param name="Embedded">The names of the embedded structs that lead to it, each followed by a dot; empty for its own fields.</param>
internal sealed record StructField(string Name, GoType Type, bool OmitEmpty, bool Required, string Embedded);

/// <summary>A Go struct: its fields in the order in which Go writes them.</summary>
internal sealed class StructType
{
    private readonly Dictionary<string, StructField> _byName;
    private Dictionary<string, StructField>? _ignoringCase;

    public StructType(string key, IReadOnlyList<StructField> fields)
    {
        Key = key;
        Name = key.Substring(key.IndexOf('.') + 1);
        Fields = fields;
        _byName = new Dictionary<string, StructField>(fields.Count, StringComparer.Ordinal);
        // An own field hides an embedded one of the same name.
        foreach (var field in fields)
            if (!_byName.TryGetValue(field.Name, out var other) || other.Embedded.Length > field.Embedded.Length) _byName[field.Name] = field;
    }

    public string Key { get; }

    public string Name { get; }

    public IReadOnlyList<StructField> Fields { get; }

    public StructField? Field(string name) => _byName.TryGetValue(name, out var field) ? field : null;

    /// <summary>The field of a name in any case, as Go's own decoder takes it.</summary>
    public StructField? FieldIgnoringCase(string name)
    {
        if (_byName.TryGetValue(name, out var field)) return field;
        if (_ignoringCase is null)
        {
            var map = new Dictionary<string, StructField>(StringComparer.OrdinalIgnoreCase);
            foreach (var f in Fields)
                if (!map.ContainsKey(f.Name)) map.Add(f.Name, f);
            _ignoringCase = map;
        }

        return _ignoringCase.TryGetValue(name, out field) ? field : null;
    }
}
