namespace Argosy.Engine.Pods.Host;

/// <summary>Paths below a root that is not this process's own: links are followed as a process in that root would follow them, so none leads out.</summary>
internal static class RootedPath
{
    private const int LinkLimit = 40;

    /// <summary>Where <paramref name="path"/> is on this machine, all links followed; null: not there.</summary>
    public static string? Find(string root, string path)
    {
        var inside = Follow(root, path, out var exists);
        return exists ? Outside(root, inside) : null;
    }

    /// <summary>The path inside the root with all links followed as far as it exists; what does not exist is kept as it is.</summary>
    public static string Follow(string root, string path, out bool exists)
    {
        var rest = new Stack<string>(Enumerable.Reverse(path.Split('/', StringSplitOptions.RemoveEmptyEntries)));
        var at = "";
        var links = 0;
        exists = true;
        while (rest.Count > 0)
        {
            var part = rest.Pop();
            if (part == "..")
            {
                at = at.LastIndexOf('/') is var slash and > 0 ? at[..slash] : "";
                continue;
            }
            if (part is "." or "")
                continue;
            var next = at + "/" + part;
            var outside = Outside(root, next);
            var target = exists ? new FileInfo(outside).LinkTarget : null;
            if (target is null)
            {
                exists = exists && (File.Exists(outside) || Directory.Exists(outside));
                at = next;
                continue;
            }
            if (++links > LinkLimit)
            {
                exists = false;
                return next;
            }
            if (target.StartsWith('/'))
                at = "";
            foreach (var piece in Enumerable.Reverse(target.Split('/', StringSplitOptions.RemoveEmptyEntries)))
                rest.Push(piece);
        }
        return at.Length == 0 ? "/" : at;
    }

    public static string Outside(string root, string inside) => root.TrimEnd('/') + inside;
}
