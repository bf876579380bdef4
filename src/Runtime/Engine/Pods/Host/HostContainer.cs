using System.Diagnostics;
using System.Globalization;
using System.Text;
using Argosy.Engine.Pods.Plan;
using Microsoft.Win32.SafeHandles;

namespace Argosy.Engine.Pods.Host;

/// <summary>A container that is a process in namespaces of its own.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
internal sealed class HostContainer : IContainer
{
    private readonly ContainerPlan _plan;
    private readonly string _folder;
    private readonly HostLayers _layers;
    private readonly Process _process;
    private readonly SafeFileHandle _pipe;
    private readonly ContainerLog _log;
    private readonly TaskCompletionSource<string?> _mounted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<ContainerExit> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _told = new();
    private readonly object _gate = new();
    private StreamPump.Source? _output;
    private StreamPump.Source? _errors;
    private StreamPump.Source? _status;
    private string _searchPath = "";
    private bool _hasEnded;
    private int _program;
    private int _signal;

    private HostContainer(ContainerPlan plan, string folder, HostLayers layers, Process process, SafeFileHandle pipe, ContainerLog log)
    {
        _plan = plan;
        _folder = folder;
        _layers = layers;
        _process = process;
        _pipe = pipe;
        _log = log;
    }

    /// <summary>The root as this process sees it.</summary>
    private string Root => string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/root{_layers.Root}");

    public static async Task<HostContainer> StartAsync(HostBackEnd backEnd, ContainerPlan plan, PodPlan pod, string? image, ContainerLog log, CancellationToken cancellation)
    {
        var folder = pod.Folder.Container(plan.Name);
        Directory.CreateDirectory(folder);
        var programs = image is null ? StandIns.LayerOf(plan.Image, Path.Combine(Path.GetDirectoryName(pod.Folder.Root)!, ".busybox")) : null;
        var layers = new HostLayers(folder, image, backEnd.Bound, backEnd.IsRootless, programs);
        layers.Prepare(plan);
        var pipePath = Path.Combine(folder, "status");
        if (Native.MakeFifo(pipePath, 0b110_000_000) != 0 && !File.Exists(pipePath))
            throw new IOException($"no named pipe can be made at {pipePath}");
        var pipe = File.OpenHandle(pipePath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);

        var variables = backEnd.WithDefaults(plan, image is null);
        var odd = variables.Where(p => !IsShellName(p.Key)).ToList();
        var command = HostLaunch.Command(backEnd.Tools, layers.Root, plan, odd, backEnd.IsRootless, rootHasTools: image is null);
        Process process;
        try
        {
            process = await HostLaunch.StartAsync(backEnd.Tools, backEnd.IsRootless, pipePath, layers.MountTable, folder, command,
                backEnd.Tools.Bash is null ? [.. variables.Where(p => IsShellName(p.Key))] : variables, odd.Count > 0).ConfigureAwait(false);
        }
        catch
        {
            pipe.Dispose();
            throw;
        }
        await File.WriteAllTextAsync(Path.Combine(folder, "process"), Leftovers.Describe(process.Id), CancellationToken.None).ConfigureAwait(false);
        var container = new HostContainer(plan, folder, layers, process, pipe, log);
        container.Listen();
        try
        {
            if (await container._mounted.Task.WaitAsync(cancellation).ConfigureAwait(false) is { } refusal)
                throw new HostRefusedException(refusal);
            container._searchPath = variables.LastOrDefault(p => p.Key == "PATH").Value ?? "";
            return container;
        }
        catch
        {
            await container.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public Task<ContainerExit> RunAsync(CancellationToken cancellation)
    {
        if (ProgramLookup.Problem(Root, HostLaunch.WorkingDir(_plan), _plan.Command[0], _searchPath) is { } problem)
            return Task.FromResult(ContainerExit.NotFound(_plan.Command[0], problem));
        Task<ContainerExit> completion;
        lock (_gate)
        {
            if (_hasEnded)
                return Task.FromResult(new ContainerExit(137));
            if (_completion.Task.IsCompleted)
                _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
            completion = _completion.Task;
            _program = 0;
        }
        _log.Begin();
        try
        {
            _process.StandardInput.Write("run\n");
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            return Task.FromResult(new ContainerExit(137));
        }
        return completion.WaitAsync(cancellation);
    }

    public void Signal(int signal)
    {
        lock (_gate)
        {
            if (_completion.Task.IsCompleted)
                return;
            if (_program == 0)
                _signal = Math.Max(signal == Native.Kill ? 100 : signal, _signal);
            else
                _ = Native.SendSignal(-_program, signal);
        }
    }

    public Task<string?> FetchAsync(string path, CancellationToken cancellation)
    {
        var full = path.StartsWith('/') ? path : HostLaunch.WorkingDir(_plan) + "/" + path;
        if (full == "/dev/termination-log")
            return Task.FromResult<string?>(_layers.TerminationLog);
        return Task.FromResult(RootedPath.Find(Root, full));
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        foreach (var source in new[] { _output, _errors, _status })
        {
            if (source is not null)
                StreamPump.Shared.Remove(source);
        }
        _completion.TrySetResult(new ContainerExit(137));
        _pipe.Dispose();
        _process.Dispose();
        FolderRemoval.Remove(_folder);
    }

    private void Listen()
    {
        var pump = StreamPump.Shared;
        _output = pump.Add(HandleOf(_process.StandardOutput), bytes => _log.Write(isError: false, bytes));
        _errors = pump.Add(HandleOf(_process.StandardError), bytes => _log.Write(isError: true, bytes), Ended);
        _status = pump.Add(_pipe, Told);
    }

    private static System.Runtime.InteropServices.SafeHandle HandleOf(StreamReader reader) => ((System.IO.Pipes.PipeStream)reader.BaseStream).SafePipeHandle;

    private void Ended()
    {
        // Standard error is open as long as any process of the container lives.
        _mounted.TrySetResult("the process ended before it was set up");
        lock (_gate)
        {
            _hasEnded = true;
            _completion.TrySetResult(new ContainerExit(137));
        }
    }

    private void Told(ReadOnlySpan<byte> bytes)
    {
        _told.Append(Encoding.UTF8.GetString(bytes));
        var text = _told.ToString();
        if (text.StartsWith("refused ", StringComparison.Ordinal))
        {
            _mounted.TrySetResult(text["refused ".Length..].Trim());
            return;
        }
        int end;
        while ((end = text.IndexOf('\n', StringComparison.Ordinal)) >= 0)
        {
            Line(text[..end]);
            text = text[(end + 1)..];
        }
        _told.Clear().Append(text);
    }

    private void Line(string line)
    {
        if (line == "mounted")
        {
            _mounted.TrySetResult(null);
        }
        else if (line.StartsWith("pid ", StringComparison.Ordinal))
        {
            lock (_gate)
            {
                _program = int.Parse(line[4..], CultureInfo.InvariantCulture);
                if (_signal != 0)
                    _ = Native.SendSignal(-_program, _signal == 100 ? Native.Kill : _signal);
            }
        }
        else if (line.StartsWith("exit ", StringComparison.Ordinal))
        {
            StreamPump.Shared.Drain(_output!);
            StreamPump.Shared.Drain(_errors!);
            lock (_gate)
                _completion.TrySetResult(new ContainerExit(int.Parse(line[5..], CultureInfo.InvariantCulture)));
        }
    }

    private static bool IsShellName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
