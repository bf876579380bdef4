namespace Argosy.Engine.Pods;

/// <summary>Runs the containers of one pod node, with everything that Argo's executor does around them.</summary>
internal interface IPodRunner
{
    /// <summary>
    /// Runs the pod to its end. A container that fails, an output that is missing and an artifact that cannot be loaded are results, not exceptions;
    /// a pod that cannot be made (a bad <c>podSpecPatch</c>, for example) throws <see cref="PodRefusedException"/>.
    /// </summary>
    /// <param name="request">What to run. <see cref="PodRequest.Stop"/> ends it as Argo does (SIGTERM, then SIGKILL); its result is then returned as usual.</param>
    /// <param name="observer">Told what happens meanwhile, in order, from any thread.</param>
    /// <param name="cancellation">The engine itself ends: everything is killed at once and nothing is collected; throws <see cref="OperationCanceledException"/>.</param>
    Task<PodResult> RunAsync(PodRequest request, IPodObserver observer, CancellationToken cancellation);
}
