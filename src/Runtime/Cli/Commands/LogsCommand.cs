using System.CommandLine;
using System.Globalization;
using Argosy.Workflows;

namespace Argosy.Cli.Commands;

/// <summary><c>logs</c>.</summary>
internal sealed class LogsCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var names = Flags.Names("WORKFLOW", "The workflow (@latest is the newest), then one of its pods");
        var container = new Option<string>("--container", "-c") { Description = "Print the logs of this container", DefaultValueFactory = _ => "main" };
        var follow = Flags.Flag("--follow", "Stream the logs until the workflow completes", "-f");
        var previous = Flags.Flag("--previous", "Print the logs of the previously terminated container", "-p");
        var since = Flags.Duration("--since", "Only logs newer than a relative duration like 5s, 2m, or 3h");
        var sinceTime = Flags.Text("--since-time", "Only logs after a specific date (RFC3339)");
        var tail = Flags.Number("--tail", "The number of lines from the end of the logs to show");
        var grep = Flags.Text("--grep", "Only lines that match this regular expression");
        var selector = Flags.Text("--selector", "Label selector for pods", "-l");
        var timestamps = Flags.Flag("--timestamps", "Include timestamps on each line in the log output");
        var noColor = Flags.Flag("--no-color", "Disable colorized output");
        var command = new Command("logs", "View logs of a pod or workflow")
        {
            names, container, follow, previous, since, sinceTime, tail, grep, selector, timestamps, noColor,
        };
        return Runs(frame, command, async run =>
        {
            var given = run.Value(names)!;
            if (given.Length is < 1 or > 2) throw new CliUsageException($"accepts between 1 and 2 arg(s), received {given.Length}");
            if (run.Value(since) > TimeSpan.Zero && run.Value(sinceTime)!.Length > 0) throw new CliException("--since-time and --since cannot be used together");
            DateTimeOffset? from = null;
            if (run.Value(sinceTime) is { Length: > 0 } text)
            {
                from = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && text.Contains('T', StringComparison.Ordinal)
                    ? time
                    : throw new CliException($"parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{text}\" as RFC 3339");
            }

            await using var client = await run.OpenClientAsync([given[0]]).ConfigureAwait(false);
            var @namespace = run.Namespace ?? client.DefaultNamespace;
            var workflow = await run.ActionsOf(client).GetAsync(@namespace, given[0], run.Cancelled).ConfigureAwait(false);
            var request = new LogRequest(@namespace, workflow.Name())
            {
                Pod = given.Length == 2 ? given[1] : null,
                Container = run.Value(container)!,
                Follow = run.Value(follow),
                Previous = run.Value(previous),
                SinceSeconds = run.Value(since) is { } age && age > TimeSpan.Zero ? (long)age.TotalSeconds : null,
                SinceTime = from,
                TailLines = run.Value(tail) is >= 0 and var lines ? lines : null,
                Grep = run.Value(grep) is { Length: > 0 } pattern ? pattern : null,
                Selector = run.Value(selector) is { Length: > 0 } pods ? pods : null,
                Timestamps = run.Value(timestamps),
            };
            await WorkflowOutput.LogAsync(run, client, request, !run.Value(noColor)).ConfigureAwait(false);
        });
    }
}
