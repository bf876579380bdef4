using Argosy.Manifests.Tree;

namespace Argosy.Tool.Import;

/// <summary>
/// The fields of a map that the import has not yet said in C#. Whatever says a field takes it; what nobody took is left for a <c>Spec</c> tree,
/// so nothing can be lost by forgetting it.
/// </summary>
internal sealed class FieldSet(MapNode map)
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FieldSet> _children = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<FieldSet>> _items = new(StringComparer.Ordinal);

    /// <summary>The map itself, for looks that take nothing.</summary>
    public MapNode Map { get; } = map;

    /// <summary>The value of a field that is still there; it stays.</summary>
    public Node? Peek(string key) => _taken.Contains(key) ? null : Map[key] is ScalarNode { Kind: ScalarKind.Null } ? null : Map[key];

    /// <summary>Whether the field is still there.</summary>
    public bool Has(string key) => Peek(key) is not null;

    /// <summary>Takes a field.</summary>
    public Node? Take(string key)
    {
        var value = Peek(key);
        _taken.Add(key);
        return value;
    }

    /// <summary>Takes a field that holds a scalar; leaves anything else where it is.</summary>
    public string? TakeText(string key) => Peek(key) is ScalarNode scalar ? ((ScalarNode)Take(key)!).Text : null;

    /// <summary>
    /// Takes the value of a parameter, which Argo reads as text however the file writes it; leaves a number that Argo's reading could change.
    /// </summary>
    public string? TakeAnyText(string key) => AnyText(Peek(key)) is { } text && Take(key) is not null ? text : null;

    /// <summary>The value of a parameter as the text that Argo makes of it; null for anything else.</summary>
    public static string? AnyText(Node? node) => node switch
    {
        ScalarNode { Kind: ScalarKind.String or ScalarKind.Boolean } scalar => scalar.Text,
        ScalarNode { Kind: ScalarKind.Integer } number when number.Text.Length <= 6 && number.Text.TrimStart('-') is [>= '1' and <= '9', ..] or "0" && number.Text.All(c => char.IsAsciiDigit(c) || c == '-') => number.Text,
        _ => null,
    };

    /// <summary>Takes a list of scalars; leaves anything else where it is.</summary>
    public IReadOnlyList<string>? TakeTexts(string key)
    {
        if (Peek(key) is not ListNode list || list.Items.Any(item => item is not ScalarNode { Kind: not ScalarKind.Null })) return null;
        Take(key);
        return [.. list.Items.Select(item => ((ScalarNode)item).Text)];
    }

    /// <summary>Takes a whole number.</summary>
    public long? TakeNumber(string key)
    {
        if (Peek(key) is not ScalarNode { Kind: ScalarKind.Integer } scalar) return null;
        Take(key);
        return long.Parse(scalar.Text, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Takes a boolean.</summary>
    public bool? TakeFlag(string key)
    {
        if (Peek(key) is not ScalarNode { Kind: ScalarKind.Boolean } scalar) return null;
        Take(key);
        return scalar.Text == "true";
    }

    /// <summary>The fields of a map below this one; what is not taken there is left over here.</summary>
    public FieldSet? Child(string key)
    {
        if (_children.TryGetValue(key, out var known)) return known;
        if (Peek(key) is not MapNode child) return null;
        return _children[key] = new FieldSet(child);
    }

    /// <summary>The entries of a list of named maps; what is not taken there is left over here, beside its name. Empty where the list is of another kind.</summary>
    public IReadOnlyList<FieldSet> Items(string key)
    {
        if (_items.TryGetValue(key, out var known)) return known;
        if (Peek(key) is not ListNode list || list.Items.Any(item => item is not MapNode map || map["name"] is not ScalarNode)) return [];
        return _items[key] = [.. list.Items.Select(item => new FieldSet((MapNode)item))];
    }

    /// <summary>Takes back every taking, here and below: the fields are said in another way.</summary>
    public void Restore()
    {
        _taken.Clear();
        _children.Clear();
        _items.Clear();
    }

    /// <summary>What nobody took, or null.</summary>
    public MapNode? Rest()
    {
        var rest = new MapNode { Place = Map.Place };
        foreach (var entry in Map.Entries)
        {
            if (_taken.Contains(entry.Key) || entry.Value is ScalarNode { Kind: ScalarKind.Null }) continue;
            if (_items.TryGetValue(entry.Key, out var items))
            {
                if (RestOf(items) is { } left) rest.Add(entry.Key, left, entry.KeyPlace);
            }
            else if (!_children.TryGetValue(entry.Key, out var child)) rest.Add(entry.Key, entry.Value, entry.KeyPlace);
            else if (child.Rest() is { } below) rest.Add(entry.Key, below, entry.KeyPlace);
        }

        return rest.Entries.Count == 0 ? null : rest;
    }

    // An entry of which something is left carries its name, by which the merge finds it.
    private static ListNode? RestOf(IReadOnlyList<FieldSet> items)
    {
        var rest = new ListNode();
        foreach (var item in items)
        {
            if (item.Rest() is not { } left || left.Entries.All(e => e.Key == "name")) continue;
            if (left["name"] is not null)
            {
                rest.Add(left);
                continue;
            }

            var named = new MapNode { Place = left.Place };
            named.Add("name", item.Map["name"]!);
            foreach (var entry in left.Entries) named.Add(entry.Key, entry.Value, entry.KeyPlace);
            rest.Add(named);
        }

        return rest.Items.Count == 0 ? null : rest;
    }
}
