namespace Argosy.Cli;

/// <summary>A failure that the person at the command line can read as it is: one line, printed after <c>Error: </c>.</summary>
internal class CliException(string message, int exitCode = 1, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>What the process ends with.</summary>
    public int ExitCode { get; } = exitCode;
}

/// <summary>The command was called in a wrong way: the line is followed by how it is called.</summary>
internal sealed class CliUsageException(string message) : CliException(message);

/// <summary>The command has said what there is to say; only the exit code is left.</summary>
internal sealed class CliExitException(int exitCode) : CliException("", exitCode);
