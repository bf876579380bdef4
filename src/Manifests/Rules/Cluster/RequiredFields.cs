namespace Argosy.Manifests.Rules.Cluster;

/// <summary>Fields that the API server wants where Argo's own validation does not ask.</summary>
internal sealed class RequiredFields : IManifestRule
{
    // Names, images and the like are Argo's own rules and reported there.
    private static readonly Dictionary<string, string[]> Fields = new(StringComparer.Ordinal)
    {
        ["Workflow"] = ["metadata", "spec"],
        ["WorkflowTemplate"] = ["metadata", "spec"],
        ["ClusterWorkflowTemplate"] = ["metadata", "spec"],
        ["CronWorkflow"] = ["metadata", "spec"],
        ["Gauge"] = ["realtime", "value"],
        ["Histogram"] = ["buckets", "value"],
        ["Counter"] = ["value"],
        ["MetricLabel"] = ["key", "value"],
        ["HTTP"] = ["url"],
        ["Memoize"] = ["cache", "key", "maxAge"],
        ["Data"] = ["source", "transformation"],
        ["AzureArtifact"] = ["endpoint", "container", "blob"],
        ["HTTPArtifact"] = ["url"],
        ["ArtifactoryArtifact"] = ["url"],
        ["GCSArtifact"] = ["key"],
        ["OSSArtifact"] = ["key"],
        ["RawArtifact"] = ["data"],
        ["LabelValueFrom"] = ["expression"],
        ["StopStrategy"] = ["expression"],
        ["CronWorkflowSpec"] = ["workflowSpec"],
        ["EnvVar"] = ["name"],
        ["VolumeMount"] = ["name", "mountPath"],
        ["Volume"] = ["name"],
        ["SecretKeySelector"] = ["key"],
        ["ConfigMapKeySelector"] = ["key"],
        ["ContainerPort"] = ["containerPort"],
        ["PersistentVolumeClaimVolumeSource"] = ["claimName"],
    };

    public void Check(RuleContext context) => StructWalk.Of(context, (map, type) =>
    {
        if (!Fields.TryGetValue(type.Name, out var fields)) return;
        foreach (var field in fields)
            if (!map.Has(field)) context.Report(RuleCatalog.Api.Required, $"{field} is required here by the API server", map.Place);
    });
}
