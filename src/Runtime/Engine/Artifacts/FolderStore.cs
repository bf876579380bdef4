namespace Argosy.Engine.Artifacts;

/// <summary>Artifacts in a folder of this machine. A key is a path in it; what a key could do to leave the folder is written with <c>%</c>.</summary>
internal sealed class FolderStore : IArtifactStore
{
    private readonly string _root;

    public FolderStore(string root) => _root = Path.GetFullPath(root);

    public Task<bool> ReadAsync(string key, string target, CancellationToken cancellation)
    {
        var source = PathOf(key);
        if (File.Exists(source))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(source, target, overwrite: true);
            return Task.FromResult(true);
        }
        if (!Directory.Exists(source))
            return Task.FromResult(false);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            cancellation.ThrowIfCancellationRequested();
            var to = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to, overwrite: true);
        }
        return Task.FromResult(true);
    }

    public Task WriteAsync(string key, string source, CancellationToken cancellation)
    {
        var target = PathOf(key);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var temporary = target + ".part-" + Guid.NewGuid().ToString("n")[..8];
        File.Copy(source, temporary, overwrite: true);
        File.Move(temporary, target, overwrite: true);
        return Task.CompletedTask;
    }

    public Task DeleteAsync(string key, CancellationToken cancellation)
    {
        var path = PathOf(key);
        if (File.Exists(path))
            File.Delete(path);
        else if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> ListAsync(string folder, CancellationToken cancellation)
    {
        var below = PathOf(folder);
        IReadOnlyList<string> keys = !Directory.Exists(below) ? [] : [.. Directory.EnumerateFiles(below, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_root, file).Replace(Path.DirectorySeparatorChar, '/')).Order(StringComparer.Ordinal)];
        return Task.FromResult(keys);
    }

    /// <summary>Where an object lies.</summary>
    public string PathOf(string key) =>
        Path.Combine([_root, .. key.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part => part is "." or ".." ? part.Replace(".", "%2E", StringComparison.Ordinal) : part)]);
}
