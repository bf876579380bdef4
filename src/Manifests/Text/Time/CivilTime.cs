namespace Argosy.Manifests.Text.Time;

/// <summary>Days, months and years of the Gregorian calendar without limits.</summary>
internal static class CivilTime
{
    public const long SecondsPerDay = 86400;

    /// <summary>Days since 1970-01-01; month and day may lie outside their range, as in Go's <c>time.Date</c>.</summary>
    public static long Days(long year, long month, long day)
    {
        var m = month - 1;
        year += Floor(m, 12);
        m -= Floor(m, 12) * 12;
        month = m + 1;
        var y = month <= 2 ? year - 1 : year;
        var era = Floor(y, 400);
        var yearOfEra = y - era * 400;
        var dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5;
        var dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146097 + dayOfEra - 719468 + day - 1;
    }

    /// <summary>Year, month and day of a number of days since 1970-01-01.</summary>
    public static (long Year, int Month, int Day) Date(long days)
    {
        days += 719468;
        var era = Floor(days, 146097);
        var dayOfEra = days - era * 146097;
        var yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var mp = (5 * dayOfYear + 2) / 153;
        var day = (int)(dayOfYear - (153 * mp + 2) / 5 + 1);
        var month = (int)(mp < 10 ? mp + 3 : mp - 9);
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
    }

    public static bool IsLeap(long year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    public static int DaysIn(int month, long year) => month switch
    {
        2 => IsLeap(year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>Division that rounds down.</summary>
    public static long Floor(long a, long b)
    {
        var q = a / b;
        return a % b != 0 && (a < 0) != (b < 0) ? q - 1 : q;
    }
}
