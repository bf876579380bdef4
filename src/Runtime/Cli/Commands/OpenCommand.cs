using System.CommandLine;
using System.Diagnostics;
using Argosy.Workflows;

namespace Argosy.Cli.Commands;

/// <summary><c>open</c>: the page of a workflow in Argo's web interface.</summary>
internal sealed class OpenCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var names = Flags.Names("WORKFLOW", "Name of a workflow; without one, the list of workflows");
        var print = Flags.Flag("--print", "Only print the address");
        return Runs(frame, new Command("open", "Open a workflow in the Argo web interface") { names, print }, async run =>
        {
            var given = run.Value(names)!;
            if (given.Length > 1) throw new CliUsageException($"accepts at most 1 arg(s), received {given.Length}");
            var server = run.Globals.ArgoServer(run.Parsed, run.Context.Environment)
                ?? throw new CliException("the Argo Server is not known: set ARGO_SERVER=host:port, or give --argo-server");
            await using var client = await run.OpenClientAsync().ConfigureAwait(false);
            var @namespace = run.Namespace ?? client.DefaultNamespace;
            var scheme = run.Globals.Secure(run.Parsed, run.Context.Environment) ? "https" : "http";
            var address = $"{scheme}://{server}{run.Globals.BaseHref(run.Parsed, run.Context.Environment)?.TrimEnd('/')}/workflows/{Uri.EscapeDataString(@namespace)}";
            if (given is [var name])
            {
                var workflow = await run.ActionsOf(client).GetAsync(@namespace, name, run.Cancelled).ConfigureAwait(false);
                address += $"/{Uri.EscapeDataString(workflow.Name())}?uid={workflow.TextAt("metadata", "uid")}";
            }

            run.Out.WriteLine(address);
            if (run.Value(print) || !run.Context.Terminal.IsInteractive) return;
            try
            {
                using var browser = Process.Start(new ProcessStartInfo(address) { UseShellExecute = true });
            }
            catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException or FileNotFoundException)
            {
                run.Error.WriteLine("No browser can be started here; open the address yourself.");
            }
        });
    }
}
