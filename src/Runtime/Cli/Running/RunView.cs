using System.Globalization;
using System.Threading.Channels;
using Argosy.Cli.Printing;
using Argosy.Engine;

namespace Argosy.Cli.Running;

/// <summary>
/// Shows a run while it goes: what each node printed when it ends, and below it on a terminal the tree of <c>get</c>, drawn again in place; elsewhere one line for each node that ended.
/// </summary>
internal sealed class RunView : IAsyncDisposable
{
    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(200);
    private readonly RunHost _host;
    private readonly TextWriter _writer;
    private readonly CliContext _context;
    private readonly NodePrintout _printout;
    private readonly Channel<Func<IEnumerable<string>>> _lines = Channel.CreateUnbounded<Func<IEnumerable<string>>>();
    private readonly HashSet<string> _ended = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _loop;
    private int _drawn;
    private int _isDirty = 1;

    private RunView(RunHost host, TextWriter writer, CliContext context, EngineHome home)
    {
        _printout = new NodePrintout(home, host.Name);
        _host = host;
        _writer = writer;
        _context = context;
        host.NodeChanged += Changed;
        _loop = context.Terminal.IsInteractive ? DrawAsync() : WriteAsync();
    }

    public static RunView Open(RunHost host, TextWriter writer, CliContext context, EngineHome home) => new(host, writer, context, home);

    public async ValueTask DisposeAsync()
    {
        _host.NodeChanged -= Changed;
        _lines.Writer.TryComplete();
        await _end.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        Erase();
        WritePending();
        await _writer.FlushAsync().ConfigureAwait(false);
        _end.Dispose();
    }

    private void Changed(Node node)
    {
        Volatile.Write(ref _isDirty, 1);
        if (node.Type is "StepGroup" || !node.IsFulfilled || !_ended.Add(node.Id))
            return;
        // Files are read where lines are written: the run must not wait for them.
        _lines.Writer.TryWrite(() => _printout.Of(node));
        if (_context.Terminal.IsInteractive)
            return;
        var time = _context.Clock.GetUtcNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        var ended = string.Create(CultureInfo.InvariantCulture, $"{time}  {node.Phase,-9}  {node.Name}{(node.Message.Length > 0 ? "  " + node.Message.TrimEnd() : "")}");
        _lines.Writer.TryWrite(() => [ended]);
    }

    private async Task WriteAsync()
    {
        await foreach (var lines in _lines.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            foreach (var line in lines())
                await _writer.WriteLineAsync(line).ConfigureAwait(false);
        }
    }

    private async Task DrawAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            // Ages grow while nothing changes, so it is drawn once a second at least.
            Draw();
            try
            {
                for (var wait = 0; wait < 5 && (wait == 0 || Interlocked.Exchange(ref _isDirty, 0) == 0); wait++)
                    await Task.Delay(s_frame, _end.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Draw()
    {
        var printer = new WorkflowPrinter(new PrintStyle("", _context.Terminal.Colors), NodeFilter.None, _context.Clock.GetUtcNow());
        var lines = printer.Print(_host.Snapshot()).TrimEnd('\n').Split('\n');
        var height = Height();
        if (lines.Length > height)
            lines = [.. lines[^height..]];
        Erase();
        WritePending();
        foreach (var line in lines)
            _writer.WriteLine(line);
        _writer.Flush();
        _drawn = lines.Length;
    }

    private void WritePending()
    {
        while (_lines.Reader.TryRead(out var lines))
        {
            foreach (var line in lines())
                _writer.WriteLine(line);
        }
    }

    private void Erase()
    {
        if (_drawn > 0)
            _writer.Write(string.Create(CultureInfo.InvariantCulture, $"\u001b[{_drawn}A\u001b[J"));
        _drawn = 0;
    }

    private static int Height()
    {
        try
        {
            return Math.Max(5, Console.WindowHeight - 1);
        }
        catch (Exception e) when (e is IOException or PlatformNotSupportedException)
        {
            return 40;
        }
    }
}
