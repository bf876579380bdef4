using System.Text.Json.Nodes;
using Argosy.Workflows;
using Argosy.Yaml;

namespace Argosy.Runtime.Tests.Workflows;

public class CronBackfillTests
{
    private static readonly JsonObject Cron = (JsonObject)JsonNode.Parse("""
        {"apiVersion": "argoproj.io/v1alpha1", "kind": "CronWorkflow", "metadata": {"name": "nightly", "uid": "u"},
         "spec": {"schedules": ["0 3 * * *", "0 12 * * 0"], "timezone": "Europe/Berlin",
                  "workflowSpec": {"entrypoint": "main", "templates": [{"name": "main", "container": {"image": "a", "command": ["a"]}}]} } }
        """)!;

    private static readonly BackfillRequest Week = new(
        "gap", new DateTimeOffset(2026, 1, 5, 2, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 1, 12, 2, 0, 0, TimeSpan.Zero), "day", AtOnce: false, PerMonitor: 5);

    [Fact]
    public void The_times_are_those_of_all_schedules_between_start_and_end()
    {
        var times = CronBackfill.Times(Cron, Week);

        Assert.Equal(8, times.Count);
        Assert.Equal(new DateTimeOffset(2026, 1, 6, 2, 0, 0, TimeSpan.Zero), times[0]);
        Assert.Contains(new DateTimeOffset(2026, 1, 11, 11, 0, 0, TimeSpan.Zero), times);
        Assert.Equal(new DateTimeOffset(2026, 1, 12, 2, 0, 0, TimeSpan.Zero), times[^1]);
    }

    [Fact]
    public void A_monitor_has_a_step_for_each_time_and_makes_the_cron_workflows_workflow()
    {
        var monitors = CronBackfill.Monitors(Cron, Week, CronBackfill.Times(Cron, Week), Week.End).ToList();

        Assert.Equal(2, monitors.Count);
        Assert.All(monitors, monitor => Assert.Equal("nightly", monitor.TextAt("metadata", "labels", CronBackfill.Label)));
        var step = ((JsonArray)monitors[0]["spec"]!["templates"]![0]!["steps"]!)[0]![0]!;
        Assert.Equal(5, JsonNode.Parse((string)step["withParam"]!)!.AsArray().Count);
        var resource = monitors[0]["spec"]!["templates"]![1]!["resource"]!;
        var made = NodeJson.ToJson(ManifestReader.Read((string)resource["manifest"]!, null).Documents[0].Root);
        Assert.Equal("Workflow", made.TextAt("kind"));
        Assert.Equal("nightly-backfill-gap-", made.TextAt("metadata", "generateName"));
        Assert.Equal("gap", made.ItemsAt("spec", "synchronization", "mutexes").Single().TextAt("name"));
        Assert.Equal("{{inputs.parameters.backfillscheduletime}}", made.ItemsAt("spec", "arguments", "parameters").Single(p => p.TextAt("name") == "day").TextAt("value"));
    }

    [Fact]
    public void Tags_of_the_workflow_are_seen()
    {
        Assert.False(CronBackfill.HasTags(Cron));
        var tagged = (JsonObject)Cron.DeepClone();
        tagged["spec"]!["workflowSpec"]!["templates"]![0]!["container"]!["args"] = new JsonArray("{{workflow.name}}");
        Assert.True(CronBackfill.HasTags(tagged));
    }

    [Fact]
    public void At_once_means_no_mutex()
    {
        var monitor = CronBackfill.Monitors(Cron, Week with { AtOnce = true }, CronBackfill.Times(Cron, Week), Week.End).First();
        Assert.DoesNotContain("mutex", monitor.ToJsonString(), StringComparison.Ordinal);
    }
}
