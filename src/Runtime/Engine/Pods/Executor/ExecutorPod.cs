using System.Text;
using Argosy.Engine.Pods.Host;
using Argosy.Engine.Pods.Plan;
using Argosy.Models;

namespace Argosy.Engine.Pods.Executor;

/// <summary>A pod whose main container is Argo's own executor: it lists artifacts or acts on objects of a cluster. Here this program does the work itself.</summary>
internal abstract class ExecutorPod
{
    private const int Terminated = 143;
    private readonly IPodObserver _observer;
    private readonly PodStatusBoard _board;
    private readonly DateTimeOffset _startedAt = DateTimeOffset.UtcNow;

    protected ExecutorPod(PodRequest request, IPodObserver observer)
    {
        Request = request;
        _observer = observer;
        _board = new PodStatusBoard(observer);
        Folder = new PodFolder(request.Run.Folder, request.PodName);
    }

    protected PodRequest Request { get; }

    protected PodFolder Folder { get; }

    public async Task<PodResult> RunAsync(CancellationToken cancellation)
    {
        using var deadline = Request.DeadlineSeconds is { } seconds ? new CancellationTokenSource(TimeSpan.FromSeconds(Math.Max(0, seconds))) : null;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, Request.Stop, deadline?.Token ?? CancellationToken.None);
        using var log = new ContainerLog(Folder.Log("main"), captureResult: false);
        try
        {
            _board.Started("main", ContainerRole.Main);
            _observer.Running("127.0.0.1", Environment.MachineName);
            _observer.Ready();
            log.Begin();
            var outputs = await WorkAsync(text => log.Write(isError: false, Encoding.UTF8.GetBytes(text + "\n")), end.Token).ConfigureAwait(false);
            outputs.ExitCode = "0";
            return Ended(0, "", outputs);
        }
        catch (ExecutorException e)
        {
            log.Write(isError: true, Encoding.UTF8.GetBytes($"Error: {e.Message}\n"));
            return Ended(ContainerExit.ExecutorFailure, e.Message, new Outputs { ExitCode = "64" });
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Ended(Terminated, "", outputs: null, deadline?.IsCancellationRequested == true);
        }
        finally
        {
            if (Directory.Exists(Folder.Root))
                FolderRemoval.Remove(Folder.Root);
        }
    }

    /// <summary>Does the work; the action takes a line for the log.</summary>
    /// <exception cref="ExecutorException">It failed.</exception>
    protected abstract Task<Outputs> WorkAsync(Action<string> say, CancellationToken cancellation);

    private PodResult Ended(int code, string message, Outputs? outputs, bool hasPassedDeadline = false)
    {
        _board.Ended("main", ContainerRole.Main, code, message);
        var (phase, text) = PodOutcome.Of(_board.All, hasPassedDeadline);
        return new PodResult { Phase = phase, Message = text, Outputs = outputs, Containers = _board.All, StartedAt = _startedAt, FinishedAt = DateTimeOffset.UtcNow };
    }
}
