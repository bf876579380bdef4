using System.Text.Json;
using System.Text.Json.Nodes;
using Argosy.Workflows;

namespace Argosy.ArgoServer;

internal sealed partial class ArgoServerClient
{
    public async Task<JsonObject> GetAsync(string @namespace, string name, CancellationToken cancellationToken) =>
        await GetAsync(ArgoKind.Workflow, @namespace, await NameAsync(@namespace, name, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public Task<JsonObject> CreateAsync(string @namespace, JsonObject workflow, bool serverDryRun, CancellationToken cancellationToken) =>
        CreateAsync(ArgoKind.Workflow, @namespace, workflow, serverDryRun, cancellationToken);

    public async Task<JsonObject> SubmitAsync(string @namespace, string resourceKind, string resourceName, SubmitOptions options, CancellationToken cancellationToken)
    {
        var submit = new JsonObject();
        Add(submit, "name", options.Name);
        Add(submit, "generateName", options.GenerateName);
        Add(submit, "entryPoint", options.Entrypoint);
        Add(submit, "serviceAccount", options.ServiceAccount);
        Add(submit, "labels", options.Labels);
        Add(submit, "annotations", options.Annotations);
        if (options.Parameters.Count > 0)
        {
            submit["parameters"] = Strings(options.Parameters);
        }

        if (options.Priority is { } priority)
        {
            submit["priority"] = priority;
        }

        if (options.DryRun)
        {
            submit["dryRun"] = true;
        }

        if (options.ServerDryRun)
        {
            submit["serverDryRun"] = true;
        }

        var body = new JsonObject { ["resourceKind"] = resourceKind, ["resourceName"] = resourceName };
        if (submit.Count > 0)
        {
            body["submitOptions"] = submit;
        }

        return Prepared(ArgoKind.Workflow, await _api.PostAsync($"{ArgoServerPaths.Collection(ArgoKind.Workflow, @namespace)}/submit", body, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Asks the server to check a workflow or a template; null: it has nothing against it.</summary>
    public async Task<string?> LintAsync(ArgoKind kind, string @namespace, JsonObject @object, CancellationToken cancellationToken)
    {
        try
        {
            await _api.PostAsync($"{ArgoServerPaths.Collection(kind, @namespace)}/lint", new JsonObject { [ArgoServerPaths.BodyField(kind)] = @object.DeepClone() }, cancellationToken)
                .ConfigureAwait(false);
            return null;
        }
        catch (WorkflowClientException e) when (e.Code is ClientErrorCode.InvalidArgument or ClientErrorCode.Unknown)
        {
            return e.Description;
        }
    }

    public Task<JsonObject> StopAsync(string @namespace, string name, string nodeFieldSelector, string message, CancellationToken cancellationToken) =>
        ActAsync(@namespace, name, "stop", Add(Add([], "nodeFieldSelector", nodeFieldSelector), "message", message), cancellationToken);

    public Task<JsonObject> TerminateAsync(string @namespace, string name, CancellationToken cancellationToken) =>
        ActAsync(@namespace, name, "terminate", [], cancellationToken);

    public Task<JsonObject> SuspendAsync(string @namespace, string name, CancellationToken cancellationToken) =>
        ActAsync(@namespace, name, "suspend", [], cancellationToken);

    public Task<JsonObject> ResumeAsync(string @namespace, string name, string nodeFieldSelector, CancellationToken cancellationToken) =>
        ActAsync(@namespace, name, "resume", Add([], "nodeFieldSelector", nodeFieldSelector), cancellationToken);

    public Task<JsonObject> SetAsync(
        string @namespace, string name, string nodeFieldSelector, string phase, string message, IReadOnlyDictionary<string, string> outputParameters,
        CancellationToken cancellationToken)
    {
        var body = Add(Add(Add([], "nodeFieldSelector", nodeFieldSelector), "phase", phase), "message", message);
        if (outputParameters.Count > 0)
        {
            // The server takes the map as a text of its own.
            body["outputParameters"] = JsonSerializer.Serialize(outputParameters);
        }

        return ActAsync(@namespace, name, "set", body, cancellationToken);
    }

    public Task<JsonObject> RetryAsync(
        string @namespace, string name, bool restartSuccessful, string nodeFieldSelector, IReadOnlyList<string> parameters, CancellationToken cancellationToken) =>
        ActAsync(@namespace, name, "retry", Retry([], restartSuccessful, nodeFieldSelector, parameters), cancellationToken);

    public Task<JsonObject> ResubmitAsync(string @namespace, string name, bool memoized, IReadOnlyList<string> parameters, CancellationToken cancellationToken) =>
        ActAsync(@namespace, name, "resubmit", Resubmit([], memoized, parameters), cancellationToken);

    public async Task DeleteAsync(string @namespace, string name, bool force, CancellationToken cancellationToken)
    {
        var path = ArgoServerPaths.Object(ArgoKind.Workflow, @namespace, await NameAsync(@namespace, name, cancellationToken).ConfigureAwait(false));
        await _api.DeleteAsync(path + (force ? "?force=true" : ""), cancellationToken).ConfigureAwait(false);
    }

    private static JsonObject Retry(JsonObject body, bool restartSuccessful, string nodeFieldSelector, IReadOnlyList<string> parameters)
    {
        if (restartSuccessful)
        {
            body["restartSuccessful"] = true;
        }

        Add(body, "nodeFieldSelector", nodeFieldSelector);
        if (parameters.Count > 0)
        {
            body["parameters"] = Strings(parameters);
        }

        return body;
    }

    private static JsonObject Resubmit(JsonObject body, bool memoized, IReadOnlyList<string> parameters)
    {
        if (memoized)
        {
            body["memoized"] = true;
        }

        if (parameters.Count > 0)
        {
            body["parameters"] = Strings(parameters);
        }

        return body;
    }

    private static JsonArray Strings(IReadOnlyList<string> values) => [.. values.Select(value => JsonValue.Create(value))];

    private static JsonObject Add(JsonObject body, string name, string value)
    {
        if (value.Length > 0)
        {
            body[name] = value;
        }

        return body;
    }

    private async Task<JsonObject> ActAsync(string ns, string name, string action, JsonObject body, CancellationToken cancellation) =>
        Prepared(ArgoKind.Workflow, await _api.PutAsync(
            ArgoServerPaths.Action(ns, await NameAsync(ns, name, cancellation).ConfigureAwait(false), action), body, cancellation).ConfigureAwait(false));

    private async Task<string> NameAsync(string ns, string name, CancellationToken cancellation)
    {
        if (name != "@latest")
        {
            return name;
        }

        JsonObject? newest = null;
        await foreach (var item in ListAsync(ArgoKind.Workflow, ns, ListSelection.All, cancellation).ConfigureAwait(false))
        {
            if (newest is null || string.CompareOrdinal((string?)item["metadata"]?["creationTimestamp"], (string?)newest["metadata"]?["creationTimestamp"]) > 0)
            {
                newest = item;
            }
        }

        return (string?)newest?["metadata"]?["name"] ?? throw new WorkflowClientException(ClientErrorCode.Internal, "No workflows found.");
    }
}
