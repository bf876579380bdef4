namespace Argosy.Functions;

/// <summary>How the failure of a function is told: its message on the node, its trace in the log.</summary>
internal static class FunctionFailure
{
    /// <summary>2 for an input that cannot be read, 1 for everything that the function throws.</summary>
    public static int ExitCode(Exception exception) => exception is FunctionInputException ? 2 : 1;

    public static string Message(Exception exception) => exception is AggregateException { InnerException: { } inner } ? inner.Message : exception.Message;

    public static string Trace(Exception exception) => exception is FunctionInputException ? exception.Message : exception.ToString();
}
