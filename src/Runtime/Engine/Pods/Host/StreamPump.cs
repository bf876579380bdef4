using System.Runtime.InteropServices;

namespace Argosy.Engine.Pods.Host;

/// <summary>
/// One thread that reads the pipes of all running containers. The framework would block a pool thread for each pipe, which starves a machine of two cores
/// long before it runs a hundred containers.
/// </summary>
internal sealed class StreamPump
{
    private const short PollIn = 1;
    private const short PollError = 8;
    private const short PollHangUp = 16;
    private const int Interrupted = 4;
    private static readonly Lazy<StreamPump> s_shared = new(() => new StreamPump());
    private readonly object _gate = new();
    private readonly List<Source> _sources = [];
    private readonly int[] _wake = new int[2];
    private readonly byte[] _buffer = new byte[65536];

    private StreamPump()
    {
        if (Native.Pipe(_wake) != 0)
            throw new InvalidOperationException("no pipe can be opened: too many open files?");
        new Thread(Run, 256 * 1024) { IsBackground = true, Name = "argosy pipes" }.Start();
    }

    public static StreamPump Shared => s_shared.Value;

    /// <summary>Reads from now on. The handle must stay open until <paramref name="ended"/> or <see cref="Remove"/>.</summary>
    public Source Add(SafeHandle handle, Received received, Action? ended = null)
    {
        var source = new Source(handle, received, ended);
        lock (_gate)
            _sources.Add(source);
        Wake();
        return source;
    }

    public void Remove(Source source)
    {
        lock (_gate)
            _sources.Remove(source);
        source.Release();
        Wake();
    }

    /// <summary>Reads whatever is there already. Only from the pump's own callbacks.</summary>
    public void Drain(Source source)
    {
        var poll = new Native.PollFd[] { new() { Descriptor = source.Descriptor, Events = PollIn } };
        while (!source.HasEnded && Native.Poll(poll, 1, 0) > 0 && Read(source))
            poll[0].Returned = 0;
    }

    private void Wake() => _ = Native.Write(_wake[1], [0], 1);

    private void Run()
    {
        var polled = Array.Empty<Native.PollFd>();
        while (true)
        {
            Source[] sources;
            lock (_gate)
                sources = [.. _sources];
            if (polled.Length < sources.Length + 1)
                polled = new Native.PollFd[Math.Max(16, sources.Length * 2)];
            polled[0] = new Native.PollFd { Descriptor = _wake[0], Events = PollIn };
            for (var i = 0; i < sources.Length; i++)
                polled[i + 1] = new Native.PollFd { Descriptor = sources[i].Descriptor, Events = PollIn };
            if (Native.Poll(polled, (nuint)(sources.Length + 1), -1) < 0 && Marshal.GetLastPInvokeError() != Interrupted)
                Thread.Sleep(10);
            if ((polled[0].Returned & PollIn) != 0)
                _ = Native.Read(_wake[0], _buffer, 512);
            for (var i = 0; i < sources.Length; i++)
            {
                if ((polled[i + 1].Returned & (PollIn | PollHangUp | PollError)) != 0 && !sources[i].HasEnded)
                    Read(sources[i]);
            }
        }
    }

    private bool Read(Source source)
    {
        var count = Native.Read(source.Descriptor, _buffer, (nuint)_buffer.Length);
        if (count < 0 && Marshal.GetLastPInvokeError() == Interrupted)
            return true;
        if (count > 0)
        {
            source.Received(_buffer.AsSpan(0, (int)count));
            return true;
        }
        lock (_gate)
            _sources.Remove(source);
        source.Release();
        source.Ended?.Invoke();
        return false;
    }

    public delegate void Received(ReadOnlySpan<byte> bytes);

    /// <summary>One pipe.</summary>
    public sealed class Source
    {
        private readonly SafeHandle _handle;
        private int _released;

        internal Source(SafeHandle handle, Received received, Action? ended)
        {
            _handle = handle;
            var added = false;
            handle.DangerousAddRef(ref added);
            Descriptor = (int)handle.DangerousGetHandle();
            Received = received;
            Ended = ended;
        }

        internal int Descriptor { get; }

        internal Received Received { get; }

        internal Action? Ended { get; }

        internal bool HasEnded => Volatile.Read(ref _released) != 0;

        internal void Release()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0)
                _handle.DangerousRelease();
        }
    }
}
