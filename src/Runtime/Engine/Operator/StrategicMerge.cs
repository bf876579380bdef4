using System.Text.Json.Nodes;

namespace Argosy.Engine;

/// <summary>Kubernetes' strategic merge for Argo's objects: objects field by field, some lists by a key, all other lists as a whole.</summary>
internal static class StrategicMerge
{
    private static readonly Dictionary<string, string> ListKeys = new(StringComparer.Ordinal)
    {
        ["artifacts"] = "name",
        ["env"] = "name",
        ["hostAliases"] = "ip",
        ["imagePullSecrets"] = "name",
        ["initContainers"] = "name",
        ["parameters"] = "name",
        ["ports"] = "containerPort",
        ["sidecars"] = "name",
        ["tasks"] = "name",
        ["templates"] = "name",
        ["tolerations"] = "key",
        ["volumeDevices"] = "devicePath",
        ["volumeMounts"] = "mountPath",
        ["volumes"] = "name",
    };

    /// <summary>A copy of the lower object with the higher one merged over it.</summary>
    public static JsonObject Merge(JsonObject lower, JsonObject higher)
    {
        var result = lower.Clone();
        MergeInto(result, higher);
        return result;
    }

    private static void MergeInto(JsonObject target, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            switch (value)
            {
                case JsonObject child when target[key] is JsonObject existing:
                    MergeInto(existing, child);
                    break;
                case JsonArray list when target[key] is JsonArray existing && ListKeys.TryGetValue(key, out var mergeKey) && IsKeyed(list, mergeKey) && IsKeyed(existing, mergeKey):
                    target[key] = MergeLists(existing, list, mergeKey);
                    break;
                default:
                    target[key] = value?.DeepClone();
                    break;
            }
        }
    }

    private static bool IsKeyed(JsonArray list, string key) => list.All(e => e is JsonObject o && (o.ContainsKey(key) || key == "key"));

    // The patch's entries come first, in its order; then what only the target has.
    private static JsonArray MergeLists(JsonArray target, JsonArray patch, string key)
    {
        var result = new JsonArray();
        var used = new HashSet<JsonNode>(ReferenceEqualityComparer.Instance);
        foreach (var entry in patch.OfType<JsonObject>())
        {
            if (target.OfType<JsonObject>().FirstOrDefault(e => e.Text(key) == entry.Text(key)) is { } existing)
            {
                used.Add(existing);
                result.Add(Merge(existing, entry));
            }
            else
            {
                result.Add(entry.DeepClone());
            }
        }

        foreach (var entry in target.OfType<JsonObject>().Where(e => !used.Contains(e)))
            result.Add(entry.DeepClone());
        return result;
    }
}
