using System.Formats.Tar;
using System.IO.Compression;
using Argosy.Engine.Pods.Plan;
using Argosy.Models;

namespace Argosy.Engine.Artifacts;

/// <summary>Packs and unpacks artifacts as Argo's executor does. What an archive holds can never be written outside its folder.</summary>
internal static class ArtifactArchive
{
    /// <summary>Packs a file or folder as tar and gzip; its own name is the top of the archive.</summary>
    public static void PackTar(string source, string name, string target, int? level)
    {
        using var file = File.Create(target);
        using var gzip = new GZipStream(file, level switch { 0 => CompressionLevel.NoCompression, > 0 and <= 3 => CompressionLevel.Fastest, 9 => CompressionLevel.SmallestSize, _ => CompressionLevel.Optimal });
        using var tar = new TarWriter(gzip, TarEntryFormat.Pax);
        AddToTar(tar, source, name);
    }

    /// <summary>Packs a file under the given name, or the contents of a folder.</summary>
    public static void PackZip(string source, string fileName, string target)
    {
        using var archive = ZipFile.Open(target, ZipArchiveMode.Create);
        if (File.Exists(source))
        {
            archive.CreateEntryFromFile(source, fileName);
            return;
        }
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            archive.CreateEntryFromFile(file, Path.GetRelativePath(source, file).Replace('\\', '/'));
    }

    /// <summary>Whether a file is a gzipped tar.</summary>
    public static bool IsTar(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.ReadByte() != 0x1f || file.ReadByte() != 0x8b)
                return false;
            file.Position = 0;
            using var gzip = new GZipStream(file, CompressionMode.Decompress);
            using var tar = new TarReader(gzip);
            tar.GetNextEntry();
            return true;
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or EndOfStreamException or IOException)
        {
            return false;
        }
    }

    /// <summary>Unpacks what was loaded to its path: a single entry at the top becomes the path itself, several become a folder.</summary>
    public static void Unpack(string archive, ArchiveStrategy? strategy, string target)
    {
        if (strategy?.None is not null || (strategy?.Tar is null && strategy?.Zip is null && !IsTar(archive)))
        {
            File.Move(archive, target, overwrite: true);
            return;
        }
        var folder = target + ".unpacked";
        Directory.CreateDirectory(folder);
        if (strategy?.Zip is not null)
            UnpackZip(archive, folder);
        else
            UnpackTar(archive, folder);
        File.Delete(archive);
        var top = Directory.GetFileSystemEntries(folder);
        if (top.Length == 1)
        {
            Directory.Move(top[0], target);
            Directory.Delete(folder);
        }
        else
        {
            Directory.Move(folder, target);
        }
    }

    private static void AddToTar(TarWriter tar, string path, string name)
    {
        var info = new FileInfo(path);
        var isFolder = info.LinkTarget is null && Directory.Exists(path);
        if (!isFolder && info.LinkTarget is null && (File.GetAttributes(path) & FileAttributes.Device) != 0)
            return;
        try
        {
            tar.WriteEntry(path, name);
        }
        catch (IOException) when (!isFolder && info.LinkTarget is null && info.Length == 0)
        {
            // A socket has nothing to keep.
            return;
        }
        if (!isFolder)
            return;
        foreach (var entry in Directory.EnumerateFileSystemEntries(path).Order(StringComparer.Ordinal))
            AddToTar(tar, entry, name + "/" + Path.GetFileName(entry));
    }

    private static void UnpackTar(string archive, string folder)
    {
        var folders = new List<(string Path, UnixFileMode Mode)>();
        using var file = File.OpenRead(archive);
        using var unzipped = IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        using var tar = new TarReader(unzipped);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.GlobalExtendedAttributes)
                continue;
            var target = Inside(folder, entry.Name);
            switch (entry.EntryType)
            {
                case TarEntryType.Directory:
                    Directory.CreateDirectory(target);
                    // Argo's executor makes every folder anew, whatever its mode was.
                    folders.Add((target, (UnixFileMode)0b111_101_101));
                    break;
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                    Prepare(target);
                    using (var output = new FileStream(target, FileMode.CreateNew))
                        entry.DataStream?.CopyTo(output);
                    SetMode(target, entry.Mode);
                    break;
                case TarEntryType.SymbolicLink:
                    var points = entry.LinkName.StartsWith('/') ? entry.LinkName : Path.GetDirectoryName(entry.Name) + "/" + entry.LinkName;
                    var clean = ContainerPaths.Clean(points.TrimStart(entry.LinkName.StartsWith('/') ? '\0' : '/'));
                    if (clean.StartsWith('/') || clean == ".." || clean.StartsWith("../", StringComparison.Ordinal))
                        throw new ArtifactException($"illegal symlink target: {entry.Name} -> {entry.LinkName}");
                    Prepare(target);
                    File.CreateSymbolicLink(target, entry.LinkName);
                    break;
                case TarEntryType.HardLink:
                    var source = Inside(folder, entry.LinkName);
                    Prepare(target);
                    File.Copy(source, target);
                    break;
                default:
                    throw new ArtifactException($"illegal entry in the archive: {entry.Name} is neither file, folder nor link");
            }
        }
        foreach (var (path, mode) in Enumerable.Reverse(folders))
            SetMode(path, mode);
    }

    private static bool IsGzip(FileStream file)
    {
        var isGzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return isGzip;
    }

    private static void UnpackZip(string archive, string folder)
    {
        using var zip = ZipFile.OpenRead(archive);
        foreach (var entry in zip.Entries)
        {
            var target = Inside(folder, entry.FullName);
            if (entry.FullName.EndsWith('/'))
            {
                Directory.CreateDirectory(target);
                continue;
            }
            Prepare(target);
            entry.ExtractToFile(target);
            if ((entry.ExternalAttributes >> 16) is var mode && (mode & 0b111_111_111) != 0)
                SetMode(target, (UnixFileMode)(mode & 0b111_111_111));
        }
    }

    /// <summary>Where an entry goes. It never leaves the folder, by its name or through a link that came before it.</summary>
    private static string Inside(string folder, string name)
    {
        var clean = ContainerPaths.Clean(name.Replace('\\', OperatingSystem.IsWindows() ? '/' : '\\'));
        if (clean.StartsWith('/') || clean == ".." || clean.StartsWith("../", StringComparison.Ordinal))
            throw new ArtifactException($"illegal file path: {name}");
        var at = folder;
        var parts = clean.Split('/');
        foreach (var part in parts[..^1])
        {
            at = Path.Combine(at, part);
            if (new FileInfo(at).LinkTarget is not null)
                throw new ArtifactException($"illegal file path: {name} leads through a link");
        }
        return clean == "." ? folder : Path.Combine(at, parts[^1]);
    }

    private static void Prepare(string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (File.Exists(target) || new FileInfo(target).LinkTarget is not null)
            File.Delete(target);
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode & (UnixFileMode)0b111_111_111);
    }
}
