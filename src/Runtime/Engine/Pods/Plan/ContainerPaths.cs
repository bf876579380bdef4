namespace Argosy.Engine.Pods.Plan;

/// <summary>Paths of containers: always with slashes, whatever this machine uses.</summary>
internal static class ContainerPaths
{
    /// <summary>The shortest form: no double slashes, no <c>.</c>, no <c>..</c>, no slash at the end.</summary>
    public static string Clean(string path)
    {
        var parts = new List<string>();
        var rooted = path.StartsWith('/');
        foreach (var part in path.Split('/'))
        {
            if (part.Length == 0 || part == ".")
                continue;
            if (part != "..")
                parts.Add(part);
            else if (parts.Count > 0 && parts[^1] != "..")
                parts.RemoveAt(parts.Count - 1);
            else if (!rooted)
                parts.Add(part);
        }
        var joined = string.Join('/', parts);
        return rooted ? "/" + joined : joined.Length == 0 ? "." : joined;
    }

    /// <summary>Whether a path is another or below it.</summary>
    public static bool IsAtOrBelow(string path, string folder) =>
        path == folder || folder == "/" || (path.StartsWith(folder, StringComparison.Ordinal) && path[folder.Length] == '/');
}
