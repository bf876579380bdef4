using System.CommandLine;
using Argosy.Workflows;

namespace Argosy.Cli.Commands;

/// <summary><c>terminate</c>.</summary>
internal sealed class TerminateCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var bulk = new BulkFlags();
        var dryRun = Flags.Flag("--dry-run", "Do not terminate the workflow, only print what would happen");
        var command = new Command("terminate", "Stop workflows immediately, without exit handlers") { dryRun };
        bulk.AddTo(command);
        return Runs(frame, command, async run =>
        {
            var names = run.Value(bulk.Names)!;
            if (names.Length == 0 && !bulk.HasSelector(run)) throw new CliUsageException("requires either selector or workflow");
            await using var client = await run.OpenClientAsync(names).ConfigureAwait(false);
            var found = await bulk.FindAsync(run, client, run.Namespace ?? client.DefaultNamespace, namesToo: !bulk.HasSelector(run)).ConfigureAwait(false);
            foreach (var (@namespace, name) in found)
            {
                if (run.Value(dryRun))
                {
                    run.Out.WriteLine($"workflow {name} terminated (dry-run)");
                    continue;
                }

                var terminated = await run.ActionsOf(client).TerminateAsync(@namespace, name, run.Cancelled).ConfigureAwait(false);
                run.Out.WriteLine($"workflow {terminated.Name()} terminated");
            }
        });
    }
}
