using System.CommandLine;
using Argosy.Cli.Printing;
using Argosy.Workflows;

namespace Argosy.Cli;

/// <summary><c>--output --wait --watch --log</c>: what to do with a workflow that was just submitted.</summary>
internal sealed class FollowFlags
{
    public Option<string> Output { get; } = Flags.Output();

    public Option<bool> Wait { get; } = Flags.Flag("--wait", "Wait for the workflow to complete", "-w");

    public Option<bool> Watch { get; } = Flags.Flag("--watch", "Watch the workflow until it completes");

    public Option<bool> Log { get; } = Flags.Flag("--log", "Print the logs of the workflow until it completes");

    public void AddTo(Command command)
    {
        command.Add(Output);
        command.Add(Wait);
        command.Add(Watch);
        command.Add(Log);
    }

    /// <summary>Follows the workflows as asked; the result is the exit code.</summary>
    public async Task<int> FollowAsync(CliRun run, IWorkflowClient client, string @namespace, IReadOnlyList<string> names, NodeFilter? filter = null)
    {
        if (run.Value(Log))
        {
            foreach (var name in names)
                await WorkflowOutput.LogAsync(run, client, new LogRequest(@namespace, name) { Follow = true }, colors: true).ConfigureAwait(false);
        }

        if (run.Value(Wait))
        {
            var output = run.Value(Output)!;
            return await WorkflowOutput.WaitAsync(run, client, @namespace, names, false, quiet: output is not ("" or "wide")).ConfigureAwait(false) ? 0 : 1;
        }

        if (!run.Value(Watch)) return 0;
        foreach (var name in names) await WorkflowOutput.WatchAsync(run, client, @namespace, name, filter ?? NodeFilter.None).ConfigureAwait(false);
        return 0;
    }
}
