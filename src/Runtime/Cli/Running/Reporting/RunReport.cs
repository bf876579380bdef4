using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Argosy.Engine;
using Argosy.Engine.Pods;
using Argosy.Workflows;

namespace Argosy.Cli.Running.Reporting;

/// <summary>One page about a run that needs nothing but itself: the graph, phases, durations, messages, logs and artifacts of each node.</summary>
internal static class RunReport
{
    private const int LogLimit = 200;

    private const string Style = """
        body{font:14px/1.5 system-ui,sans-serif;margin:2rem;color:#1b1f24;background:#fff}
        h1{font-size:1.4rem;margin:0 0 .3rem}h2{font-size:1.05rem;margin:1.6rem 0 .4rem}
        table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #d8dee4;vertical-align:top}
        th{font-weight:600;color:#57606a}pre{background:#f6f8fa;padding:.6rem;overflow:auto;margin:.3rem 0;max-height:24rem}
        .graph{overflow:auto;border:1px solid #d8dee4;border-radius:6px}.err{color:#8250df}
        .phase{display:inline-block;padding:0 .5rem;border-radius:1rem;color:#fff;font-size:12px}
        .Succeeded{background:#1a7f37}.Failed{background:#cf222e}.Error{background:#bc4c00}.Running{background:#0969da}.Pending{background:#9a6700}.Skipped,.Omitted{background:#6e7781}
        """;

    public static string Write(JsonObject workflow, EngineHome home, DateTimeOffset now)
    {
        var nodes = ReportNode.All(workflow);
        var phase = workflow.TextAt("status", "phase");
        var page = new StringBuilder();
        page.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>")
            .Append(Text(workflow.Name())).Append("</title>\n<style>").Append(Style).Append("</style></head>\n<body>\n<h1>").Append(Text(workflow.Name())).Append(' ').Append(Badge(phase)).Append("</h1>\n<p>");
        page.Append(Text(string.Create(CultureInfo.InvariantCulture, $"started {workflow.TextAt("status", "startedAt")}, {Duration(workflow.TimeAt("status", "startedAt"), workflow.TimeAt("status", "finishedAt") ?? now)}, progress {workflow.TextAt("status", "progress")}")));
        if (workflow.TextAt("status", "message") is { Length: > 0 } message)
            page.Append("<br>").Append(Text(message));
        page.Append("</p>\n<h2>Graph</h2>\n<div class=\"graph\">").Append(ReportGraph.Draw(nodes)).Append("</div>\n<h2>Nodes</h2>\n<table><thead><tr><th>Node</th><th>Template</th><th>Phase</th><th>Duration</th><th>Message</th></tr></thead><tbody>\n");
        foreach (var node in nodes)
        {
            page.Append("<tr><td><a href=\"#").Append(Text(node.Id)).Append("\">").Append(Text(node.Name)).Append("</a></td><td>").Append(Text(node.Template)).Append("</td><td>").Append(Badge(node.Phase))
                .Append("</td><td>").Append(Duration(node.StartedAt, node.FinishedAt ?? now)).Append("</td><td>").Append(Text(node.Message)).Append("</td></tr>\n");
        }
        page.Append("</tbody></table>\n");
        foreach (var node in nodes)
            WriteNode(page, node, home.RunFolder(workflow.Name()), workflow.Name());
        return page.Append("</body></html>\n").ToString();
    }

    private static void WriteNode(StringBuilder page, ReportNode node, string runFolder, string workflow)
    {
        page.Append("<section id=\"").Append(Text(node.Id)).Append("\"><h2>").Append(Text(node.Name)).Append(' ').Append(Badge(node.Phase)).Append("</h2>\n");
        WriteValues(page, "inputs", node.Inputs);
        WriteValues(page, "outputs", node.Outputs);
        if (node.Type == "Pod")
        {
            var logs = Path.Combine(runFolder, "logs", node.PodName(workflow));
            var files = Directory.Exists(logs) ? Directory.GetFiles(logs, "*.log") : [];
            foreach (var file in Enumerable.Order(files, StringComparer.Ordinal))
            {
                var lines = LogLines.Read(file).ToList();
                page.Append("<p>log of <b>").Append(Text(Path.GetFileNameWithoutExtension(file))).Append("</b>");
                if (lines.Count > LogLimit)
                    page.Append(CultureInfo.InvariantCulture, $" (the last {LogLimit} of {lines.Count} lines)");
                page.Append("</p><pre>");
                foreach (var line in lines.Skip(lines.Count - LogLimit))
                    page.Append(line.IsError ? "<span class=\"err\">" : "").Append(Text(line.Text)).Append(line.IsError ? "</span>" : "").Append('\n');
                page.Append("</pre>\n");
            }
        }
        page.Append("</section>\n");
    }

    private static void WriteValues(StringBuilder page, string title, JsonObject? values)
    {
        if (values is null)
            return;
        var rows = new List<(string Name, string Value)>();
        foreach (var parameter in values["parameters"] as JsonArray ?? [])
            rows.Add((parameter.TextAt("name"), parameter.TextAt("value")));
        foreach (var artifact in values["artifacts"] as JsonArray ?? [])
            rows.Add((artifact.TextAt("name") + " (artifact)", artifact.TextAt("s3", "key") is { Length: > 0 } key ? key : artifact.TextAt("path")));
        if (values.TextAt("result") is { Length: > 0 } result)
            rows.Add(("result", result));
        if (values.TextAt("exitCode") is { Length: > 0 } code)
            rows.Add(("exit code", code));
        if (rows.Count == 0)
            return;
        page.Append("<table><thead><tr><th>").Append(title).Append("</th><th></th></tr></thead><tbody>");
        foreach (var (name, value) in rows)
            page.Append("<tr><td>").Append(Text(name)).Append("</td><td>").Append(Text(value.Length > 2000 ? value[..2000] + "…" : value)).Append("</td></tr>");
        page.Append("</tbody></table>\n");
    }

    private static string Badge(string phase) => $"<span class=\"phase {Text(phase)}\">{Text(phase)}</span>";

    private static string Duration(DateTimeOffset? from, DateTimeOffset to)
    {
        if (from is not { } start)
            return "";
        var span = to - start;
        return span.TotalMinutes < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, span.TotalSeconds):0.#}s")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes}m {span.Seconds}s");
    }

    internal static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");
}
