using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text;
using Argosy.Manifests.Text.Time;

namespace Argosy.Manifests.Expressions.Sprig;

/// <summary>sprig's functions on times. The local zone is UTC, as in Argo's containers.</summary>
internal static class SprigDates
{
    private const ulong Second = 1_000_000_000, Minute = 60 * Second, Hour = 60 * Minute, Day = 24 * Hour;

    public static void Register(SprigFunctions f)
    {
        GoType s = GoType.String, any = GoType.Any, time = GoType.Time;
        f.Add("now", [], time, _ => GoTime.Now);
        f.Add("date", [s, any], s, a => InZone((string)a[0]!, a[1], "Local"));
        f.Add("htmlDate", [any], s, a => InZone("2006-01-02", a[0], "Local"));
        f.Add("htmlDateInZone", [any, s], s, a => InZone("2006-01-02", a[0], (string)a[1]!));
        f.Add("dateInZone date_in_zone", [s, any, s], s, a => InZone((string)a[0]!, a[1], (string)a[2]!));
        f.Add("dateModify date_modify", [s, time], time, a => GoDuration.Parse((string)a[0]!, out var d) is null ? ((GoTime)a[1]!).Add(d) : a[1]);
        f.AddFailing("mustDateModify must_date_modify", [s, time], time, a =>
            GoDuration.Parse((string)a[0]!, out var d) is { } error ? throw new GoPanic(error) : ((GoTime)a[1]!).Add(d));
        f.Add("toDate", [s, s], time, a => TimeLayout.Parse((string)a[0]!, (string)a[1]!, GoLocation.Local, GoLocation.Local, out var t) is null ? t : GoTime.Zero);
        f.AddFailing("mustToDate", [s, s], time, a =>
            TimeLayout.Parse((string)a[0]!, (string)a[1]!, GoLocation.Local, GoLocation.Local, out var t) is { } error ? throw new GoPanic(error) : t);
        f.Add("unixEpoch", [time], s, a => ((GoTime)a[0]!).Unix.ToString(System.Globalization.CultureInfo.InvariantCulture));
        f.Add("ago", [any], s, a => GoDuration.Format(GoDuration.Round(GoTime.Now.Since(TimeOf(a[0])), (long)Second)));
        f.Add("duration", [any], s, a => GoDuration.Format(unchecked(a[0] switch
        {
            string text => GoNumber.ParseInt(text, 10, out var n) == GoNumber.Syntax ? 0 : n,
            GoInteger { Type: var t } integer when ReferenceEquals(t, GoType.Int64) => integer.Value,
            _ => 0,
        } * 1_000_000_000)));
        f.Add("durationRound", [any], s, a => Rounded(a[0]));
    }

    private static GoTime TimeOf(object? value) => value switch
    {
        GoTime time => time,
        long unix => new GoTime(unix, 0, GoLocation.Local),
        GoInteger { Type: var t } unix when ReferenceEquals(t, GoType.Int64) || ReferenceEquals(t, GoType.Int32) => new GoTime(unix.Value, 0, GoLocation.Local),
        _ => GoTime.Now,
    };

    private static string InZone(string layout, object? date, string zone) => TimeLayout.Format(TimeOf(date).In(GoLocation.Load(zone) ?? GoLocation.Utc), layout);

    private static string Rounded(object? value)
    {
        var duration = value switch
        {
            string text => GoDuration.Parse(text, out var d) is null ? d : 0,
            GoInteger { Type: var t } integer when ReferenceEquals(t, GoType.Int64) => integer.Value,
            GoTime time => GoTime.Now.Since(time),
            _ => 0,
        };
        var u = duration < 0 ? unchecked((ulong)-duration) : (ulong)duration;
        foreach (var (size, unit) in new[] { (Day * 365, "y"), (Day * 30, "mo"), (Day, "d"), (Hour, "h"), (Minute, "m"), (Second, "s") })
        {
            if (u > size)
                return $"{u / size}{unit}";
        }

        return "0s";
    }
}
