using Argosy.Engine.Pods.Plan;

namespace Argosy.Engine.Pods;

/// <summary>A way to run containers on this machine: as processes, by Podman, by Docker.</summary>
internal interface IContainerBackEnd
{
    /// <summary>What people call it.</summary>
    string Name { get; }

    /// <summary>Entry point and command of an image; null: the image cannot be had.</summary>
    /// <param name="image">Its name in the template.</param>
    /// <param name="cancellation">Ends the search.</param>
    Task<ImageConfig?> ImageAsync(string image, CancellationToken cancellation);

    /// <summary>Makes a container ready to run its program. A program that cannot be found is an end with exit code 64, as with Argo's executor.</summary>
    /// <param name="plan">What to run; its command is not empty.</param>
    /// <param name="pod">The pod that it belongs to.</param>
    /// <param name="log">Gets what it prints.</param>
    /// <param name="cancellation">Ends the making.</param>
    Task<IContainer> CreateAsync(ContainerPlan plan, PodPlan pod, ContainerLog log, CancellationToken cancellation);
}
