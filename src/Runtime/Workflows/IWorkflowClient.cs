using System.Text.Json.Nodes;

namespace Argosy.Workflows;

/// <summary>
/// Access to Argo's objects of one target: a cluster's API server, an Argo Server, the runs of this machine, or a test's memory.
/// Objects are raw JSON, so that nothing is lost of what another version wrote; failures are <see cref="WorkflowClientException"/>.
/// A client hands out and takes copies: changing a received object changes nothing in the target.
/// </summary>
internal interface IWorkflowClient : IAsyncDisposable
{
    /// <summary>Where this is, for a person: <c>this machine (.argosy)</c>, <c>cluster https://… (namespace x)</c>.</summary>
    string Target { get; }

    /// <summary>The namespace where the user named none.</summary>
    string DefaultNamespace { get; }

    /// <summary>The current time as the target sees it: ages are computed from it where this machine's clock is off.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Who the target takes the user for; null: it gives no name. Written into the labels of what the user does.</summary>
    WorkflowIdentity? Identity => null;

    /// <summary>One object, with compressed node status unpacked.</summary>
    Task<JsonObject> GetAsync(ArgoKind kind, string @namespace, string name, CancellationToken cancellationToken);

    /// <summary>All objects of a selection, page by page, with compressed node status unpacked.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="namespace">Null or empty: all namespaces.</param>
    /// <param name="selection">Which of them.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    IAsyncEnumerable<JsonObject> ListAsync(ArgoKind kind, string? @namespace, ListSelection selection, CancellationToken cancellationToken);

    /// <summary>Makes an object; a <c>generateName</c> without a name is completed. Safe to repeat: never makes two.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="namespace">The namespace.</param>
    /// <param name="object">The object.</param>
    /// <param name="dryRun">The target checks and answers, but keeps nothing.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<JsonObject> CreateAsync(ArgoKind kind, string @namespace, JsonObject @object, bool dryRun, CancellationToken cancellationToken);

    /// <summary>Replaces an object, compressing its node status where it is too large for the store; a <c>resourceVersion</c> that is not the newest is a <see cref="ClientErrorCode.Conflict"/>.</summary>
    Task<JsonObject> UpdateAsync(ArgoKind kind, string @namespace, JsonObject @object, CancellationToken cancellationToken);

    /// <summary>A JSON merge patch (RFC 7386).</summary>
    Task<JsonObject> PatchAsync(ArgoKind kind, string @namespace, string name, JsonObject patch, CancellationToken cancellationToken);

    /// <summary>Creates or updates an object so that it holds what is given (server-side apply).</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="namespace">The namespace.</param>
    /// <param name="object">The wanted object.</param>
    /// <param name="force">Takes over fields that another manager owns.</param>
    /// <param name="dryRun">The target checks and answers, but keeps nothing.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<JsonObject> ApplyAsync(ArgoKind kind, string @namespace, JsonObject @object, bool force, bool dryRun, CancellationToken cancellationToken);

    /// <summary>Deletes an object and, in the background, what it owns.</summary>
    Task DeleteAsync(ArgoKind kind, string @namespace, string name, CancellationToken cancellationToken);

    /// <summary>
    /// Every change from now on, beginning with what is there. Goes on over dropped connections and expired versions until it is cancelled;
    /// ends with an exception only where going on makes no sense.
    /// </summary>
    IAsyncEnumerable<WatchChange> WatchAsync(ArgoKind kind, string? @namespace, ListSelection selection, CancellationToken cancellationToken);

    /// <summary>Log lines in order of time.</summary>
    IAsyncEnumerable<LogLine> LogsAsync(LogRequest request, CancellationToken cancellationToken);

    /// <summary>Deletes a pod of a workflow (retry does); one that is not there is fine.</summary>
    Task DeletePodAsync(string @namespace, string name, CancellationToken cancellationToken);
}
