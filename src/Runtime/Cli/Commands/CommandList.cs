namespace Argosy.Cli.Commands;

/// <summary>All commands, in the order of the help text. One line each, so that additions do not meet.</summary>
internal static class CommandList
{
    public static readonly IReadOnlyList<CliCommand> All =
    [
        new RunCommand(),
        new SubmitCommand(),
        new GetCommand(),
        new ListCommand(),
        new WatchCommand(),
        new WaitCommand(),
        new LogsCommand(),
        new StopCommand(),
        new TerminateCommand(),
        new SuspendCommand(),
        new ResumeCommand(),
        new NodeCommand(),
        new RetryCommand(),
        new ResubmitCommand(),
        new DeleteCommand(),
        new LintCommand(),
        new EvalCommand(),
        new CronCommand(),
        new TemplateCommand(clusterScope: false),
        new TemplateCommand(clusterScope: true),
        new ArchiveCommand(),
        new FunctionCommand(),
        new SetupCommand(),
        new TeardownCommand(),
        new ApplyCommand(),
        new ManifestsCommand(),
        new GraphCommand(),
        new OpenCommand(),
        new CpCommand(),
        new AuthCommand(),
        new CompletionCommand(),
        new VersionCommand(),
    ];
}
