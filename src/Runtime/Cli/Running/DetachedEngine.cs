using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Argosy.Engine;

namespace Argosy.Cli.Running;

/// <summary>An engine that is a process of its own: this very program, started again without a terminal, going on with one kept run.</summary>
internal static class DetachedEngine
{
    private const string OptionsFile = "engine-options.json";

    /// <summary>Keeps the options of the engine, so that a later process runs the same way.</summary>
    public static void KeepOptions(EngineHome home, string name, IReadOnlyList<string> words) =>
        File.WriteAllText(Path.Combine(home.RunFolder(name), OptionsFile), JsonSerializer.Serialize(words.ToArray()));

    /// <summary>Gives a run the options of another one.</summary>
    public static void CopyOptions(EngineHome home, string from, string to)
    {
        var kept = Path.Combine(home.RunFolder(from), OptionsFile);
        if (File.Exists(kept))
            File.Copy(kept, Path.Combine(home.RunFolder(to), OptionsFile), overwrite: true);
    }

    /// <summary>Starts the process; it outlives this one.</summary>
    public static void Start(EngineHome home, string name) => Start(home, [name], until: null);

    /// <summary>Starts one process for several runs, which ends after <paramref name="until"/> whatever they have come to.</summary>
    public static void Start(EngineHome home, IReadOnlyList<string> names, TimeSpan? until)
    {
        var folder = home.RunFolder(names[0]);
        var options = Path.Combine(folder, OptionsFile);
        var kept = File.Exists(options) ? JsonSerializer.Deserialize<string[]>(File.ReadAllText(options)) ?? [] : [];
        var program = Environment.ProcessPath ?? throw new CliException("this program does not know where it lies, so it cannot start an engine");
        var words = new List<string> { program };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            words.Add(Environment.GetCommandLineArgs()[0]);
        words.AddRange(["run", "--continue", string.Join(',', names), "--quiet", "--output", "name", .. kept]);
        if (until is { } limit)
            words.AddRange(["--until", limit.TotalSeconds.ToString(CultureInfo.InvariantCulture) + "s"]);

        var start = new ProcessStartInfo { WorkingDirectory = Directory.GetCurrentDirectory(), UseShellExecute = false };
        start.Environment["ARGOSY_HOME"] = home.Root;
        if (OperatingSystem.IsWindows())
        {
            start.FileName = words[0];
            start.CreateNoWindow = true;
            words.RemoveAt(0);
        }
        else
        {
            // A new session: neither Ctrl-C nor the end of the terminal reaches it. The words are arguments of the shell, never its text.
            start.FileName = "/bin/sh";
            words.InsertRange(0, ["-c", "log=$1; shift; if command -v setsid >/dev/null; then exec setsid \"$@\" >>\"$log\" 2>&1 </dev/null; else exec \"$@\" >>\"$log\" 2>&1 </dev/null; fi", "argosy", Path.Combine(folder, "engine.log")]);
        }
        foreach (var word in words)
            start.ArgumentList.Add(word);
        using var process = Process.Start(start) ?? throw new CliException("the engine could not be started");
    }
}
