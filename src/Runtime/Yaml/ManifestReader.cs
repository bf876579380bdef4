using Argosy.Manifests.Tree;

namespace Argosy.Yaml;

/// <summary>
/// Reads manifests into node trees with exact places. Files are cut into documents, and scalars understood, as Argo's own reader (Go, YAML 1.1) does it.
/// Whatever is wrong with a file becomes a problem with a place, never an exception.
/// </summary>
public static class ManifestReader
{
    /// <summary>Reads a file.</summary>
    public static ManifestFile ReadFile(string path, ReadLimits? limits = null) => ReadFile(path, path, limits);

    /// <summary>Reads a file whose places name it as the user did.</summary>
    internal static ManifestFile ReadFile(string path, string shownAs, ReadLimits? limits = null)
    {
        limits ??= ReadLimits.Default;
        byte[] bytes;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            if (stream.CanSeek && stream.Length > limits.FileBytes) return Failed(shownAs, ReadProblemKind.Limit, TooLarge(limits));
            bytes = ReadAll(stream, limits.FileBytes) ?? [];
            if (bytes.Length > limits.FileBytes) return Failed(shownAs, ReadProblemKind.Limit, TooLarge(limits));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Failed(shownAs, ReadProblemKind.File, e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : e.Message);
        }

        return Read(bytes, shownAs, limits);
    }

    /// <summary>Reads all of a stream, for example standard input.</summary>
    public static ManifestFile ReadStream(Stream stream, string? file, ReadLimits? limits = null)
    {
        limits ??= ReadLimits.Default;
        byte[] bytes;
        try
        {
            bytes = ReadAll(stream, limits.FileBytes);
        }
        catch (IOException e)
        {
            return Failed(file, ReadProblemKind.File, e.Message);
        }

        return bytes.Length > limits.FileBytes ? Failed(file, ReadProblemKind.Limit, TooLarge(limits)) : Read(bytes, file, limits);
    }

    /// <summary>Reads the bytes of a file.</summary>
    public static ManifestFile Read(byte[] bytes, string? file, ReadLimits? limits = null) => Read(SourceText.Decode(bytes), file, limits);

    /// <summary>Reads text. <paramref name="file"/> is only for places.</summary>
    public static ManifestFile Read(string text, string? file, ReadLimits? limits = null)
    {
        limits ??= ReadLimits.Default;
        if (text.Length > 0 && text[0] == '\uFEFF') text = text.Substring(1);
        var pieces = new List<ManifestPiece>();
        var isJson = JsonComposer.TryRead(text, file, limits, out var piece);
        if (isJson) pieces.Add(piece!);
        else
            foreach (var (number, part) in SourceText.Pieces(text, file))
                pieces.Add(YamlComposer.Read(part, number, limits) with { IsDirectivesOnly = IsDirectivesOnly(part.Text) });

        return new ManifestFile(file, text, isJson, pieces, [.. pieces.Where(p => p.Problem is not null).Select(p => p.Problem!)]);
    }

    private static bool IsDirectivesOnly(string text) =>
        text.Contains('%', StringComparison.Ordinal) && text.Split('\n').All(l => l.Length == 0 || l[0] is '%' or '#' or '\r');

    private static ManifestFile Failed(string? file, ReadProblemKind kind, string message) =>
        new(file, "", false, [], [new ReadProblem(kind, message, new SourcePlace(file, 0, 0, 0, 0))]);

    private static string TooLarge(ReadLimits limits) => $"the file is larger than {limits.FileBytes >> 20} MB, more than any manifest: split it";

    private static byte[] ReadAll(Stream stream, long limit)
    {
        var memory = new MemoryStream();
        var buffer = new byte[81920];
        int n;
        while (memory.Length <= limit && (n = stream.Read(buffer, 0, buffer.Length)) > 0) memory.Write(buffer, 0, n);
        return memory.ToArray();
    }
}
