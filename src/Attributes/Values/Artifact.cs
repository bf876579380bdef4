namespace Argosy;

/// <summary>A file or a folder that passes between nodes. In a function it is the path where it lies, or where it is to be written from.</summary>
public class Artifact
{
    /// <summary>An artifact that lies at <paramref name="path"/> on this machine.</summary>
    public Artifact(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Path = path;
    }

    /// <summary>Where it lies on this machine.</summary>
    public string Path { get; }

    /// <summary>Whether it is there and is a folder.</summary>
    public bool IsDirectory => Directory.Exists(Path);

    /// <summary>An artifact from a file or folder that the function wrote.</summary>
    public static Artifact FromFile(string path) => new(path);

    /// <summary>An artifact that holds this text.</summary>
    public static Artifact FromText(string text) => new(Temporary(path => File.WriteAllText(path, text)));

    /// <summary>An artifact that holds these lines.</summary>
    public static Artifact FromLines(IEnumerable<string> lines) => new(Temporary(path => File.WriteAllLines(path, lines)));

    /// <summary>An artifact that holds these bytes.</summary>
    public static Artifact FromBytes(byte[] bytes) => new(Temporary(path => File.WriteAllBytes(path, bytes)));

    /// <summary>Opens the file for reading.</summary>
    public Stream OpenRead() => File.OpenRead(Path);

    /// <summary>The whole text.</summary>
    public string ReadAllText() => File.ReadAllText(Path);

    /// <summary>The lines, read as they are asked for.</summary>
    public IEnumerable<string> ReadLines() => File.ReadLines(Path);

    /// <summary>All bytes.</summary>
    public byte[] ReadAllBytes() => File.ReadAllBytes(Path);

    /// <inheritdoc/>
    public override string ToString() => Path;

    private static string Temporary(Action<string> write)
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "argosy-" + Guid.NewGuid().ToString("n"));
        write(path);
        return path;
    }
}
