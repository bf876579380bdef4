namespace Argosy.Engine.Pods.Plan;

/// <summary>All containers of a pod in its order, and its folders.</summary>
/// <param name="Folder">Where the pod's own files are.</param>
/// <param name="InitContainers">The template's, one after another.</param>
/// <param name="MainContainers">container, script, or the containers of a set.</param>
/// <param name="Sidecars">What runs beside them.</param>
/// <param name="IsSet">Whether it is a containerSet.</param>
/// <param name="Runs">How often a container of a set is run in all; null: once, without the set's retry.</param>
/// <param name="RunPause">The pause between two runs.</param>
/// <param name="GracePeriod">Between SIGTERM and SIGKILL.</param>
internal sealed record PodPlan(
    PodFolder Folder,
    IReadOnlyList<ContainerPlan> InitContainers,
    IReadOnlyList<ContainerPlan> MainContainers,
    IReadOnlyList<ContainerPlan> Sidecars,
    bool IsSet,
    int? Runs,
    TimeSpan RunPause,
    TimeSpan GracePeriod)
{
    /// <summary>The container whose outputs are the node's, or null (a set without <c>main</c>).</summary>
    public ContainerPlan? Main => IsSet ? MainContainers.FirstOrDefault(c => c.Name == "main") : MainContainers[0];
}
