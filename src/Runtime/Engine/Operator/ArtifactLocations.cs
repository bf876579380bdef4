using System.Text.Json.Nodes;

namespace Argosy.Engine;

/// <summary>Where an artifact object says that it lies.</summary>
internal static class ArtifactLocations
{
    private static readonly string[] Kinds = ["artifactory", "azure", "gcs", "git", "hdfs", "http", "oss", "plugin", "raw", "s3"];

    /// <summary>Whether it names a location, or a key in the repository.</summary>
    public static bool Has(JsonObject artifact) => artifact.Object("raw") is not null || artifact.Object("git") is not null || artifact.Object("http") is not null || Key(artifact) is { Length: > 0 };

    /// <summary>The key or its like.</summary>
    public static string? Key(JsonObject artifact)
    {
        foreach (var kind in Kinds)
            if (artifact.Object(kind) is { } location)
                return location.Text("key") ?? location.Text("blob") ?? location.Text("path") ?? location.Text("url");
        return null;
    }

    /// <summary>Appends a path to the key.</summary>
    /// <exception cref="OperationException">The location has no key.</exception>
    public static void Append(JsonObject artifact, string subPath)
    {
        foreach (var kind in Kinds)
        {
            if (artifact.Object(kind) is not { } location)
                continue;
            foreach (var field in (ReadOnlySpan<string>)["key", "blob", "path"])
            {
                if (location.Text(field) is { Length: > 0 } key)
                {
                    location[field] = key.TrimEnd('/') + "/" + subPath.TrimStart('/');
                    return;
                }
            }
        }

        throw new OperationException("key unsupported: cannot append a path to it");
    }
}

/// <summary>Paths of artifacts as nodes show them.</summary>
internal static class ArtifactPath
{
    /// <summary>The path as Go's path.Clean writes it.</summary>
    public static string Clean(string path)
    {
        if (path.Length == 0)
            return path;
        var rooted = path[0] == '/';
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part is "" or ".")
                continue;
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
                parts.RemoveAt(parts.Count - 1);
            else if (part != ".." || !rooted)
                parts.Add(part);
        }

        var joined = string.Join('/', parts);
        return rooted ? "/" + joined : joined.Length == 0 ? "." : joined;
    }
}
