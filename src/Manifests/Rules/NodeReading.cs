using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules;

/// <summary>Short ways into a decoded tree, where what is absent reads as empty.</summary>
internal static class NodeReading
{
    public static string Text(this MapNode? map, string key) => map?[key] is ScalarNode { Kind: not ScalarKind.Null } scalar ? scalar.Text : "";

    public static bool Has(this MapNode? map, string key) => map?[key] is not (null or ScalarNode { Kind: ScalarKind.Null });

    public static bool Flag(this MapNode? map, string key) => map?[key] is ScalarNode { Kind: ScalarKind.Boolean, Text: "true" };

    public static MapNode? Map(this MapNode? map, string key) => map?[key] as MapNode;

    public static ListNode? List(this MapNode? map, string key) => map?[key] as ListNode;

    /// <summary>The maps of a list.</summary>
    public static IEnumerable<MapNode> Maps(this MapNode? map, string key) => map?[key] is ListNode list ? list.Items.OfType<MapNode>() : [];

    public static bool Any(this MapNode? map, string key) => map?[key] switch
    {
        ListNode list => list.Items.Count > 0,
        MapNode inner => inner.Entries.Count > 0,
        _ => false,
    };

    /// <summary>The value of a key, or the map itself where the key is absent: the best place to point at.</summary>
    public static Node At(this MapNode map, string key) => map[key] ?? map;
}
