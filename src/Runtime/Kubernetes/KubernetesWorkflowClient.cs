using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Argosy.Workflows;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argosy.Kubernetes;

/// <summary>Argo's objects in a cluster, through its API server.</summary>
internal sealed partial class KubernetesWorkflowClient : IWorkflowClient
{
    private readonly KubernetesApi _api;
    private readonly ILogger _logger;

    public KubernetesWorkflowClient(KubernetesApi api, ILogger? logger = null)
    {
        _api = api;
        _logger = logger ?? NullLogger.Instance;
    }

    public string Target => $"cluster {_api.Connection.Server.ToString().TrimEnd('/')} ({_api.Connection.Source}, namespace {DefaultNamespace})";

    public string DefaultNamespace => _api.Connection.Namespace;

    public DateTimeOffset Now => _api.Clock.Now;

    /// <summary>Who we are in the cluster, where the credentials say so by themselves.</summary>
    public WorkflowIdentity? Identity => _api.Connection.Identity;

    public KubernetesApi Api => _api;

    public static KubernetesWorkflowClient Open(KubernetesConnectionOptions options, ILogger? logger = null) =>
        new(new KubernetesApi(KubernetesConnection.Open(options), logger), logger);

    public async Task<JsonObject> GetAsync(ArgoKind kind, string @namespace, string name, CancellationToken cancellationToken) =>
        Prepared(await Failures.TranslateAsync(() => _api.GetAsync(Resource(kind), Scope(kind, @namespace), name, cancellationToken)).ConfigureAwait(false));

    public async IAsyncEnumerable<JsonObject> ListAsync(
        ArgoKind kind, string? @namespace, ListSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = _api.ListAsync(Resource(kind), Scope(kind, @namespace), selection.Labels, selection.Fields, selection.Limit, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (pages.ConfigureAwait(false))
        {
            while (await Failures.TranslateAsync(() => pages.MoveNextAsync().AsTask()).ConfigureAwait(false))
            {
                foreach (var item in pages.Current.Items)
                {
                    yield return Prepared(item);
                }
            }
        }
    }

    public async Task<JsonObject> CreateAsync(ArgoKind kind, string @namespace, JsonObject @object, bool dryRun, CancellationToken cancellationToken)
    {
        using var activity = Telemetry.Source.StartActivity("argosy.create");
        activity?.SetTag("argosy.kind", kind.Kind);
        var wanted = Complete(kind, @namespace, @object);
        var created = await Failures.TranslateAsync(() => _api.CreateAsync(Resource(kind), Scope(kind, @namespace), wanted, dryRun, cancellationToken)).ConfigureAwait(false);
        if (kind == ArgoKind.Workflow && !dryRun)
        {
            Telemetry.Submissions.Add(1);
            activity?.SetTag("argosy.workflow", (string?)created["metadata"]?["name"]);
        }

        return Prepared(created);
    }

    public async Task<JsonObject> UpdateAsync(ArgoKind kind, string @namespace, JsonObject @object, CancellationToken cancellationToken)
    {
        var wanted = Complete(kind, @namespace, @object);
        NodeStatusStorage.PackIfLarge(wanted);
        return Prepared(await Failures.TranslateAsync(() => _api.ReplaceAsync(Resource(kind), Scope(kind, @namespace), wanted, cancellationToken)).ConfigureAwait(false));
    }

    public async Task<JsonObject> PatchAsync(ArgoKind kind, string @namespace, string name, JsonObject patch, CancellationToken cancellationToken) =>
        Prepared(await Failures.TranslateAsync(() => _api.PatchAsync(
            Resource(kind), Scope(kind, @namespace), name, patch, "application/merge-patch+json", "fieldManager=argosy", cancellationToken)).ConfigureAwait(false));

    public async Task<JsonObject> ApplyAsync(ArgoKind kind, string @namespace, JsonObject @object, bool force, bool dryRun, CancellationToken cancellationToken)
    {
        var wanted = Complete(kind, @namespace, @object);
        var name = (string?)wanted["metadata"]?["name"];
        if (string.IsNullOrEmpty(name))
        {
            throw new WorkflowClientException(ClientErrorCode.InvalidArgument,
                $"a {kind.Kind} that is applied needs a fixed name (metadata.name): with generateName every apply would make another one; submit it instead");
        }

        // What the server keeps is not ours to own.
        (wanted["metadata"] as JsonObject)?.Remove("managedFields");
        (wanted["metadata"] as JsonObject)?.Remove("resourceVersion");
        var query = $"fieldManager=argosy&fieldValidation=Strict{(force ? "&force=true" : "")}{(dryRun ? "&dryRun=All" : "")}";
        return Prepared(await Failures.TranslateAsync(() => _api.PatchAsync(
            Resource(kind), Scope(kind, @namespace), name, wanted, "application/apply-patch+yaml", query, cancellationToken)).ConfigureAwait(false));
    }

    public Task DeleteAsync(ArgoKind kind, string @namespace, string name, CancellationToken cancellationToken)
    {
        var policy = Environment.GetEnvironmentVariable("WF_DEL_PROPAGATION_POLICY") is { Length: > 0 } wanted ? wanted : "Background";
        return Failures.TranslateAsync(() => _api.DeleteAsync(Resource(kind), Scope(kind, @namespace), name, policy, cancellationToken));
    }

    public async IAsyncEnumerable<WatchChange> WatchAsync(
        ArgoKind kind, string? @namespace, ListSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var watch = new ResourceWatch(_api, Resource(kind), Scope(kind, @namespace), selection.Labels, selection.Fields, _logger);
        var changes = watch.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (changes.ConfigureAwait(false))
        {
            while (await Failures.TranslateAsync(() => changes.MoveNextAsync().AsTask()).ConfigureAwait(false))
            {
                yield return new WatchChange((WatchChangeType)changes.Current.Type, Prepared(changes.Current.Object));
            }
        }
    }

    public async IAsyncEnumerable<LogLine> LogsAsync(LogRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A name that does not exist is an error here, not an empty log.
        _ = await GetAsync(ArgoKind.Workflow, request.Namespace, request.Workflow, cancellationToken).ConfigureAwait(false);
        var lines = new PodLogs(_api, request, _logger).ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (lines.ConfigureAwait(false))
        {
            while (await Failures.TranslateAsync(() => lines.MoveNextAsync().AsTask()).ConfigureAwait(false))
            {
                yield return lines.Current;
            }
        }
    }

    public async Task DeletePodAsync(string @namespace, string name, CancellationToken cancellationToken)
    {
        try
        {
            await Failures.TranslateAsync(() => _api.DeleteAsync(ResourceKind.Pod, @namespace, name, "Background", cancellationToken)).ConfigureAwait(false);
        }
        catch (WorkflowClientException e) when (e.Code == ClientErrorCode.NotFound)
        {
            // What was to be gone is gone.
        }
    }

    public ValueTask DisposeAsync()
    {
        _api.Dispose();
        return ValueTask.CompletedTask;
    }

    private static ResourceKind Resource(ArgoKind kind) => new(ArgoKind.Group, ArgoKind.Version, kind.Plural, kind.Kind, kind.Namespaced);

    private static string? Scope(ArgoKind kind, string? ns) => kind.Namespaced && !string.IsNullOrEmpty(ns) ? ns : null;

    private static JsonObject Complete(ArgoKind kind, string ns, JsonObject given)
    {
        var wanted = (JsonObject)given.DeepClone();
        wanted["apiVersion"] ??= ArgoKind.ApiVersion;
        wanted["kind"] ??= kind.Kind;
        if (wanted["metadata"] is not JsonObject metadata)
        {
            wanted["metadata"] = metadata = [];
        }

        if (kind.Namespaced && !string.IsNullOrEmpty(ns))
        {
            metadata["namespace"] ??= ns;
        }

        return wanted;
    }

    private JsonObject Prepared(JsonObject received)
    {
        NodeStatusStorage.Unpack(received);
        if (NodeStatusStorage.IsOffloaded(received))
        {
            LogOffloaded((string?)received["metadata"]?["name"] ?? "");
        }

        return received;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the nodes of workflow {Name} are in Argo's database (status.offloadNodeStatusVersion): only an Argo Server can read them, set ARGO_SERVER")]
    private partial void LogOffloaded(string name);
}
