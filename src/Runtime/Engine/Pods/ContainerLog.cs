using System.Globalization;
using System.Text;

namespace Argosy.Engine.Pods;

/// <summary>
/// The log of one container: a file with one line a line, <c>TIME STREAM F TEXT</c>, as container runtimes keep them (<c>P</c>: the line goes on).
/// It also keeps the standard output's end for <c>outputs.result</c>.
/// </summary>
internal sealed class ContainerLog : IDisposable
{
    private const int ResultLimit = 262144;
    private const int LineLimit = 16384;
    private static readonly byte[] s_newLine = [(byte)'\n'];
    private readonly object _gate = new();
    private readonly string _path;
    private FileStream? _file;
    private readonly byte[][] _partial = [[], []];
    private readonly MemoryStream? _result;
    private readonly MemoryStream _tail = new();
    private bool _wasRun;

    public ContainerLog(string path, bool captureResult)
    {
        _path = path;
        _result = captureResult ? new MemoryStream() : null;
    }

    /// <summary>The standard output for <c>outputs.result</c>: without one line end, its last 262144 bytes; null: it is not captured, or the program never ran.</summary>
    public string? Result
    {
        get
        {
            lock (_gate)
            {
                if (_result is null || !_wasRun)
                    return null;
                var bytes = _result.GetBuffer().AsSpan(0, (int)_result.Length);
                if (bytes is [.., (byte)'\n'])
                    bytes = bytes[..^1];
                return Encoding.UTF8.GetString(bytes.Length > ResultLimit ? bytes[^ResultLimit..] : bytes);
            }
        }
    }

    /// <summary>The end of what was printed, for <c>FallbackToLogsOnError</c>: at most 80 lines and 2048 bytes.</summary>
    public string Tail
    {
        get
        {
            lock (_gate)
            {
                var text = Encoding.UTF8.GetString(_tail.GetBuffer(), 0, (int)_tail.Length);
                if (text.Length > 2048)
                    text = text[^2048..];
                var lines = text.Split('\n');
                return lines.Length > 81 ? string.Join('\n', lines[^81..]) : text;
            }
        }
    }

    /// <summary>The program is about to run.</summary>
    public void Begin() => _wasRun = true;

    /// <summary>Takes what the program printed.</summary>
    /// <param name="isError">Whether to its standard error.</param>
    /// <param name="bytes">The bytes; lines may begin and end anywhere.</param>
    public void Write(bool isError, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (!isError)
                Keep(_result, bytes, ResultLimit + 1);
            Keep(_tail, bytes, 4096);
            var stream = isError ? 1 : 0;
            while (bytes.Length > 0)
            {
                var end = bytes.IndexOf((byte)'\n');
                if (end < 0)
                {
                    _partial[stream] = [.. _partial[stream], .. bytes];
                    if (_partial[stream].Length >= LineLimit)
                        WriteLine(stream, [], "P");
                    break;
                }
                WriteLine(stream, bytes[..end], "F");
                bytes = bytes[(end + 1)..];
            }
        }
    }

    /// <summary>Ends the log with what has no line end.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            for (var stream = 0; stream < 2; stream++)
            {
                if (_partial[stream].Length > 0)
                    WriteLine(stream, [], "P");
            }
            _file?.Dispose();
            _file = null;
        }
    }

    private void WriteLine(int stream, ReadOnlySpan<byte> end, string mark)
    {
        var head = Encoding.ASCII.GetBytes(
            DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture) + (stream == 0 ? " stdout " : " stderr ") + mark + " ");
        byte[] line = [.. head, .. _partial[stream], .. end, .. s_newLine];
        _partial[stream] = [];
        if (_file is null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            _file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        _file.Write(line);
    }

    private static void Keep(MemoryStream? kept, ReadOnlySpan<byte> bytes, int limit)
    {
        if (kept is null)
            return;
        kept.Write(bytes);
        if (kept.Length <= limit * 2)
            return;
        var buffer = kept.GetBuffer();
        Buffer.BlockCopy(buffer, (int)kept.Length - limit, buffer, 0, limit);
        kept.SetLength(limit);
        kept.Position = limit;
    }
}
