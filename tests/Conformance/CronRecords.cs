using Argosy.Manifests.Cron;

namespace Argosy.Conformance;

/// <summary>Schedules: the next times, or the error of a wrong one.</summary>
public sealed class CronRecords
{
    private static IReadOnlyDictionary<string, Record> All => Records.LoadLines("cron", "cron.jsonl");

    public static TheoryData<string> Rows => Records.Lines("cron", "cron.jsonl");

    [Theory, MemberData(nameof(Rows))]
    public void Agrees(string id)
    {
        var record = Records.Get(All, id);
        var expected = record.Data.GetProperty("result");
        var actual = Answer(record);
        if (expected.TryGetProperty("error", out var error))
        {
            ConformanceReport.Conclude(record, actual is string text && text == error.GetString() ? null : $"expected the error {error}, got {Show(actual)}");
            return;
        }

        var times = expected.GetProperty("value").EnumerateArray().Select(t => t.GetString()!).ToList();
        ConformanceReport.Conclude(record, actual is List<string> got && got.SequenceEqual(times) ? null : $"expected {Show(times)}, got {Show(actual)}");
    }

    private static object Answer(Record record)
    {
        try
        {
            var schedule = CronSchedule.Parse(record.Text("schedule"), record.Text("timezone"));
            var times = new List<string>();
            var from = DateTimeOffset.Parse(record.Text("from"), System.Globalization.CultureInfo.InvariantCulture);
            for (var count = record.Data.GetProperty("n").GetInt32(); count > 0 && schedule.Next(from) is { } next; count--)
            {
                from = next;
                times.Add(next.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
            }

            return times;
        }
        catch (CronException error)
        {
            return error.Message;
        }
    }

    private static string Show(object value) => value is List<string> list ? string.Join(", ", list) : $"«{value}»";
}
