using System.Globalization;

namespace Argosy.Engine;

/// <summary>How much of a run is done, as Argo counts it: leaves count once each, all other nodes sum what their children reach.</summary>
internal sealed class ProgressCount(NodeTree nodes)
{
    private const int LargestExact = 3000;

    public string? Of(Node node)
    {
        if (IsLeaf(node))
            return Text(Own(node));
        if (nodes.Count > LargestExact && node.BoundaryId.Length > 0 && node.Children.Count == 0)
            return null;
        if (nodes.Count > LargestExact && node.BoundaryId.Length > 0 && node.Type is not NodeTypes.Retry)
            return null;
        var seen = new HashSet<string>(StringComparer.Ordinal) { node.Id };
        var waiting = new Stack<string>(node.Children);
        (long Done, long All) sum = (0, 0);
        while (waiting.TryPop(out var id))
        {
            if (!seen.Add(id) || nodes.FindById(id) is not { } child)
                continue;
            if (IsLeaf(child))
            {
                var own = Own(child);
                sum = (sum.Done + own.Done, sum.All + own.All);
            }

            foreach (var next in child.Children)
                waiting.Push(next);
        }

        return sum.All == 0 ? null : Text(sum);
    }

    public string OfAll()
    {
        (long Done, long All) sum = (0, 0);
        foreach (var node in nodes.All)
        {
            if (!IsLeaf(node))
                continue;
            var own = Own(node);
            sum = (sum.Done + own.Done, sum.All + own.All);
        }

        return Text(sum);
    }

    private static bool IsLeaf(Node node) => node.Type is NodeTypes.Pod or NodeTypes.Suspend or NodeTypes.Http or NodeTypes.Plugin or NodeTypes.Container;

    private static (long Done, long All) Own(Node node)
    {
        if (node.ReportedProgress is { } text && text.Split('/') is [var done, var all] && long.TryParse(done, CultureInfo.InvariantCulture, out var d) && long.TryParse(all, CultureInfo.InvariantCulture, out var a))
            return (node.Phase == Phases.Succeeded ? a : d, a);
        return (node.Phase == Phases.Succeeded ? 1 : 0, 1);
    }

    private static string Text((long Done, long All) sum) => $"{sum.Done.ToString(CultureInfo.InvariantCulture)}/{sum.All.ToString(CultureInfo.InvariantCulture)}";
}
