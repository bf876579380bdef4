namespace Argosy.Manifests.Rules.Argo;

/// <summary>Paths as Go cleans them, and Argo's guard against leaving a directory.</summary>
internal static class PathText
{
    /// <summary>Go's filepath.Clean on Linux.</summary>
    public static string Clean(string path)
    {
        if (path.Length == 0) return ".";
        var rooted = path[0] == '/';
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part.Length == 0 || part == ".") continue;
            if (part != "..") parts.Add(part);
            else if (parts.Count > 0 && parts[parts.Count - 1] != "..") parts.RemoveAt(parts.Count - 1);
            else if (!rooted) parts.Add(part);
        }

        var clean = string.Join("/", parts);
        if (rooted) return "/" + clean;
        return clean.Length == 0 ? "." : clean;
    }

    /// <summary>Whether the path leaves the directory that its beginning names.</summary>
    public static bool LeavesItsDirectory(string path)
    {
        var safe = "";
        var cut = path.IndexOf("/../", StringComparison.Ordinal);
        if (cut >= 0) safe = path.Substring(0, cut);
        // Argo means "/.." at the end, but writes a pattern in which the dots match anything.
        else if (path.Length >= 3 && path[path.Length - 3] == '/' && path[path.Length - 1] != '\n' && path[path.Length - 2] != '\n') safe = path.Substring(0, path.Length - 3);
        if (safe.Length == 0) return false;
        var clean = Clean(path);
        return !clean.StartsWith(safe + "/", StringComparison.Ordinal) || clean.Length <= safe.Length + 1;
    }
}
