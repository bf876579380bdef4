using System.Diagnostics;

namespace Argosy.Engine.Pods.Host;

/// <summary>
/// What of an image its containers find where the machine's own programs serve: BusyBox's programs where the image has those (its shell and its <c>date</c> are not
/// this machine's), and the one program that is the whole of Argo's example image.
/// </summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
internal static class StandIns
{
    private static readonly HashSet<string> s_busyBox = new(StringComparer.Ordinal) { "alpine", "busybox" };
    private static readonly object s_gate = new();
    private static readonly Lazy<(string Program, string[] Applets)?> s_programs = new(Find);

    private const string Argosay = """
        #!/bin/sh
        fail() { echo "$1" >&2; exit 1; }
        case "${1-echo}" in
        echo)
          case $# in
          0 | 1) echo "hello argo" ;;
          2) printf '%s\n' "$2" ;;
          3) mkdir -p "$(dirname "$3")" && printf '%s' "$2" > "$3" ;;
          *) fail "usage: argosay echo [message] [file]" ;;
          esac ;;
        cat) shift; cat "$@" ;;
        sleep) sleep "$2" ;;
        exit) exit "${2-0}" ;;
        assert_contains) grep -qF -- "$3" "$2" || fail "$2 does not contain $3" ;;
        *) fail "usage: argosay [assert_contains|cat|echo|exit|sleep]..." ;;
        esac
        """;

    /// <summary>A program that an image consists of, as a script; null: none.</summary>
    public static string? ScriptOf(string image) => ImageMap.BaseName(image) == "argoproj/argosay" ? Argosay + "\n" : null;

    /// <summary>A folder with BusyBox's programs to lie over <c>/usr</c>; null: the image has none of them, or the machine has no BusyBox.</summary>
    public static string? LayerOf(string image, string folder)
    {
        if (!s_busyBox.Contains(ImageMap.BaseName(image)) || s_programs.Value is not { } busyBox)
            return null;
        lock (s_gate)
        {
            if (Directory.Exists(folder))
                return folder;
            var made = folder + ".new";
            if (Directory.Exists(made))
                Directory.Delete(made, recursive: true);
            Directory.CreateDirectory(Path.Combine(made, "bin"));
            foreach (var applet in busyBox.Applets)
                File.CreateSymbolicLink(Path.Combine(made, "bin", applet), busyBox.Program);
            Directory.Move(made, folder);
            return folder;
        }
    }

    private static (string, string[])? Find()
    {
        // Only where /bin is /usr/bin can one layer serve both.
        if (new DirectoryInfo("/bin").LinkTarget is null || Array.Find(["/usr/bin/busybox", "/usr/local/bin/busybox"], File.Exists) is not { } program)
            return null;
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, ["--list"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            var applets = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            process.WaitForExit();
            return applets.Contains("sh") ? (program, [.. applets.Where(a => a != "busybox" && !a.Contains('/', StringComparison.Ordinal))]) : null;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
        {
            return null;
        }
    }
}
