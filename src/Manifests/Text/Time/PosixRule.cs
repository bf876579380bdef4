using System.Globalization;

namespace Argosy.Manifests.Text.Time;

/// <summary>The rule at the end of a tz file (<c>CET-1CEST,M3.5.0,M10.5.0/3</c>): what holds after its last listed change.</summary>
internal sealed class PosixRule
{
    private readonly GoLocation.Zone _standard;
    private readonly GoLocation.Zone? _daylight;
    private readonly Change _start, _end;

    private PosixRule(GoLocation.Zone standard, GoLocation.Zone? daylight, Change start, Change end)
    {
        _standard = standard;
        _daylight = daylight;
        _start = start;
        _end = end;
    }

    public IEnumerable<GoLocation.Zone> Zones => _daylight is null ? [_standard] : [_standard, _daylight];

    public static PosixRule? Parse(string text)
    {
        var at = 0;
        try
        {
            var name = Name(text, ref at);
            var offset = -Offset(text, ref at);
            var standard = new GoLocation.Zone(name, offset, false);
            if (at >= text.Length)
                return new PosixRule(standard, null, default, default);
            var daylightName = Name(text, ref at);
            var daylightOffset = offset + 3600;
            if (at < text.Length && text[at] != ',')
                daylightOffset = -Offset(text, ref at);
            if (at >= text.Length)
                return null;
            at++;
            var start = Change.Parse(text, ref at);
            at++;
            var end = Change.Parse(text, ref at);
            return new PosixRule(standard, new GoLocation.Zone(daylightName, daylightOffset, true), start, end);
        }
        catch (Exception error) when (error is FormatException or IndexOutOfRangeException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The zone in force at an instant and how long it holds.</summary>
    public (GoLocation.Zone Zone, long Start, long End) At(long unixSeconds)
    {
        if (_daylight is null)
            return (_standard, long.MinValue, long.MaxValue);
        var year = CivilTime.Date(CivilTime.Floor(unixSeconds + _standard.Offset, CivilTime.SecondsPerDay)).Year;
        var changes = new List<(long At, GoLocation.Zone Zone)>(6);
        for (var y = year - 1; y <= year + 1; y++)
        {
            changes.Add((_start.Seconds(y) - _standard.Offset, _daylight));
            changes.Add((_end.Seconds(y) - _daylight.Offset, _standard));
        }

        changes.Sort((a, b) => a.At.CompareTo(b.At));
        for (var i = changes.Count - 1; i >= 0; i--)
        {
            if (changes[i].At <= unixSeconds)
                return (changes[i].Zone, changes[i].At, i + 1 < changes.Count ? changes[i + 1].At : long.MaxValue);
        }

        return (_standard, long.MinValue, changes[0].At);
    }

    private static string Name(string text, ref int at)
    {
        var start = at;
        if (text[at] == '<')
        {
            var close = text.IndexOf('>', at);
            at = close + 1;
            return text.Substring(start + 1, close - start - 1);
        }

        while (at < text.Length && char.IsLetter(text[at]))
            at++;
        return text.Substring(start, at - start);
    }

    private static int Offset(string text, ref int at)
    {
        var sign = 1;
        if (text[at] is '+' or '-')
            sign = text[at++] == '-' ? -1 : 1;
        int seconds = 0, unit = 3600;
        while (true)
        {
            seconds += Number(text, ref at) * unit;
            unit /= 60;
            if (at >= text.Length || text[at] != ':')
                return sign * seconds;
            at++;
        }
    }

    private static int Number(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && text[at] is >= '0' and <= '9')
            at++;
        return int.Parse(text.Substring(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private readonly struct Change(char kind, int month, int week, int day, int time)
    {
        public static Change Parse(string text, ref int at)
        {
            var kind = 'D';
            int month = 0, week = 0;
            if (text[at] == 'M')
            {
                kind = 'M';
                at++;
                month = Number(text, ref at);
                at++;
                week = Number(text, ref at);
                at++;
            }
            else if (text[at] == 'J')
            {
                kind = 'J';
                at++;
            }

            var day = Number(text, ref at);
            var time = 7200;
            if (at < text.Length && text[at] == '/')
            {
                at++;
                time = Offset(text, ref at);
            }

            return new Change(kind, month, week, day, time);
        }

        /// <summary>Local seconds since 1970 of the change in a year.</summary>
        public long Seconds(long year)
        {
            var days = kind switch
            {
                'J' => CivilTime.Days(year, 1, 1) + day - 1 + (CivilTime.IsLeap(year) && day >= 60 ? 1 : 0),
                'D' => CivilTime.Days(year, 1, 1) + day,
                _ => OfWeek(year),
            };
            return days * CivilTime.SecondsPerDay + time;
        }

        private long OfWeek(long year)
        {
            var first = CivilTime.Days(year, month, 1);
            var weekday = (int)(((first + 4) % 7 + 7) % 7);
            var result = 1 + (day - weekday + 7) % 7 + (week - 1) * 7;
            if (result > CivilTime.DaysIn(month, year))
                result -= 7;
            return first + result - 1;
        }
    }
}
