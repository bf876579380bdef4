using System.Text;
using Argosy.Engine.Pods;

namespace Argosy.Engine.Artifacts;

/// <summary>Brings input artifacts to their paths: the executor's first duty.</summary>
internal static class ArtifactLoader
{
    /// <summary>Loads one artifact. False: it is optional and there is nothing.</summary>
    public static async Task<bool> LoadAsync(PodRun run, Models.Artifact artifact, string target, CancellationToken cancellation)
    {
        if (!ArtifactPlace.HasLocation(artifact))
        {
            return artifact.Optional == true
                ? false
                : throw new ArtifactException($"required artifact '{artifact.Name}' not supplied");
        }
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        Remove(target);
        var isThere = await FetchAsync(run, artifact, target + ".part", cancellation).ConfigureAwait(false);
        if (!isThere)
        {
            if (artifact.Optional != true)
                throw new ArtifactException($"artifact {artifact.Name} failed to load: The specified key does not exist.");
            // The mount point that the pod has for it.
            Directory.CreateDirectory(target);
            return true;
        }
        if (Directory.Exists(target + ".part"))
            Directory.Move(target + ".part", target);
        else if (artifact.Raw is not null || artifact.Git is not null)
            File.Move(target + ".part", target);
        else
            ArtifactArchive.Unpack(target + ".part", artifact.Archive, target);
        SetModes(artifact, target);
        return true;
    }

    private static async Task<bool> FetchAsync(PodRun run, Models.Artifact artifact, string target, CancellationToken cancellation)
    {
        Remove(target);
        if (artifact.Raw is { } raw)
        {
            await File.WriteAllBytesAsync(target, Encoding.UTF8.GetBytes(raw.Data ?? ""), cancellation).ConfigureAwait(false);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(target, (UnixFileMode)0b110_110_110);
            return true;
        }
        if (artifact.Http is { } http)
            return await HttpArtifacts.DownloadAsync(run, artifact.Name ?? "", http, target, cancellation).ConfigureAwait(false);
        if (artifact.Git is { } git)
        {
            await GitArtifacts.CloneAsync(run, git, target, cancellation).ConfigureAwait(false);
            return true;
        }
        var place = ArtifactPlace.Of(run, artifact);
        return await place.Store.ReadAsync(place.Key, target, cancellation).ConfigureAwait(false);
    }

    private static void SetModes(Models.Artifact artifact, string target)
    {
        if (artifact.Mode is not { } mode || OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(target, (UnixFileMode)(mode & 0b111_111_111_111));
        if (artifact.RecurseMode != true || !Directory.Exists(target))
            return;
        foreach (var entry in Directory.EnumerateFileSystemEntries(target, "*", SearchOption.AllDirectories))
        {
            if (new FileInfo(entry).LinkTarget is null)
                File.SetUnixFileMode(entry, (UnixFileMode)(mode & 0b111_111_111_111));
        }
    }

    private static void Remove(string path)
    {
        if (File.Exists(path))
            File.Delete(path);
        else if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }
}
