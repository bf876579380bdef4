using System.Text;
using Argosy.Engine.Pods;

namespace Argosy.Functions;

/// <summary>What functions print goes to the log of their node, whichever thread prints it; everything else goes where it always went.</summary>
internal sealed class FunctionConsole : TextWriter
{
    private static readonly AsyncLocal<ContainerLog?> s_log = new();
    private static readonly object s_gate = new();
    private static bool s_isInstalled;
    private readonly TextWriter _otherwise;
    private readonly bool _isError;

    private FunctionConsole(TextWriter otherwise, bool isError)
    {
        _otherwise = otherwise;
        _isError = isError;
    }

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>Sends what this call prints to a log until the result is disposed of.</summary>
    public static IDisposable To(ContainerLog log)
    {
        lock (s_gate)
        {
            if (!s_isInstalled)
            {
                Console.SetOut(new FunctionConsole(Console.Out, isError: false));
                Console.SetError(new FunctionConsole(Console.Error, isError: true));
                s_isInstalled = true;
            }
        }
        s_log.Value = log;
        return new Restore();
    }

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return;
        if (s_log.Value is { } log)
            log.Write(_isError, Encoding.UTF8.GetBytes(value));
        else
            _otherwise.Write(value);
    }

    public override void WriteLine(string? value) => Write(value + "\n");

    public override void WriteLine() => Write("\n");

    public override void Flush() => _otherwise.Flush();

    private sealed class Restore : IDisposable
    {
        public void Dispose() => s_log.Value = null;
    }
}
