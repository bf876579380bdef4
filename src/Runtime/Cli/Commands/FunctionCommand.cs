using System.CommandLine;
using Argosy.Functions;

namespace Argosy.Cli.Commands;

/// <summary><c>function NAME</c>: what the container of a function's template runs. Its inputs come from the environment and from files, its outputs go to files.</summary>
internal sealed class FunctionCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var name = new Argument<string>("NAME") { Description = "WORKFLOW/TEMPLATE" };
        return Runs(frame, new Command(FunctionRegistry.Command, "Run one function of this app, as its pod does") { name }, async run =>
        {
            var given = run.Value(name)!;
            var function = FunctionRegistry.Find(given)
                ?? throw new CliException(
                    $"this program has no function '{given}'" + (FunctionRegistry.All.Count == 0 ? "" : "; it has " + string.Join(", ", FunctionRegistry.All.Select(f => f.Name))), 2);
            return await FunctionEntry.RunAsync(function, run.Context.Environment, run.Error, run.Cancelled).ConfigureAwait(false);
        });
    }
}
