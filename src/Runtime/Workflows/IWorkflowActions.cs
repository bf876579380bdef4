using System.Text.Json.Nodes;

namespace Argosy.Workflows;

/// <summary>
/// What a person does to workflows, as the endpoints of the Argo Server have it. A target that has such endpoints (the Argo Server) implements this beside
/// <see cref="IWorkflowClient"/>; for all others <see cref="ObjectActions"/> computes the new object and stores it.
/// </summary>
internal interface IWorkflowActions
{
    /// <summary>The workflow of that name, or the newest for <c>@latest</c>.</summary>
    Task<JsonObject> GetAsync(string @namespace, string name, CancellationToken cancellationToken);

    /// <summary>Checks and creates a workflow.</summary>
    Task<JsonObject> CreateAsync(string @namespace, JsonObject workflow, bool serverDryRun, CancellationToken cancellationToken);

    /// <summary>What would be created: checked and labelled, and nothing sent that the target keeps.</summary>
    Task<JsonObject> PreviewAsync(string @namespace, JsonObject workflow, CancellationToken cancellationToken) => Task.FromResult(workflow);

    /// <summary>Creates a workflow from a template or a cron workflow.</summary>
    Task<JsonObject> SubmitAsync(string @namespace, string resourceKind, string resourceName, SubmitOptions options, CancellationToken cancellationToken);

    /// <summary>Sets <c>spec.shutdown: Stop</c>, or fails the suspended nodes of the selector.</summary>
    Task<JsonObject> StopAsync(string @namespace, string name, string nodeFieldSelector, string message, CancellationToken cancellationToken);

    /// <summary>Sets <c>spec.shutdown: Terminate</c>.</summary>
    Task<JsonObject> TerminateAsync(string @namespace, string name, CancellationToken cancellationToken);

    /// <summary>Sets <c>spec.suspend</c>.</summary>
    Task<JsonObject> SuspendAsync(string @namespace, string name, CancellationToken cancellationToken);

    /// <summary>Removes <c>spec.suspend</c> and answers the suspended nodes, or those of the selector.</summary>
    Task<JsonObject> ResumeAsync(string @namespace, string name, string nodeFieldSelector, CancellationToken cancellationToken);

    /// <summary>Sets phase, message and supplied output parameters of suspended nodes.</summary>
    Task<JsonObject> SetAsync(
        string @namespace, string name, string nodeFieldSelector, string phase, string message, IReadOnlyDictionary<string, string> outputParameters,
        CancellationToken cancellationToken);

    /// <summary>Runs the failed nodes of a workflow again, in the same object.</summary>
    Task<JsonObject> RetryAsync(
        string @namespace, string name, bool restartSuccessful, string nodeFieldSelector, IReadOnlyList<string> parameters, CancellationToken cancellationToken);

    /// <summary>Makes a new workflow from an old one.</summary>
    Task<JsonObject> ResubmitAsync(string @namespace, string name, bool memoized, IReadOnlyList<string> parameters, CancellationToken cancellationToken);

    /// <summary>Deletes a workflow, with its finalizers first where forced.</summary>
    Task DeleteAsync(string @namespace, string name, bool force, CancellationToken cancellationToken);
}
