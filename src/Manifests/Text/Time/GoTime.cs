namespace Argosy.Manifests.Text.Time;

/// <summary>An instant with nanoseconds and a zone: Go's <c>time.Time</c>.</summary>
internal sealed class GoTime
{
    public GoTime(long unix, int nanosecond, GoLocation location)
    {
        Unix = unix;
        Nanosecond = nanosecond;
        Location = location;
        var zone = location.At(unix);
        Zone = zone;
        var local = unix + zone.Offset;
        var days = CivilTime.Floor(local, CivilTime.SecondsPerDay);
        (Year, Month, Day) = CivilTime.Date(days);
        SecondOfDay = (int)(local - days * CivilTime.SecondsPerDay);
        Weekday = (int)(((days + 4) % 7 + 7) % 7);
        YearDay = (int)(days - CivilTime.Days(Year, 1, 1)) + 1;
    }

    public static GoTime Zero { get; } = new(-62135596800, 0, GoLocation.Utc);

    public long Unix { get; }

    public int Nanosecond { get; }

    public GoLocation Location { get; }

    public GoLocation.Zone Zone { get; }

    public long Year { get; }

    public int Month { get; }

    public int Day { get; }

    public int SecondOfDay { get; }

    public int Hour => SecondOfDay / 3600;

    public int Minute => SecondOfDay / 60 % 60;

    public int Second => SecondOfDay % 60;

    public int Weekday { get; }

    public int YearDay { get; }

    public bool IsZero => Unix == Zero.Unix && Nanosecond == 0;

    public static GoTime Now => FromTicks(DateTime.UtcNow.Ticks, GoLocation.Local);

    public static GoTime From(DateTimeOffset time) => FromTicks(time.UtcTicks, GoLocation.Utc);

    /// <summary>Go's <c>time.Date</c>: everything may lie outside its range.</summary>
    public static GoTime Date(long year, long month, long day, long hour, long minute, long second, long nanosecond, GoLocation location)
    {
        second += CivilTime.Floor(nanosecond, 1_000_000_000);
        nanosecond -= CivilTime.Floor(nanosecond, 1_000_000_000) * 1_000_000_000;
        var local = CivilTime.Days(year, month, day) * CivilTime.SecondsPerDay + hour * 3600 + minute * 60 + second;
        return new GoTime(location.Instant(local), (int)nanosecond, location);
    }

    public GoTime In(GoLocation location) => new(Unix, Nanosecond, location);

    public GoTime Add(long nanoseconds)
    {
        var seconds = CivilTime.Floor(nanoseconds, 1_000_000_000);
        var rest = Nanosecond + (int)(nanoseconds - seconds * 1_000_000_000);
        return new GoTime(unchecked(Unix + seconds + rest / 1_000_000_000), rest % 1_000_000_000, Location);
    }

    public GoTime AddDate(long years, long months, long days) =>
        Date(Year + years, Month + months, Day + days, Hour, Minute, Second, Nanosecond, Location);

    /// <summary>The nanoseconds since another time, held within what a Go duration can say.</summary>
    public long Since(GoTime other)
    {
        var seconds = (decimal)Unix - other.Unix;
        var nanoseconds = seconds * 1_000_000_000m + (Nanosecond - other.Nanosecond);
        return nanoseconds > long.MaxValue ? long.MaxValue : nanoseconds < long.MinValue ? long.MinValue : (long)nanoseconds;
    }

    public int CompareTo(GoTime other) => Unix != other.Unix ? Unix.CompareTo(other.Unix) : Nanosecond.CompareTo(other.Nanosecond);

    /// <summary>Rounds down to a multiple of a duration since the year 1.</summary>
    public GoTime Truncate(long duration) => duration <= 0 ? this : Add(-Remainder(duration));

    /// <summary>Rounds to a multiple of a duration since the year 1, halves up.</summary>
    public GoTime Round(long duration)
    {
        if (duration <= 0)
            return this;
        var rest = Remainder(duration);
        return rest < duration - rest ? Add(-rest) : Add(duration - rest);
    }

    /// <summary>ISO 8601 year and week.</summary>
    public (long Year, int Week) IsoWeek()
    {
        var days = CivilTime.Days(Year, Month, Day) + 3 - (Weekday + 6) % 7;
        var year = CivilTime.Date(days).Year;
        return (year, (int)((days - CivilTime.Days(year, 1, 1)) / 7) + 1);
    }

    /// <summary>As Go's <c>String</c> prints it.</summary>
    public override string ToString() => TimeLayout.Format(this, "2006-01-02 15:04:05.999999999 -0700 MST");

    private static GoTime FromTicks(long ticks, GoLocation location)
    {
        var since = ticks - 621355968000000000;
        var seconds = CivilTime.Floor(since, 10_000_000);
        return new GoTime(seconds, (int)(since - seconds * 10_000_000) * 100, location);
    }

    private long Remainder(long duration)
    {
        var total = ((decimal)Unix + 62135596800m) * 1_000_000_000m + Nanosecond;
        var rest = total % duration;
        return (long)(rest < 0 ? rest + duration : rest);
    }
}
