namespace Argosy.Cli.Commands;

/// <summary>All commands, in the order of the help text. One line each, so that additions do not meet.</summary>
internal static class CommandList
{
    public static readonly IReadOnlyList<CliCommand> All =
    [
        new VersionCommand(),
    ];
}
