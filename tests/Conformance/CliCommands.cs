namespace Argosy.Conformance;

/// <summary>Each recorded command, played on a client in memory that holds the objects of its record at its time: what it prints, how it ends, what it leaves.</summary>
public class CliCommands
{
    private const string Area = "commands";

    private static readonly IReadOnlyDictionary<string, RecordedCommand> Commands = RecordedCommand.Load();

    public static TheoryData<string> Rows()
    {
        var rows = new TheoryData<string>();
        foreach (var id in Commands.Keys.DefaultIfEmpty("(no records)")) rows.Add(id);
        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Prints_ends_and_leaves_what_argo_does(string id)
    {
        Assert.SkipWhen(Commands.Count == 0, RecordFolder.MissingReason);
        ConformanceReport.Conclude(Area, id, await Commands[id].CompareAsync());
    }
}
