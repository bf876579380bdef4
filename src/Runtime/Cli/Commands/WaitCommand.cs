using System.CommandLine;

namespace Argosy.Cli.Commands;

/// <summary><c>wait</c>.</summary>
internal sealed class WaitCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var names = Flags.Names("WORKFLOW", "Names of workflows; @latest is the newest");
        var ignoreNotFound = Flags.Flag("--ignore-not-found", "Ignore the wait if the workflow is not found");
        return Runs(frame, new Command("wait", "Wait for workflows to complete") { names, ignoreNotFound }, async run =>
        {
            var given = run.Value(names)!;
            if (given.Length == 0) return 0;
            await using var client = await run.OpenClientAsync(given).ConfigureAwait(false);
            var @namespace = run.Namespace ?? client.DefaultNamespace;
            return await WorkflowOutput.WaitAsync(run, client, @namespace, given, run.Value(ignoreNotFound), quiet: false).ConfigureAwait(false) ? 0 : 1;
        });
    }
}
