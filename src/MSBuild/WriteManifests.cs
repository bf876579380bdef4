using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace Argosy.MSBuild;

/// <summary>Writes the manifests that an assembly carries to files, without loading the assembly, and removes those that it carried before.</summary>
public sealed class WriteManifests : Task
{
    /// <summary>The compiled assembly.</summary>
    [Required]
    public string AssemblyPath { get; set; } = "";

    /// <summary>Where the YAML files go.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <summary>Lists what the last run wrote: the incremental marker, and how files of renamed workflows are found.</summary>
    [Required]
    public string StatePath { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            return Write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            Log.LogError(null, TaskErrors.CannotWrite, null, AssemblyPath, 0, 0, 0, 0, "The manifests could not be written: {0}", failure.Message);
            return false;
        }
    }

    private bool Write()
    {
        var previous = File.Exists(StatePath) ? File.ReadAllLines(StatePath) : [];
        var manifests = AssemblyManifests.Read(AssemblyPath).Where(IsWritable).ToList();
        if (Log.HasLoggedErrors) return false;

        var current = new List<string>();
        foreach (var manifest in manifests)
        {
            var path = Path.GetFullPath(Path.Combine(OutputDirectory, manifest.FileName));
            current.Add(path);
            if (ManifestFile.Write(path, manifest.Yaml!)) Log.LogMessage(MessageImportance.High, "  {0} -> {1}", Path.GetFileNameWithoutExtension(AssemblyPath), path);
        }

        // A build into another folder leaves what it wrote before where it is: that is another output.
        var folder = Path.GetFullPath(OutputDirectory).TrimEnd(Path.DirectorySeparatorChar);
        foreach (var stale in previous.Except(current, StringComparer.Ordinal).Where(path => Path.GetDirectoryName(path) == folder && File.Exists(path)))
        {
            File.Delete(stale);
            Log.LogMessage(MessageImportance.High, "  removed {0}: no workflow writes it any more", stale);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(StatePath))!);
        File.WriteAllLines(StatePath, current);
        return true;
    }

    private readonly Dictionary<string, CarriedManifest> _owners = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reports what keeps a manifest from being a file of its own.</summary>
    private bool IsWritable(CarriedManifest manifest)
    {
        if (!ManifestFile.IsName(manifest.FileName))
        {
            Error(TaskErrors.BadFileName, manifest, $"'{manifest.FileName}' is not a file name; give the workflow a Name of letters, digits and '-'");
            return false;
        }

        if (_owners.TryGetValue(manifest.FileName, out var other))
        {
            Error(TaskErrors.DuplicateFile, manifest, $"two workflows write '{manifest.FileName}'; the other is declared at {other.Place}; give one of them another Name, or an Alias");
            return false;
        }

        _owners.Add(manifest.FileName, manifest);
        if (manifest.Yaml is not null) return true;
        var errors = RejectionError.Parse(manifest.Errors);
        foreach (var error in errors) Log.LogError(null, error.Code, null, error.File, error.Line, error.Column, 0, 0, "{0}", error.Message);
        if (errors.Count == 0)
            Error(TaskErrors.Rejected, manifest, "this workflow has errors, so there is no manifest; build with analyzers on (without RunAnalyzers=false) to see them");
        return false;
    }

    private void Error(string code, CarriedManifest manifest, string message) =>
        Log.LogError(null, code, null, manifest.SourcePath, manifest.Line, manifest.Column, 0, 0, "{0}", message);
}
