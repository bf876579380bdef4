namespace Argosy.Lint;

/// <summary>Finds the manifests that the arguments of a command mean: files, folders with all below, standard input.</summary>
internal static class ManifestPaths
{
    private static readonly HashSet<string> Extensions = new(StringComparer.Ordinal) { ".yaml", ".yml", ".json" };

    /// <summary>A path as the user would name it; null <paramref name="Path"/> is standard input.</summary>
    public sealed record Entry(string? Path, string Shown);

    /// <summary>All files in the order of a walk by name. A missing path throws <see cref="FileNotFoundException"/> with the path as typed.</summary>
    public static IEnumerable<Entry> Of(IEnumerable<string> arguments, string currentDirectory)
    {
        foreach (var argument in arguments)
        {
            if (argument == "-")
            {
                yield return new Entry(null, "stdin");
                continue;
            }

            var full = Path.GetFullPath(argument, currentDirectory);
            if (Directory.Exists(full))
            {
                foreach (var entry in Below(full, Joined(argument))) yield return entry;
                continue;
            }

            if (!File.Exists(full)) throw new FileNotFoundException($"lstat {argument}: no such file or directory", argument);
            if (argument.StartsWith("/dev/", StringComparison.Ordinal) || Extensions.Contains(Path.GetExtension(argument))) yield return new Entry(full, argument);
        }
    }

    private static IEnumerable<Entry> Below(string directory, string shown)
    {
        var items = new DirectoryInfo(directory).EnumerateFileSystemInfos().OrderBy(i => i.Name, StringComparer.Ordinal);
        foreach (var item in items)
        {
            var name = shown.Length == 0 ? item.Name : shown.EndsWith('/') ? shown + item.Name : $"{shown}/{item.Name}";
            // A link is not followed: a link to a folder above would never end.
            if (item is DirectoryInfo { LinkTarget: null } inner)
            {
                foreach (var entry in Below(inner.FullName, name)) yield return entry;
            }
            else if (item is FileInfo && Extensions.Contains(item.Extension))
            {
                yield return new Entry(item.FullName, name);
            }
        }
    }

    // What Go's path join makes of the folder's name.
    private static string Joined(string argument)
    {
        var parts = argument.Split('/').Where((p, i) => p != "." && (p.Length > 0 || i == 0)).ToArray();
        var joined = string.Join('/', parts);
        return joined.Length == 0 && argument.StartsWith('/') ? "/" : joined;
    }
}
