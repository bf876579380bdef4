using System.Text.Json.Nodes;
using Argosy.Engine.Pods;
using Argosy.Models;

namespace Argosy.Engine.Artifacts;

/// <summary>Artifact GC: removes what a workflow asks to have removed when it has ended, or when it is deleted.</summary>
internal static class ArtifactCollector
{
    public const string OnCompletion = "OnWorkflowCompletion";
    public const string OnDeletion = "OnWorkflowDeletion";

    /// <summary>Whether a workflow has artifacts that a strategy would remove.</summary>
    public static bool IsAsked(JsonObject workflow, string strategy) => Candidates(workflow, strategy).Any();

    /// <summary>Removes the artifacts of a strategy and marks them as deleted in the object.</summary>
    /// <exception cref="ArtifactException">One of them could not be removed.</exception>
    public static async Task CollectAsync(JsonObject workflow, PodRun run, string strategy, CancellationToken cancellation)
    {
        foreach (var artifact in Candidates(workflow, strategy).ToList())
        {
            var place = ArtifactPlace.Of(run, ArgoJson.Read<Models.Artifact>(artifact));
            await place.Store.DeleteAsync(place.Key, cancellation).ConfigureAwait(false);
            artifact["deleted"] = true;
        }
        if (strategy == OnCompletion && workflow.Object("status") is { } status)
            status["artifactGCStatus"] = new JsonObject { ["strategiesProcessed"] = new JsonObject { [strategy] = true } };
    }

    private static IEnumerable<JsonObject> Candidates(JsonObject workflow, string strategy)
    {
        var general = workflow.Object("spec").Object("artifactGC").Text("strategy");
        foreach (var (_, node) in workflow.Object("status").Object("nodes") ?? [])
        {
            foreach (var artifact in (node as JsonObject).Object("outputs").Items("artifacts"))
            {
                var own = artifact.Object("artifactGC").Text("strategy") is { Length: > 0 } given ? given : general;
                if (own == strategy && !artifact.Flag("deleted") && artifact.Object("s3") is not null)
                    yield return artifact;
            }
        }
    }
}
