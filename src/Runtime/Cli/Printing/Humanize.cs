using System.Globalization;

namespace Argosy.Cli.Printing;

/// <summary>Times and durations in the words of Argo's CLI.</summary>
internal static class Humanize
{
    private const long Second = 1;
    private const long Minute = 60 * Second;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;
    private const long Week = 7 * Day;
    private const long Month = 30 * Day;
    private const long Year = 12 * Month;
    private const long LongTime = 37 * Year;

    private static readonly (long Limit, string Format, long DividedBy)[] Long =
    [
        (Second, "0 seconds", 1), (2 * Second, "1 second", 1), (Minute, "{0} seconds", Second), (2 * Minute, "1 minute", 1), (Hour, "{0} minutes", Minute),
        (2 * Hour, "1 hour", 1), (Day, "{0} hours", Hour), (2 * Day, "1 day", 1), (Week, "{0} days", Day), (2 * Week, "1 week", 1), (Month, "{0} weeks", Week),
        (2 * Month, "1 month", 1), (Year, "{0} months", Month), (18 * Month, "1 year", 1), (2 * Year, "2 years", 1), (LongTime, "{0} years", Year),
        (long.MaxValue, "a long while", 1),
    ];

    private static readonly (long Limit, string Format, long DividedBy)[] Short =
    [
        (Second, "0s", 1), (2 * Second, "1s", 1), (Minute, "{0}s", Second), (2 * Minute, "1m", 1), (Hour, "{0}m", Minute), (2 * Hour, "1h", 1),
        (Day, "{0}h", Hour), (2 * Day, "1d", 1), (Week, "{0}d", Day), (long.MaxValue, "{0}d", Day),
    ];

    /// <summary><c>Wed Nov 25 00:44:15 +0000 (4 seconds ago)</c>.</summary>
    public static string Timestamp(DateTimeOffset? time, DateTimeOffset now)
    {
        var moment = time ?? DateTimeOffset.MinValue;
        var zone = moment.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);
        return $"{moment.ToString("ddd MMM dd HH:mm:ss", CultureInfo.InvariantCulture)} {zone} ({Relative(moment, now)})";
    }

    /// <summary><c>4 seconds ago</c>, <c>now</c>, <c>15 minutes from now</c>.</summary>
    public static string Relative(DateTimeOffset time, DateTimeOffset now)
    {
        var difference = now - time;
        var text = Magnitude(Absolute(difference), Long);
        if (Absolute(difference).TotalSeconds < 1) return "now";
        return difference < TimeSpan.Zero ? $"{text} from now" : $"{text} ago";
    }

    /// <summary>Up to two units: <c>1 minute 3 seconds</c>.</summary>
    public static string Duration(TimeSpan duration)
    {
        var first = Magnitude(Absolute(duration), Long);
        if (duration.TotalSeconds < 60) return first;
        if (duration.TotalMinutes < 60) return $"{first} {(long)(duration.TotalSeconds % 60)} seconds";
        if (duration.TotalHours < 24) return $"{first} {(long)(duration.TotalMinutes % 60)} minutes";
        return $"{first} {(long)(duration.TotalHours % 24)} hours";
    }

    /// <summary>From start to finish, or to now while it is not finished.</summary>
    public static string Between(DateTimeOffset? start, DateTimeOffset? finish, DateTimeOffset now) => Duration(Span(start, finish, now));

    /// <summary>One unit: <c>12s</c>, <c>3m</c>.</summary>
    public static string ShortBetween(DateTimeOffset? start, DateTimeOffset? finish, DateTimeOffset now) => Magnitude(Absolute(Span(start, finish, now)), Short);

    private static TimeSpan Span(DateTimeOffset? start, DateTimeOffset? finish, DateTimeOffset now) =>
        start is null ? (finish is null ? TimeSpan.Zero : finish.Value - DateTimeOffset.MinValue) : (finish ?? now) - start.Value;

    private static TimeSpan Absolute(TimeSpan span) => span < TimeSpan.Zero ? -span : span;

    private static string Magnitude(TimeSpan span, (long Limit, string Format, long DividedBy)[] magnitudes)
    {
        var ticks = span.Ticks;
        foreach (var (limit, format, dividedBy) in magnitudes)
        {
            if (limit == long.MaxValue || ticks < limit * TimeSpan.TicksPerSecond)
                return string.Format(CultureInfo.InvariantCulture, format, ticks / (dividedBy * TimeSpan.TicksPerSecond));
        }

        return "";
    }
}
