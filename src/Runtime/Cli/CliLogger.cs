using Microsoft.Extensions.Logging;

namespace Argosy.Cli;

/// <summary>Lets the clients below write their log lines in the form of the command line.</summary>
internal sealed class CliLogger(CliLog log) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is not LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        log.Write(Level(logLevel), formatter(state, exception));

    private static CliLogLevel Level(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => CliLogLevel.Debug,
        LogLevel.Information => CliLogLevel.Info,
        LogLevel.Warning => CliLogLevel.Warn,
        _ => CliLogLevel.Error,
    };
}
