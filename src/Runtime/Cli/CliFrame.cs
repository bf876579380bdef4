using System.CommandLine;
using Argosy.Workflows;

namespace Argosy.Cli;

/// <summary>The command line itself: all commands under one root, parsing, errors in Argo's words, Ctrl-C.</summary>
internal sealed class CliFrame
{
    private readonly GlobalOptions _globals = new();
    private readonly RootCommand _root;

    public CliFrame(CliContext context)
    {
        Context = context;
        _root = new RootCommand("Argo Workflows: run them on this machine or in a cluster.");
        foreach (var option in _globals.All) _root.Add(option);
        foreach (var command in context.Commands) _root.Add(command.Build(this));
    }

    /// <summary>The world around.</summary>
    public CliContext Context { get; }

    /// <summary>Parses and runs; never throws for what a person did.</summary>
    public async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        if (args.Count == 0 && Context.App.Count > 0) args = ["run"];

        args = KubeconfigFlags.Rewrite(args);

        // '@latest' is a name here, not a file with more arguments.
        var configuration = new ParserConfiguration { ResponseFileTokenReplacer = null };
        var parsed = _root.Parse(args, configuration);

        // A shell that completes a half-typed line asks with a directive: the line is no call.
        var isCompletion = args is [['[', 's', 'u', 'g', 'g', 'e', 's', 't', ..], ..];

        // A group of commands without the command explains itself.
        if (!isCompletion && parsed.CommandResult.Command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count == 0)
            parsed = _root.Parse([.. args, "--help"], configuration);
        if (!isCompletion && ParseFailures.Find(parsed, args, Context.ProgramName) is { } failure)
        {
            await Context.Error.WriteLineAsync($"Error: {failure.Text}").ConfigureAwait(false);
            if (failure.Hint is not null) await Context.Error.WriteLineAsync(failure.Hint).ConfigureAwait(false);
            return 1;
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = Context.Out,
                    Error = Context.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
                },
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await Context.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            await Context.Error.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Runs the action of a command; failures become one line.</summary>
    public async Task<int> InvokeAsync(ParseResult parsed, Func<CliRun, Task<int>> action, CancellationToken cancellationToken)
    {
        try
        {
            return await action(new CliRun(Context, parsed, _globals, cancellationToken)).ConfigureAwait(false);
        }
        catch (CliExitException e)
        {
            return e.ExitCode;
        }
        catch (CliUsageException e)
        {
            await Context.Error.WriteLineAsync($"Error: {e.Message}").ConfigureAwait(false);
            await Context.Error.WriteLineAsync(ParseFailures.HelpHint(parsed, Context.ProgramName)).ConfigureAwait(false);
            return e.ExitCode;
        }
        catch (CliException e)
        {
            return await FailAsync(e.Message, e.ExitCode).ConfigureAwait(false);
        }
        catch (WorkflowClientException e)
        {
            return await FailAsync(e.Message, 1).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 130;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return await FailAsync(e.Message, 1).ConfigureAwait(false);
        }
        catch (Exception e) when (Context.Environment("ARGOSY_DEBUG") is not { Length: > 0 })
        {
            // A fault of ours: the person gets a line and the way to the details, not a stack.
            return await FailAsync($"{e.Message} ({e.GetType().Name}; ARGOSY_DEBUG=1 shows where)", 1).ConfigureAwait(false);
        }
    }

    private async Task<int> FailAsync(string message, int exitCode)
    {
        await Context.Error.WriteLineAsync($"Error: {message}").ConfigureAwait(false);
        return exitCode;
    }
}
