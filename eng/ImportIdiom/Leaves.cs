using Argosy.Manifests.Tree;

namespace Argosy.ImportIdiom;

/// <summary>The values of a part of a manifest.</summary>
internal static class Leaves
{
    /// <summary>How many values there are.</summary>
    public static int Count(Node node) => node switch
    {
        MapNode map => Math.Max(1, map.Entries.Sum(e => Count(e.Value))),
        ListNode list => Math.Max(1, list.Items.Sum(Count)),
        _ => 1,
    };

    /// <summary>The fields at most three deep, lists as <c>[]</c>.</summary>
    public static IEnumerable<string> Paths(Node node) => Paths(node, "", 0).Distinct();

    private static IEnumerable<string> Paths(Node node, string path, int depth) => node switch
    {
        MapNode map when depth < 3 => map.Entries.SelectMany(e => Paths(e.Value, path.Length == 0 ? e.Key : $"{path}.{e.Key}", depth + 1)),
        ListNode list => list.Items.SelectMany(item => Paths(item, path + "[]", depth)),
        _ => [path],
    };
}
