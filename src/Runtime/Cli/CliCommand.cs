using System.CommandLine;

namespace Argosy.Cli;

/// <summary>
/// One command of the command line, in a file of its own under <c>Commands</c>. To add one: derive from this, build the <see cref="Command"/> with its
/// options and a <c>Runs</c>, and name it in <see cref="Commands.CommandList"/>.
/// </summary>
internal abstract class CliCommand
{
    /// <summary>The command with all its options, ready to be parsed.</summary>
    public abstract Command Build(CliFrame frame);

    /// <summary>What the command does; its result is the exit code. A failure for the person is a <see cref="CliException"/>.</summary>
    protected static Command Runs(CliFrame frame, Command command, Func<CliRun, Task<int>> run)
    {
        command.SetAction((parsed, cancellationToken) => frame.InvokeAsync(parsed, run, cancellationToken));
        return command;
    }

    /// <summary>As <see cref="Runs(CliFrame, Command, Func{CliRun, Task{int}})"/>, for a command that ends with 0 or with an exception.</summary>
    protected static Command Runs(CliFrame frame, Command command, Func<CliRun, Task> run) => Runs(frame, command, async call =>
    {
        await run(call).ConfigureAwait(false);
        return 0;
    });
}
