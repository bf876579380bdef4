using System.CommandLine;
using Argosy.Workflows;

namespace Argosy.Cli.Commands;

/// <summary><c>resubmit</c>.</summary>
internal sealed class ResubmitCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var bulk = new BulkFlags();
        var follow = new FollowFlags();
        var parameters = Flags.Texts("--parameter", "Input parameter to override on the original workflow spec", "-p");
        var priority = Flags.Number("--priority", "Accepted for compatibility; Argo ignores it here");
        var memoized = Flags.Flag("--memoized", "Re-use successful steps and outputs from the previous run");
        var command = new Command("resubmit", "Submit workflows again, as new ones") { parameters, priority, memoized };
        bulk.AddTo(command);
        follow.AddTo(command);
        return Runs(frame, command, async run =>
        {
            var names = run.Value(bulk.Names)!;
            if (names.Length == 0 && !bulk.HasSelector(run)) return 0;
            await using var client = await run.OpenClientAsync(names).ConfigureAwait(false);
            var found = await bulk.FindAsync(run, client, run.Namespace ?? client.DefaultNamespace).ConfigureAwait(false);
            (string Namespace, string Name) last = ("", "");
            foreach (var (@namespace, name) in found)
            {
                var created = await run.ActionsOf(client).ResubmitAsync(@namespace, name, run.Value(memoized), run.Value(parameters)!, run.Cancelled).ConfigureAwait(false);
                WorkflowOutput.Print(run, client, created, run.Value(follow.Output)!);
                last = (created.Namespace(), created.Name());
            }

            return found.Count == 1 ? await follow.FollowAsync(run, client, last.Namespace, [last.Name]).ConfigureAwait(false) : 0;
        });
    }
}
