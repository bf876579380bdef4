using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules;

/// <summary>Says which field of a document stands at a place.</summary>
internal static class PlacePath
{
    /// <summary>The path of the innermost field that holds the place; empty where the place is in another document or unknown.</summary>
    public static string Of(MapNode root, SourcePlace place)
    {
        if (!place.IsKnown || root.Place.File != place.File || !Holds(root.Place, place)) return "";
        var path = "";
        Node node = root;
        while (true)
        {
            switch (node)
            {
                case MapNode map when map.Entries.LastOrDefault(e => Holds(e.KeyPlace, place) || Holds(e.Value.Place, place)) is { } entry:
                    path = path.Length == 0 ? entry.Key : $"{path}.{entry.Key}";
                    if (Holds(entry.KeyPlace, place)) return path;
                    node = entry.Value;
                    continue;
                case ListNode list:
                    var found = -1;
                    for (var i = 0; i < list.Items.Count && found < 0; i++)
                        if (Holds(list.Items[i].Place, place)) found = i;
                    if (found < 0) return path;
                    path += $"[{found}]";
                    node = list.Items[found];
                    continue;
                default:
                    return path;
            }
        }
    }

    private static bool Holds(SourcePlace outer, SourcePlace inner) =>
        outer.IsKnown
        && (outer.Line < inner.Line || (outer.Line == inner.Line && outer.Column <= inner.Column))
        && (outer.EndLine > inner.EndLine || (outer.EndLine == inner.EndLine && outer.EndColumn >= inner.EndColumn));
}
