using System.CommandLine;
using Argosy.Workflows;

namespace Argosy.Cli.Commands;

/// <summary><c>node set</c>.</summary>
internal sealed class NodeCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var words = Flags.Names("ACTION WORKFLOW", "set, then the name of a workflow");
        var nodes = Flags.Text("--node-field-selector", "Selector of nodes to set, eg: --node-field-selector inputs.parameters.myparam.value=abc");
        var phase = Flags.Text("--phase", "Phase to set the node to, eg: --phase Succeeded");
        var outputs = Flags.Texts("--output-parameter", "Set a supplied output parameter of a node, eg: --output-parameter parameter-name=\"Hello, world!\"", "-p");
        var message = Flags.Text("--message", "Set the message of a node, eg: --message \"Hello, world!\"", "-m");
        return Runs(frame, new Command("node", "Perform an action on a node in a workflow") { words, nodes, phase, outputs, message }, async run =>
        {
            var given = run.Value(words)!;
            Flags.AtLeast(given, 2);
            if (given[0] != "set") throw new CliException($"unknown action '{given[0]}'");
            var values = new Dictionary<string, string>();
            foreach (var output in run.Value(outputs)!)
            {
                var at = output.IndexOf('=', StringComparison.Ordinal);
                if (at < 0) throw new CliException($"expected parameter of the form: NAME=VALUE. Received: {output}");
                values[output[..at]] = GoText.Unquote(output[(at + 1)..]) ?? output[(at + 1)..];
            }

            var selector = BulkFlags.NodeSelector(run.Value(nodes)!);
            await using var client = await run.OpenClientAsync([given[1]]).ConfigureAwait(false);
            await run.ActionsOf(client).SetAsync(
                run.Namespace ?? client.DefaultNamespace, given[1], selector, run.Value(phase)!, run.Value(message)!, values, run.Cancelled).ConfigureAwait(false);
            run.Out.WriteLine("workflow values set");
        });
    }
}
