using System.Diagnostics;

namespace Argosy.Benchmarks.Measures;

/// <summary>The built tool, started as a user starts it.</summary>
internal static class BuiltTool
{
    /// <summary>The tool's assembly, built in the same configuration as this program.</summary>
    public static string Path { get; } = Find();

    /// <summary>Runs a program to its end: its exit code and the most memory that it held, in MB.</summary>
    public static async Task<(int ExitCode, long PeakMegabytes)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var peak = 0L;
        while (!process.HasExited)
        {
            try
            {
                process.Refresh();
                peak = Math.Max(peak, process.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                break;
            }

            if (process.WaitForExit(20)) break;
        }

        await Task.WhenAll(output, errors);
        await process.WaitForExitAsync();
        return (process.ExitCode, peak >> 20);
    }

    private static string Find()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Generator.sln")))
                return System.IO.Path.Combine(folder.FullName, "src/Tool/bin", configuration, "net10.0/argosy.dll");
        throw new InvalidOperationException("run this from a checkout");
    }
}
