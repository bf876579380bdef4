using System.Diagnostics.CodeAnalysis;

namespace Argosy.Engine;

/// <summary>All nodes of a run, found by name, by ID and by boundary, and which of them changed since they were last stored.</summary>
internal sealed class NodeTree(string workflow)
{
    private readonly Dictionary<string, Node> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Node> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Node>> _byBoundary = new(StringComparer.Ordinal);
    private readonly HashSet<Node> _unfulfilled = [];
    private readonly HashSet<Node> _changed = [];

    public int Count => _byId.Count;

    public IEnumerable<Node> All => _byId.Values;

    /// <summary>Nodes that are not fulfilled, and daemons.</summary>
    public IReadOnlyCollection<Node> Open => _unfulfilled;

    public bool HasChanges => _changed.Count > 0;

    public string IdOf(string name) => _byName.TryGetValue(name, out var node) ? node.Id : NodeNames.Id(workflow, name);

    public Node? Find(string name) => _byName.GetValueOrDefault(name);

    public Node? FindById(string id) => _byId.GetValueOrDefault(id);

    public bool TryGet(string name, [NotNullWhen(true)] out Node? node) => _byName.TryGetValue(name, out node);

    /// <summary>Nodes with this boundary, in the order in which they were made.</summary>
    public IReadOnlyList<Node> Within(string boundaryId) => _byBoundary.TryGetValue(boundaryId, out var list) ? list : [];

    public void Add(Node node)
    {
        _byId.Add(node.Id, node);
        _byName.Add(node.Name, node);
        if (!_byBoundary.TryGetValue(node.BoundaryId, out var list))
            _byBoundary.Add(node.BoundaryId, list = []);
        list.Add(node);
        Changed(node);
    }

    /// <summary>Another number after each change.</summary>
    public int Version { get; private set; }

    /// <summary>To be called after each change of a node.</summary>
    public void Changed(Node node)
    {
        Version++;
        _changed.Add(node);
        if (!node.IsFulfilled || node.Daemoned)
            _unfulfilled.Add(node);
        else
            _unfulfilled.Remove(node);
    }

    /// <summary>The nodes that changed since the last call.</summary>
    public IReadOnlyList<Node> TakeChanges()
    {
        if (_changed.Count == 0)
            return [];
        Node[] nodes = [.. _changed];
        _changed.Clear();
        return nodes;
    }
}
