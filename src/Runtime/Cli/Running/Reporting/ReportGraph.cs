using System.Globalization;
using System.Text;

namespace Argosy.Cli.Running.Reporting;

/// <summary>The graph of a run as SVG: each node one row below the lowest of those that it follows.</summary>
internal static class ReportGraph
{
    private const int Width = 180, Height = 34, GapX = 24, GapY = 40, Limit = 1000;

    public static string Draw(IReadOnlyList<ReportNode> nodes)
    {
        if (nodes.Count > Limit)
            nodes = [.. nodes.Take(Limit)];
        var byId = nodes.ToDictionary(n => n.Id, StringComparer.Ordinal);
        var rows = Rows(nodes, byId);
        var places = new Dictionary<string, (int X, int Y)>(StringComparer.Ordinal);
        var counts = new Dictionary<int, int>();
        foreach (var node in nodes)
        {
            var row = rows[node.Id];
            var column = counts.GetValueOrDefault(row);
            counts[row] = column + 1;
            places[node.Id] = (GapX + (column * (Width + GapX)), GapX + (row * (Height + GapY)));
        }
        var width = GapX + (counts.Values.DefaultIfEmpty(1).Max() * (Width + GapX));
        var height = GapX + ((rows.Values.DefaultIfEmpty(0).Max() + 1) * (Height + GapY));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" font-family=\"system-ui,sans-serif\" font-size=\"12\">");
        foreach (var node in nodes)
        {
            var (x, y) = places[node.Id];
            foreach (var child in node.Children)
            {
                if (places.TryGetValue(child, out var to))
                    svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x + (Width / 2)} {y + Height}C{x + (Width / 2)} {y + Height + (GapY / 2)} {to.X + (Width / 2)} {to.Y - (GapY / 2)} {to.X + (Width / 2)} {to.Y}\" fill=\"none\" stroke=\"#8c959f\"/>");
            }
        }
        foreach (var node in nodes)
        {
            var (x, y) = places[node.Id];
            var name = node.DisplayName.Length > 24 ? node.DisplayName[..23] + "…" : node.DisplayName;
            svg.Append(CultureInfo.InvariantCulture, $"<a href=\"#{RunReport.Text(node.Id)}\"><title>{RunReport.Text(node.Name)}: {RunReport.Text(node.Phase)}</title><rect x=\"{x}\" y=\"{y}\" width=\"{Width}\" height=\"{Height}\" rx=\"6\" fill=\"#fff\" stroke=\"{Color(node.Phase)}\" stroke-width=\"2\"/><circle cx=\"{x + 14}\" cy=\"{y + 17}\" r=\"5\" fill=\"{Color(node.Phase)}\"/><text x=\"{x + 26}\" y=\"{y + 21}\" fill=\"#1b1f24\">{RunReport.Text(name)}</text></a>");
        }
        return svg.Append("</svg>").ToString();
    }

    private static Dictionary<string, int> Rows(IReadOnlyList<ReportNode> nodes, Dictionary<string, ReportNode> byId)
    {
        var open = nodes.ToDictionary(n => n.Id, _ => 0, StringComparer.Ordinal);
        foreach (var child in nodes.SelectMany(n => n.Children).Where(open.ContainsKey))
            open[child]++;
        var rows = nodes.ToDictionary(n => n.Id, _ => 0, StringComparer.Ordinal);
        var ready = new Queue<string>(nodes.Where(n => open[n.Id] == 0).Select(n => n.Id));
        while (ready.TryDequeue(out var id))
        {
            foreach (var child in byId[id].Children.Where(open.ContainsKey))
            {
                rows[child] = Math.Max(rows[child], rows[id] + 1);
                if (--open[child] == 0)
                    ready.Enqueue(child);
            }
        }
        return rows;
    }

    private static string Color(string phase) => phase switch
    {
        "Succeeded" => "#1a7f37",
        "Failed" => "#cf222e",
        "Error" => "#bc4c00",
        "Running" => "#0969da",
        "Pending" => "#9a6700",
        _ => "#6e7781",
    };
}
