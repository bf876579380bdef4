using System.Text.Json.Nodes;
using Argosy.Engine.Pods;
using Argosy.Models;
using Argosy.Yaml;

namespace Argosy.Engine.Artifacts;

/// <summary>The artifact repository that a workflow names: an entry of a ConfigMap, as YAML.</summary>
internal static class RepositoryReference
{
    /// <summary>The repository that was found when the workflow started; null: the default one.</summary>
    /// <exception cref="PodRefusedException">The entry cannot be read.</exception>
    public static ArtifactRepository? Resolve(JsonObject? status, ConfigSource config)
    {
        if (status.Object("artifactRepositoryRef") is not { } found || found.Text("configMap") is not { } map || found.Text("key") is not { } key)
            return null;
        if (config.ConfigMap(map)?.Data is not { } data || !data.TryGetValue(key, out var text))
            return null;
        try
        {
            var piece = ManifestReader.Read(text, $"{map}#{key}").Pieces.FirstOrDefault();
            if (piece?.Problem is { } problem)
                throw new PodRefusedException($"the artifact repository '{key}' in the ConfigMap '{map}' is no YAML: {problem}");
            return piece?.Root is Manifests.Tree.MapNode root ? ArgoJson.Read<ArtifactRepository>(NodeJson.ToJson(root)) : null;
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new PodRefusedException($"the artifact repository '{key}' in the ConfigMap '{map}' cannot be read: {e.Message}");
        }
    }
}
