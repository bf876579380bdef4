namespace Argosy.Manifests.Rules.Cluster;

/// <summary>Fields that take only certain words, those that Argo's own validation does not look at.</summary>
internal sealed class AllowedValues : IManifestRule
{
    private static readonly Dictionary<string, (string Field, string[] Values)[]> Fields = new(StringComparer.Ordinal)
    {
        ["RetryStrategy"] = [("retryPolicy", ["Always", "OnFailure", "OnError", "OnTransientError"])],
        ["ResourceTemplate"] = [("mergeStrategy", ["strategic", "merge", "json"])],
        ["Gauge"] = [("operation", ["Set", "Add", "Sub"])],
        ["ArtifactGC"] = [("strategy", ["", "OnWorkflowCompletion", "OnWorkflowDeletion", "Never"])],
        ["WorkflowLevelArtifactGC"] = [("strategy", ["", "OnWorkflowCompletion", "OnWorkflowDeletion", "Never"])],
        ["S3Artifact"] = [("addressingStyle", ["", "path", "virtual-hosted"])],
    };

    public void Check(RuleContext context) => StructWalk.Of(context, (map, type) =>
    {
        if (!Fields.TryGetValue(type.Name, out var fields)) return;
        foreach (var (field, values) in fields)
        {
            if (!map.Has(field)) continue;
            var value = map.Text(field);
            if (values.Contains(value)) continue;
            // A template's own policy is Argo's rule already.
            if (field == "retryPolicy" && !ReferenceEquals(map, context.Spec.Map("retryStrategy"))) continue;
            context.Report(RuleCatalog.Api.Enum, $"{field} is none of {string.Join(", ", values.Where(v => v.Length > 0))}{Nearest.Hint(Nearest.To(value, values))}", map.At(field).Place);
        }
    });
}
