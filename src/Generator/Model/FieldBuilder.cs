using System.Globalization;

namespace Argosy.Generator.Model;

/// <summary>Collects the entries of a map while a parser reads attributes; paths with dots make the maps between.</summary>
internal sealed class FieldBuilder
{
    private readonly List<(string Key, object Value)> _entries = [];

    public bool IsEmpty => _entries.Count == 0;

    public bool Has(string key) => _entries.Any(e => e.Key == key);

    public Field? Get(string key)
    {
        foreach (var (k, v) in _entries)
            if (k == key) return v as Field ?? ((FieldBuilder)v).Build();
        return null;
    }

    public FieldBuilder Map(string key)
    {
        foreach (var (k, v) in _entries)
            if (k == key && v is FieldBuilder inner) return inner;
        var made = new FieldBuilder();
        var at = _entries.FindIndex(e => e.Key == key);
        if (at >= 0 && _entries[at].Value is MapField map)
        {
            foreach (var entry in map.Entries) made.Set(entry.Key, entry.Value);
            _entries[at] = (key, made);
        }
        else
        {
            _entries.Add((key, made));
        }

        return made;
    }

    /// <summary>Sets the value at a path.</summary>
    public FieldBuilder Path(string path, Field? value)
    {
        if (value is null) return this;
        var builder = this;
        var start = 0;
        for (var dot = path.IndexOf('.'); dot >= 0; dot = path.IndexOf('.', start))
        {
            builder = builder.Map(path.Substring(start, dot - start));
            start = dot + 1;
        }

        builder.Set(path.Substring(start), value);
        return this;
    }

    public FieldBuilder Set(string key, Field? value)
    {
        if (value is null) return this;
        var at = _entries.FindIndex(e => e.Key == key);
        if (at >= 0) _entries[at] = (key, value);
        else _entries.Add((key, value));
        return this;
    }

    public FieldBuilder Set(string key, string? text, int mark = 0) => text is null ? this : Set(key, new TextField(text, mark));

    /// <summary>Appends to the list of a key.</summary>
    public FieldBuilder Append(string key, Field item)
    {
        var at = _entries.FindIndex(e => e.Key == key);
        if (at < 0) _entries.Add((key, new ListField(new[] { item }.ToEquatable())));
        else _entries[at] = (key, new ListField(((ListField)_entries[at].Value).Items.Append(item).ToEquatable()));
        return this;
    }

    public MapField Build() =>
        new(_entries.Select(e => new FieldEntry(e.Key, e.Value as Field ?? ((FieldBuilder)e.Value).Build())).ToEquatable());

    /// <summary>Lays another tree under this one: maps merge, lists join, and what both say must be the same.</summary>
    /// <param name="other">The other tree.</param>
    /// <param name="conflict">Hears of two different values: the path, this one's and the other's. What is here stays.</param>
    /// <param name="path">Where this map is.</param>
    public FieldBuilder Under(MapField other, Action<string, Field, Field>? conflict = null, string path = "")
    {
        foreach (var entry in other.Entries)
        {
            var at = _entries.FindIndex(e => e.Key == entry.Key);
            var inside = path.Length == 0 ? entry.Key : $"{path}.{entry.Key}";
            if (at < 0) _entries.Add((entry.Key, entry.Value));
            else if (entry.Value is MapField inner && _entries[at].Value is MapField or FieldBuilder) Map(entry.Key).Under(inner, conflict, inside);
            else if (entry.Value is ListField more && _entries[at].Value is ListField mine) _entries[at] = (entry.Key, Joined(mine, more, conflict, inside));
            else if (Get(entry.Key) is { } own && !Same(own, entry.Value)) conflict?.Invoke(inside, own, entry.Value);
        }

        return this;
    }

    /// <summary>A list and what another adds to it: entries of the same <c>name</c> merge, others follow.</summary>
    public static ListField Joined(ListField mine, ListField more, Action<string, Field, Field>? conflict = null, string path = "")
    {
        var items = new List<Field>(mine.Items);
        foreach (var item in more.Items)
        {
            var at = NameOf(item) is { } name ? items.FindIndex(i => NameOf(i) == name) : -1;
            if (at < 0) items.Add(item);
            else items[at] = Of((MapField)items[at]).Under((MapField)item, conflict, $"{path}[{NameOf(item)}]").Build() with { Mark = ((MapField)items[at]).Mark };
        }

        return new ListField(items.ToEquatable(), mine.Mark);
    }

    /// <summary>A scalar as a person writes it; null for a map or list.</summary>
    public static string? Plain(Field field) => (field as TextField)?.Text ?? (field as PlainField)?.Json;

    // 3 and "3" are one value: Argo reads either where a field takes both.
    private static bool Same(Field mine, Field theirs) => Plain(mine) is { } text && text == Plain(theirs);

    /// <summary>A builder that begins with what a map has.</summary>
    public static FieldBuilder Of(MapField map)
    {
        var builder = new FieldBuilder();
        foreach (var entry in map.Entries) builder.Set(entry.Key, entry.Value);
        return builder;
    }

    private static string? NameOf(Field field) => ((field as MapField)?["name"] as TextField)?.Text;

    public static Field Number(object value) => new PlainField(Convert.ToString(value, CultureInfo.InvariantCulture)!);

    public static Field Boolean(bool value) => new PlainField(value ? "true" : "false");
}
