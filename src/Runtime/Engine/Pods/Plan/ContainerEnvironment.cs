using System.Globalization;
using System.Text.RegularExpressions;
using k8s.Models;

namespace Argosy.Engine.Pods.Plan;

/// <summary>The variables of a container, in order, with kubelet's rules.</summary>
internal sealed partial class ContainerEnvironment
{
    private readonly PodRequest _request;
    private readonly ConfigSource _config;
    private readonly IReadOnlyDictionary<string, string> _annotations;
    private readonly IReadOnlyDictionary<string, string> _labels;

    public ContainerEnvironment(PodRequest request, IReadOnlyDictionary<string, string> annotations, IReadOnlyDictionary<string, string> labels)
    {
        _request = request;
        _config = request.Run.Config;
        _annotations = annotations;
        _labels = labels;
    }

    /// <summary>Resolves <c>env</c> and <c>envFrom</c>: env beats envFrom, a later envFrom an earlier one.</summary>
    public List<KeyValuePair<string, string>> Resolve(
        IEnumerable<V1EnvVar>? env, IEnumerable<V1EnvFromSource>? envFrom, V1ResourceRequirements? resources, IEnumerable<KeyValuePair<string, string>> own)
    {
        var order = new List<string>();
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        void Set(string name, string value)
        {
            if (!values.ContainsKey(name))
                order.Add(name);
            values[name] = value;
        }

        foreach (var source in envFrom ?? [])
        {
            foreach (var (key, value) in All(source))
                Set((source.Prefix ?? "") + key, value);
        }
        foreach (var variable in env ?? [])
        {
            if (variable.ValueFrom is null)
                Set(variable.Name, VariableExpansion.Expand(variable.Value ?? "", values));
            else if (One(variable.ValueFrom, resources) is { } value)
                Set(variable.Name, value);
        }
        foreach (var (name, value) in own)
            Set(name, value);
        return order.ConvertAll(name => KeyValuePair.Create(name, values[name]));
    }

    private IEnumerable<KeyValuePair<string, string>> All(V1EnvFromSource source)
    {
        if (source.ConfigMapRef is { } configMap)
        {
            if (_config.ConfigMap(configMap.Name) is { } found)
                return (found.Data ?? new Dictionary<string, string>()).OrderBy(p => p.Key, StringComparer.Ordinal);
            return configMap.Optional == true ? [] : throw Missing("configmap", configMap.Name);
        }
        if (source.SecretRef is { } secret)
        {
            if (_config.Secret(secret.Name) is { } found)
                return SecretData.Texts(found).OrderBy(p => p.Key, StringComparer.Ordinal);
            return secret.Optional == true ? [] : throw Missing("secret", secret.Name);
        }
        return [];
    }

    private string? One(V1EnvVarSource source, V1ResourceRequirements? resources)
    {
        if (source.ConfigMapKeyRef is { } configMap)
        {
            var found = _config.ConfigMap(configMap.Name);
            if (found is null)
                return configMap.Optional == true ? null : throw Missing("configmap", configMap.Name);
            if (found.Data?.TryGetValue(configMap.Key, out var value) == true)
                return value;
            return configMap.Optional == true ? null : throw MissingKey("ConfigMap", configMap.Name, configMap.Key);
        }
        if (source.SecretKeyRef is { } secret)
        {
            var found = _config.Secret(secret.Name);
            if (found is null)
                return secret.Optional == true ? null : throw Missing("secret", secret.Name);
            if (SecretData.Text(found, secret.Key) is { } value)
                return value;
            return secret.Optional == true ? null : throw MissingKey("Secret", secret.Name, secret.Key);
        }
        if (source.FieldRef is { } field)
            return Field(field.FieldPath);
        if (source.ResourceFieldRef is { } resource)
            return Resource(resource, resources);
        return null;
    }

    /// <summary>A field of the pod, by the path that the downward API knows; null: unknown.</summary>
    public string? Field(string path)
    {
        if (MapEntry().Match(path) is { Success: true } entry)
            return (entry.Groups[1].Value == "labels" ? _labels : _annotations).GetValueOrDefault(entry.Groups[2].Value) ?? "";
        return path switch
        {
            "metadata.name" => _request.PodName,
            "metadata.namespace" => _request.Run.Namespace,
            "metadata.uid" => _request.Run.WorkflowUid,
            "spec.nodeName" or "status.hostIP" => path == "spec.nodeName" ? System.Environment.MachineName : "127.0.0.1",
            "status.podIP" or "status.podIPs" => "127.0.0.1",
            "spec.serviceAccountName" => _request.Template.ServiceAccountName ?? _request.Run.Spec.ServiceAccountName ?? "default",
            "metadata.labels" => Lines(_labels),
            "metadata.annotations" => Lines(_annotations),
            _ => null,
        };
    }

    private static string Lines(IReadOnlyDictionary<string, string> map) =>
        string.Join('\n', map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}=\"{p.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""));

    private static string Resource(V1ResourceFieldSelector selector, V1ResourceRequirements? resources)
    {
        var dot = selector.Resource.IndexOf('.', StringComparison.Ordinal);
        var group = dot < 0 ? "" : selector.Resource[..dot];
        var name = selector.Resource[(dot + 1)..];
        var map = group == "limits" ? resources?.Limits : resources?.Requests;
        var quantity = map is not null && map.TryGetValue(name, out var given) ? given.ToDecimal() : name == "cpu" ? System.Environment.ProcessorCount : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var divisor = selector.Divisor?.ToDecimal() is { } d && d > 0 ? d : 1m;
        return decimal.Ceiling(quantity / divisor).ToString(CultureInfo.InvariantCulture);
    }

    private ConfigErrorException Missing(string kind, string name) => new($"CreateContainerConfigError: {kind} \"{name}\" not found");

    private ConfigErrorException MissingKey(string kind, string name, string key) =>
        new($"CreateContainerConfigError: couldn't find key {key} in {kind} {_request.Run.Namespace}/{name}");

    [GeneratedRegex(@"^metadata\.(labels|annotations)\['(.+)'\]$")]
    private static partial Regex MapEntry();
}
