using System.Collections;

namespace Argosy.Manifests.Tree;

/// <summary>One key of a map with its value.</summary>
/// <param name="Key">The key as text (a YAML key that is no string is kept as its JSON text).</param>
/// <param name="Value">The value.</param>
/// <param name="KeyPlace">Where the key stands.</param>
public sealed record MapEntry(string Key, Node Value, SourcePlace KeyPlace = default);

/// <summary>A map in document order. Keys may repeat, as they may in a file: the rules report that; <see cref="this[string]"/> gives the last.</summary>
public sealed class MapNode : Node, IEnumerable<MapEntry>
{
    private readonly List<MapEntry> _entries = [];
    private Dictionary<string, int>? _index;

    /// <summary>All entries in document order, repeated keys included.</summary>
    public IReadOnlyList<MapEntry> Entries => _entries;

    /// <summary>The value of a key, the last one if it repeats; null when it is absent.</summary>
    public Node? this[string key] => Entry(key)?.Value;

    /// <summary>The entry of a key, the last one if it repeats; null when it is absent.</summary>
    public MapEntry? Entry(string key)
    {
        // Most maps have a handful of keys, where a scan is faster than a dictionary.
        if (_entries.Count <= 8)
        {
            for (var i = _entries.Count - 1; i >= 0; i--)
                if (string.Equals(_entries[i].Key, key, StringComparison.Ordinal)) return _entries[i];
            return null;
        }

        if (_index is null)
        {
            _index = new Dictionary<string, int>(_entries.Count, StringComparer.Ordinal);
            for (var i = 0; i < _entries.Count; i++) _index[_entries[i].Key] = i;
        }

        return _index.TryGetValue(key, out var at) ? _entries[at] : null;
    }

    /// <summary>Appends an entry. For builders only: a tree that was handed on is not changed.</summary>
    public MapNode Add(string key, Node value, SourcePlace keyPlace = default)
    {
        _entries.Add(new MapEntry(key, value, keyPlace));
        _index = null;
        return this;
    }

    /// <summary>Appends a string.</summary>
    public MapNode Add(string key, string value) => Add(key, ScalarNode.String(value));

    /// <inheritdoc/>
    public IEnumerator<MapEntry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
