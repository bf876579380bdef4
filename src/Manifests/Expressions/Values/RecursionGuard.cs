using System.Runtime.CompilerServices;

namespace Argosy.Manifests.Expressions.Values;

/// <summary>Turns nesting that the stack cannot hold into an error: no text may end the process.</summary>
internal static class RecursionGuard
{
    private const int LargeStack = 256 * 1024 * 1024;

    [ThreadStatic]
    private static bool _large;

    /// <summary>Fails when the stack is nearly used up.</summary>
    public static void Check()
    {
        try
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
        }
        catch (InsufficientExecutionStackException)
        {
            throw new GoPanic("the expression or its values are nested too deeply");
        }
    }

    /// <summary>Runs work that may nest deeply: long texts get a thread with a large stack, short ones run where they are.</summary>
    public static T Run<T>(int length, Func<T> work)
    {
        if (length < 2000 || _large)
            return work();
        T result = default!;
        System.Runtime.ExceptionServices.ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                _large = true;
                try
                {
                    result = work();
                }
                catch (Exception error)
                {
                    failure = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(error);
                }
            },
            LargeStack)
        { IsBackground = true };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }
}
