using System.Text.Json.Nodes;

namespace Argosy.Workflows;

/// <summary>Workflows that an Argo Server keeps in its database; a client that reaches one implements this too.</summary>
internal interface IWorkflowArchive
{
    /// <summary>The archived workflows of a selection, newest first as the server orders them.</summary>
    IAsyncEnumerable<JsonObject> ListArchivedAsync(string? @namespace, ListSelection selection, CancellationToken cancellationToken);

    /// <summary>One by its UID.</summary>
    Task<JsonObject> GetArchivedAsync(string uid, CancellationToken cancellationToken);

    /// <summary>Removes one for good.</summary>
    Task DeleteArchivedAsync(string uid, CancellationToken cancellationToken);

    /// <summary>Runs the failed nodes of an archived workflow again.</summary>
    Task<JsonObject> RetryArchivedAsync(
        string uid, string @namespace, string name, bool restartSuccessful, string nodeFieldSelector, IReadOnlyList<string> parameters,
        CancellationToken cancellationToken);

    /// <summary>Makes a new workflow from an archived one.</summary>
    Task<JsonObject> ResubmitArchivedAsync(
        string uid, string @namespace, string name, bool memoized, IReadOnlyList<string> parameters, CancellationToken cancellationToken);

    /// <summary>All label keys of archived workflows.</summary>
    Task<IReadOnlyList<string>> ListLabelKeysAsync(string? @namespace, CancellationToken cancellationToken);

    /// <summary>All values of one label key.</summary>
    Task<IReadOnlyList<string>> ListLabelValuesAsync(string? @namespace, string key, CancellationToken cancellationToken);
}
