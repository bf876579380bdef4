using Argosy.Manifests.Expressions.Values;

namespace Argosy.Manifests.Expressions.Sprig;

/// <summary>sprig's functions on paths and addresses.</summary>
internal static class SprigPaths
{
    public static void Register(SprigFunctions f)
    {
        GoType s = GoType.String;
        f.Add("base osBase", [s], s, a => Base((string)a[0]!));
        f.Add("dir osDir", [s], s, a => Dir((string)a[0]!));
        f.Add("clean osClean", [s], s, a => Clean((string)a[0]!));
        f.Add("ext osExt", [s], s, a => Ext((string)a[0]!));
        f.Add("isAbs osIsAbs", [s], GoType.Bool, a => ((string)a[0]!).StartsWith("/", StringComparison.Ordinal));
        f.Add("urlParse", [s], GoType.StringMap, a => UrlText.Parse((string)a[0]!));
        f.Add("urlJoin", [GoType.StringMap], s, a => UrlText.Join((GoMap)a[0]!));
        f.Add("getHostByName", [s], s, _ => throw new GoPanic("getHostByName asks the network and is not evaluated here"));
    }

    private static string Base(string path)
    {
        if (path.Length == 0)
            return ".";
        path = path.TrimEnd('/');
        return path.Length == 0 ? "/" : path.Substring(path.LastIndexOf('/') + 1);
    }

    private static string Dir(string path) => Clean(path.Substring(0, path.LastIndexOf('/') + 1));

    private static string Ext(string path)
    {
        var dot = path.LastIndexOf('.');
        return dot > path.LastIndexOf('/') ? path.Substring(dot) : "";
    }

    private static string Clean(string path)
    {
        if (path.Length == 0)
            return ".";
        var rooted = path[0] == '/';
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part.Length == 0 || part == ".")
                continue;
            if (part == ".." && parts.Count > 0 && parts[parts.Count - 1] != "..")
                parts.RemoveAt(parts.Count - 1);
            else if (part != ".." || !rooted)
                parts.Add(part);
        }

        var result = (rooted ? "/" : "") + string.Join("/", parts);
        return result.Length == 0 ? "." : result;
    }
}
