using System.Globalization;
using Argosy.Engine.Artifacts;
using Argosy.Engine.Pods.Host;
using Argosy.Engine.Pods.Plan;
using Argosy.Models;

namespace Argosy.Engine.Pods;

/// <summary>One pod from its plan to its result: what Kubernetes and Argo's executor do in turn.</summary>
internal sealed class PodExecution
{
    /// <summary>Argo's controller sees a failed container of a set at its next pass, and ends the others then.</summary>
    private static readonly TimeSpan s_setPass = TimeSpan.FromSeconds(10);
    private readonly PodRequest _request;
    private readonly IPodObserver _observer;
    private readonly IContainerBackEnd _backEnd;
    private readonly PodStatusBoard _board;
    private readonly PodFolder _folder;
    private readonly DateTimeOffset _startedAt = DateTimeOffset.UtcNow;
    private readonly object _gate = new();
    private readonly Dictionary<string, IContainer> _containers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ContainerLog> _logs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task<int>> _mains = new(StringComparer.Ordinal);
    private PodPlan? _plan;
    private int _ending;
    private bool _hasPassedDeadline;
    private bool _isRunning;

    public PodExecution(PodRequest request, IPodObserver observer, IContainerBackEnd backEnd)
    {
        _request = request;
        _observer = observer;
        _backEnd = backEnd;
        _board = new PodStatusBoard(observer);
        _folder = new PodFolder(request.Run.Folder, request.PodName);
    }

    /// <summary>A pod that was stopped before any of its containers started.</summary>
    public static PodResult NeverStarted() => new() { Phase = "Failed", StartedAt = DateTimeOffset.UtcNow, FinishedAt = DateTimeOffset.UtcNow };

    public async Task<PodResult> RunAsync(CancellationToken cancellation)
    {
        using var deadline = _request.DeadlineSeconds is { } seconds ? new CancellationTokenSource(TimeSpan.FromSeconds(Math.Max(0, seconds))) : null;
        using var onDeadline = deadline?.Token.Register(() =>
        {
            _hasPassedDeadline = true;
            End();
        });
        using var onStop = _request.Stop.Register(End);
        try
        {
            FolderRemoval.Remove(_folder.Root);
            if (!await PlanAsync(cancellation).ConfigureAwait(false))
                return Result(null);
            if (!await InitializeAsync(cancellation).ConfigureAwait(false))
                return Result(null);
            return await RunContainersAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    private CancellationToken EndToken => _request.Stop;

    /// <summary>Waits until every object that the pod needs is there, and every image.</summary>
    private async Task<bool> PlanAsync(CancellationToken cancellation)
    {
        string? told = null;
        while (true)
        {
            string? problem;
            try
            {
                _plan = PodPlanner.Plan(_request, _folder);
                problem = await CommandsAsync(cancellation).ConfigureAwait(false);
                if (problem is null)
                {
                    if (told is not null)
                        _observer.Waiting(null);
                    return true;
                }
            }
            catch (ConfigErrorException e)
            {
                problem = e.Message;
            }
            if (told != problem)
                _observer.Waiting(told = problem);
            for (var wait = 0; wait < 20; wait++)
            {
                if (Volatile.Read(ref _ending) != 0)
                    return false;
                await Task.Delay(50, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Gives each container without a command that of its image.</summary>
    private async Task<string?> CommandsAsync(CancellationToken cancellation)
    {
        async Task<List<ContainerPlan>> With(IReadOnlyList<ContainerPlan> plans, List<string> problems)
        {
            var result = new List<ContainerPlan>(plans.Count);
            foreach (var plan in plans)
            {
                var image = await _backEnd.ImageAsync(plan.Image, cancellation).ConfigureAwait(false);
                if (image is null)
                {
                    problems.Add($"ErrImagePull: the image '{plan.Image}' is neither here nor can it be had; map it with --image-map {plan.Image}=host (or a folder, or another image)");
                    result.Add(plan);
                }
                else if (plan.Command.Count > 0)
                {
                    result.Add(plan);
                }
                else
                {
                    var command = image.Entrypoint.Concat(plan.Args.Count > 0 ? plan.Args : image.Command).ToArray();
                    if (image.Entrypoint.Count == 0 && image.Command.Count > 0 && plan.Args.Count > 0)
                        command = [.. plan.Args];
                    if (command.Length == 0)
                        problems.Add(NoCommand(plan.Image));
                    result.Add(plan with { Command = command.Length > 0 ? [command[0]] : [], Args = [.. command.Skip(1)] });
                }
            }
            return result;
        }

        var found = new List<string>();
        _plan = _plan! with
        {
            InitContainers = await With(_plan.InitContainers, found).ConfigureAwait(false),
            MainContainers = await With(_plan.MainContainers, found).ConfigureAwait(false),
            Sidecars = await With(_plan.Sidecars, found).ConfigureAwait(false),
        };
        return found.Count == 0 ? null : found[0];
    }

    private static string NoCommand(string image) =>
        $"failed to look-up entrypoint/cmd for image \"{image}\", you must either explicitly specify the command, or list the image's command in the index: "
        + $"https://argo-workflows.readthedocs.io/en/latest/workflow-executors/#emissary-emissary: no image with that name is known here; or give it in the map: --image-map \"{image}=host COMMAND\"";

    /// <summary>The executor's and the template's init containers.</summary>
    private async Task<bool> InitializeAsync(CancellationToken cancellation)
    {
        foreach (var folder in new[] { _folder.Root, _folder.Argo, _folder.Staging, _folder.Inputs })
        {
            Directory.CreateDirectory(folder);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        }
        if (_request.Template.Script is { } script)
        {
            var staged = Path.Combine(_folder.Staging, "script");
            await File.WriteAllTextAsync(staged, PodInputs.Expanded(_request, script.Source ?? ""), cancellation).ConfigureAwait(false);
            // `sh -c` runs it as a program.
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(staged, (UnixFileMode)0b111_101_101);
        }
        _board.Started("init", ContainerRole.Init);
        try
        {
            await PodInputs.LoadAsync(_request, _plan!, cancellation).ConfigureAwait(false);
            _board.Ended("init", ContainerRole.Init, 0, "");
        }
        catch (ArtifactException e)
        {
            _board.Ended("init", ContainerRole.Init, ContainerExit.ExecutorFailure, e.Message);
            return false;
        }
        foreach (var plan in _plan!.InitContainers)
        {
            if (Volatile.Read(ref _ending) != 0 || await RunOnceAsync(plan, cancellation).ConfigureAwait(false) != 0)
                return false;
        }
        return true;
    }

    private async Task<PodResult> RunContainersAsync(CancellationToken cancellation)
    {
        var plan = _plan!;
        using var progress = new ProgressWatch(Path.Combine(_folder.Argo, "progress"), _observer);
        var started = new List<Task>();
        var sidecars = plan.Sidecars.Select(sidecar =>
        {
            var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            started.Add(ready.Task);
            return RunOnceAsync(sidecar, cancellation, ready);
        }).ToList();
        foreach (var main in Ordered(plan.MainContainers))
        {
            var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            started.Add(ready.Task);
            if (plan.IsSet)
                _board.Started(main.Name, ContainerRole.Main);
            _mains[main.Name] = RunMainAsync(main, ready, cancellation);
        }
        var readiness = ReadyAsync(plan, started, cancellation);
        await EndSetOnFailureAsync(cancellation).ConfigureAwait(false);

        _board.Started("wait", ContainerRole.Wait);
        var hasFailed = _mains.Values.Any(m => m.Result != 0);
        var (outputs, problem, mainFailure) = _hasPassedDeadline
            ? (null, null, null)
            : await PodOutputs.CollectAsync(_request, plan, _board, Find, FindLog, hasFailed, cancellation).ConfigureAwait(false);
        if (mainFailure is not null)
            _board.Ended("main", ContainerRole.Main, ContainerExit.ExecutorFailure, mainFailure);
        await EndSidecarsAsync(plan, sidecars, cancellation).ConfigureAwait(false);
        _board.Ended("wait", ContainerRole.Wait, problem is null || hasFailed ? 0 : ContainerExit.ExecutorFailure, problem ?? "");
        await readiness.ConfigureAwait(false);
        progress.Look();
        return Result(outputs) with { Progress = progress.Last };
    }

    private async Task EndSetOnFailureAsync(CancellationToken cancellation)
    {
        var open = _mains.Values.ToList<Task>();
        while (open.Count > 0)
        {
            var ended = (Task<int>)await Task.WhenAny(open).ConfigureAwait(false);
            open.Remove(ended);
            if (await ended.ConfigureAwait(false) != 0 && open.Count > 0)
            {
                var pass = Task.Delay(s_setPass, cancellation);
                if (await Task.WhenAny(Task.WhenAll(open), pass).ConfigureAwait(false) == pass)
                    End();
                await Task.WhenAll(open).ConfigureAwait(false);
                return;
            }
        }
    }

    /// <summary>A set's containers, each after those that it waits for.</summary>
    private static List<ContainerPlan> Ordered(IReadOnlyList<ContainerPlan> containers)
    {
        var result = new List<ContainerPlan>();
        var rest = containers.ToList();
        while (rest.Count > 0)
        {
            var next = rest.FindIndex(c => c.Dependencies.All(d => result.Any(r => r.Name == d) || containers.All(o => o.Name != d)));
            result.Add(rest[Math.Max(next, 0)]);
            rest.RemoveAt(Math.Max(next, 0));
        }
        return result;
    }

    /// <summary>Runs a main container. Returns its exit code, for those that wait for it: the code of the one that it waited for in vain is handed on.</summary>
    private async Task<int> RunMainAsync(ContainerPlan plan, TaskCompletionSource ready, CancellationToken cancellation)
    {
        foreach (var name in plan.Dependencies)
        {
            if (!_mains.TryGetValue(name, out var dependency) || await dependency.ConfigureAwait(false) is not (not 0 and var code))
                continue;
            ready.TrySetResult();
            _board.Ended(plan.Name, ContainerRole.Main, ContainerExit.ExecutorFailure, $"dependency \"{name}\" exited with non-zero code: {code.ToString(CultureInfo.InvariantCulture)}");
            return code;
        }
        if (_plan!.Runs is not { } runs)
            return await RunOnceAsync(plan, cancellation, ready).ConfigureAwait(false);
        if (runs <= 0)
        {
            ready.TrySetResult();
            _board.Ended(plan.Name, ContainerRole.Main, 0, "");
            return 0;
        }
        return await RunOnceAsync(plan, cancellation, ready, runs).ConfigureAwait(false);
    }

    private async Task<int> RunOnceAsync(ContainerPlan plan, CancellationToken cancellation, TaskCompletionSource? ready = null, int runs = 1)
    {
        var log = new ContainerLog(_folder.Log(plan.Name), plan.Role == ContainerRole.Main && _request.CaptureResult);
        try
        {
            lock (_gate)
                _logs[plan.Name] = log;
            var container = await _backEnd.CreateAsync(plan, _plan!, log, cancellation).ConfigureAwait(false);
            lock (_gate)
            {
                _containers[plan.Name] = container;
                if (_ending != 0)
                    container.Signal(_ending);
            }
            _board.Started(plan.Name, plan.Role);
            if (plan.Role == ContainerRole.Main)
                Runs();
            ready?.TrySetResult();
            var exit = default(ContainerExit);
            for (var run = 1; run <= runs; run++)
            {
                exit = await container.RunAsync(cancellation).ConfigureAwait(false);
                if (exit.Code == 0 || run == runs || _ending != 0)
                    break;
                await Task.Delay(_plan!.RunPause, cancellation).ConfigureAwait(false);
            }
            if (exit.Code != 0 && plan.Role != ContainerRole.UserInit)
                log.Write(isError: true, System.Text.Encoding.UTF8.GetBytes(exit.Message is { } own ? $"Error: {own}\n" : string.Create(CultureInfo.InvariantCulture, $"Error: exit status {exit.Code}\n")));
            var message = exit.Message ?? await MessageAsync(container, plan, log, exit.Code, cancellation).ConfigureAwait(false);
            _board.Ended(plan.Name, plan.Role, exit.Code, message);
            return exit.Code;
        }
        catch (HostRefusedException e)
        {
            throw new PodRefusedException($"the container '{plan.Name}' cannot be made: {e.Message}");
        }
        finally
        {
            ready?.TrySetResult();
        }
    }

    private static async Task<string> MessageAsync(IContainer container, ContainerPlan plan, ContainerLog log, int code, CancellationToken cancellation)
    {
        if (code == 0)
            return "";
        var message = "";
        if (await container.FetchAsync(plan.TerminationMessagePath, cancellation).ConfigureAwait(false) is { } path && File.Exists(path))
        {
            using var file = File.OpenRead(path);
            var buffer = new byte[4096];
            var count = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            message = System.Text.Encoding.UTF8.GetString(buffer, 0, count);
        }
        return message.Length == 0 && plan.MessageFromLog ? log.Tail : message;
    }

    private void Runs()
    {
        lock (_gate)
        {
            if (_isRunning)
                return;
            _isRunning = true;
        }
        _observer.Running("127.0.0.1", Environment.MachineName);
    }

    private async Task ReadyAsync(PodPlan plan, List<Task> started, CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAll(started).ConfigureAwait(false);
            var mains = Task.WhenAll(_mains.Values);
            foreach (var container in plan.MainContainers.Concat(plan.Sidecars).Where(c => c.Readiness is not null))
            {
                if (!await ReadinessProbe.PassesAsync(container.Readiness!, mains, cancellation).ConfigureAwait(false))
                    return;
            }
            if (!mains.IsCompleted)
                _observer.Ready();
        }
        catch (OperationCanceledException)
        {
            // The engine ends.
        }
    }

    private async Task EndSidecarsAsync(PodPlan plan, List<Task<int>> sidecars, CancellationToken cancellation)
    {
        if (sidecars.Count == 0)
            return;
        foreach (var sidecar in plan.Sidecars)
            Find(sidecar.Name)?.Signal(Native.Terminate);
        var all = Task.WhenAll(sidecars);
        if (await Task.WhenAny(all, Task.Delay(plan.GracePeriod, cancellation)).ConfigureAwait(false) != all)
        {
            foreach (var sidecar in plan.Sidecars)
                Find(sidecar.Name)?.Signal(Native.Kill);
        }
        await all.ConfigureAwait(false);
    }

    /// <summary>SIGTERM to all, SIGKILL after the grace period.</summary>
    private void End()
    {
        Signal(Native.Terminate);
        _ = Task.Delay(_plan?.GracePeriod ?? TimeSpan.FromSeconds(30)).ContinueWith(_ => Signal(Native.Kill), TaskScheduler.Default);
    }

    private void Signal(int signal)
    {
        IContainer[] all;
        lock (_gate)
        {
            _ending = signal;
            all = [.. _containers.Values];
        }
        foreach (var container in all)
            container.Signal(signal);
    }

    private IContainer? Find(string name)
    {
        lock (_gate)
            return _containers.GetValueOrDefault(name);
    }

    private ContainerLog? FindLog(string name)
    {
        lock (_gate)
            return _logs.GetValueOrDefault(name);
    }

    private PodResult Result(Outputs? outputs)
    {
        var containers = _board.All;
        var (phase, message) = containers.Count == 0 && !_hasPassedDeadline ? ("Failed", null) : PodOutcome.Of(containers, _hasPassedDeadline);
        var finishedAt = DateTimeOffset.UtcNow;
        return new PodResult
        {
            Phase = phase,
            Message = message,
            Outputs = outputs,
            Containers = containers,
            StartedAt = _startedAt,
            FinishedAt = finishedAt,
            ResourcesDuration = ResourceUse.Of(_plan, finishedAt - _startedAt),
        };
    }

    private async Task DisposeAsync()
    {
        IContainer[] all;
        lock (_gate)
            all = [.. _containers.Values];
        await Task.WhenAll(all.Select(container => container.DisposeAsync().AsTask())).ConfigureAwait(false);
        foreach (var log in _logs.Values)
            log.Dispose();
        FolderRemoval.Remove(_folder.Root);
    }
}
