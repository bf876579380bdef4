using System.CommandLine;
using Argosy.Workflows;

namespace Argosy.Cli.Commands;

/// <summary><c>stop</c>.</summary>
internal sealed class StopCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var bulk = new BulkFlags();
        var message = Flags.Text("--message", "Message to add to previously running nodes");
        var nodes = Flags.Text("--node-field-selector", "Selector of nodes to stop, eg: --node-field-selector inputs.parameters.myparam.value=abc");
        var dryRun = Flags.Flag("--dry-run", "If true, only print the workflows that would be stopped, without stopping them.");
        var command = new Command("stop", "Stop workflows allowing all exit handlers to run") { message, nodes, dryRun };
        bulk.AddTo(command);
        return Runs(frame, command, async run =>
        {
            var names = run.Value(bulk.Names)!;
            if (names.Length == 0 && !bulk.HasSelector(run)) throw new CliUsageException("requires either selector or workflow");
            var selector = BulkFlags.NodeSelector(run.Value(nodes)!);
            await using var client = await run.OpenClientAsync(names).ConfigureAwait(false);
            foreach (var (@namespace, name) in await bulk.FindAsync(run, client, run.Namespace ?? client.DefaultNamespace).ConfigureAwait(false))
            {
                if (run.Value(dryRun))
                {
                    run.Out.WriteLine($"workflow {name} stopped (dry-run)");
                    continue;
                }

                var stopped = await run.ActionsOf(client).StopAsync(@namespace, name, selector, run.Value(message)!, run.Cancelled).ConfigureAwait(false);
                run.Out.WriteLine($"workflow {stopped.Name()} stopped");
            }
        });
    }
}
