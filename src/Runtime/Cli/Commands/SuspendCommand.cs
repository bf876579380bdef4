using System.CommandLine;
using Argosy.Workflows;

namespace Argosy.Cli.Commands;

/// <summary><c>suspend</c>.</summary>
internal sealed class SuspendCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var names = Flags.Names("WORKFLOW", "Names of workflows; @latest is the newest");
        return Runs(frame, new Command("suspend", "Suspend workflows (opposite of resume)") { names }, async run =>
        {
            var given = run.Value(names)!;
            if (given.Length == 0) return;
            await using var client = await run.OpenClientAsync(given).ConfigureAwait(false);
            foreach (var name in given)
            {
                try
                {
                    await run.ActionsOf(client).SuspendAsync(run.Namespace ?? client.DefaultNamespace, name, run.Cancelled).ConfigureAwait(false);
                }
                catch (WorkflowClientException e)
                {
                    throw new CliException($"failed to suspend {name}: {e.Message}");
                }

                run.Out.WriteLine($"workflow {name} suspended");
            }
        });
    }
}
