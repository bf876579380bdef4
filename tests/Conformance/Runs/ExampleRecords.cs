namespace Argosy.Conformance;

/// <summary>The recorded runs of upstream's examples.</summary>
public sealed class ExampleRecords
{
    private static IReadOnlyDictionary<string, Record> All => Records.LoadFiles("examples", "examples");

    private static readonly RunPool Pool = new(() => All, r => RunPlay.PlayAsync(r, withPrograms: false, CancellationToken.None));

    public static TheoryData<string> Rows => Records.Files("examples", "examples");

    [Theory, MemberData(nameof(Rows))]
    public async Task Agrees(string id)
    {
        var record = Records.Get(All, id);
        var (difference, skip) = await Pool.Result(id);
        Assert.SkipWhen(skip is not null, skip ?? "");
        ConformanceReport.Conclude("examples", id, difference);
    }
}
