using System.Globalization;
using System.Security;
using System.Text;

namespace Argosy.Cli.Printing;

/// <summary>A graph as a self-contained SVG picture: layers from top to bottom by the longest way to each box.</summary>
internal static class SvgWriter
{
    private const int BoxHeight = 44, LayerGap = 46, BoxGap = 24, Margin = 20, CharWidth = 7;

    /// <summary>The text.</summary>
    public static string Write(Graph graph, string title)
    {
        var layers = Layers(graph);
        var width = graph.Nodes.ToDictionary(node => node.Id, WidthOf);
        var rows = graph.Nodes.GroupBy(node => layers[node.Id]).OrderBy(row => row.Key).Select(row => row.ToList()).ToList();
        var total = rows.Count == 0 ? 200 : rows.Max(row => row.Sum(node => width[node.Id]) + (BoxGap * (row.Count - 1)));
        var places = new Dictionary<string, (int X, int Y)>();
        for (var i = 0; i < rows.Count; i++)
        {
            // Boxes stand near those that they come after.
            var row = rows[i].OrderBy(node => Wanted(node.Id)).ToList();
            var x = Margin + ((total - row.Sum(node => width[node.Id]) - (BoxGap * (row.Count - 1))) / 2);
            foreach (var node in row)
            {
                places[node.Id] = (x, Margin + 30 + (i * (BoxHeight + LayerGap)));
                x += width[node.Id] + BoxGap;
            }
        }

        var height = Margin + 30 + (Math.Max(1, rows.Count) * (BoxHeight + LayerGap));
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{total + (2 * Margin)}\" height=\"{height}\" viewBox=\"0 0 {total + (2 * Margin)} {height}\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n");
        text.Append($"  <title>{Escape(title)}</title>\n");
        text.Append("  <defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#667\"/></marker></defs>\n");
        text.Append(CultureInfo.InvariantCulture, $"  <text x=\"{Margin}\" y=\"{Margin + 4}\" font-weight=\"bold\" fill=\"#223\">{Escape(title)}</text>\n");
        foreach (var edge in graph.Edges)
        {
            var (x1, y1) = (places[edge.From].X + (width[edge.From] / 2), places[edge.From].Y + BoxHeight);
            var (x2, y2) = (places[edge.To].X + (width[edge.To] / 2), places[edge.To].Y);
            var dash = edge.Kind == GraphEdgeKind.Condition ? " stroke-dasharray=\"4 3\"" : "";
            text.Append(CultureInfo.InvariantCulture, $"  <path d=\"M{x1} {y1}C{x1} {y1 + 24} {x2} {y2 - 24} {x2} {y2 - 1}\" fill=\"none\" stroke=\"#667\"{dash} marker-end=\"url(#arrow)\"/>\n");
            if (edge.Label.Length > 0) text.Append(CultureInfo.InvariantCulture, $"  <text x=\"{(x1 + x2) / 2}\" y=\"{(y1 + y2) / 2}\" text-anchor=\"middle\" fill=\"#557\" font-size=\"10\">{Escape(edge.Label)}</text>\n");
        }

        foreach (var node in graph.Nodes)
        {
            var (x, y) = places[node.Id];
            var middle = x + (width[node.Id] / 2);
            text.Append(CultureInfo.InvariantCulture, $"  <g><rect x=\"{x}\" y=\"{y}\" width=\"{width[node.Id]}\" height=\"{BoxHeight}\" rx=\"6\" fill=\"#eef3fb\" stroke=\"#4a6fa5\"/>");
            text.Append(CultureInfo.InvariantCulture, $"<text x=\"{middle}\" y=\"{y + 18}\" text-anchor=\"middle\" fill=\"#223\">{Escape(node.Title)}</text>");
            text.Append(CultureInfo.InvariantCulture, $"<text x=\"{middle}\" y=\"{y + 34}\" text-anchor=\"middle\" fill=\"#667\" font-size=\"10\">{Escape(Shorten(node.Detail))}</text></g>\n");
        }

        return text.Append("</svg>\n").ToString();

        double Wanted(string id)
        {
            var before = graph.Edges.Where(edge => edge.To == id && places.ContainsKey(edge.From)).Select(edge => places[edge.From].X + (width[edge.From] / 2.0)).ToList();
            return before.Count == 0 ? 0 : before.Average();
        }
    }

    private static int WidthOf(GraphNode node) => Math.Max(90, (Math.Max(node.Title.Length, Shorten(node.Detail).Length) * CharWidth) + 24);

    private static string Shorten(string text) => text.Length <= 34 ? text : text[..33] + "…";

    private static Dictionary<string, int> Layers(Graph graph)
    {
        var before = graph.Edges.GroupBy(edge => edge.To).ToDictionary(group => group.Key, group => group.Select(edge => edge.From).ToList());
        var layers = new Dictionary<string, int>();
        int Layer(string id)
        {
            if (layers.TryGetValue(id, out var known)) return known;
            layers[id] = 0;
            return layers[id] = before.TryGetValue(id, out var from) ? from.Max(Layer) + 1 : 0;
        }

        foreach (var node in graph.Nodes) Layer(node.Id);
        return layers;
    }

    private static string Escape(string text) => SecurityElement.Escape(text) ?? "";
}
