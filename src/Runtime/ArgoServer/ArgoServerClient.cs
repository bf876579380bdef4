using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Argosy.Kubernetes;
using Argosy.Workflows;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argosy.ArgoServer;

/// <summary>Argo's objects, its actions and its archive, through an Argo Server.</summary>
internal sealed partial class ArgoServerClient : IWorkflowClient, IWorkflowActions, IWorkflowArchive
{
    private readonly ArgoServerApi _api;
    private readonly ILogger _logger;

    public ArgoServerClient(ArgoServerApi api, ILogger? logger = null)
    {
        _api = api;
        _logger = logger ?? NullLogger.Instance;
    }

    public string Target => $"Argo Server {_api.Settings.BaseAddress.ToString().TrimEnd('/')} (namespace {DefaultNamespace})";

    public string DefaultNamespace => _api.Namespace;

    public DateTimeOffset Now => _api.Clock.Now;

    public ArgoServerApi Api => _api;

    public static ArgoServerClient Open(ArgoServerSettings settings, ILogger? logger = null) => new(new ArgoServerApi(settings, logger), logger);

    public async Task<JsonObject> GetAsync(ArgoKind kind, string @namespace, string name, CancellationToken cancellationToken) =>
        Prepared(kind, await _api.GetAsync(ArgoServerPaths.Object(kind, @namespace, name), cancellationToken).ConfigureAwait(false));

    public async IAsyncEnumerable<JsonObject> ListAsync(
        ArgoKind kind, string? @namespace, ListSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? token = null;
        var limit = selection.Limit > 0 ? selection.Limit.ToString(CultureInfo.InvariantCulture) : null;
        do
        {
            var path = ArgoServerPaths.Collection(kind, @namespace) + ArgoServerPaths.Selection(selection, limit, token);
            var list = await _api.GetAsync(path, cancellationToken).ConfigureAwait(false);
            var items = Items(list);
            foreach (var item in items)
            {
                yield return Prepared(kind, item);
            }

            // The server counts what it has given; it gives such a number behind the last page too.
            token = items.Count == 0 || limit is null ? null : (string?)list["metadata"]?["continue"];
        }
        while (!string.IsNullOrEmpty(token));
    }

    public async Task<JsonObject> CreateAsync(ArgoKind kind, string @namespace, JsonObject @object, bool dryRun, CancellationToken cancellationToken)
    {
        var wanted = (JsonObject)@object.DeepClone();
        if (wanted["metadata"] is not JsonObject metadata)
        {
            wanted["metadata"] = metadata = [];
        }

        // A name made here makes a repeated request harmless.
        var generated = string.IsNullOrEmpty((string?)metadata["name"]) && (string?)metadata["generateName"] is { Length: > 0 };
        if (generated)
        {
            metadata["name"] = KubernetesApi.CompleteName((string)metadata["generateName"]!);
        }

        var body = new JsonObject { [ArgoServerPaths.BodyField(kind)] = wanted };
        if (dryRun)
        {
            body[kind == ArgoKind.Workflow ? "serverDryRun" : "createOptions"] = kind == ArgoKind.Workflow ? true : new JsonObject { ["dryRun"] = new JsonArray("All") };
        }

        var attempts = new KubernetesApi.Attempts();
        var begun = _api.Clock.Now;
        try
        {
            var created = await _api.PostAsync(ArgoServerPaths.Collection(kind, @namespace), body, attempts, cancellationToken).ConfigureAwait(false);
            if (kind == ArgoKind.Workflow && !dryRun)
            {
                Telemetry.Submissions.Add(1);
            }

            return Prepared(kind, created);
        }
        catch (WorkflowClientException e) when (e.Code == ClientErrorCode.AlreadyExists && attempts.Ambiguous)
        {
            var live = await GetAsync(kind, @namespace, (string)metadata["name"]!, cancellationToken).ConfigureAwait(false);
            if (generated || (DateTimeOffset.TryParse((string?)live["metadata"]?["creationTimestamp"], CultureInfo.InvariantCulture, out var made) && made >= begun - TimeSpan.FromSeconds(2)))
            {
                return live;
            }

            throw;
        }
    }

    public async Task<JsonObject> UpdateAsync(ArgoKind kind, string @namespace, JsonObject @object, CancellationToken cancellationToken)
    {
        if (kind == ArgoKind.Workflow)
        {
            throw new WorkflowClientException(ClientErrorCode.Unimplemented, "an Argo Server does not replace workflows; it has actions for what may change");
        }

        var name = (string?)@object["metadata"]?["name"] ?? "";
        var body = new JsonObject { [ArgoServerPaths.BodyField(kind)] = @object.DeepClone() };
        return Prepared(kind, await _api.PutAsync(ArgoServerPaths.Object(kind, @namespace, name), body, cancellationToken).ConfigureAwait(false));
    }

    public async Task<JsonObject> PatchAsync(ArgoKind kind, string @namespace, string name, JsonObject patch, CancellationToken cancellationToken)
    {
        // The server has no patch; these are the ones that mean an action.
        if (patch["spec"] is JsonObject { Count: 1 } spec && patch.Count == 1)
        {
            if (kind == ArgoKind.CronWorkflow && spec["suspend"] is JsonValue suspend && suspend.TryGetValue(out bool on))
            {
                return Prepared(kind, await _api.PutAsync($"{ArgoServerPaths.Object(kind, @namespace, name)}/{(on ? "suspend" : "resume")}", [], cancellationToken).ConfigureAwait(false));
            }

            if (kind == ArgoKind.Workflow && (string?)spec["shutdown"] is "Stop" or "Terminate")
            {
                return await ActAsync(@namespace, name, (string?)spec["shutdown"] == "Stop" ? "stop" : "terminate", [], cancellationToken).ConfigureAwait(false);
            }
        }

        if (kind == ArgoKind.Workflow)
        {
            throw new WorkflowClientException(ClientErrorCode.Unimplemented, "an Argo Server does not patch workflows; it has actions for what may change");
        }

        // Read, merge, replace: the resourceVersion guards it.
        for (var attempt = 0; ; attempt++)
        {
            var live = await GetAsync(kind, @namespace, name, cancellationToken).ConfigureAwait(false);
            MergePatch.Apply(live, patch);
            try
            {
                return await UpdateAsync(kind, @namespace, live, cancellationToken).ConfigureAwait(false);
            }
            catch (WorkflowClientException e) when (attempt < 5 && e.Code is ClientErrorCode.Conflict or ClientErrorCode.AlreadyExists)
            {
                await Task.Delay(RetryDelay.Before(attempt, null), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public async Task<JsonObject> ApplyAsync(ArgoKind kind, string @namespace, JsonObject @object, bool force, bool dryRun, CancellationToken cancellationToken)
    {
        var name = (string?)@object["metadata"]?["name"] ?? "";
        JsonObject live;
        try
        {
            live = await GetAsync(kind, @namespace, name, cancellationToken).ConfigureAwait(false);
        }
        catch (WorkflowClientException e) when (e.Code == ClientErrorCode.NotFound)
        {
            return await CreateAsync(kind, @namespace, @object, dryRun, cancellationToken).ConfigureAwait(false);
        }

        if (kind == ArgoKind.Workflow)
        {
            throw WorkflowClientException.AlreadyExists(kind, name);
        }

        if (dryRun)
        {
            return (JsonObject)@object.DeepClone();
        }

        var wanted = (JsonObject)@object.DeepClone();
        ((JsonObject)wanted["metadata"]!)["resourceVersion"] = live["metadata"]?["resourceVersion"]?.DeepClone();
        return await UpdateAsync(kind, @namespace, wanted, cancellationToken).ConfigureAwait(false);
    }

    public Task DeleteAsync(ArgoKind kind, string @namespace, string name, CancellationToken cancellationToken) =>
        _api.DeleteAsync(ArgoServerPaths.Object(kind, @namespace, name), cancellationToken);

    /// <summary>The Argo Server deletes a retried workflow's pods itself.</summary>
    public Task DeletePodAsync(string @namespace, string name, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _api.Dispose();
        return ValueTask.CompletedTask;
    }

    private static List<JsonObject> Items(JsonObject list)
    {
        if (list["items"] is not JsonArray array)
        {
            return [];
        }

        var items = array.OfType<JsonObject>().ToList();
        array.Clear();
        return items;
    }

    /// <summary>The server leaves out what every object of one endpoint is.</summary>
    private static JsonObject Prepared(ArgoKind kind, JsonObject received)
    {
        if (received.ContainsKey("metadata"))
        {
            received["apiVersion"] ??= ArgoKind.ApiVersion;
            received["kind"] ??= kind.Kind;
            NodeStatusStorage.Unpack(received);
        }

        return received;
    }
}
