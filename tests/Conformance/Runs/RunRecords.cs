namespace Argosy.Conformance;

/// <summary>The recorded runs: the operator must come to the same nodes, phases, messages and values.</summary>
public sealed class RunRecords
{
    private static IReadOnlyDictionary<string, Record> All => Records.LoadFiles("runs", "runs");

    private static readonly RunPool Pool = new(() => All, r => RunPlay.PlayAsync(r, withPrograms: false, CancellationToken.None));

    public static TheoryData<string> Rows => Records.Files("runs", "runs");

    [Theory, MemberData(nameof(Rows))]
    public async Task Agrees(string id)
    {
        var record = Records.Get(All, id);
        var (difference, skip) = await Pool.Result(id);
        Assert.SkipWhen(skip is not null, skip ?? "");
        ConformanceReport.Conclude("runs/" + id.Split('/')[0], id, difference);
    }
}
