using Argosy.Manifests.Tree;

namespace Argosy.Tool.Import.Bodies;

/// <summary>The nodes that the texts of a part of a manifest name in plain tags.</summary>
internal static class GraphTexts
{
    /// <summary>All names behind <c>{{tasks.</c> (or <c>{{steps.</c>) below a node.</summary>
    public static IEnumerable<string> NodesIn(Node node, string prefix) => node switch
    {
        ScalarNode { Kind: ScalarKind.String } text => ValueImporter.NodesIn(text.Text, prefix),
        MapNode map => map.Entries.SelectMany(entry => NodesIn(entry.Value, prefix)),
        ListNode list => list.Items.SelectMany(item => NodesIn(item, prefix)),
        _ => [],
    };
}
