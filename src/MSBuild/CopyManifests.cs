using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace Argosy.MSBuild;

/// <summary>Keeps a copy of the manifests in the source tree, or, to verify, says where that copy is not what the sources mean.</summary>
public sealed class CopyManifests : Task
{
    /// <summary>What the build wrote.</summary>
    public ITaskItem[] Manifests { get; set; } = [];

    /// <summary>The folder of the copies.</summary>
    [Required]
    public string Directory { get; set; } = "";

    /// <summary>The folder the build writes to; the copies' own must be another.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <summary>Compare only, and fail on a difference.</summary>
    public bool Verify { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            return Copy();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.LogError(null, TaskErrors.CannotWrite, null, Directory, 0, 0, 0, 0, "The copies of the manifests could not be written: {0}", failure.Message);
            return false;
        }
    }

    private bool Copy()
    {
        if (string.Equals(Path.GetFullPath(Directory).TrimEnd('/', '\\'), Path.GetFullPath(OutputDirectory).TrimEnd('/', '\\'), StringComparison.Ordinal)) return true;
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var manifest in Manifests)
        {
            var source = manifest.GetMetadata("FullPath");
            var copy = Path.GetFullPath(Path.Combine(Directory, Path.GetFileName(source)));
            wanted.Add(copy);
            var text = File.ReadAllText(source);
            if (!Verify)
            {
                if (ManifestFile.Write(copy, text)) Log.LogMessage(MessageImportance.High, "  {0} -> {1}", Path.GetFileName(source), copy);
            }
            else if (!File.Exists(copy))
            {
                Stale(copy, 0, "there is no copy of this manifest");
            }
            else if (ManifestFile.FirstDifference(text, File.ReadAllText(copy)) is var line and > 0)
            {
                Stale(copy, line, "this copy is not the manifest that the sources mean");
            }
        }

        if (!System.IO.Directory.Exists(Directory)) return !Log.HasLoggedErrors;
        foreach (var old in System.IO.Directory.GetFiles(Directory, "*.yaml").Select(Path.GetFullPath).Where(path => !wanted.Contains(path) && ManifestFile.IsGenerated(path)))
        {
            if (Verify)
            {
                Stale(old, 0, "no workflow writes this file any more");
                continue;
            }

            File.Delete(old);
            Log.LogMessage(MessageImportance.High, "  removed {0}: no workflow writes it any more", old);
        }

        return !Log.HasLoggedErrors;
    }

    private void Stale(string path, int line, string what) =>
        Log.LogError(null, TaskErrors.StaleCopy, null, path, line, line > 0 ? 1 : 0, 0, 0, "{0}; build without ArgosyVerifyManifests and commit the folder", what);
}
