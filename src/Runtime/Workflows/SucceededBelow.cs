using System.Text.Json.Nodes;

namespace Argosy.Workflows;

/// <summary>Whether somewhere below a node (by <c>children</c>) one has Succeeded, some aside. Answers are kept: a graph has many ways to the same node.</summary>
internal sealed class SucceededBelow(IReadOnlyDictionary<string, JsonObject> nodes, IReadOnlySet<string> aside)
{
    private readonly Dictionary<string, bool> _known = [];

    public bool Has(JsonObject node)
    {
        var id = node.TextAt("id");
        if (_known.TryGetValue(id, out var known)) return known;
        _known[id] = false;
        foreach (var child in node.TextsAt("children"))
        {
            if (!nodes.TryGetValue(child, out var below)) continue;
            if ((below.TextAt("phase") == "Succeeded" && !aside.Contains(child)) || Has(below)) return _known[id] = true;
        }

        return false;
    }
}
