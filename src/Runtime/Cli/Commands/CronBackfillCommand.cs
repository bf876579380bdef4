using System.CommandLine;
using System.Globalization;
using Argosy.Manifests.Cron;
using Argosy.Manifests.Text.Time;
using Argosy.Workflows;

namespace Argosy.Cli.Commands;

/// <summary><c>cron backfill</c>: makes up for times that a cron workflow missed.</summary>
internal static class CronBackfillCommand
{
    private const string Rfc1123 = "Mon, 02 Jan 2006 15:04:05 MST";

    public static Command Build(CliFrame frame, Func<CliFrame, Command, Func<CliRun, Task>, Command> runs)
    {
        var names = Flags.Names("CRON_WORKFLOW", "Name of a cron workflow");
        var name = Flags.Text("--name", "Backfill name");
        var start = Flags.Text("--start", "Start date");
        var end = Flags.Text("--end", "End date; without it, now");
        var parallel = Flags.Flag("--parallel", "Let all backfill workflows run in parallel");
        var argument = new Option<string>("--argname") { Description = "Schedule time argument name for the workflow", DefaultValueFactory = _ => "cronScheduleTime" };
        var format = new Option<string>("--format") { Description = "Form of the dates, in Go's layout; dates of RFC 3339 are always read", DefaultValueFactory = _ => Rfc1123 };
        var most = new Option<int>("--maxworkflowcount") { Description = "Maximum number of workflows that one monitor makes", DefaultValueFactory = _ => 1000 };
        return runs(frame, new Command("backfill", "Create workflows for the times that a cron workflow missed") { names, name, start, end, parallel, argument, format, most }, async run =>
        {
            Flags.Exactly(run.Value(names), 1);
            if (run.Value(start)!.Length == 0) throw new CliException("start date should not be empty");
            if (run.Value(most) < 1) throw new CliException("--maxworkflowcount must be at least 1");
            await using var client = await run.OpenClientAsync().ConfigureAwait(false);
            var now = client.Now;
            var request = new BackfillRequest(
                run.Value(name) is { Length: > 0 } given ? given : new string(Random.Shared.GetItems<char>("abcdefghijklmnopqrstuvwxyz0123456789", 5)),
                Date(run.Value(start)!, run.Value(format)!),
                run.Value(end) is { Length: > 0 } until ? Date(until, run.Value(format)!) : now,
                run.Value(argument)!,
                run.Value(parallel),
                run.Value(most));
            var @namespace = run.Namespace ?? client.DefaultNamespace;
            var cron = await client.GetAsync(ArgoKind.CronWorkflow, @namespace, run.Value(names)![0], run.Cancelled).ConfigureAwait(false);
            if (CronBackfill.HasTags(cron))
            {
                throw new CliException(
                    $"{cron.Name()} holds tags ({{{{…}}}}), which the monitor workflow would replace by its own values: move its workflowSpec into a WorkflowTemplate and refer to that by workflowTemplateRef");
            }

            IReadOnlyList<DateTimeOffset> times;
            try
            {
                times = CronBackfill.Times(cron, request);
            }
            catch (CronException e)
            {
                throw new CliException(e.Message);
            }

            if (times.Count == 0)
            {
                run.Out.WriteLine("There is no suitable scheduling time.");
                return;
            }

            var made = new List<string>();
            var actions = run.ActionsOf(client);
            foreach (var monitor in CronBackfill.Monitors(cron, request, times, now))
            {
                monitor.MakeAt("metadata")["namespace"] = @namespace;
                made.Add((await actions.CreateAsync(@namespace, monitor, false, run.Cancelled).ConfigureAwait(false)).Name());
            }

            Print(run, cron.Name(), @namespace, request, run.Value(start)!, run.Value(end) is { Length: > 0 } shown ? shown : TimeLayout.Format(GoTime.From(now), Rfc1123), times.Count, made);
        });
    }

    // The lines of Argo's command, blanks at their ends included.
    private static void Print(CliRun run, string cron, string @namespace, BackfillRequest request, string start, string end, int times, List<string> made)
    {
        var line = new string('=', 50);
        run.Out.WriteLine($"Created {request.Name} Backfill task for Cronworkflow {cron} ");
        run.Out.WriteLine(line);
        run.Out.WriteLine("Backfill Period :");
        run.Out.WriteLine($"Start Time : {start} ");
        run.Out.WriteLine($"  End Time : {end} ");
        run.Out.WriteLine($"Total Backfill Schedule: {times.ToString(CultureInfo.InvariantCulture)} ");
        run.Out.WriteLine(line);
        run.Out.WriteLine("Backfill Workflows: ");
        run.Out.WriteLine("   NAMESPACE\t WORKFLOW: ");
        for (var i = 0; i < made.Count; i++) run.Out.WriteLine($"{(i + 1).ToString(CultureInfo.InvariantCulture)}. {@namespace} \t {made[i]} ");
    }

    private static DateTimeOffset Date(string text, string format)
    {
        if (TimeLayout.Parse(TimeLayout.Rfc3339, text, GoLocation.Utc, GoLocation.Local, out var time) is not null
            && TimeLayout.Parse(format, text, GoLocation.Utc, GoLocation.Local, out time) is { } fault)
            throw new CliException(fault);
        return DateTimeOffset.FromUnixTimeSeconds(time.Unix);
    }
}
