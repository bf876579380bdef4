using System.CommandLine;
using Argosy.Cli.Printing;
using Argosy.Kubernetes;
using Argosy.Workflows;

namespace Argosy.Cli.Commands;

/// <summary><c>get</c>.</summary>
internal sealed class GetCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var names = Flags.Names("WORKFLOW", "Names of workflows; @latest is the newest");
        var output = Flags.Output("name", "json", "yaml", "short", "wide");
        var noColor = Flags.Flag("--no-color", "Disable colorized output");
        var noUtf8 = Flags.Flag("--no-utf8", "Use plain 7-bits ascii characters");
        var status = Flags.Text("--status", "Filter by status (Pending, Running, Succeeded, Skipped, Failed, Error)");
        var selector = Flags.Text("--node-field-selector", "Selector of nodes to display, eg: --node-field-selector phase=abc");
        var command = new Command("get", "Display details about a workflow") { names, output, noColor, noUtf8, status, selector };
        return Runs(frame, command, async run =>
        {
            var given = run.Value(names)!;
            Flags.AtLeast(given, 1);
            await using var client = await run.OpenClientAsync(given).ConfigureAwait(false);
            foreach (var name in given)
            {
                var workflow = await run.ActionsOf(client).GetAsync(run.Namespace ?? client.DefaultNamespace, name, run.Cancelled).ConfigureAwait(false);

                // Only an Argo Server sees nodes that lie in Argo's database; a tree without them would be a lie.
                if (NodeStatusStorage.IsOffloaded(workflow)) throw new WorkflowClientException(ClientErrorCode.Internal, "offload node status is not supported");
                var filter = run.Value(output) is "name" or "json" or "yaml" ? NodeFilter.None : new NodeFilter(run.Value(status)!, run.Value(selector)!);
                WorkflowOutput.Print(run, client, workflow, run.Value(output)!, filter, !run.Value(noColor), !run.Value(noUtf8));
            }
        });
    }
}
