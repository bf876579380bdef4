using System.Diagnostics;
using System.Globalization;

namespace Argosy.Benchmarks.Measures;

/// <summary>Measurements of whole runs: one line a case, with the ratio to what it is compared to in the same run.</summary>
internal static class Measure
{
    private static readonly Dictionary<string, Func<Task>> All = new(StringComparer.Ordinal)
    {
        ["engine"] = EngineMeasure.RunAsync,
        ["processes"] = ProcessMeasure.RunAsync,
        ["lint"] = LintMeasure.RunAsync,
        ["start"] = StartMeasure.RunAsync,
    };

    public static async Task RunAsync(IReadOnlyList<string> which)
    {
        foreach (var (name, run) in All)
        {
            if (which.Count > 0 && !which.Contains(name)) continue;
            Console.WriteLine($"## {name}");
            await run();
            Console.WriteLine();
        }
    }

    public static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    public static async Task<double> SecondsAsync(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>The middle of several tries.</summary>
    public static async Task<double> MedianSecondsAsync(int tries, Func<Task> work)
    {
        var times = new List<double>();
        for (var i = 0; i < tries; i++) times.Add(await SecondsAsync(work));
        return times.Order().ElementAt(tries / 2);
    }
}
