using Argosy.Manifests.Text;
using Argosy.Manifests.Text.Time;

namespace Argosy.Manifests.Cron;

/// <summary>The schedule of a CronWorkflow.</summary>
public sealed class CronSchedule
{
    private const string Every = "@every ";

    private readonly GoLocation _location;
    private readonly long _every;
    private readonly ulong _minute, _hour, _dayOfMonth, _month, _dayOfWeek;

    private CronSchedule(GoLocation location, ulong minute, ulong hour, ulong dayOfMonth, ulong month, ulong dayOfWeek)
    {
        _location = location;
        (_minute, _hour, _dayOfMonth, _month, _dayOfWeek) = (minute, hour, dayOfMonth, month, dayOfWeek);
    }

    private CronSchedule(long every)
    {
        _location = GoLocation.Utc;
        _every = every;
    }

    /// <summary>Parses a schedule of five fields or a descriptor (<c>@daily</c>, <c>@every 1h</c>), in a time zone (null or empty: UTC).</summary>
    /// <exception cref="CronException">The schedule or the zone is wrong.</exception>
    public static CronSchedule Parse(string schedule, string? timezone)
    {
        if (!string.IsNullOrEmpty(timezone))
            schedule = $"CRON_TZ={timezone} {schedule}";
        if (schedule.Length == 0)
            throw new CronException("empty spec string");
        var location = GoLocation.Utc;
        if (schedule.StartsWith("TZ=", StringComparison.Ordinal) || schedule.StartsWith("CRON_TZ=", StringComparison.Ordinal))
        {
            var blank = schedule.IndexOf(' ');
            var equals = schedule.IndexOf('=');
            if (blank < 0)
                throw new CronException("the schedule has a time zone and nothing after it");
            var name = schedule.Substring(equals + 1, blank - equals - 1);
            location = GoLocation.Load(name) ?? throw new CronException($"provided bad location {name}: {UnknownZone(name)}");
            schedule = GoQuote.TrimSpace(schedule.Substring(blank));
        }

        if (schedule.StartsWith("@", StringComparison.Ordinal))
            return Descriptor(schedule, location);
        var fields = GoQuote.Fields(schedule);
        if (fields.Count != 5)
            throw new CronException($"expected exactly 5 fields, found {fields.Count}: [{string.Join(" ", fields)}]");
        return new CronSchedule(location, CronField.Minutes.Parse(fields[0]), CronField.Hours.Parse(fields[1]), CronField.DaysOfMonth.Parse(fields[2]),
            CronField.Months.Parse(fields[3]), CronField.DaysOfWeek.Parse(fields[4]));
    }

    /// <summary>The first time after the given one, in the offset of the given one; null if there is none within five years.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var from = GoTime.From(after);
        if (_every > 0)
            return ToOffset(from.Add(_every - from.Nanosecond), after.Offset);
        var time = from.In(_location).Add(1_000_000_000 - from.Nanosecond);
        var added = false;
        var limit = time.Year + 5;
        while (time.Year <= limit)
        {
            if (Advance(ref time, ref added))
                return ToOffset(time, after.Offset);
        }

        return null;
    }

    // Moves to the first field that fits; false when a larger field has wrapped around and all have to be looked at again.
    private bool Advance(ref GoTime time, ref bool added)
    {
        while (!Has(_month, time.Month))
        {
            if (!added)
            {
                added = true;
                time = GoTime.Date(time.Year, time.Month, 1, 0, 0, 0, 0, _location);
            }

            time = time.AddDate(0, 1, 0);
            if (time.Month == 1)
                return false;
        }

        while (!DayMatches(time))
        {
            if (!added)
            {
                added = true;
                time = GoTime.Date(time.Year, time.Month, time.Day, 0, 0, 0, 0, _location);
            }

            time = time.AddDate(0, 0, 1);
            // A clock change may have moved midnight.
            if (time.Hour != 0)
                time = time.Add((time.Hour > 12 ? 24 - time.Hour : -time.Hour) * 3_600_000_000_000L);
            if (time.Day == 1)
                return false;
        }

        while (!Has(_hour, time.Hour))
        {
            if (!added)
            {
                added = true;
                time = GoTime.Date(time.Year, time.Month, time.Day, time.Hour, 0, 0, 0, _location);
            }

            time = time.Add(3_600_000_000_000L);
            if (time.Hour == 0)
                return false;
        }

        while (!Has(_minute, time.Minute))
        {
            if (!added)
            {
                added = true;
                time = time.Truncate(60_000_000_000L);
            }

            time = time.Add(60_000_000_000L);
            if (time.Minute == 0)
                return false;
        }

        while (time.Second != 0)
        {
            if (!added)
            {
                added = true;
                time = time.Truncate(1_000_000_000L);
            }

            time = time.Add(1_000_000_000L);
            if (time.Second == 0)
                return false;
        }

        return true;
    }

    private bool DayMatches(GoTime time)
    {
        bool ofMonth = Has(_dayOfMonth, time.Day), ofWeek = Has(_dayOfWeek, time.Weekday);
        return ((_dayOfMonth | _dayOfWeek) & CronField.Star) != 0 ? ofMonth && ofWeek : ofMonth || ofWeek;
    }

    private static bool Has(ulong bits, int value) => (bits & (1UL << value)) != 0;

    private static CronSchedule Descriptor(string text, GoLocation location)
    {
        ulong daysOfMonth = CronField.DaysOfMonth.All, months = CronField.Months.All, daysOfWeek = CronField.DaysOfWeek.All;
        switch (text)
        {
            case "@yearly" or "@annually":
                return new CronSchedule(location, 1, 1, 2, 2, daysOfWeek);
            case "@monthly":
                return new CronSchedule(location, 1, 1, 2, months, daysOfWeek);
            case "@weekly":
                return new CronSchedule(location, 1, 1, daysOfMonth, months, 1);
            case "@daily" or "@midnight":
                return new CronSchedule(location, 1, 1, daysOfMonth, months, daysOfWeek);
            case "@hourly":
                return new CronSchedule(location, 1, CronField.Hours.All, daysOfMonth, months, daysOfWeek);
        }

        if (!text.StartsWith(Every, StringComparison.Ordinal))
            throw new CronException($"unrecognized descriptor: {text}");
        if (GoDuration.Parse(text.Substring(Every.Length), out var every) is { } error)
            throw new CronException($"failed to parse duration {text}: {error}");
        every = Math.Max(every, 1_000_000_000);
        return new CronSchedule(every - every % 1_000_000_000);
    }

    private static string UnknownZone(string name) =>
        name.Length > 0 && (name.Contains("..") || name[0] is '/' or '\\') ? "time: invalid location name" : $"unknown time zone {name}";

    private static DateTimeOffset? ToOffset(GoTime time, TimeSpan offset)
    {
        if (time.Year is < 1 or > 9998)
            return null;
        return DateTimeOffset.FromUnixTimeSeconds(time.Unix).AddTicks(time.Nanosecond / 100).ToOffset(offset);
    }
}
