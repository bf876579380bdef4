using System.Globalization;
using Argosy.Engine.Artifacts;
using Argosy.Engine.Pods.Host;
using Argosy.Engine.Pods.Plan;
using Argosy.Functions;
using Argosy.Models;

namespace Argosy.Engine.Pods;

/// <summary>A pod whose container would run a function of this very program: the function is called here instead, so that a debugger stops in it.</summary>
internal sealed class FunctionPod
{
    private readonly PodRequest _request;
    private readonly IPodObserver _observer;
    private readonly RegisteredFunction _function;
    private readonly PodStatusBoard _board;
    private readonly PodFolder _folder;
    private readonly DateTimeOffset _startedAt = DateTimeOffset.UtcNow;
    private readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal);

    public FunctionPod(PodRequest request, IPodObserver observer, RegisteredFunction function)
    {
        _request = request;
        _observer = observer;
        _function = function;
        _board = new PodStatusBoard(observer);
        _folder = new PodFolder(request.Run.Folder, request.PodName);
        foreach (var parameter in request.Template.Inputs?.Parameters ?? [])
        {
            if (parameter.Name is { } name && parameter.Value is { } value)
                _parameters[name] = value;
        }
    }

    private string OutputArtifacts => Path.Combine(_folder.Outputs, "artifacts");

    /// <summary>The function that a template runs, if this program has it.</summary>
    public static RegisteredFunction? Find(Template template) =>
        template.Container?.Args is [FunctionRegistry.Command, var name] ? FunctionRegistry.Find(name) : null;

    public async Task<PodResult> RunAsync(CancellationToken cancellation)
    {
        using var deadline = _request.DeadlineSeconds is { } seconds ? new CancellationTokenSource(TimeSpan.FromSeconds(seconds)) : null;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _request.Stop, deadline?.Token ?? CancellationToken.None);
        using var log = new ContainerLog(_folder.Log("main"), _request.CaptureResult);
        try
        {
            try
            {
                foreach (var artifact in _request.Template.Inputs?.Artifacts ?? [])
                    await ArtifactLoader.LoadAsync(_request.Run, artifact, Path.Combine(_folder.Inputs, artifact.Name ?? ""), end.Token).ConfigureAwait(false);
            }
            catch (ArtifactException e)
            {
                _board.Ended("init", ContainerRole.Init, ContainerExit.ExecutorFailure, e.Message);
                return Result(null, hasPassedDeadline: false);
            }
            _board.Started("main", ContainerRole.Main);
            _observer.Running("127.0.0.1", Environment.MachineName);
            _observer.Ready();
            var call = new FunctionCall(
                _parameters.GetValueOrDefault,
                (name, _) => Path.Combine(_folder.Inputs, name),
                (name, _) => Path.Combine(OutputArtifacts, name),
                end.Token);
            log.Begin();
            var (code, message) = await CallAsync(call, log, end.Token).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            _board.Ended("main", ContainerRole.Main, code, message);
            if (deadline?.IsCancellationRequested == true)
                return Result(null, hasPassedDeadline: true);
            var outputs = await CollectAsync(call, log, code, cancellation).ConfigureAwait(false);
            return Result(outputs, hasPassedDeadline: false);
        }
        finally
        {
            if (Directory.Exists(_folder.Root))
                FolderRemoval.Remove(_folder.Root);
        }
    }

    private async Task<(int Code, string Message)> CallAsync(FunctionCall call, ContainerLog log, CancellationToken end)
    {
        try
        {
            var work = Task.Run(
                async () =>
                {
                    using (FunctionConsole.To(log))
                        await _function.Invoke(call).ConfigureAwait(false);
                },
                CancellationToken.None);
            if (end.CanBeCanceled)
            {
                var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                using var registration = end.Register(() => ended.TrySetResult());
                if (await Task.WhenAny(work, ended.Task).ConfigureAwait(false) != work)
                {
                    // A function that does not look at its token is left alone after a moment; nothing can end it in this process.
                    if (await Task.WhenAny(work, Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None)).ConfigureAwait(false) != work)
                        return (143, "");
                }
            }
            await work.ConfigureAwait(false);
            return (0, "");
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return (143, "");
        }
#pragma warning disable CA1031 // Whatever the user's code throws is the node's failure.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.Write(isError: true, System.Text.Encoding.UTF8.GetBytes(FunctionFailure.Trace(e) + "\n"));
            return (FunctionFailure.ExitCode(e), FunctionFailure.Message(e));
        }
    }

    private async Task<Outputs> CollectAsync(FunctionCall call, ContainerLog log, int code, CancellationToken cancellation)
    {
        var outputs = new Outputs { ExitCode = code.ToString(CultureInfo.InvariantCulture), Result = log.Result };
        string? problem = null;
        foreach (var declared in _request.Template.Outputs?.Parameters ?? [])
        {
            var value = call.Outputs.GetValueOrDefault(declared.Name ?? "") ?? declared.ValueFrom?.Default;
            if (value is null)
                problem ??= $"open {ContainerPaths.Clean("/var/run/argo/outputs/parameters/" + declared.ValueFrom?.Path)}: no such file or directory";
            (outputs.Parameters ??= []).Add(new Parameter { Name = declared.Name, Description = declared.Description, Enum = declared.Enum, GlobalName = declared.GlobalName, Value = value, ValueFrom = declared.ValueFrom });
        }
        var missing = "";
        foreach (var declared in _request.Template.Outputs?.Artifacts ?? [])
        {
            var source = Path.Combine(OutputArtifacts, declared.Name ?? "");
            try
            {
                if (Path.Exists(source))
                    (outputs.Artifacts ??= []).Add(await ArtifactSaver.SaveAsync(_request, declared, source, isInVolume: false, _folder.Outputs, cancellation).ConfigureAwait(false));
                else if (declared.Optional != true)
                    missing += $"open {ContainerPaths.Clean("/var/run/argo/outputs/artifacts/" + declared.Path)}.tgz: no such file or directory; ";
            }
            catch (ArtifactException e)
            {
                missing += e.Message + "; ";
            }
        }
        problem ??= missing.Length > 0 ? missing : null;
        if (code == 0 && problem is not null)
            _board.Ended("wait", ContainerRole.Wait, ContainerExit.ExecutorFailure, problem);
        return outputs;
    }

    private PodResult Result(Outputs? outputs, bool hasPassedDeadline)
    {
        var (phase, message) = PodOutcome.Of(_board.All, hasPassedDeadline);
        return new PodResult { Phase = phase, Message = message, Outputs = outputs, Containers = _board.All, StartedAt = _startedAt, FinishedAt = DateTimeOffset.UtcNow };
    }
}
