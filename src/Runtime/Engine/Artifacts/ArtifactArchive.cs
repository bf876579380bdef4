using System.Formats.Tar;
using System.IO.Compression;
using Argosy.Engine.Pods.Host;
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
        foreach (var (file, name) in Files(source))
            archive.CreateEntryFromFile(file, name);
    }

    /// <summary>The files below a folder with their names in it. A link stands for what it leads to, as long as that is in the folder: nothing else of this machine is taken along.</summary>
    public static IEnumerable<(string Path, string Name)> Files(string folder)
    {
        var found = new List<(string Path, string Name)>();
        Collect(folder, folder, "", found);
        return found.OrderBy(f => f.Name, StringComparer.Ordinal);
    }

    private static void Collect(string root, string folder, string prefix, List<(string Path, string Name)> found)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            var name = prefix + entry.Name;
            if (entry.LinkTarget is { } link)
            {
                if (link.StartsWith('/') || LeadsOut(Path.GetDirectoryName(name) ?? "", link))
                    throw new ArtifactException($"the link {name} leads out of the artifact, to {link}; only the tar form keeps such links");
                // Links on the way are followed within the folder, wherever they point.
                if (RootedPath.Find(root, "/" + name) is { } target && IsPlainFile(target))
                    found.Add((target, name));
            }
            else if (entry is DirectoryInfo)
            {
                Collect(root, entry.FullName, name + "/", found);
            }
            else if (IsPlainFile(entry.FullName))
            {
                found.Add((entry.FullName, name));
            }
        }
    }

    private static bool LeadsOut(string folder, string link) => ContainerPaths.Clean(folder.Length == 0 ? link : folder + "/" + link) is ".." or ['.', '.', '/', ..];

    // A pipe, a socket or a device is no content; to read one may take for ever.
    private static bool IsPlainFile(string path) =>
        File.Exists(path) && Native.IsRegularFile(path);

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
        try
        {
            if (strategy?.Zip is not null)
                UnpackZip(archive, folder);
            else
                UnpackTar(archive, folder);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or FormatException or UnauthorizedAccessException)
        {
            throw new ArtifactException($"the archive cannot be unpacked: {e.Message}", e);
        }
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
        // A pipe, a socket or a device has nothing to keep.
        if (!isFolder && info.LinkTarget is null && !IsPlainFile(path))
            return;
        tar.WriteEntry(path, name);
        if (!isFolder)
            return;
        foreach (var entry in Directory.EnumerateFileSystemEntries(path).Order(StringComparer.Ordinal))
            AddToTar(tar, entry, name + "/" + Path.GetFileName(entry));
    }

    private static void UnpackTar(string archive, string folder)
    {
        var folders = new List<(string Path, UnixFileMode Mode)>();
        var links = new List<(string Name, string Target)>();
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
                    links.Add((entry.Name, entry.LinkName));
                    break;
                case TarEntryType.HardLink:
                    var source = Inside(folder, entry.LinkName);
                    if (new FileInfo(source).LinkTarget is not null)
                        throw new ArtifactException($"illegal file path: {entry.Name} is a hard link to a link");
                    Prepare(target);
                    File.Copy(source, target);
                    break;
                default:
                    throw new ArtifactException($"illegal entry in the archive: {entry.Name} is neither file, folder nor link");
            }
        }
        // One link at a time each may look harmless, and several in a row lead out all the same.
        foreach (var (name, points) in links)
        {
            if (Leaves(folder, name))
                throw new ArtifactException($"illegal symlink target: {name} -> {points}");
        }
        foreach (var (path, mode) in Enumerable.Reverse(folders))
            SetMode(path, mode);
    }

    /// <summary>Whether a path below a folder leads out of it, through whatever links.</summary>
    private static bool Leaves(string folder, string name)
    {
        var rest = new Stack<string>(Enumerable.Reverse(name.Split('/', StringSplitOptions.RemoveEmptyEntries)));
        var at = new List<string>();
        for (var links = 0; rest.Count > 0;)
        {
            var part = rest.Pop();
            if (part == ".")
                continue;
            if (part == "..")
            {
                if (at.Count == 0)
                    return true;
                at.RemoveAt(at.Count - 1);
                continue;
            }
            at.Add(part);
            if (new FileInfo(Path.Combine([folder, .. at])).LinkTarget is not { } link)
                continue;
            // A ring of links leads nowhere.
            if (++links > 40)
                return false;
            if (link.StartsWith('/'))
                return true;
            at.RemoveAt(at.Count - 1);
            foreach (var piece in Enumerable.Reverse(link.Split('/', StringSplitOptions.RemoveEmptyEntries)))
                rest.Push(piece);
        }
        return false;
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
