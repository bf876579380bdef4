using System.CommandLine;
using Argosy.Workflows;

namespace Argosy.Cli.Commands;

/// <summary><c>retry</c>.</summary>
internal sealed class RetryCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var bulk = new BulkFlags();
        var follow = new FollowFlags();
        var parameters = Flags.Texts("--parameter", "Input parameter to override on the original workflow spec", "-p");
        var restart = Flags.Flag("--restart-successful", "Restart successful nodes matching the --node-field-selector too");
        var nodes = Flags.Text("--node-field-selector", "Selector of nodes to reset, eg: --node-field-selector inputs.parameters.myparam.value=abc");
        var command = new Command("retry", "Run the failed steps of workflows again, in the same workflows") { parameters, restart, nodes };
        bulk.AddTo(command);
        follow.AddTo(command);
        return Runs(frame, command, async run =>
        {
            var names = run.Value(bulk.Names)!;
            if (names.Length == 0 && !bulk.HasSelector(run)) throw new CliUsageException("requires either node field selector or workflow");
            var selector = BulkFlags.NodeSelector(run.Value(nodes)!);
            await using var client = await run.OpenClientAsync(names).ConfigureAwait(false);
            var found = await bulk.FindAsync(run, client, run.Namespace ?? client.DefaultNamespace).ConfigureAwait(false);
            (string Namespace, string Name) last = ("", "");
            foreach (var (@namespace, name) in found)
            {
                var retried = await run.ActionsOf(client).RetryAsync(
                    @namespace, name, run.Value(restart), selector, run.Value(parameters)!, run.Cancelled).ConfigureAwait(false);
                WorkflowOutput.Print(run, client, retried, run.Value(follow.Output)!);
                last = (retried.Namespace(), retried.Name());
            }

            return found.Count == 1 ? await follow.FollowAsync(run, client, last.Namespace, [last.Name]).ConfigureAwait(false) : 0;
        });
    }
}
