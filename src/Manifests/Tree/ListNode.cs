using System.Collections;

namespace Argosy.Manifests.Tree;

/// <summary>A list.</summary>
public sealed class ListNode : Node, IEnumerable<Node>
{
    private readonly List<Node> _items = [];

    /// <summary>The items in order.</summary>
    public IReadOnlyList<Node> Items => _items;

    /// <summary>Appends an item. For builders only: a tree that was handed on is not changed.</summary>
    public ListNode Add(Node item)
    {
        _items.Add(item);
        return this;
    }

    /// <inheritdoc/>
    public IEnumerator<Node> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
