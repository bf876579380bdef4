namespace Argosy.Engine.Artifacts;

/// <summary>Where artifacts are kept, by key.</summary>
internal interface IArtifactStore
{
    /// <summary>Brings an object to a path: a file, or a folder where the key is only the beginning of keys. False: there is neither.</summary>
    Task<bool> ReadAsync(string key, string target, CancellationToken cancellation);

    /// <summary>Keeps a file under a key.</summary>
    Task WriteAsync(string key, string source, CancellationToken cancellation);

    /// <summary>Removes what is under a key, and all objects below it.</summary>
    Task DeleteAsync(string key, CancellationToken cancellation);

    /// <summary>The keys of all objects below a folder, sorted; all if it is empty.</summary>
    Task<IReadOnlyList<string>> ListAsync(string folder, CancellationToken cancellation);
}
