namespace Argosy.Conformance;

/// <summary>
/// The recorded runs with their own programs, as processes of this machine. They take as long as they did, so they run only when
/// <c>ARGOSY_RUNS_PODS=host</c> asks for it.
/// </summary>
public sealed class ProgramRecords
{
    private static readonly RunPool Pool = new(() => All, r => RunPlay.PlayAsync(r, withPrograms: true, CancellationToken.None));

    private static IReadOnlyDictionary<string, Record> All => Records.LoadFiles("runs", "runs");

    public static TheoryData<string> Rows => Records.Files("runs", "runs");

    [Theory, MemberData(nameof(Rows))]
    public async Task Agrees(string id)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("ARGOSY_RUNS_PODS") == "host", "set ARGOSY_RUNS_PODS=host to run the recorded programs");
        var record = Records.Get(All, id);
        var (difference, skip) = await Pool.Result(id);
        Assert.SkipWhen(skip is not null, skip ?? "");
        ConformanceReport.Conclude("programs/" + id.Split('/')[0], id, difference);
    }
}
