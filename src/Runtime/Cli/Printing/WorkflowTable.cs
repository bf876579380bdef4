using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Argosy.Workflows;

namespace Argosy.Cli.Printing;

/// <summary>Prints a list of workflows as <c>argo list</c> and <c>argo archive list</c> do.</summary>
internal static class WorkflowTable
{
    /// <summary>The text of any output form.</summary>
    public static string Print(IReadOnlyList<JsonObject> workflows, string output, DateTimeOffset now, bool headers = true, bool namespaces = false, bool uids = false)
    {
        if (workflows.Count == 0) return output is "json" or "yaml" ? "[]\n" : "No workflows found\n";
        switch (output)
        {
            case "name":
                return string.Concat(workflows.Select(workflow => workflow.Name() + "\n"));
            case "json":
                return GoJson.Write(Shaped(workflows), "  ") + "\n";
            case "yaml":
                return GoYaml.Write(Shaped(workflows)) + "\n";
            default:
                return Table(workflows, output == "wide", now, headers, namespaces, uids) + Nudge(workflows);
        }
    }

    private static JsonArray Shaped(IReadOnlyList<JsonObject> workflows) =>
        new([.. workflows.Select(workflow => WorkflowPrinter.Shaped(workflow, ArgoKind.Workflow, withKind: true))]);

    private static string Table(IReadOnlyList<JsonObject> workflows, bool wide, DateTimeOffset now, bool headers, bool namespaces, bool uids)
    {
        var rows = new TabWriter(3);
        if (headers)
        {
            if (namespaces) rows.Write("NAMESPACE\t");
            rows.Write("NAME\tSTATUS\tAGE\tDURATION\tPRIORITY\tMESSAGE");
            if (wide) rows.Write("\tP/R/C\tPARAMETERS");
            if (uids) rows.Write("\tUID");
            rows.Write("\n");
        }

        foreach (var workflow in workflows)
        {
            if (namespaces) rows.Write(workflow.Namespace()).Write("\t");
            var age = Humanize.ShortBetween(workflow.TimeAt("metadata", "creationTimestamp"), now, now);
            var duration = Humanize.ShortBetween(workflow.TimeAt("status", "startedAt"), workflow.TimeAt("status", "finishedAt"), now);
            var priority = workflow.TextAt("spec", "priority") is { Length: > 0 } set ? set : "0";
            rows.Write($"{workflow.Name()}\t{workflow.StatusText()}\t{age}\t{duration}\t{priority}\t{workflow.TextAt("status", "message")}");
            if (wide) rows.Write("\t").Write(PodCounts(workflow)).Write("\t").Write(Parameters(workflow));
            if (uids) rows.Write("\t").Write(workflow.TextAt("metadata", "uid"));
            rows.Write("\n");
        }

        return rows.ToString();
    }

    private static string PodCounts(JsonObject workflow)
    {
        int pending = 0, running = 0, completed = 0;
        foreach (var (_, node) in workflow.Nodes())
        {
            if (node.TextAt("type") != "Pod") continue;
            var phase = node.TextAt("phase");
            var ended = phase is "Succeeded" or "Failed" or "Error" or "Skipped" or "Omitted" && node.At("taskResultSynced").AsText() != "false";
            if (ended || (node.FlagAt("daemoned") && phase != "Pending")) completed++;
            else if (phase == "Running") running++;
            else pending++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{pending}/{running}/{completed}");
    }

    private static string Parameters(JsonObject workflow) => string.Join(',', workflow.ItemsAt("spec", "arguments", "parameters")
        .Where(parameter => parameter["value"] is not null)
        .Select(parameter => $"{parameter.TextAt("name")}={Shorten(parameter.TextAt("value"))}"));

    private static string Shorten(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        return bytes.Length <= 50 ? value : Encoding.UTF8.GetString(bytes[..32]) + "..." + Encoding.UTF8.GetString(bytes[^15..]);
    }

    private static string Nudge(IReadOnlyList<JsonObject> workflows)
    {
        var completed = workflows.Count(workflow => WorkflowStates.IsFulfilled(workflow.Phase()));
        var incomplete = workflows.Count - completed;
        if (completed <= 100 && incomplete <= 100) return "";
        var counts = new List<string>();
        if (incomplete > 100) counts.Add($"{incomplete} incomplete ");
        if (completed > 100) counts.Add($"{completed} completed ");
        return $"\nYou have at least {string.Join("and ", counts)}workflows. Reducing the total number of workflows will reduce your costs.\n"
            + "Learn more at https://argo-workflows.readthedocs.io/en/latest/cost-optimisation/\n";
    }
}
