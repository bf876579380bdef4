using System.Globalization;
using System.Text.Json.Nodes;
using Argosy.Workflows;

namespace Argosy.Cli.Printing;

/// <summary>The tree of a workflow's nodes as <c>argo get</c> draws it.</summary>
internal sealed class NodeTree
{
    private readonly JsonObject _workflow;
    private readonly PrintStyle _style;
    private readonly NodeFilter _filter;
    private readonly DateTimeOffset _now;
    private readonly TabWriter _rows = new(2);

    private NodeTree(JsonObject workflow, PrintStyle style, NodeFilter filter, DateTimeOffset now)
    {
        _workflow = workflow;
        _style = style;
        _filter = filter;
        _now = now;
    }

    /// <summary>The table; null where the entry node is not there yet.</summary>
    public static string? Print(JsonObject workflow, PrintStyle style, NodeFilter filter, DateTimeOffset now)
    {
        if ((workflow.At("status", "nodes") as JsonObject)?[workflow.Name()] is not JsonObject) return null;
        return new NodeTree(workflow, style, filter, now).Print();
    }

    private string Print()
    {
        // The title is painted like the icons below it, so that the columns stand where they stand with colours.
        _rows.Write(_style.Paint("STEP", PrintStyle.Default)).Write(_style.Output switch
        {
            "wide" => "\tTEMPLATE\tPODNAME\tDURATION\tARTIFACTS\tMESSAGE\tRESOURCESDURATION\tNODENAME\n",
            "short" => "\tTEMPLATE\tPODNAME\tDURATION\tMESSAGE\tNODENAME\n",
            _ => "\tTEMPLATE\tPODNAME\tDURATION\tMESSAGE\n",
        });
        var roots = Build();
        var name = _workflow.Name();
        if (roots.TryGetValue(name, out var main)) Render(main, " ", " ");
        if (roots.TryGetValue(WorkflowStates.NodeId(name, name + ".onExit"), out var exit))
        {
            _rows.Write("\t\t\t\t\t\n");
            Render(exit, " ", " ");
        }

        return _rows.ToString();
    }

    private Dictionary<string, Drawn> Build()
    {
        var drawn = new Dictionary<string, Drawn>();
        var groupOf = new Dictionary<string, Drawn>();
        foreach (var (id, node) in _workflow.Nodes().OrderBy(node => node.Key, StringComparer.Ordinal))
        {
            if (!IsDrawn(node.TextAt("type"))) continue;
            var entry = new Drawn(node);
            drawn[id] = entry;
            if (node.TextAt("type") is not ("StepGroup" or "Retry")) continue;
            foreach (var child in node.TextsAt("children")) groupOf[child] = entry;
        }

        var roots = new Dictionary<string, Drawn>();
        foreach (var (id, entry) in drawn)
        {
            var boundary = entry.Node.TextAt("boundaryID");
            if (groupOf.TryGetValue(id, out var group)) group.Children.Add(entry);
            else if (boundary.Length == 0) roots[id] = entry;
            else if (drawn.TryGetValue(boundary, out var parent) && parent.Node.TextAt("type") is "DAG" or "Steps") parent.Children.Add(entry);
        }

        foreach (var entry in drawn.Values) entry.Children = [.. entry.Children.Order(Comparer<Drawn>.Create(Compare))];
        return roots;
    }

    private static bool IsDrawn(string type) => type is "DAG" or "Steps" or "StepGroup" or "Retry" or "Pod" or "Skipped" or "Suspend" or "HTTP" or "Plugin";

    private static int Compare(Drawn a, Drawn b)
    {
        var byTime = (a.Started ?? DateTimeOffset.MinValue).CompareTo(b.Started ?? DateTimeOffset.MinValue);
        if (byTime != 0) return byTime;
        return a.LoopIndex >= 0 && b.LoopIndex >= 0 ? a.LoopIndex.CompareTo(b.LoopIndex) : string.CompareOrdinal(a.DisplayName, b.DisplayName);
    }

    private void Render(Drawn entry, string nodePrefix, string childPrefix)
    {
        var type = entry.Node.TextAt("type");
        var isGroup = type == "StepGroup";
        var isHidden = isGroup
            || (type == "Retry" && entry.Node.TextsAt("children").Count() == 1)
            || (type == "Skipped" && entry.Node.TextAt("phase") == "Omitted")
            || !_filter.Shows(entry.Node);
        var indents = isGroup;
        if (!isHidden) WriteRow(entry.Node, nodePrefix);
        var last = entry.Children.Count - 1;
        for (var i = 0; i <= last; i++)
        {
            var (part, continuation) = Lines(isHidden, indents, i, last);
            var prefix = isHidden && i == 0 ? nodePrefix : childPrefix;
            Render(entry.Children[i], prefix + part, childPrefix + continuation);
        }
    }

    private (string Part, string Continuation) Lines(bool parentHidden, bool indents, int index, int last)
    {
        var utf8 = _style.Utf8;
        var (end, middle, bar) = utf8 ? ("└─", "├─", "│ ") : ("`-", "|-", "| ");
        if (!parentHidden) return index == last ? (end, "  ") : (middle, bar);
        if (!indents) return ("", "");
        if (last == 0) return (utf8 ? "──" : "--", "  ");
        if (index == 0) return (utf8 ? "┬─" : "+-", bar);
        return index == last ? (end, "  ") : (middle, bar);
    }

    private void WriteRow(JsonObject node, string prefix)
    {
        var icon = node.IsActiveSuspend() ? _style.SuspendIcon : _style.Icon(node.TextAt("phase"));
        var template = node["templateRef"] is JsonObject reference ? $"{reference.TextAt("name")}/{reference.TextAt("template")}" : node.TextAt("templateName");
        var isPod = node.TextAt("type") == "Pod";
        var pod = isPod ? _workflow.PodName(node) : "";
        var duration = isPod ? Humanize.ShortBetween(node.TimeAt("startedAt"), node.TimeAt("finishedAt"), _now) : "";
        var host = isPod ? node.TextAt("hostNodeName") : "";
        var message = node.TextAt("message");
        _rows.Write($"{prefix}{icon} {node.TextAt("displayName")}\t{template}\t{pod}\t{duration}\t");
        switch (_style.Output)
        {
            case "wide":
                var artifacts = string.Join(',', node.ItemsAt("outputs", "artifacts").Select(artifact => artifact.TextAt("name")));
                _rows.Write($"{artifacts}\t{message}\t{WorkflowPrinter.Resources(node["resourcesDuration"])}\t{host}\n");
                break;
            case "short":
                _rows.Write($"{message}\t{host}\n");
                break;
            default:
                _rows.Write($"{message}\t\n");
                break;
        }
    }

    private sealed class Drawn
    {
        public Drawn(JsonObject node)
        {
            Node = node;
            DisplayName = node.TextAt("displayName");
            Started = node.TimeAt("startedAt");
            LoopIndex = IndexOf(DisplayName);
        }

        public JsonObject Node { get; }

        public string DisplayName { get; }

        public DateTimeOffset? Started { get; }

        public int LoopIndex { get; }

        public List<Drawn> Children { get; set; } = [];

        // name(3:value): the index of a loop's item.
        private static int IndexOf(string name)
        {
            var open = name.IndexOf('(', StringComparison.Ordinal);
            var colon = name.IndexOf(':', StringComparison.Ordinal);
            if (open < 0 || colon <= open) return -1;
            return int.TryParse(name.AsSpan(open + 1, colon - open - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) ? index : -1;
        }
    }
}
