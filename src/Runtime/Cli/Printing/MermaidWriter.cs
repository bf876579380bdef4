using System.Text;

namespace Argosy.Cli.Printing;

/// <summary>A graph as a Mermaid flowchart.</summary>
internal static class MermaidWriter
{
    /// <summary>The text.</summary>
    public static string Write(Graph graph)
    {
        var text = new StringBuilder("flowchart TD\n");
        var ids = graph.Nodes.Select(node => node.Id).Concat(graph.Groups.Keys).Distinct().Select((id, index) => (id, index)).ToDictionary(entry => entry.id, entry => $"n{entry.index}");
        WriteGroup(text, graph, ids, null, "  ");
        foreach (var edge in graph.Edges)
        {
            var arrow = edge.Label.Length > 0 ? $"-. {Escape(edge.Label)} .->" : "-->";
            text.Append($"  {ids[edge.From]} {arrow} {ids[edge.To]}\n");
        }

        return text.ToString();
    }

    private static void WriteGroup(StringBuilder text, Graph graph, Dictionary<string, string> ids, string? group, string indent)
    {
        foreach (var node in graph.Nodes.Where(node => node.Group == group))
        {
            var label = node.Detail.Length > 0 && node.Detail != node.Title ? $"{Escape(node.Title)}<br/><small>{Escape(node.Detail)}</small>" : Escape(node.Title);
            text.Append($"{indent}{ids[node.Id]}[\"{label}\"]\n");
        }

        foreach (var (id, frame) in graph.Groups.Where(entry => entry.Value.Parent == group))
        {
            text.Append($"{indent}subgraph {ids[id]} [\"{Escape(frame.Title)}\"]\n");
            WriteGroup(text, graph, ids, id, indent + "  ");
            text.Append($"{indent}end\n");
        }
    }

    // Quotes would end the label, and Mermaid takes # for the begin of an entity.
    private static string Escape(string text) => text.Replace("#", "#35;", StringComparison.Ordinal).Replace("\"", "#quot;", StringComparison.Ordinal)
        .Replace("<", "#lt;", StringComparison.Ordinal).Replace(">", "#gt;", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);
}
