using System.Globalization;

namespace LogReport;

/// <summary>Reads a web server's access log, counts its parts side by side, and writes a report. Every step is C# in this project.</summary>
[Workflow(GenerateName = "log-report-")]
public static partial class LogReport
{
    /// <summary>The log, or the sample's own when none is given.</summary>
    [Function]
    [return: Artifact("log")]
    private static Step<Artifact> Open(string log)
    {
        if (log.Length > 0 && !File.Exists(log)) throw new FileNotFoundException($"There is no file '{log}'. Give an access log with -p log=FILE.");
        return log.Length > 0 ? Artifact.FromFile(Path.GetFullPath(log)) : Artifact.FromLines(SampleLog.Read());
    }

    /// <summary>What <see cref="Split"/> hands on: the numbers of the parts, and a folder with a file for each.</summary>
    [Outputs]
    internal sealed record Parts(int[] Numbers, Artifact Files);

    [Function]
    private static Step<Parts> Split(Artifact log, int parts)
    {
        var folder = Directory.CreateTempSubdirectory("log-parts-").FullName;
        var writers = Enumerable.Range(0, parts).Select(part => new StreamWriter(Path.Combine(folder, PartName(part)))).ToList();
        try
        {
            var line = 0;
            foreach (var text in log.ReadLines()) writers[line++ % parts].WriteLine(text);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line:N0} lines in {parts} parts"));
        }
        finally
        {
            writers.ForEach(writer => writer.Dispose());
        }

        return new Parts([.. Enumerable.Range(0, parts)], Artifact.FromFile(folder));
    }

    [Function]
    private static Step<Counts> Count(int part, Artifact files)
    {
        var counts = Counts.Of(File.ReadLines(Path.Combine(files.Path, PartName(part))));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"part {part}: {counts.Lines:N0} lines, {counts.Unread} not understood"));
        return counts;
    }

    [Function]
    private static Step<Counts> Merge(Counts[] counts) => Counts.Sum(counts);

    /// <summary>The report's two files.</summary>
    [Outputs]
    internal sealed record Files(
        [Artifact(Path = "/argosy/outputs/report.txt", Archive = "none")] Artifact Table,
        [Artifact(Path = "/argosy/outputs/report.svg", Archive = "none")] Artifact Chart);

    [Function]
    private static Step<Files> Report(Counts counts)
    {
        var table = ReportTable.Write(counts);
        Console.WriteLine(table);
        return new Files(Artifact.FromText(table), Artifact.FromText(BarChart.Write(counts)));
    }

    [Dag, Entrypoint]
    private static void Run(string log = "", int parts = 8)
    {
        var open = Open(log);
        var split = Split(open, parts);
        var counts = split.Value.Numbers.Select(part => Count(part, split.Value.Files)).Collect();
        var merge = Merge(counts);
        var report = Report(merge);
    }

    private static string PartName(int part) => string.Create(CultureInfo.InvariantCulture, $"part-{part:000}.log");
}
