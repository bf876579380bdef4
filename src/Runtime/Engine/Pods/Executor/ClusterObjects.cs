using System.Text.Json.Nodes;
using Argosy.Kubernetes;

namespace Argosy.Engine.Pods.Executor;

/// <summary>The objects of a cluster that resource templates act on: any kind that its API server serves.</summary>
internal sealed class ClusterObjects(KubernetesApi api)
{
    private const string FieldManager = "argosy";
    private readonly object _gate = new();
    private readonly Dictionary<string, IReadOnlyList<Served>> _served = new(StringComparer.Ordinal);

    /// <summary>One kind as discovery tells of it.</summary>
    internal sealed record Served(ResourceKind Kind, string Singular, IReadOnlyList<string> ShortNames);

    /// <summary>The namespace of objects that name none.</summary>
    public string Namespace => api.Connection.Namespace;

    /// <summary>Where the cluster is, for a person.</summary>
    public string Name => $"{api.Connection.Source} ({api.Connection.Server.ToString().TrimEnd('/')})";

    /// <summary>Asks the cluster whether it is there; null if it is.</summary>
    public async Task<string?> ProblemAsync(CancellationToken cancellation)
    {
        try
        {
            await api.GetPathAsync("version", cancellation).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is KubernetesApiException or KubernetesUnreachableException)
        {
            return $"the cluster of {Name} cannot be used: {e.Message}";
        }
    }

    /// <summary>The kind of an object.</summary>
    /// <exception cref="ExecutorException">The cluster has no such kind.</exception>
    public async Task<ResourceKind> KindOfAsync(JsonObject manifest, CancellationToken cancellation)
    {
        var version = manifest.Text("apiVersion") ?? "";
        var kind = manifest.Text("kind") ?? "";
        if (version.Length == 0 || kind.Length == 0)
            throw new ExecutorException("no more retries error: unable to decode \"/tmp/manifest.yaml\": Object 'Kind' is missing");
        var found = (await ServedByAsync(version, cancellation).ConfigureAwait(false)).FirstOrDefault(s => s.Kind.Kind == kind);
        return found?.Kind ?? throw new ExecutorException(
            $"no more retries error: resource mapping not found for name: \"{manifest.Object("metadata").Text("name")}\" namespace: \"{manifest.Object("metadata").Text("namespace")}\" from \"/tmp/manifest.yaml\": no matches for kind \"{kind}\" in version \"{version}\"\nensure CRDs are installed first");
    }

    /// <summary>The kind that a word means: a plural, a singular, a short name, with or without its group.</summary>
    public async Task<ResourceKind> KindNamedAsync(string word, CancellationToken cancellation)
    {
        var name = word.ToLowerInvariant();
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var group = dot < 0 ? null : name[(dot + 1)..];
        var bare = dot < 0 ? name : name[..dot];
        if (group is null or "" && Find(await ServedByAsync("v1", cancellation).ConfigureAwait(false), bare) is { } core)
            return core;
        var groups = await api.GetPathAsync("apis", cancellation).ConfigureAwait(false);
        foreach (var one in groups.Items("groups"))
        {
            if (group is not null && one.Text("name") != group)
                continue;
            if (one.Object("preferredVersion").Text("groupVersion") is { } version && Find(await ServedByAsync(version, cancellation).ConfigureAwait(false), bare) is { } found)
                return found;
        }
        throw new ExecutorException($"no more retries error: the server doesn't have a resource type \"{word}\"");
    }

    public Task<JsonObject> GetAsync(ResourceKind kind, string ns, string name, CancellationToken cancellation) => api.GetAsync(kind, ns, name, cancellation);

    public async Task<IReadOnlyList<JsonObject>> ListAsync(ResourceKind kind, string ns, ResourceFlags flags, CancellationToken cancellation)
    {
        var query = string.Join('&', new[] { ("labelSelector", flags.Selector), ("fieldSelector", flags.FieldSelector) }.Where(p => p.Item2 is { Length: > 0 }).Select(p => p.Item1 + "=" + Uri.EscapeDataString(p.Item2!)));
        var list = await api.GetPathAsync(kind.CollectionPath(ns) + (query.Length > 0 ? "?" + query : ""), cancellation).ConfigureAwait(false);
        return [.. list.Items("items")];
    }

    public Task<JsonObject> CreateAsync(ResourceKind kind, string ns, JsonObject manifest, bool validates, CancellationToken cancellation) =>
        api.CreateAsync(kind, ns, manifest, dryRun: false, cancellation, validates ? "Strict" : "Ignore");

    public Task<JsonObject> ApplyAsync(ResourceKind kind, string ns, JsonObject manifest, bool validates, CancellationToken cancellation) =>
        api.PatchAsync(kind, ns, manifest.Object("metadata").Text("name") ?? throw new ExecutorException("no more retries error: the manifest has no name, so nothing can be applied"),
            manifest, "application/apply-patch+yaml", $"fieldManager={FieldManager}&force=true" + (validates ? "&fieldValidation=Strict" : ""), cancellation);

    public Task<JsonObject> PatchAsync(ResourceKind kind, string ns, string name, JsonNode patch, string strategy, CancellationToken cancellation) =>
        api.PatchAsync(kind, ns, name, patch, strategy switch
        {
            "json" => "application/json-patch+json",
            "merge" => "application/merge-patch+json",
            "strategic" => "application/strategic-merge-patch+json",
            _ => throw new ExecutorException($"no more retries error: --type must be one of [json merge strategic], not \"{strategy}\""),
        }, $"fieldManager={FieldManager}", cancellation);

    public async Task<JsonObject> ReplaceAsync(ResourceKind kind, string ns, JsonObject manifest, CancellationToken cancellation)
    {
        var body = manifest.Clone();
        var live = await api.GetAsync(kind, ns, body.Object("metadata").Text("name") ?? "", cancellation).ConfigureAwait(false);
        body.Ensure("metadata")["resourceVersion"] = live.Object("metadata").Text("resourceVersion");
        return await api.ReplaceAsync(kind, ns, body, cancellation).ConfigureAwait(false);
    }

    /// <summary>Deletes an object; one that is not there is no failure, as with kubectl's <c>--ignore-not-found</c>.</summary>
    public async Task<bool> DeleteAsync(ResourceKind kind, string ns, string name, string propagation, CancellationToken cancellation)
    {
        try
        {
            await api.DeleteAsync(kind, ns, name, propagation, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return false;
        }
    }

    private static ResourceKind? Find(IReadOnlyList<Served> served, string name) =>
        served.FirstOrDefault(s => s.Kind.Plural == name || s.Singular == name || s.Kind.Kind.ToLowerInvariant() == name || s.ShortNames.Contains(name))?.Kind;

    private async Task<IReadOnlyList<Served>> ServedByAsync(string apiVersion, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_served.TryGetValue(apiVersion, out var known))
                return known;
        }
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var (group, version) = slash < 0 ? ("", apiVersion) : (apiVersion[..slash], apiVersion[(slash + 1)..]);
        IReadOnlyList<Served> found;
        try
        {
            var list = await api.GetPathAsync(group.Length == 0 ? $"api/{version}" : $"apis/{group}/{version}", cancellation).ConfigureAwait(false);
            found = [.. list.Items("resources").Where(r => r.Text("name") is { } name && !name.Contains('/', StringComparison.Ordinal)).Select(r => new Served(
                new ResourceKind(group, version, r.Text("name")!, r.Text("kind") ?? "", r.Flag("namespaced")),
                r.Text("singularName") ?? "",
                [.. r.List("shortNames")?.Select(n => n!.GetValue<string>()) ?? []]))];
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return [];
        }
        lock (_gate)
            _served[apiVersion] = found;
        return found;
    }
}
