using System.CommandLine;
using Argosy.Setup;

namespace Argosy.Cli.Commands;

/// <summary><c>teardown</c>: removes what <c>setup</c> made.</summary>
internal sealed class TeardownCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var account = Flags.Text("--service-account", "Name that was given to setup (argosy-workflow)");
        var dryRun = Flags.Flag("--dry-run", "Say what would be removed");
        return Runs(frame, new Command("teardown", "Remove what setup made in a namespace") { account, dryRun }, async run =>
        {
            using var api = new KubernetesApiSource(run);
            var name = string.IsNullOrEmpty(run.Value(account)) ? "argosy-workflow" : run.Value(account)!;
            var told = 0;
            await KubernetesApiSource.CallAsync(() => new SetupApplication(api.Open()).RemoveAsync(api.Namespace, name, run.Value(dryRun), line =>
            {
                told++;
                run.Out.WriteLine(line);
            }, run.Cancelled)).ConfigureAwait(false);
            if (told == 0)
            {
                run.Out.WriteLine($"nothing of {name} in namespace {api.Namespace}");
            }
        });
    }
}
