using System.Text;
using Argosy.Engine.Pods.Plan;

namespace Argosy.Engine.Pods.Host;

/// <summary>
/// The root of one container on this machine: a private layer over a folder with an image, or over the machine's own programs. Whatever the container
/// writes stays in its own folder; <c>/tmp</c> and <c>/run</c> are empty; <c>/dev</c> has the harmless devices only.
/// </summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
internal sealed class HostLayers
{
    private static readonly string[] s_devices = ["null", "zero", "full", "random", "urandom", "tty"];
    private static readonly HashSet<string> s_private = new(StringComparer.Ordinal) { "proc", "sys", "dev", "tmp", "run", "lost+found" };
    private readonly string _folder;
    private readonly string? _image;
    private readonly IReadOnlySet<string> _bound;
    private readonly bool _isRootless;
    private readonly HashSet<string> _layered = new(StringComparer.Ordinal);
    private readonly StringBuilder _table = new();
    private readonly string? _programs;

    /// <param name="folder">The container's own folder.</param>
    /// <param name="image">A folder with the image's files; null: the machine's own.</param>
    /// <param name="bound">Top folders of the machine that no layer can lie over (other file systems are mounted in them): these are read-only.</param>
    /// <param name="isRootless">Whether it is made in a user namespace.</param>
    /// <param name="programs">A folder that lies over the machine's <c>/usr</c>; null: none.</param>
    public HostLayers(string folder, string? image, IReadOnlySet<string> bound, bool isRootless, string? programs = null)
    {
        _programs = programs;
        _folder = folder;
        _image = image;
        _bound = bound;
        _isRootless = isRootless;
    }

    /// <summary>The root as the container's first process sees it on this machine.</summary>
    public string Root => Path.Combine(_folder, "root");

    /// <summary>What <c>mount</c> is to do.</summary>
    public string MountTable => Path.Combine(_folder, "mounts");

    /// <summary>The file that <c>/dev/termination-log</c> is.</summary>
    public string TerminationLog => Created("/dev/termination-log");

    private string Lower => _image ?? "/";

    public void Prepare(ContainerPlan plan)
    {
        Directory.CreateDirectory(Root);
        Layer();
        foreach (var folder in new[] { "/proc", "/sys", "/dev", "/dev/shm", "/dev/pts", "/tmp", "/run" })
            MakeFolder(folder);
        Open(Created("/tmp"));
        Open(Created("/dev/shm"));
        Line("proc", Root + "/proc", "proc", "nosuid,nodev,noexec");
        Line("/sys", Root + "/sys", "none", "rbind");
        if (_image is not null)
            Line(Created("/dev"), Root + "/dev", "none", "bind");
        foreach (var device in s_devices.Where(d => File.Exists("/dev/" + d)))
        {
            MakeFile("/dev/" + device);
            Line("/dev/" + device, Root + "/dev/" + device, "none", "bind");
        }
        foreach (var (name, target) in new[] { ("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"), ("stdout", "/proc/self/fd/1"), ("stderr", "/proc/self/fd/2") })
        {
            if (!Path.Exists(Created("/dev/" + name)))
                File.CreateSymbolicLink(Created("/dev/" + name), target);
        }
        MakeFile("/dev/termination-log");
        Open(TerminationLog);
        WriteHosts(plan);
        if (_image is null && StandIns.ScriptOf(plan.Image) is { } script)
        {
            foreach (var path in new[] { "/argosay", "/usr/local/bin/argosay" })
            {
                MakeFile(path);
                File.WriteAllText(Created(path), script);
                Open(Created(path));
            }
        }
        if (plan.WorkingDir is { Length: > 0 } workingDir)
            MakeFolder(workingDir);
        Mount(plan.Mounts);
        File.WriteAllText(MountTable, _table.ToString());
    }

    private void Layer()
    {
        if (_image is not null)
        {
            Overlay(_image, "");
            return;
        }
        foreach (var entry in new DirectoryInfo("/").EnumerateFileSystemInfos())
        {
            if (s_private.Contains(entry.Name))
                continue;
            if (entry.LinkTarget is { } link)
            {
                File.CreateSymbolicLink(Path.Combine(Root, entry.Name), link);
            }
            else if (entry is DirectoryInfo)
            {
                Directory.CreateDirectory(Path.Combine(Root, entry.Name));
                if (_bound.Contains(entry.Name))
                    Line("/" + entry.Name, Path.Combine(Root, entry.Name), "none", "rbind,ro");
                else
                    Overlay("/" + entry.Name, entry.Name);
            }
        }
    }

    private void Overlay(string lower, string name)
    {
        var upper = Path.Combine(_folder, "upper", name);
        var work = Path.Combine(_folder, "work", name.Length == 0 ? "image" : name);
        Directory.CreateDirectory(upper);
        Directory.CreateDirectory(work);
        CopyMode(lower, upper);
        _layered.Add(name);
        var layers = name == "usr" && _programs is not null ? Quoted(_programs) + ":" + Quoted(lower) : Quoted(lower);
        var options = $"lowerdir={layers},upperdir={Quoted(upper)},workdir={Quoted(work)}";
        Line("overlay", name.Length == 0 ? Root : Path.Combine(Root, name), "overlay", _isRootless ? options + ",userxattr" : options);
    }

    private void Mount(IReadOnlyList<MountPlan> mounts)
    {
        var done = new List<MountPlan>();
        foreach (var mount in mounts.OrderBy(m => m.Path.Length).ThenBy(m => m.Path, StringComparer.Ordinal))
        {
            var isFolder = Directory.Exists(mount.Source);
            var around = done.LastOrDefault(d => ContainerPaths.IsAtOrBelow(mount.Path, d.Path) && d.Path != mount.Path);
            if (around is not null)
                MakeIn(around.Source + mount.Path[around.Path.Length..], isFolder);
            else if (isFolder)
                MakeFolder(mount.Path);
            else
                MakeFile(mount.Path);
            done.Add(mount);
            var inside = around is null ? Inside(mount.Path) : Inside(around.Path) + mount.Path[around.Path.Length..];
            Line(mount.Source, Root + inside, "none", mount.ReadOnly ? "rbind,ro" : "rbind");
        }
    }

    private void WriteHosts(ContainerPlan plan)
    {
        if (plan.HostAliases.Count == 0)
            return;
        var present = RootedPath.Find(Lower, "/etc/hosts") is { } hosts && File.Exists(hosts) ? File.ReadAllText(hosts) : "127.0.0.1\tlocalhost\n";
        MakeFolder("/etc");
        File.WriteAllText(Created("/etc/hosts"), present.TrimEnd('\n') + "\n# Entries added by HostAliases.\n" + string.Join('\n', plan.HostAliases) + "\n");
    }

    /// <summary>A path of the container with the links of its image followed; what is private is empty, so has none.</summary>
    private string Inside(string path)
    {
        var clean = ContainerPaths.Clean(path);
        return s_private.Contains(clean.Split('/', 3) is [_, var top, ..] ? top : "") ? clean : RootedPath.Follow(Lower, clean, out _);
    }

    /// <summary>Where on this machine a path of the container is to be made, so that it appears in its root.</summary>
    private string Created(string path)
    {
        var inside = Inside(path);
        var top = inside.Split('/', 3) is [_, var first, ..] ? first : "";
        if (_image is not null)
            return Path.Combine(_folder, "upper") + inside;
        return (_layered.Contains(top) ? Path.Combine(_folder, "upper") : Root) + inside;
    }

    private void MakeFolder(string path)
    {
        var inside = Inside(path);
        var made = "";
        foreach (var part in inside.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            made += "/" + part;
            var target = Created(made);
            if (Directory.Exists(target))
                continue;
            Directory.CreateDirectory(target);
            if (Directory.Exists(RootedPath.Outside(Lower, made)))
                CopyMode(RootedPath.Outside(Lower, made), target);
        }
    }

    private void MakeFile(string path)
    {
        var inside = Inside(path);
        if (Path.GetDirectoryName(inside) is { Length: > 1 } folder)
            MakeFolder(folder);
        var target = Created(inside);
        if (!File.Exists(target))
            File.WriteAllBytes(target, []);
    }

    private static void MakeIn(string path, bool isFolder)
    {
        if (Path.Exists(path))
            return;
        Directory.CreateDirectory(isFolder ? path : Path.GetDirectoryName(path)!);
        if (!isFolder)
            File.WriteAllBytes(path, []);
    }

    private static void CopyMode(string from, string to) => File.SetUnixFileMode(to, File.GetUnixFileMode(from));

    private static void Open(string path) => File.SetUnixFileMode(path, (UnixFileMode)0b111_111_111);

    private void Line(string source, string target, string kind, string options) =>
        _table.Append(Escaped(source)).Append(' ').Append(Escaped(target)).Append(' ').Append(kind).Append(' ').Append(Escaped(options)).Append(" 0 0\n");

    /// <summary>A path inside the options of an overlay, where commas and colons divide.</summary>
    private static string Quoted(string path) =>
        path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal);

    /// <summary>A field of a mount table.</summary>
    private static string Escaped(string text) =>
        text.Replace("\\", "\\134", StringComparison.Ordinal).Replace(" ", "\\040", StringComparison.Ordinal).Replace("\t", "\\011", StringComparison.Ordinal).Replace("\n", "\\012", StringComparison.Ordinal).Replace("#", "\\043", StringComparison.Ordinal);
}
