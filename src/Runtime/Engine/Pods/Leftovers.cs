using System.Globalization;
using Argosy.Engine.Pods.Host;

namespace Argosy.Engine.Pods;

/// <summary>
/// What an engine that was killed left behind. Processes die with the engine, but a machine may lack the means for that; so each container records
/// its process, and a resumed run ends what still lives and removes the folders.
/// </summary>
internal static class Leftovers
{
    /// <summary>A process in a form that no later process can be taken for: its id and its start.</summary>
    public static string Describe(int process) => string.Create(CultureInfo.InvariantCulture, $"{process} {StartOf(process)}");

    /// <summary>Ends and removes all that the pods of a run left. Returns how many processes were still alive.</summary>
    /// <param name="runFolder">The folder of the run.</param>
    public static int Clean(string runFolder)
    {
        var pods = Path.Combine(runFolder, "pods");
        if (!Directory.Exists(pods))
            return 0;
        var ended = 0;
        foreach (var record in Directory.EnumerateFiles(pods, "process", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            var words = File.ReadAllText(record).Split(' ');
            if (words.Length == 2 && int.TryParse(words[0], CultureInfo.InvariantCulture, out var process) && StartOf(process) is var start and not "" && start == words[1])
            {
                _ = Native.SendSignal(process, Native.Kill);
                ended++;
                for (var wait = 0; wait < 200 && StartOf(process) == start; wait++)
                    Thread.Sleep(5);
            }
        }
        foreach (var record in Directory.EnumerateFiles(pods, "container", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            if (File.ReadAllText(record).Split(' ') is [var program and ("podman" or "docker"), var name])
                ended += ContainerCli.ContainerCliBackEnd.RunAsync(program, ContainerCli.ContainerCliBackEnd.RemoveWords(program, name), TimeSpan.FromMinutes(1), CancellationToken.None).GetAwaiter().GetResult() is { Code: 0 } ? 1 : 0;
        }
        FolderRemoval.Remove(pods);
        return ended;
    }

    private static string StartOf(int process)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] == "Z" ? "" : fields[19];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or IndexOutOfRangeException)
        {
            return "";
        }
    }
}
