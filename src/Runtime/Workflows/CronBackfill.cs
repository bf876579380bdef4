using System.Text.Json;
using System.Text.Json.Nodes;
using Argosy.Cli.Printing;
using Argosy.Manifests.Cron;
using Argosy.Manifests.Text.Time;

namespace Argosy.Workflows;

/// <summary>What a person asked to make up for.</summary>
/// <param name="Name">The name of this backfill: in the names of its workflows, and of the mutex that lets one run at a time.</param>
/// <param name="Start">Times after this one.</param>
/// <param name="End">The last time, itself included.</param>
/// <param name="Argument">The argument of each workflow that gets its scheduled time.</param>
/// <param name="AtOnce">Whether the workflows may run side by side.</param>
/// <param name="PerMonitor">How many times one monitor workflow takes.</param>
internal sealed record BackfillRequest(string Name, DateTimeOffset Start, DateTimeOffset End, string Argument, bool AtOnce, int PerMonitor);

/// <summary>
/// The workflows that make up for missed times of a cron workflow: monitors, each with a step per time that makes the workflow of the cron workflow and waits
/// until it has succeeded.
/// </summary>
internal static class CronBackfill
{
    /// <summary>The label of a monitor: the cron workflow's name.</summary>
    public const string Label = "workflows.argoproj.io/backfill";

    private const string TimeParameter = "backfillscheduletime";

    // Kubernetes takes 63 characters for a name in a label; five are random, one is the hyphen before them.
    private const int LongestPrefix = 57;

    /// <summary>All times of the cron workflow after the start, up to the end.</summary>
    /// <exception cref="CronException">A schedule or the time zone is wrong.</exception>
    public static IReadOnlyList<DateTimeOffset> Times(JsonObject cron, BackfillRequest request)
    {
        var zone = cron.TextAt("spec", "timezone");
        var schedules = (cron.At("spec", "schedules") as JsonArray)?.Select(item => item.AsText() ?? "").ToList() ?? [];
        if (cron.TextAt("spec", "schedule") is { Length: > 0 } single) schedules.Insert(0, single);
        var times = new SortedSet<DateTimeOffset>();
        foreach (var schedule in schedules.Select(text => CronSchedule.Parse(text, zone)))
        {
            for (var time = schedule.Next(request.Start); time is { } found && found <= request.End; time = schedule.Next(found)) times.Add(found);
        }

        return [.. times];
    }

    /// <summary>Whether the workflow has tags: in a monitor's manifest they would be replaced by the monitor's values, or refused.</summary>
    public static bool HasTags(JsonObject cron) => cron.At("spec", "workflowSpec")?.ToJsonString().Contains("{{", StringComparison.Ordinal) == true;

    /// <summary>The monitors for these times.</summary>
    public static IEnumerable<JsonObject> Monitors(JsonObject cron, BackfillRequest request, IReadOnlyList<DateTimeOffset> times, DateTimeOffset now)
    {
        var manifest = GoYaml.Write(Child(cron, request, now));
        foreach (var part in times.Chunk(Math.Max(1, request.PerMonitor)))
        {
            var step = new JsonObject
            {
                ["name"] = "create-workflow",
                ["template"] = "create-workflow",
                ["arguments"] = Parameters(TimeParameter, "{{item}}"),
                ["withParam"] = JsonSerializer.Serialize(part.Select(time => GoTime.From(time).ToString())),
            };
            yield return new JsonObject
            {
                ["apiVersion"] = ArgoKind.ApiVersion,
                ["kind"] = "Workflow",
                ["metadata"] = new JsonObject { ["generateName"] = "backfill-wf-", ["labels"] = new JsonObject { [Label] = cron.Name() } },
                ["spec"] = new JsonObject
                {
                    ["entrypoint"] = "main",
                    ["templates"] = new JsonArray(
                        new JsonObject { ["name"] = "main", ["steps"] = new JsonArray(new JsonArray(step)) },
                        new JsonObject
                        {
                            ["name"] = "create-workflow",
                            ["inputs"] = new JsonObject { ["parameters"] = new JsonArray(new JsonObject { ["name"] = TimeParameter }) },
                            ["resource"] = new JsonObject { ["action"] = "create", ["successCondition"] = "status.phase == Succeeded", ["manifest"] = manifest },
                        }),
                },
            };
        }
    }

    private static JsonObject Child(JsonObject cron, BackfillRequest request, DateTimeOffset now)
    {
        var workflow = Submission.FromCron(cron, now);
        var prefix = $"{cron.Name()}-backfill-{request.Name.ToLowerInvariant()}";
        workflow.MakeAt("metadata")["generateName"] = (prefix.Length > LongestPrefix ? prefix[..LongestPrefix] : prefix) + "-";
        var spec = workflow.MakeAt("spec");
        if (!request.AtOnce)
        {
            spec["priority"] = int.MaxValue;
            spec["synchronization"] = new JsonObject { ["mutexes"] = new JsonArray(new JsonObject { ["name"] = request.Name }) };
        }

        var arguments = workflow.MakeAt("spec", "arguments");
        var given = arguments["parameters"] as JsonArray ?? [];
        arguments.Remove("parameters");
        foreach (var known in given.OfType<JsonObject>().Where(parameter => parameter.TextAt("name") == request.Argument).ToList()) given.Remove(known);
        given.Add(new JsonObject { ["name"] = request.Argument, ["value"] = "{{inputs.parameters." + TimeParameter + "}}" });
        arguments["parameters"] = given;
        return workflow;
    }

    private static JsonObject Parameters(string name, string value) => new() { ["parameters"] = new JsonArray(new JsonObject { ["name"] = name, ["value"] = value }) };
}
