namespace Argosy.Manifests.Rules.Cluster;

/// <summary>The rules of the API server with Argo's CRDs that Argo's own validation has not.</summary>
internal static class ClusterRules
{
    public static IReadOnlyList<IManifestRule> All { get; } =
    [
        new RequiredFields(),
        new ObjectNames(),
        new Limits(),
        new AllowedValues(),
        new NamePatterns(),
        new ExclusiveFields(),
        new ListKeys(),
    ];
}
