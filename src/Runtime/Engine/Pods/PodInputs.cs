using Argosy.Engine.Artifacts;
using Argosy.Engine.Pods.Plan;

namespace Argosy.Engine.Pods;

/// <summary>Brings the input artifacts of a pod to where its main container finds them.</summary>
internal static class PodInputs
{
    public static async Task LoadAsync(PodRequest request, PodPlan plan, CancellationToken cancellation)
    {
        foreach (var artifact in request.Template.Inputs?.Artifacts ?? [])
        {
            if (artifact.Raw is { } raw)
                raw.Data = Expanded(request, raw.Data ?? "");
            await ArtifactLoader.LoadAsync(request.Run, artifact, TargetOf(artifact, plan), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Argo hands the template to the executor in a variable of its init container, where kubelet replaces <c>$$</c> and <c>$(NAME)</c>:
    /// what a script or a raw artifact says is changed alike.
    /// </summary>
    public static string Expanded(PodRequest request, string text) => VariableExpansion.Expand(text, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ARGO_POD_NAME"] = request.PodName,
        ["ARGO_WORKFLOW_NAME"] = request.Run.WorkflowName,
        ["ARGO_WORKFLOW_UID"] = request.Run.WorkflowUid,
        ["ARGO_CONTAINER_NAME"] = "init",
        ["ARGO_NODE_ID"] = request.NodeId,
        ["ARGO_INCLUDE_SCRIPT_OUTPUT"] = request.CaptureResult ? "true" : "false",
    });

    private static string TargetOf(Models.Artifact artifact, PodPlan plan)
    {
        var path = ContainerPaths.Clean(artifact.Path ?? "");
        var volume = plan.Main?.Mounts.Where(m => m.IsVolume && ContainerPaths.IsAtOrBelow(path, m.Path)).MaxBy(m => m.Path.Length);
        return volume is null ? Path.Combine(plan.Folder.Inputs, artifact.Name ?? "") : volume.Source + path[volume.Path.Length..];
    }
}
