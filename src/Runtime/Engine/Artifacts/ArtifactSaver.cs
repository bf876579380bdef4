using Argosy.Engine.Pods;
using Argosy.Models;

namespace Argosy.Engine.Artifacts;

/// <summary>Keeps output artifacts: the executor's last duty.</summary>
internal static class ArtifactSaver
{
    /// <summary>Packs and stores one output. Returns the artifact as the node shows it.</summary>
    /// <param name="request">The pod.</param>
    /// <param name="declared">The output as the template declares it.</param>
    /// <param name="source">Where it lies on this machine.</param>
    /// <param name="isInVolume">Whether its path is in a volume, where Argo packs it itself and heeds the level.</param>
    /// <param name="scratch">A folder for the packed file.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<Models.Artifact> SaveAsync(PodRequest request, Models.Artifact declared, string source, bool isInVolume, string scratch, CancellationToken cancellation)
    {
        var name = declared.Name ?? "";
        var ownName = Path.GetFileName((declared.Path ?? "").TrimEnd('/'));
        var isFile = File.Exists(source);
        var archive = declared.Archive;
        Directory.CreateDirectory(scratch);
        var packed = Path.Combine(scratch, Guid.NewGuid().ToString("n"));
        string fileName;
        if (archive?.None is not null)
        {
            fileName = ownName;
        }
        else if (archive?.Zip is not null)
        {
            if (isFile && !isInVolume && ownName != name)
                throw new ArtifactException($"stat /tmp/argo/outputs/artifacts/{name}: no such file or directory");
            fileName = name + ".zip";
            ArtifactArchive.PackZip(source, isInVolume ? ownName : "tmp/argo/outputs/artifacts/" + name, packed);
        }
        else
        {
            fileName = name + ".tgz";
            ArtifactArchive.PackTar(source, ownName, packed, isInVolume ? archive?.Tar?.CompressionLevel : null);
        }

        var saved = Shown(declared);
        if (saved.Http is { } http)
        {
            await HttpArtifacts.UploadAsync(name, http, archive?.None is not null ? source : packed, cancellation).ConfigureAwait(false);
            return saved;
        }
        if (!ArtifactPlace.HasLocation(saved))
            saved.S3 = new S3Artifact { Key = ArtifactPlace.DefaultKey(request, fileName) };
        var place = ArtifactPlace.Of(request.Run, saved);
        if (archive?.None is null)
            await place.Store.WriteAsync(place.Key, packed, cancellation).ConfigureAwait(false);
        else if (isFile)
            await place.Store.WriteAsync(place.Key, source, cancellation).ConfigureAwait(false);
        else
            await StoreFolderAsync(place, source, cancellation).ConfigureAwait(false);
        File.Delete(packed);
        return saved;
    }

    /// <summary>Keeps a file under the key that it would have by itself.</summary>
    public static async Task<Models.Artifact> SaveLogAsync(PodRequest request, string container, string source, CancellationToken cancellation)
    {
        var saved = new Models.Artifact { Name = container + "-logs", S3 = new S3Artifact { Key = ArtifactPlace.DefaultKey(request, container + ".log") } };
        var place = ArtifactPlace.Of(request.Run, saved);
        await place.Store.WriteAsync(place.Key, source, cancellation).ConfigureAwait(false);
        return saved;
    }

    private static async Task StoreFolderAsync(ArtifactPlace place, string source, CancellationToken cancellation)
    {
        foreach (var (file, name) in ArtifactArchive.Files(source))
            await place.Store.WriteAsync(place.Key.TrimEnd('/') + "/" + name, file, cancellation).ConfigureAwait(false);
    }

    /// <summary>The artifact without what a node does not show.</summary>
    private static Models.Artifact Shown(Models.Artifact declared) => new()
    {
        Name = declared.Name,
        Path = declared.Path is { } path ? Pods.Plan.ContainerPaths.Clean(path) : null,
        Archive = declared.Archive,
        ArchiveLogs = declared.ArchiveLogs,
        ArtifactGC = declared.ArtifactGC,
        GlobalName = declared.GlobalName,
        Mode = declared.Mode,
        Optional = declared.Optional,
        RecurseMode = declared.RecurseMode,
        Artifactory = declared.Artifactory,
        Azure = declared.Azure,
        Gcs = declared.Gcs,
        Hdfs = declared.Hdfs,
        Http = declared.Http,
        Oss = declared.Oss,
        Plugin = declared.Plugin,
        S3 = declared.S3 is { Key.Length: > 0 } ? declared.S3 : null,
    };
}
