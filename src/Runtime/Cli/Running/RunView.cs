using System.Globalization;
using System.Threading.Channels;
using Argosy.Cli.Printing;
using Argosy.Engine;

namespace Argosy.Cli.Running;

/// <summary>Shows a run while it goes: on a terminal the tree of <c>get</c>, drawn again in place; elsewhere one line for each node that ended.</summary>
internal sealed class RunView : IAsyncDisposable
{
    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(200);
    private readonly RunHost _host;
    private readonly TextWriter _writer;
    private readonly CliContext _context;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly HashSet<string> _ended = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _loop;
    private int _drawn;
    private int _isDirty = 1;

    private RunView(RunHost host, TextWriter writer, CliContext context)
    {
        _host = host;
        _writer = writer;
        _context = context;
        host.NodeChanged += Changed;
        _loop = context.Terminal.IsInteractive ? DrawAsync() : WriteAsync();
    }

    public static RunView Open(RunHost host, TextWriter writer, CliContext context) => new(host, writer, context);

    public async ValueTask DisposeAsync()
    {
        _host.NodeChanged -= Changed;
        _lines.Writer.TryComplete();
        await _end.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        Erase();
        await _writer.FlushAsync().ConfigureAwait(false);
        _end.Dispose();
    }

    private void Changed(Node node)
    {
        Volatile.Write(ref _isDirty, 1);
        if (_context.Terminal.IsInteractive || node.Type is "StepGroup" || !node.IsFulfilled || !_ended.Add(node.Id))
            return;
        var time = _context.Clock.GetUtcNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        _lines.Writer.TryWrite(string.Create(CultureInfo.InvariantCulture, $"{time}  {node.Phase,-9}  {node.Name}{(node.Message.Length > 0 ? "  " + node.Message.TrimEnd() : "")}"));
    }

    private async Task WriteAsync()
    {
        await foreach (var line in _lines.Reader.ReadAllAsync().ConfigureAwait(false))
            await _writer.WriteLineAsync(line).ConfigureAwait(false);
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
        foreach (var line in lines)
            _writer.WriteLine(line);
        _writer.Flush();
        _drawn = lines.Length;
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
