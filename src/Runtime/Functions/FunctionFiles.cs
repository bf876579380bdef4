namespace Argosy.Functions;

/// <summary>Puts what a function wrote where the manifest reads it.</summary>
internal static class FunctionFiles
{
    public static void Place(string source, string target, string name)
    {
        if (string.Equals(Path.GetFullPath(source), Path.GetFullPath(target), StringComparison.Ordinal))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
        if (Directory.Exists(source))
            CopyFolder(source, target);
        else if (File.Exists(source))
            File.Copy(source, target, overwrite: true);
        else
            throw new FileNotFoundException($"the output artifact '{name}' was returned as '{source}', but there is no such file or folder");
    }

    private static void CopyFolder(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var entry in new DirectoryInfo(source).EnumerateFileSystemInfos())
        {
            var to = Path.Combine(target, entry.Name);
            if (entry.LinkTarget is { } link)
                File.CreateSymbolicLink(to, link);
            else if (entry is DirectoryInfo)
                CopyFolder(entry.FullName, to);
            else
                File.Copy(entry.FullName, to, overwrite: true);
        }
    }
}
