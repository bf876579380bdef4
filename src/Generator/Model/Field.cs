namespace Argosy.Generator.Model;

/// <summary>A part of the manifest that no rule of the graph looks into: field groups that attributes or Spec trees say. A plain value, equal by content.</summary>
/// <param name="Mark">Number of the place in the source, known to the parse that made it; 0: none.</param>
internal abstract record Field(int Mark);

/// <summary>Text.</summary>
internal sealed record TextField(string Text, int Mark = 0) : Field(Mark);

/// <summary>A number, boolean or null, as JSON writes it.</summary>
internal sealed record PlainField(string Json, int Mark = 0) : Field(Mark);

/// <summary>A list.</summary>
internal sealed record ListField(EquatableArray<Field> Items, int Mark = 0) : Field(Mark);

/// <summary>A map, keys in the order in which they are written.</summary>
internal sealed record MapField(EquatableArray<FieldEntry> Entries, int Mark = 0) : Field(Mark)
{
    public static MapField Empty { get; } = new(default(EquatableArray<FieldEntry>));

    public Field? this[string key]
    {
        get
        {
            foreach (var entry in Entries)
                if (entry.Key == key) return entry.Value;
            return null;
        }
    }
}

/// <summary>A key with its value.</summary>
internal sealed record FieldEntry(string Key, Field Value);
