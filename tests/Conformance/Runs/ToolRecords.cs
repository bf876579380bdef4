namespace Argosy.Conformance;

/// <summary>The recorded runs by the built tool, with their programs as processes of this machine: on request, by <c>ARGOSY_RUNS_PODS=tool</c>.</summary>
public sealed class ToolRecords
{
    private static readonly RunPool Runs = new(() => AllRuns, r => ToolPlay.PlayAsync(r, CancellationToken.None));

    private static readonly RunPool Examples = new(() => AllExamples, r => ToolPlay.PlayAsync(r, CancellationToken.None));

    private static IReadOnlyDictionary<string, Record> AllRuns => Records.LoadFiles("runs", "runs");

    private static IReadOnlyDictionary<string, Record> AllExamples => Records.LoadFiles("examples", "examples");

    public static TheoryData<string> RunRows => Records.Files("runs", "runs");

    public static TheoryData<string> ExampleRows => Records.Files("examples", "examples");

    [Theory, MemberData(nameof(RunRows))]
    public Task RunAgrees(string id) => AgreesAsync(AllRuns, Runs, id, "tool/" + id.Split('/')[0]);

    [Theory, MemberData(nameof(ExampleRows))]
    public Task ExampleAgrees(string id) => AgreesAsync(AllExamples, Examples, id, "tool/examples");

    private static async Task AgreesAsync(IReadOnlyDictionary<string, Record> all, RunPool pool, string id, string area)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("ARGOSY_RUNS_PODS") == "tool", "set ARGOSY_RUNS_PODS=tool to run the records by the tool");
        Records.Get(all, id);
        var (difference, skip) = await pool.Result(id);
        Assert.SkipWhen(skip is not null, skip ?? "");
        ConformanceReport.Conclude(area, id, difference);
    }
}
