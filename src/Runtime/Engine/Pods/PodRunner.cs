using Argosy.Engine.Pods.Executor;

namespace Argosy.Engine.Pods;

/// <summary>Runs pods on this machine: functions of this program in it, containers by the back end.</summary>
internal sealed class PodRunner : IPodRunner
{
    private readonly IContainerBackEnd? _backEnd;
    private readonly string? _problem;
    private readonly SemaphoreSlim _room;

    /// <param name="backEnd">Runs the containers; null: this machine cannot.</param>
    /// <param name="problem">Why it cannot.</param>
    /// <param name="limit">How many pods with containers run at a time; the others wait, as they would in a full cluster. Daemons do not count.</param>
    public PodRunner(IContainerBackEnd? backEnd, string? problem = null, int limit = 64)
    {
        _backEnd = backEnd;
        _problem = problem;
        _room = new SemaphoreSlim(limit, limit);
    }

    /// <summary>Labels that this machine counts as having for a <c>nodeSelector</c>, as <c>KEY=VALUE</c>; <c>*</c>: all.</summary>
    public IReadOnlyCollection<string> NodeLabels { get; init; } = [];

    /// <summary>The cluster that resource templates act on; null: none was asked for.</summary>
    public ClusterObjects? Cluster { get; init; }

    private static string NoCluster =>
        "a resource template acts on a Kubernetes cluster, and this run has none: give it one with --with-cluster, or submit the workflow to the cluster ('submit')";

    private static async Task<PodResult> WaitForNodeAsync(PodRequest request, IPodObserver observer, CancellationToken cancellation)
    {
        observer.Waiting(NodeSelection.NoNode);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, request.Stop);
        try
        {
            await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
        }

        return PodExecution.NeverStarted();
    }

    public async Task<PodResult> RunAsync(PodRequest request, IPodObserver observer, CancellationToken cancellation)
    {
        if (FunctionPod.Find(request.Template) is { } function)
            return await new FunctionPod(request, observer, function).RunAsync(cancellation).ConfigureAwait(false);
        if (request.Template.Data is not null)
            return await new DataPod(request, observer).RunAsync(cancellation).ConfigureAwait(false);
        if (request.Template.Resource is not null)
            return await new ResourcePod(request, observer, Cluster ?? throw new PodRefusedException(NoCluster)).RunAsync(cancellation).ConfigureAwait(false);
        if (_backEnd is null)
            throw new PodRefusedException(_problem ?? "no containers can be run on this machine");
        if (!NodeSelection.Takes(request, NodeLabels))
            return await WaitForNodeAsync(request, observer, cancellation).ConfigureAwait(false);
        var counts = request.Template.Daemon != true;
        if (counts && !_room.Wait(0, CancellationToken.None))
        {
            try
            {
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, request.Stop);
                await _room.WaitAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return PodExecution.NeverStarted();
            }
        }
        try
        {
            return await new PodExecution(request, observer, _backEnd).RunAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            if (counts)
                _room.Release();
        }
    }
}
