using System.Text.Json.Nodes;

namespace Argosy.Engine.Pods.Plan;

/// <summary>Kubernetes' strategic merge of a pod spec: objects field by field, the named lists by their key, other lists as a whole, null removes.</summary>
internal static class StrategicMerge
{
    private static readonly Dictionary<string, string> s_keys = new(StringComparer.Ordinal)
    {
        ["containers"] = "name",
        ["initContainers"] = "name",
        ["ephemeralContainers"] = "name",
        ["env"] = "name",
        ["volumes"] = "name",
        ["volumeMounts"] = "mountPath",
        ["ports"] = "containerPort",
        ["hostAliases"] = "ip",
        ["imagePullSecrets"] = "name",
    };

    public static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            var present = target[name];
            if (value is null)
                target.Remove(name);
            else if (value is JsonObject objectPatch && present is JsonObject objectTarget)
                Apply(objectTarget, objectPatch);
            else if (value is JsonArray listPatch && present is JsonArray listTarget && s_keys.TryGetValue(name, out var key))
                ApplyList(listTarget, listPatch, key);
            else
                target[name] = value.DeepClone();
        }
    }

    private static void ApplyList(JsonArray target, JsonArray patch, string key)
    {
        foreach (var entry in patch)
        {
            if (entry is not JsonObject objectEntry)
                throw new PodRefusedException("Error applying PodSpecPatch");
            var same = target.OfType<JsonObject>().FirstOrDefault(t => JsonNode.DeepEquals(t[key], objectEntry[key]));
            if (objectEntry["$patch"]?.ToString() == "delete")
            {
                if (same is not null)
                    target.Remove(same);
            }
            else if (same is not null)
            {
                Apply(same, objectEntry);
            }
            else
            {
                target.Add(objectEntry.DeepClone());
            }
        }
    }
}
