using System.Text;
using System.Text.Json.Nodes;
using Argosy.Manifests.Cron;
using Argosy.Workflows;

namespace Argosy.Cli.Printing;

/// <summary>Prints cron workflows as <c>argo cron get</c> and <c>argo cron list</c> do.</summary>
internal static class CronPrinter
{
    /// <summary>One of them.</summary>
    public static string Print(JsonObject cron, string output, DateTimeOffset now)
    {
        switch (output)
        {
            case "name": return cron.Name() + "\n";
            case "json": return GoJson.Write(WorkflowPrinter.Shaped(cron, ArgoKind.CronWorkflow, withKind: false), "    ") + "\n";
            case "yaml": return GoYaml.Write(WorkflowPrinter.Shaped(cron, ArgoKind.CronWorkflow, withKind: false));
        }

        var text = new StringBuilder();
        void Line(string label, string value) => WorkflowPrinter.Line(text, 30, label, value);
        var spec = cron["spec"];
        Line("Name:", cron.Name());
        Line("Namespace:", cron.Namespace());
        Line("Created:", Humanize.Timestamp(cron.TimeAt("metadata", "creationTimestamp"), now));
        Line("Schedules:", Schedules(cron));
        Line("Suspended:", spec.FlagAt("suspend") ? "true" : "false");
        if (spec.TextAt("timezone") is { Length: > 0 } zone) Line("Timezone:", zone);
        if (spec.TextAt("startingDeadlineSeconds") is { Length: > 0 } deadline) Line("StartingDeadlineSeconds:", deadline);
        if (spec.TextAt("concurrencyPolicy") is { Length: > 0 } policy) Line("ConcurrencyPolicy:", policy);
        if (cron.TimeAt("status", "lastScheduledTime") is { } last) Line("LastScheduledTime:", Humanize.Timestamp(last, now));
        if (Next(cron, now) is { } next) Line("NextScheduledTime:", Humanize.Timestamp(next, now) + " (assumes workflow-controller is in UTC)");
        if (cron.ItemsAt("status", "active").Select(active => active.TextAt("name")).ToList() is { Count: > 0 } active) Line("Active Workflows:", string.Join(", ", active));
        WorkflowPrinter.WriteConditions(text, 30, cron["status"], type => type == "SubmissionError" ? "✖" : "");
        var parameters = spec.ItemsAt("workflowSpec", "arguments", "parameters").ToList();
        if (parameters.Count > 0) Line("Workflow Parameters:", "");
        foreach (var parameter in parameters)
        {
            // An argument has a value where it is given, by a default, or from elsewhere; the last prints as nothing.
            if (parameter["value"] is null && parameter["default"] is null && parameter["valueFrom"] is null) continue;
            Line($"  {parameter.TextAt("name")}:", (parameter["value"] ?? parameter["default"]).AsText() ?? "");
        }

        return text.ToString();
    }

    /// <summary>All of them.</summary>
    public static string Table(IReadOnlyList<JsonObject> crons, bool namespaces, DateTimeOffset now)
    {
        var rows = new TabWriter(3);
        if (namespaces) rows.Write("NAMESPACE\t");
        rows.Write("NAME\tAGE\tLAST RUN\tNEXT RUN\tSCHEDULES\tTIMEZONE\tSUSPENDED\n");
        foreach (var cron in crons)
        {
            if (namespaces) rows.Write(cron.Namespace()).Write("\t");
            var last = cron.TimeAt("status", "lastScheduledTime") is { } run ? Humanize.ShortBetween(run, now, now) : "N/A";
            var next = Next(cron, now) is { } time ? Humanize.ShortBetween(time, now, now) : "N/A";
            rows.Write($"{cron.Name()}\t{Humanize.ShortBetween(cron.TimeAt("metadata", "creationTimestamp"), now, now)}\t{last}\t{next}\t{Schedules(cron)}\t")
                .Write($"{cron.TextAt("spec", "timezone")}\t{(cron.FlagAt("spec", "suspend") ? "true" : "false")}\n");
        }

        return rows.ToString();
    }

    /// <summary>When it would run next, were the controller in UTC; null: never, or a schedule that cannot be read.</summary>
    public static DateTimeOffset? Next(JsonObject cron, DateTimeOffset now)
    {
        DateTimeOffset? earliest = null;
        foreach (var schedule in ScheduleTexts(cron))
        {
            try
            {
                var zone = cron.TextAt("spec", "timezone");
                var next = CronSchedule.Parse(schedule, zone.Length == 0 ? null : zone).Next(now);
                if (next is { } time && (earliest is null || time < earliest)) earliest = time.ToUniversalTime();
            }
            catch (CronException)
            {
                return null;
            }
        }

        return earliest;
    }

    private static string Schedules(JsonObject cron) => string.Join(',', ScheduleTexts(cron));

    private static IEnumerable<string> ScheduleTexts(JsonObject cron) =>
        cron.TextAt("spec", "schedule") is { Length: > 0 } old ? [old] : cron.TextsAt("spec", "schedules");
}
