using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Cluster;

/// <summary>Lists that Kubernetes keeps by a key.</summary>
internal sealed class ListKeys : IManifestRule
{
    public void Check(RuleContext context) => StructWalk.Of(context, (map, type) =>
    {
        if (type.Name is not ("Container" or "ScriptTemplate" or "UserContainer" or "ContainerNode")) return;
        // Mounts of a container template are Argo's own rule.
        Unique(map, "env", "name");
        if (type.Name != "Container") Unique(map, "volumeMounts", "mountPath");

        void Unique(MapNode of, string field, string key)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var item in of.Maps(field))
                if (item.Text(key) is { Length: > 0 } value && !seen.Add(value)) context.Report(RuleCatalog.Api.Duplicate, $"{field} has {value} twice", item.At(key).Place);
        }
    });
}
