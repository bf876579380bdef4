using Argosy.Lint;
using Argosy.Yaml;

namespace Argosy.Conformance;

/// <summary><c>argosy lint --argo</c> against what <c>argo lint --offline -o simple</c> printed.</summary>
public sealed class LintRecords
{
    private static IReadOnlyDictionary<string, Record> All => Records.LoadLines("lint", "lint.jsonl");

    public static TheoryData<string> Rows => Records.Lines("lint", "lint.jsonl");

    [Theory, MemberData(nameof(Rows))]
    public void Agrees(string id)
    {
        var record = Records.Get(All, id);
        var expected = record.Data.GetProperty("lint");
        var result = Run(record);
        var exit = expected.GetProperty("exit").GetInt32();
        var stdout = expected.GetProperty("stdout").GetString()!;
        string? difference = null;
        if (result.ExitCode != exit) difference = $"exit code {result.ExitCode}, not {exit}: {result.Out}{result.Error}";
        else if (result.Out.TrimEnd('\n') != stdout.TrimEnd('\n')) difference = $"\n  printed  {result.Out.TrimEnd('\n')}\n  expected {stdout}";
        ConformanceReport.Conclude(record, difference);
    }

    /// <summary>The line that ends a run; log lines and Go's stack traces are not compared.</summary>
    [Theory, MemberData(nameof(Rows))]
    public void Says_the_same_on_standard_error(string id)
    {
        var record = Records.Get(All, id);
        var stderr = record.Data.GetProperty("lint").GetProperty("stderr").GetString()!;
        var expected = Errors(stderr);
        if (stderr.StartsWith("panic", StringComparison.Ordinal)) return;
        var printed = Errors(Run(record).Error);
        ConformanceReport.Conclude("lint stderr", id, printed == expected ? null : $"\n  printed  {printed}\n  expected {expected}");
    }

    private static string Errors(string text) => string.Join('\n', text.Split('\n').Where(l => l.StartsWith("Error:", StringComparison.Ordinal)));

    private static ArgoLint.Result Run(Record record)
    {
        var file = ManifestReader.Read(record.Text("yaml"), record.Has("file") ? record.Text("file") : "case.yaml");
        return new ArgoLint(true, ["Workflow", "WorkflowTemplate", "CronWorkflow", "ClusterWorkflowTemplate"], () => DateTimeOffset.UnixEpoch).Run([file]);
    }
}
