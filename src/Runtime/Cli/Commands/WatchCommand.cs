using System.CommandLine;
using Argosy.Cli.Printing;

namespace Argosy.Cli.Commands;

/// <summary><c>watch</c>.</summary>
internal sealed class WatchCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var names = Flags.Names("WORKFLOW", "Name of a workflow; @latest is the newest");
        var status = Flags.Text("--status", "Filter by status (Pending, Running, Succeeded, Skipped, Failed, Error)");
        var selector = Flags.Text("--node-field-selector", "Selector of nodes to display, eg: --node-field-selector phase=abc");
        return Runs(frame, new Command("watch", "Watch a workflow until it completes") { names, status, selector }, async run =>
        {
            var given = run.Value(names)!;
            Flags.Exactly(given, 1);
            var filter = new NodeFilter(run.Value(status)!, run.Value(selector)!);
            await using var client = await run.OpenClientAsync(given).ConfigureAwait(false);
            await WorkflowOutput.WatchAsync(run, client, run.Namespace ?? client.DefaultNamespace, given[0], filter).ConfigureAwait(false);
        });
    }
}
