using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argosy.Engine.Pods;
using k8s.Models;

namespace Argosy.Engine;

/// <summary>What a cache says to a key.</summary>
internal readonly record struct CacheAnswer(bool Hit, JsonObject? Outputs);

/// <summary>The memoization caches: ConfigMaps with one entry a key, as Argo keeps them.</summary>
internal sealed partial class MemoizationCaches(ConfigSource config)
{
    private const string Label = "workflows.argoproj.io/configmap-type";

    /// <summary>Told of each ConfigMap that changed, so that it can be kept.</summary>
    public Action<V1ConfigMap>? Changed { get; set; }

    public CacheAnswer Load(JsonObject memoize, DateTime now)
    {
        var key = memoize.Text("key") ?? "";
        var name = memoize.Object("cache").Object("configMap").Text("name") ?? "";
        if (!Key().IsMatch(key))
            throw new OperationException($"invalid cache key: {key}");
        var outputs = default(JsonObject);
        var hit = false;
        var created = DateTime.MinValue;
        if (config.ConfigMap(name) is { } map)
        {
            CheckLabel(map);
            if (map.Data is not null && map.Data.TryGetValue(key, out var text) && text.Length > 0)
            {
                var entry = Parse(text);
                hit = entry.Text("nodeID") is { Length: > 0 };
                outputs = entry.Object("outputs")?.Clone();
                created = DateTime.TryParse(entry.Text("creationTimestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var at) ? at : DateTime.MinValue;
                if (hit)
                {
                    entry["lastHitTimestamp"] = Time(now);
                    map.Data[key] = GoJson.Text(entry);
                    Changed?.Invoke(map);
                }
            }
        }

        if (memoize.Text("maxAge") is { Length: > 0 } maxAge)
        {
            TimeSpan age;
            try
            {
                age = Durations.ParseGo(maxAge);
            }
            catch (OperationException e)
            {
                throw new OperationException("invalid maxAge: " + e.Message);
            }

            if (now - created > age)
                return new(false, null);
        }

        return new(hit, hit ? outputs : null);
    }

    public void Save(string name, string key, string nodeId, JsonObject? outputs, DateTime now)
    {
        if (!Key().IsMatch(key))
            throw new OperationException($"invalid cache key: {key}");
        var map = config.ConfigMap(name);
        if (map is null)
        {
            map = new V1ConfigMap
            {
                ApiVersion = "v1",
                Kind = "ConfigMap",
                Metadata = new V1ObjectMeta { Name = name, Labels = new Dictionary<string, string> { [Label] = "Cache" } },
            };
            config.Put(map);
        }

        CheckLabel(map);
        map.Data ??= new Dictionary<string, string>();
        map.Data[key] = GoJson.Text(new JsonObject
        {
            ["nodeID"] = nodeId,
            ["outputs"] = outputs?.DeepClone(),
            ["creationTimestamp"] = Time(now),
            ["lastHitTimestamp"] = Time(now),
        });
        Changed?.Invoke(map);
    }

    private static string Time(DateTime time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static void CheckLabel(V1ConfigMap map)
    {
        if (map.Metadata?.Labels is null || !map.Metadata.Labels.ContainsKey(Label))
            throw new OperationException($"memoization configmap doesn't have {Label} label, refusing to use it");
    }

    private static JsonObject Parse(string text)
    {
        string fault;
        try
        {
            if (JsonNode.Parse(text) is JsonObject entry)
                return entry;
            fault = "json: cannot unmarshal into Go value of type cache.Entry";
        }
        catch (JsonException)
        {
            fault = GoJsonReader.Fault(text) ?? "unexpected end of JSON input";
        }

        throw new OperationException($"malformed cache entry: could not unmarshal JSON; unable to parse: {fault}");
    }

    [GeneratedRegex(@"^[a-zA-Z0-9][-a-zA-Z0-9]*\z")]
    private static partial Regex Key();
}
