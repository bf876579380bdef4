
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

    private static string? NeedsCluster(Models.Template template) =>
        template.Resource is not null ? "a resource template acts on a Kubernetes cluster, and this run is on one machine: submit the workflow to the cluster ('submit'), or give the template a container for local runs"
        : template.Data is not null ? "a data template lists an artifact repository by the executor of a cluster, and this run is on one machine: submit the workflow to the cluster ('submit')"
        : null;

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
        if (NeedsCluster(request.Template) is { } need)
            throw new PodRefusedException(need);
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
