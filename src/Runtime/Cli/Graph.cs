using System.Text.Json.Nodes;
using Argosy.Workflows;

namespace Argosy.Cli;

/// <summary>What an edge of a picture stands for.</summary>
internal enum GraphEdgeKind
{
    /// <summary>Comes after.</summary>
    Order,

    /// <summary>Comes after, by a condition of its dependency logic.</summary>
    Condition,
}

/// <summary>A box of a picture.</summary>
internal sealed record GraphNode(string Id, string Title, string Detail, string? Group);

/// <summary>An arrow of a picture.</summary>
internal sealed record GraphEdge(string From, string To, string Label, GraphEdgeKind Kind);

/// <summary>The calls of a workflow as boxes and arrows: its entrypoint's tasks or steps, and those of the templates that they call, each in a frame of its own.</summary>
internal sealed partial class Graph
{
    private const int MostBoxes = 2000;

    private readonly JsonObject _object;
    private readonly HashSet<string> _open = [];

    private Graph(JsonObject @object) => _object = @object;

    public List<GraphNode> Nodes { get; } = [];

    public List<GraphEdge> Edges { get; } = [];

    /// <summary>Frames by their ID: title, and the frame around them.</summary>
    public Dictionary<string, (string Title, string? Parent)> Groups { get; } = [];

    /// <summary>The graph of a Workflow, a WorkflowTemplate, a ClusterWorkflowTemplate or a CronWorkflow.</summary>
    public static Graph Of(JsonObject @object)
    {
        var spec = @object.TextAt("kind") == "CronWorkflow" ? @object.At("spec", "workflowSpec") : @object["spec"];
        var graph = new Graph(spec as JsonObject ?? []);
        var entrypoint = graph._object.TextAt("entrypoint");
        var starts = entrypoint.Length > 0 ? [entrypoint] : graph._object.ItemsAt("templates").Select(template => template.TextAt("name")).ToList();
        foreach (var start in starts) graph.Add(start, start, null);
        if (graph._object.TextAt("onExit") is { Length: > 0 } exit) graph.Add(exit, "onExit", null);
        return graph;
    }

    // Adds what a template does below a frame; the first and last boxes are where arrows from outside end.
    private (List<string> First, List<string> Last) Add(string template, string id, string? parent)
    {
        var found = _object.ItemsAt("templates").FirstOrDefault(item => item.TextAt("name") == template);
        if (found is null || Nodes.Count >= MostBoxes || !_open.Add(template)) return Leaf(id, id, template, parent);
        try
        {
            if (found["dag"] is JsonObject dag) return AddDag(dag, id, Frame(id, template, parent));
            if (found["steps"] is JsonArray steps) return AddSteps(steps, id, Frame(id, template, parent));
            return parent is null ? Leaf(id, template, TypeOf(found), null) : ([], []);
        }
        finally
        {
            _open.Remove(template);
        }
    }

    private string Frame(string id, string title, string? parent)
    {
        Groups[id] = (title, parent);
        return id;
    }

    private (List<string> First, List<string> Last) Leaf(string id, string title, string detail, string? parent)
    {
        if (!Nodes.Any(node => node.Id == id)) Nodes.Add(new GraphNode(id, title, detail, parent));
        return ([id], [id]);
    }

    private (List<string> First, List<string> Last) Call(JsonObject call, string frame)
    {
        var name = call.TextAt("name");
        var id = $"{frame}/{name}";
        var detail = Loop(call);
        if (call["templateRef"] is JsonObject reference) return Leaf(id, name, $"{reference.TextAt("name")}/{reference.TextAt("template")}{detail}", frame);
        if (call["inline"] is JsonObject inline) return Leaf(id, name, $"{TypeOf(inline)}{detail}", frame);
        var template = call.TextAt("template");
        var found = _object.ItemsAt("templates").FirstOrDefault(item => item.TextAt("name") == template);
        var isGroup = found?["dag"] is not null || found?["steps"] is not null;
        if (!isGroup || _open.Contains(template)) return Leaf(id, name, (template == name ? TypeOf(found) : template) + detail, frame);
        var ends = Add(template, id, frame);
        Groups[id] = ($"{name}{detail}", frame);
        return ends;
    }

    private (List<string> First, List<string> Last) AddDag(JsonObject dag, string id, string frame)
    {
        var ends = dag.ItemsAt("tasks").ToDictionary(task => task.TextAt("name"), task => Call(task, frame));
        var hasNext = new HashSet<string>();
        var first = new List<string>();
        foreach (var task in dag.ItemsAt("tasks"))
        {
            var before = Dependencies(task, ends.Keys).ToList();
            var (to, _) = ends[task.TextAt("name")];
            if (before.Count == 0) first.AddRange(to);
            foreach (var (name, condition) in before)
            {
                hasNext.Add(name);
                Connect(ends[name].Last, to, condition, condition.Length > 0 ? GraphEdgeKind.Condition : GraphEdgeKind.Order);
            }
        }

        return (first, ends.Where(end => !hasNext.Contains(end.Key)).SelectMany(end => end.Value.Last).ToList());
    }

    private (List<string> First, List<string> Last) AddSteps(JsonArray groups, string id, string frame)
    {
        List<string> first = [], last = [];
        foreach (var group in groups)
        {
            var ends = (group as JsonArray ?? group?["steps"] as JsonArray ?? []).OfType<JsonObject>().Select(step => Call(step, frame)).ToList();
            if (ends.Count == 0) continue;
            var starts = ends.SelectMany(end => end.First).ToList();
            if (first.Count == 0) first = starts;
            Connect(last, starts, "", GraphEdgeKind.Order);
            last = ends.SelectMany(end => end.Last).ToList();
        }

        return (first, last);
    }

    private void Connect(IEnumerable<string> from, IReadOnlyList<string> to, string label, GraphEdgeKind kind)
    {
        foreach (var start in from)
        {
            foreach (var end in to) Edges.Add(new GraphEdge(start, end, label, kind));
        }
    }

    private static IEnumerable<(string Name, string Condition)> Dependencies(JsonObject task, IReadOnlyCollection<string> known)
    {
        foreach (var name in task.TextsAt("dependencies")) yield return (name, "");
        var logic = task.TextAt("depends");
        if (logic.Length == 0) yield break;
        foreach (var group in Operand().Matches(logic).GroupBy(match => match.Groups[1].Value))
        {
            if (!known.Contains(group.Key)) continue;
            var conditions = group.Select(match => match.Groups[2].Value).Where(condition => condition.Length > 0).Distinct().ToList();
            yield return (group.Key, string.Join(" or ", conditions));
        }
    }

    private static string Loop(JsonObject call)
    {
        var parts = new List<string>();
        if (call["withItems"] is JsonArray items) parts.Add($"× {items.Count}");
        else if (call["withParam"] is not null) parts.Add("× each");
        else if (call["withSequence"] is not null) parts.Add("× sequence");
        if (call.TextAt("when") is { Length: > 0 } when) parts.Add($"when {when}");
        return parts.Count == 0 ? "" : " " + string.Join(", ", parts);
    }

    private static string TypeOf(JsonObject? template)
    {
        foreach (var type in new[] { "container", "script", "containerSet", "resource", "suspend", "http", "data", "plugin" })
        {
            if (template?.ContainsKey(type) == true) return template.TextAt(type, "image") is { Length: > 0 } image ? $"{type} {image}" : type;
        }

        return "";
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"([A-Za-z0-9_][-A-Za-z0-9_]*)(?:\.([A-Za-z]+))?")]
    private static partial System.Text.RegularExpressions.Regex Operand();
}
