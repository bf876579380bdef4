using System.Text.RegularExpressions;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Cluster;

/// <summary>Patterns that are stricter than Argo's: names with tags, schedules.</summary>
internal sealed class NamePatterns : IManifestRule
{
    private static readonly Regex Schedule = new(@"^(@(yearly|annually|monthly|weekly|daily|midnight|hourly)|@every\s+([0-9]+(ns|us|µs|ms|s|m|h))+|([A-Za-z0-9*,/?-]+\s+){4}[A-Za-z0-9*,/?-]+)$", RegexOptions.CultureInvariant);

    public void Check(RuleContext context) => StructWalk.Of(context, (map, type) =>
    {
        if (type.Name is "WorkflowStep" or "DAGTask" && map.Text("name").Contains("{{"))
            context.Report(RuleCatalog.Api.Pattern, "a name with a tag is refused by the API server: give the step a plain name", map.At("name").Place);
        if (type.Name != "CronWorkflowSpec") return;
        foreach (var schedule in map.List("schedules")?.Items.OfType<ScalarNode>() ?? [])
            if (!Schedule.IsMatch(schedule.Text))
                context.Report(RuleCatalog.Api.Pattern, schedule.Text.Contains("TZ=")
                    ? "the API server refuses a time zone in the schedule: write it in timezone"
                    : "the API server refuses this schedule: it takes five fields, @daily and its like, or @every with a duration", schedule.Place);
    });
}
