namespace Argosy.Manifests.Rules.Cluster;

/// <summary>Fields that exclude each other only for the API server.</summary>
internal sealed class ExclusiveFields : IManifestRule
{
    private static readonly string[] Stores = ["s3", "git", "http", "artifactory", "hdfs", "raw", "oss", "gcs", "azure", "plugin"];

    public void Check(RuleContext context) => StructWalk.Of(context, (map, type) =>
    {
        if (type.Name is "Artifact" or "ArtifactLocation" or "ArtifactPaths")
        {
            var stores = Stores.Where(map.Has).ToList();
            if (stores.Count > 1) context.Report(RuleCatalog.Api.Exclusive, $"an artifact has one location, this has {string.Join(" and ", stores)}", map.Entry(stores[1])!.KeyPlace);
        }

        if (type.Name == "ResourceTemplate" && map.Text("action") is "get" or "delete" && map.Has("manifest") && map.Has("manifestFrom"))
            context.Report(RuleCatalog.Api.Exclusive, "only one of manifest and manifestFrom can be given", map.Entry("manifestFrom")!.KeyPlace);
    });
}
