using System.CommandLine;
using Argosy.Workflows;

namespace Argosy.Cli.Commands;

/// <summary><c>resume</c>.</summary>
internal sealed class ResumeCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var names = Flags.Names("WORKFLOW", "Names of workflows; @latest is the newest");
        var nodes = Flags.Text("--node-field-selector", "Selector of nodes to resume, eg: --node-field-selector inputs.parameters.myparam.value=abc");
        return Runs(frame, new Command("resume", "Resume workflows (opposite of suspend)") { names, nodes }, async run =>
        {
            var given = run.Value(names)!;
            if (given.Length == 0 && run.Value(nodes)!.Length == 0) throw new CliUsageException("requires either node field selector or workflow");
            var selector = BulkFlags.NodeSelector(run.Value(nodes)!);
            if (given.Length == 0) return;
            await using var client = await run.OpenClientAsync(given).ConfigureAwait(false);
            foreach (var name in given)
            {
                try
                {
                    await run.ActionsOf(client).ResumeAsync(run.Namespace ?? client.DefaultNamespace, name, selector, run.Cancelled).ConfigureAwait(false);
                }
                catch (WorkflowClientException e)
                {
                    throw new CliException($"failed to resume {name}: {e.Message}");
                }

                run.Out.WriteLine($"workflow {name} resumed");
            }
        });
    }
}
