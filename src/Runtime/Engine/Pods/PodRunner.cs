
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

    public async Task<PodResult> RunAsync(PodRequest request, IPodObserver observer, CancellationToken cancellation)
    {
        if (FunctionPod.Find(request.Template) is { } function)
            return await new FunctionPod(request, observer, function).RunAsync(cancellation).ConfigureAwait(false);
        if (_backEnd is null)
            throw new PodRefusedException(_problem ?? "no containers can be run on this machine");
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
