using k8s.Models;

namespace Argosy.Engine.Pods;

/// <summary>The ConfigMaps and Secrets that serve a run: from its own file, and from <c>--configmap</c> and <c>--secret</c>.</summary>
internal sealed class ConfigSource
{
    private readonly Dictionary<string, V1ConfigMap> _configMaps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, V1Secret> _secrets = new(StringComparer.Ordinal);

    /// <summary>The ConfigMap of that name, or null.</summary>
    /// <param name="name">Its name.</param>
    public V1ConfigMap? ConfigMap(string name)
    {
        lock (_configMaps)
            return _configMaps.GetValueOrDefault(name);
    }

    /// <summary>The Secret of that name, or null.</summary>
    /// <param name="name">Its name.</param>
    public V1Secret? Secret(string name)
    {
        lock (_secrets)
            return _secrets.GetValueOrDefault(name);
    }

    /// <summary>Adds a ConfigMap, or replaces the one of its name.</summary>
    /// <param name="configMap">The object.</param>
    public void Put(V1ConfigMap configMap)
    {
        lock (_configMaps)
            _configMaps[configMap.Metadata?.Name ?? ""] = configMap;
    }

    /// <summary>Adds a Secret, or replaces the one of its name.</summary>
    /// <param name="secret">The object.</param>
    public void Put(V1Secret secret)
    {
        lock (_secrets)
            _secrets[secret.Metadata?.Name ?? ""] = secret;
    }
}
