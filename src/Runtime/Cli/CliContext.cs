using System.CommandLine;
using Argosy.Workflows;

namespace Argosy.Cli;

/// <summary>All that a command may touch of the world around it, so that a test can give it another one.</summary>
internal sealed class CliContext
{
    /// <summary>The name of the program as the user calls it: <c>argosy</c>, or the app's own.</summary>
    public string ProgramName { get; init; } = "argosy";

    /// <summary>Results.</summary>
    public TextWriter Out { get; init; } = Console.Out;

    /// <summary>Errors, log lines and whatever is no result.</summary>
    public TextWriter Error { get; init; } = Console.Error;

    /// <summary>Standard input.</summary>
    public TextReader In { get; init; } = Console.In;

    /// <summary>What the output can show.</summary>
    public Terminal Terminal { get; init; } = Terminal.Plain;

    /// <summary>The clock and its timers.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Environment variables.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Where relative paths begin.</summary>
    public string CurrentDirectory { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>How clients of each kind of target are made.</summary>
    public ClientSource Clients { get; init; } = ClientSource.Default;

    /// <summary>The workflows of the app whose program this is; none in the tool.</summary>
    public IReadOnlyList<WorkflowDefinition> App { get; init; } = [];

    /// <summary>The commands.</summary>
    public IReadOnlyList<CliCommand> Commands { get; init; } = Cli.Commands.CommandList.All;

    /// <summary>An absolute path for what the user typed.</summary>
    public string PathOf(string path) => Path.GetFullPath(path, CurrentDirectory);
}

/// <summary>One call of one command.</summary>
internal sealed class CliRun(CliContext context, ParseResult parsed, GlobalOptions globals, CancellationToken cancellationToken)
{
    /// <summary>The world.</summary>
    public CliContext Context { get; } = context;

    /// <summary>What was typed.</summary>
    public ParseResult Parsed { get; } = parsed;

    /// <summary>The options that every command has.</summary>
    public GlobalOptions Globals { get; } = globals;

    /// <summary>Ctrl-C.</summary>
    public CancellationToken Cancelled { get; } = cancellationToken;

    /// <summary>Results.</summary>
    public TextWriter Out => Context.Out;

    /// <summary>Errors and log lines.</summary>
    public TextWriter Error => Context.Error;

    /// <summary>Argo's log lines on standard error.</summary>
    public CliLog Log { get; } = new(context, globals.LogLevel(parsed, context.Environment), globals.LogFormat(parsed, context.Environment));

    /// <summary>The value of an option.</summary>
    public T? Value<T>(Option<T> option) => Parsed.GetValue(option);

    /// <summary>The value of an argument.</summary>
    public T? Value<T>(Argument<T> argument) => Parsed.GetValue(argument);

    /// <summary>Whether the option was typed.</summary>
    public bool Given(Option option) => Parsed.GetResult(option) is { Implicit: false };

    /// <summary>The namespace the user named by option or <c>ARGO_NAMESPACE</c>; null: the target's own default.</summary>
    public string? Namespace => Globals.Namespace(Parsed, Context.Environment);

    /// <summary>The client of the target that this call is about. The caller disposes it.</summary>
    public Task<IWorkflowClient> OpenClientAsync() => Context.Clients.OpenAsync(this, null);

    /// <summary>The client of the target for something new that is to last: no cluster is an error, not this machine.</summary>
    public Task<IWorkflowClient> OpenClientToCreateAsync() => Context.Clients.OpenToCreateAsync(this);

    /// <summary>The client of the target where these names are: without a forced target, runs of this machine come first.</summary>
    public Task<IWorkflowClient> OpenClientAsync(IReadOnlyList<string> names) => Context.Clients.OpenAsync(this, names);

    /// <summary>The actions on workflows of that client.</summary>
    public IWorkflowActions ActionsOf(IWorkflowClient client) =>
        client as IWorkflowActions ?? new ObjectActions(client, Log.Write, Context.Clock, Globals.InstanceId(Parsed, Context.Environment));
}
