using System.Globalization;
using System.Text;

namespace Argosy.Manifests.Text.Time;

/// <summary>Go's layouts: a pattern is how the reference time <c>Mon Jan 2 15:04:05 MST 2006</c> looks in it.</summary>
internal static class TimeLayout
{
    public const string Rfc3339 = "2006-01-02T15:04:05Z07:00", Rfc3339Nano = "2006-01-02T15:04:05.999999999Z07:00";

    private static readonly string[] LongMonths =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private static readonly string[] LongDays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    private static readonly string[] ShortMonths = [.. LongMonths.Select(m => m.Substring(0, 3))];

    private static readonly string[] ShortDays = [.. LongDays.Select(d => d.Substring(0, 3))];

    private enum Part
    {
        None, LongMonth, Month, NumMonth, ZeroMonth, LongWeekDay, WeekDay, Day, UnderDay, ZeroDay, UnderYearDay, ZeroYearDay, Hour, Hour12, ZeroHour12,
        Minute, ZeroMinute, Second, ZeroSecond, LongYear, Year, UpperPm, LowerPm, TZ, Iso8601TZ, Iso8601SecondsTZ, Iso8601ShortTZ, Iso8601ColonTZ,
        Iso8601ColonSecondsTZ, NumTZ, NumSecondsTZ, NumShortTZ, NumColonTZ, NumColonSecondsTZ, Fraction0, Fraction9,
    }

    public static string MonthName(long month) => month is >= 1 and <= 12 ? LongMonths[month - 1] : $"%!Month({month})";

    public static string DayName(long day) => day is >= 0 and <= 6 ? LongDays[day] : $"%!Weekday({day})";

    /// <summary>Writes a time in a layout.</summary>
    public static string Format(GoTime time, string layout)
    {
        var text = new StringBuilder();
        while (layout.Length > 0)
        {
            var (prefix, part, digits, separator, suffix) = Next(layout);
            text.Append(prefix);
            if (part == Part.None)
                break;
            layout = suffix;
            var hour12 = time.Hour % 12 == 0 ? 12 : time.Hour % 12;
            switch (part)
            {
                case Part.Year:
                    Pad(text, Math.Abs(time.Year) % 100, 2);
                    break;
                case Part.LongYear:
                    if (time.Year < 0)
                        text.Append('-');
                    Pad(text, Math.Abs(time.Year), 4);
                    break;
                case Part.Month:
                    text.Append(ShortMonths[time.Month - 1]);
                    break;
                case Part.LongMonth:
                    text.Append(LongMonths[time.Month - 1]);
                    break;
                case Part.NumMonth:
                    text.Append(time.Month);
                    break;
                case Part.ZeroMonth:
                    Pad(text, time.Month, 2);
                    break;
                case Part.WeekDay:
                    text.Append(ShortDays[time.Weekday]);
                    break;
                case Part.LongWeekDay:
                    text.Append(LongDays[time.Weekday]);
                    break;
                case Part.Day:
                    text.Append(time.Day);
                    break;
                case Part.UnderDay:
                    text.Append(time.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2));
                    break;
                case Part.ZeroDay:
                    Pad(text, time.Day, 2);
                    break;
                case Part.UnderYearDay:
                    text.Append(time.YearDay.ToString(CultureInfo.InvariantCulture).PadLeft(3));
                    break;
                case Part.ZeroYearDay:
                    Pad(text, time.YearDay, 3);
                    break;
                case Part.Hour:
                    Pad(text, time.Hour, 2);
                    break;
                case Part.Hour12:
                    text.Append(hour12);
                    break;
                case Part.ZeroHour12:
                    Pad(text, hour12, 2);
                    break;
                case Part.Minute:
                    text.Append(time.Minute);
                    break;
                case Part.ZeroMinute:
                    Pad(text, time.Minute, 2);
                    break;
                case Part.Second:
                    text.Append(time.Second);
                    break;
                case Part.ZeroSecond:
                    Pad(text, time.Second, 2);
                    break;
                case Part.UpperPm:
                    text.Append(time.Hour >= 12 ? "PM" : "AM");
                    break;
                case Part.LowerPm:
                    text.Append(time.Hour >= 12 ? "pm" : "am");
                    break;
                case Part.TZ:
                    WriteZoneName(text, time.Zone);
                    break;
                case Part.Fraction0 or Part.Fraction9:
                    WriteFraction(text, time.Nanosecond, digits, separator, part == Part.Fraction9);
                    break;
                default:
                    WriteOffset(text, time.Zone.Offset, part);
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>Reads a time; gives Go's error or null. A text without a zone is in <paramref name="location"/>; one with an offset or a name that <paramref name="local"/> has then is in that.</summary>
    public static string? Parse(string layout, string value, GoLocation location, GoLocation local, out GoTime time)
    {
        time = GoTime.Zero;
        string allLayout = layout, allValue = value;
        string rangeError = "";
        int year = 0, month = -1, day = -1, yearDay = -1, hour = 0, minute = 0, second = 0, nanosecond = 0;
        var pm = false;
        var pmSet = false;
        GoLocation? zone = null;
        int? zoneOffset = null;
        var zoneName = "";
        string Error(string element, string at, string message) => message.Length == 0
            ? $"parsing time {GoDuration.Quote(allValue)} as {GoDuration.Quote(allLayout)}: cannot parse {GoDuration.Quote(at)} as {GoDuration.Quote(element)}"
            : $"parsing time {GoDuration.Quote(allValue)}{message}";
        while (true)
        {
            var (prefix, part, digits, separator, suffix) = Next(layout);
            var element = layout.Substring(prefix.Length, layout.Length - suffix.Length - prefix.Length);
            if (!Skip(ref value, prefix))
                return Error(prefix, value, "");
            if (part == Part.None)
            {
                if (value.Length != 0)
                    return Error("", value, $": extra text: {GoDuration.Quote(value)}");
                break;
            }

            layout = suffix;
            var hold = value;
            var ok = true;
            switch (part)
            {
                case Part.Year:
                    ok = value.Length >= 2 && int.TryParse(value.Substring(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out year);
                    if (ok)
                    {
                        value = value.Substring(2);
                        year += year >= 69 ? 1900 : 2000;
                    }

                    break;
                case Part.LongYear:
                    ok = value.Length >= 4 && IsDigit(value, 0)
                        && int.TryParse(value.Substring(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out year);
                    if (ok)
                        value = value.Substring(4);
                    break;
                case Part.Month or Part.LongMonth:
                    ok = Lookup(part == Part.Month ? ShortMonths : LongMonths, ref value, out month);
                    month++;
                    break;
                case Part.NumMonth or Part.ZeroMonth:
                    ok = Number(ref value, part == Part.ZeroMonth, out month);
                    if (ok && month is <= 0 or > 12)
                        rangeError = "month";
                    break;
                case Part.WeekDay or Part.LongWeekDay:
                    ok = Lookup(part == Part.WeekDay ? ShortDays : LongDays, ref value, out _);
                    break;
                case Part.Day or Part.UnderDay or Part.ZeroDay:
                    if (part == Part.UnderDay && value.Length > 0 && value[0] == ' ')
                        value = value.Substring(1);
                    ok = Number(ref value, part == Part.ZeroDay, out day);
                    break;
                case Part.UnderYearDay or Part.ZeroYearDay:
                    for (var i = 0; i < 2 && part == Part.UnderYearDay && value.Length > 0 && value[0] == ' '; i++)
                        value = value.Substring(1);
                    ok = Number3(ref value, part == Part.ZeroYearDay, out yearDay);
                    break;
                case Part.Hour:
                    ok = Number(ref value, false, out hour);
                    if (ok && hour is < 0 or >= 24)
                        rangeError = "hour";
                    break;
                case Part.Hour12 or Part.ZeroHour12:
                    ok = Number(ref value, part == Part.ZeroHour12, out hour);
                    if (ok && hour is < 0 or > 12)
                        rangeError = "hour";
                    break;
                case Part.Minute or Part.ZeroMinute:
                    ok = Number(ref value, part == Part.ZeroMinute, out minute);
                    if (ok && minute is < 0 or >= 60)
                        rangeError = "minute";
                    break;
                case Part.Second or Part.ZeroSecond:
                    ok = Number(ref value, part == Part.ZeroSecond, out second);
                    if (!ok)
                        break;
                    if (second is < 0 or >= 60)
                    {
                        rangeError = "second";
                        break;
                    }

                    // A fraction may follow the seconds even if the layout has none.
                    if (value.Length >= 2 && value[0] is '.' or ',' && IsDigit(value, 1))
                    {
                        var next = Next(layout).Part;
                        if (next is Part.Fraction0 or Part.Fraction9)
                            break;
                        var length = 2;
                        while (length < value.Length && IsDigit(value, length))
                            length++;
                        ok = Nanoseconds(value, length, out nanosecond, ref rangeError);
                        value = value.Substring(length);
                    }

                    break;
                case Part.UpperPm or Part.LowerPm:
                    var mark = value.Length >= 2 ? value.Substring(0, 2) : "";
                    ok = mark == (part == Part.UpperPm ? "PM" : "pm") || mark == (part == Part.UpperPm ? "AM" : "am");
                    if (ok)
                    {
                        pm = mark[0] is 'P' or 'p';
                        pmSet = true;
                        value = value.Substring(2);
                    }

                    break;
                case Part.TZ:
                    if (value.StartsWith("UTC", StringComparison.Ordinal))
                    {
                        zone = GoLocation.Utc;
                        value = value.Substring(3);
                        break;
                    }

                    var name = ZoneNameLength(value);
                    ok = name > 0;
                    if (ok)
                    {
                        zoneName = value.Substring(0, name);
                        value = value.Substring(name);
                    }

                    break;
                case Part.Fraction0:
                    var size = 1 + digits;
                    ok = value.Length >= size && Nanoseconds(value, size, out nanosecond, ref rangeError);
                    if (ok)
                        value = value.Substring(size);
                    break;
                case Part.Fraction9:
                    if (value.Length < 2 || value[0] is not ('.' or ',') || !IsDigit(value, 1))
                        break;
                    var count = 0;
                    while (count < 9 && count + 1 < value.Length && IsDigit(value, count + 1))
                        count++;
                    ok = Nanoseconds(value, 1 + count, out nanosecond, ref rangeError);
                    value = value.Substring(1 + count);
                    break;
                default:
                    ok = Offset(part, ref value, out var shift, ref rangeError);
                    if (ok && shift is null)
                        zone = GoLocation.Utc;
                    else if (ok)
                        zoneOffset = shift;
                    break;
            }

            if (rangeError.Length > 0)
                return Error(element, value, $": {rangeError} out of range");
            if (!ok)
                return Error(element, hold, "");
        }

        if (pmSet && pm && hour < 12)
            hour += 12;
        else if (pmSet && !pm && hour == 12)
            hour = 0;
        if (yearDay >= 0)
        {
            int d = 0, m = 0;
            if (CivilTime.IsLeap(year) && yearDay == 31 + 29)
            {
                m = 2;
                d = 29;
            }
            else
            {
                var days = yearDay > 31 + 29 && CivilTime.IsLeap(year) ? yearDay - 1 : yearDay;
                if (yearDay < 1 || days > 365)
                    return Error("", value, ": day-of-year out of range");
                (_, m, d) = CivilTime.Date(CivilTime.Days(2001, 1, 1) + days - 1);
            }

            if (month >= 0 && month != m)
                return Error("", value, ": day-of-year does not match month");
            month = m;
            if (day >= 0 && day != d)
                return Error("", value, ": day-of-year does not match day");
            day = d;
        }
        else
        {
            if (month < 0)
                month = 1;
            if (day < 0)
                day = 1;
        }

        if (day < 1 || day > CivilTime.DaysIn(month, year))
            return Error("", value, ": day out of range");
        if (zone is not null)
        {
            time = GoTime.Date(year, month, day, hour, minute, second, nanosecond, zone);
            return null;
        }

        var utc = GoTime.Date(year, month, day, hour, minute, second, nanosecond, GoLocation.Utc);
        if (zoneOffset is { } seconds)
        {
            var unix = utc.Unix - seconds;
            // The offset of the local zone at that time: then the local zone itself.
            var known = local.At(unix);
            time = known.Offset == seconds && (zoneName.Length == 0 || known.Name == zoneName)
                ? new GoTime(unix, nanosecond, local)
                : new GoTime(unix, nanosecond, GoLocation.Fixed(zoneName, seconds));
            return null;
        }

        if (zoneName.Length > 0)
        {
            if (local.OffsetOf(zoneName, utc.Unix) is { } offset)
            {
                time = new GoTime(utc.Unix - offset, nanosecond, local);
                return null;
            }

            var hours = 0;
            if (zoneName.Length > 3 && zoneName.StartsWith("GMT", StringComparison.Ordinal))
                int.TryParse(zoneName.Substring(3), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out hours);
            time = new GoTime(utc.Unix - hours * 3600, nanosecond, GoLocation.Fixed(zoneName, hours * 3600));
            return null;
        }

        time = GoTime.Date(year, month, day, hour, minute, second, nanosecond, location);
        return null;
    }

    private static (string Prefix, Part Part, int Digits, char Separator, string Suffix) Next(string layout)
    {
        for (var i = 0; i < layout.Length; i++)
        {
            (string, Part, int, char, string) Found(Part part, int length) => (layout.Substring(0, i), part, 0, '.', layout.Substring(i + length));
            bool Has(string text) => string.CompareOrdinal(layout, i, text, 0, text.Length) == 0;
            switch (layout[i])
            {
                case 'J' when Has("Jan"):
                    if (Has("January"))
                        return Found(Part.LongMonth, 7);
                    if (!StartsLower(layout, i + 3))
                        return Found(Part.Month, 3);
                    break;
                case 'M' when Has("Mon"):
                    if (Has("Monday"))
                        return Found(Part.LongWeekDay, 6);
                    if (!StartsLower(layout, i + 3))
                        return Found(Part.WeekDay, 3);
                    break;
                case 'M' when Has("MST"):
                    return Found(Part.TZ, 3);
                case '0' when i + 1 < layout.Length && layout[i + 1] is >= '1' and <= '6':
                    return Found(layout[i + 1] switch
                    {
                        '1' => Part.ZeroMonth,
                        '2' => Part.ZeroDay,
                        '3' => Part.ZeroHour12,
                        '4' => Part.ZeroMinute,
                        '5' => Part.ZeroSecond,
                        _ => Part.Year,
                    }, 2);
                case '0' when Has("002"):
                    return Found(Part.ZeroYearDay, 3);
                case '1':
                    return Has("15") ? Found(Part.Hour, 2) : Found(Part.NumMonth, 1);
                case '2':
                    return Has("2006") ? Found(Part.LongYear, 4) : Found(Part.Day, 1);
                case '_' when Has("_2"):
                    if (Has("_2006"))
                        return (layout.Substring(0, i + 1), Part.LongYear, 0, '.', layout.Substring(i + 5));
                    return Found(Part.UnderDay, 2);
                case '_' when Has("__2"):
                    return Found(Part.UnderYearDay, 3);
                case '3':
                    return Found(Part.Hour12, 1);
                case '4':
                    return Found(Part.Minute, 1);
                case '5':
                    return Found(Part.Second, 1);
                case 'P' when Has("PM"):
                    return Found(Part.UpperPm, 2);
                case 'p' when Has("pm"):
                    return Found(Part.LowerPm, 2);
                case '-' when Has("-070000"):
                    return Found(Part.NumSecondsTZ, 7);
                case '-' when Has("-07:00:00"):
                    return Found(Part.NumColonSecondsTZ, 9);
                case '-' when Has("-0700"):
                    return Found(Part.NumTZ, 5);
                case '-' when Has("-07:00"):
                    return Found(Part.NumColonTZ, 6);
                case '-' when Has("-07"):
                    return Found(Part.NumShortTZ, 3);
                case 'Z' when Has("Z070000"):
                    return Found(Part.Iso8601SecondsTZ, 7);
                case 'Z' when Has("Z07:00:00"):
                    return Found(Part.Iso8601ColonSecondsTZ, 9);
                case 'Z' when Has("Z0700"):
                    return Found(Part.Iso8601TZ, 5);
                case 'Z' when Has("Z07:00"):
                    return Found(Part.Iso8601ColonTZ, 6);
                case 'Z' when Has("Z07"):
                    return Found(Part.Iso8601ShortTZ, 3);
                case '.' or ',' when i + 1 < layout.Length && layout[i + 1] is '0' or '9':
                    var j = i + 1;
                    while (j < layout.Length && layout[j] == layout[i + 1])
                        j++;
                    if (j < layout.Length && IsDigit(layout, j))
                        break;
                    return (layout.Substring(0, i), layout[i + 1] == '0' ? Part.Fraction0 : Part.Fraction9, j - i - 1, layout[i], layout.Substring(j));
            }
        }

        return (layout, Part.None, 0, '.', "");
    }

    private static bool StartsLower(string text, int at) => at < text.Length && text[at] is >= 'a' and <= 'z';

    private static bool IsDigit(string text, int at) => at < text.Length && text[at] is >= '0' and <= '9';

    private static void Pad(StringBuilder text, long value, int width) => text.Append(value.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0'));

    private static void WriteZoneName(StringBuilder text, GoLocation.Zone zone)
    {
        if (zone.Name.Length > 0)
        {
            text.Append(zone.Name);
            return;
        }

        var minutes = zone.Offset / 60;
        text.Append(minutes < 0 ? '-' : '+');
        Pad(text, Math.Abs(minutes) / 60, 2);
        Pad(text, Math.Abs(minutes) % 60, 2);
    }

    private static void WriteFraction(StringBuilder text, int nanosecond, int digits, char separator, bool trim)
    {
        var fraction = nanosecond.ToString(CultureInfo.InvariantCulture).PadLeft(9, '0');
        fraction = fraction.Length >= digits ? fraction.Substring(0, Math.Min(digits, 9)) : fraction;
        if (trim)
            fraction = fraction.TrimEnd('0');
        if (fraction.Length > 0)
            text.Append(separator).Append(fraction);
    }

    private static void WriteOffset(StringBuilder text, int offset, Part part)
    {
        if (offset == 0
            && (part is Part.Iso8601TZ or Part.Iso8601ColonTZ or Part.Iso8601SecondsTZ or Part.Iso8601ShortTZ or Part.Iso8601ColonSecondsTZ))
        {
            text.Append('Z');
            return;
        }

        var minutes = Math.Abs(offset) / 60;
        text.Append(offset < 0 ? '-' : '+');
        Pad(text, minutes / 60, 2);
        if (part is Part.Iso8601ColonTZ or Part.NumColonTZ or Part.Iso8601ColonSecondsTZ or Part.NumColonSecondsTZ)
            text.Append(':');
        if (part is not (Part.NumShortTZ or Part.Iso8601ShortTZ))
            Pad(text, minutes % 60, 2);
        if (part is Part.Iso8601SecondsTZ or Part.NumSecondsTZ or Part.NumColonSecondsTZ or Part.Iso8601ColonSecondsTZ)
        {
            if (part is Part.NumColonSecondsTZ or Part.Iso8601ColonSecondsTZ)
                text.Append(':');
            Pad(text, Math.Abs(offset) % 60, 2);
        }
    }

    // Blanks of the layout swallow blanks of the value.
    private static bool Skip(ref string value, string prefix)
    {
        while (prefix.Length > 0)
        {
            if (prefix[0] == ' ')
            {
                if (value.Length > 0 && value[0] != ' ')
                    return false;
                prefix = prefix.TrimStart(' ');
                value = value.TrimStart(' ');
                continue;
            }

            if (value.Length == 0 || value[0] != prefix[0])
                return false;
            prefix = prefix.Substring(1);
            value = value.Substring(1);
        }

        return true;
    }

    private static bool Lookup(string[] names, ref string value, out int index)
    {
        for (index = 0; index < names.Length; index++)
        {
            if (value.StartsWith(names[index], StringComparison.OrdinalIgnoreCase))
            {
                value = value.Substring(names[index].Length);
                return true;
            }
        }

        index = -1;
        return false;
    }

    private static bool Number(ref string value, bool @fixed, out int number)
    {
        number = 0;
        if (!IsDigit(value, 0))
            return false;
        if (!IsDigit(value, 1))
        {
            if (@fixed)
                return false;
            number = value[0] - '0';
            value = value.Substring(1);
            return true;
        }

        number = (value[0] - '0') * 10 + value[1] - '0';
        value = value.Substring(2);
        return true;
    }

    private static bool Number3(ref string value, bool @fixed, out int number)
    {
        number = 0;
        var count = 0;
        while (count < 3 && IsDigit(value, count))
            number = number * 10 + value[count++] - '0';
        if (count == 0 || @fixed && count != 3)
            return false;
        value = value.Substring(count);
        return true;
    }

    private static bool Nanoseconds(string value, int length, out int nanosecond, ref string rangeError)
    {
        nanosecond = 0;
        if (value[0] is not ('.' or ','))
            return false;
        var digits = value.Substring(1, Math.Min(length, 10) - 1);
        if (digits.Length == 0 || !digits.All(c => c is >= '0' and <= '9'))
        {
            if (digits.Length > 0 && digits[0] == '-')
                rangeError = "fractional second";
            return false;
        }

        nanosecond = int.Parse(digits.PadRight(9, '0'), NumberStyles.None, CultureInfo.InvariantCulture);
        return true;
    }

    private static bool Offset(Part part, ref string value, out int? offset, ref string rangeError)
    {
        offset = null;
        var iso = part is Part.Iso8601TZ or Part.Iso8601ShortTZ or Part.Iso8601ColonTZ or Part.Iso8601SecondsTZ or Part.Iso8601ColonSecondsTZ;
        if (iso && value.Length >= 1 && value[0] == 'Z')
        {
            value = value.Substring(1);
            return true;
        }

        string sign, hours, minutes, seconds;
        if (part is Part.Iso8601ColonTZ or Part.NumColonTZ)
        {
            if (value.Length < 6 || value[3] != ':')
                return false;
            (sign, hours, minutes, seconds) = (value.Substring(0, 1), value.Substring(1, 2), value.Substring(4, 2), "00");
            value = value.Substring(6);
        }
        else if (part is Part.NumShortTZ or Part.Iso8601ShortTZ)
        {
            if (value.Length < 3)
                return false;
            (sign, hours, minutes, seconds) = (value.Substring(0, 1), value.Substring(1, 2), "00", "00");
            value = value.Substring(3);
        }
        else if (part is Part.Iso8601ColonSecondsTZ or Part.NumColonSecondsTZ)
        {
            if (value.Length < 9 || value[3] != ':' || value[6] != ':')
                return false;
            (sign, hours, minutes, seconds) = (value.Substring(0, 1), value.Substring(1, 2), value.Substring(4, 2), value.Substring(7, 2));
            value = value.Substring(9);
        }
        else if (part is Part.Iso8601SecondsTZ or Part.NumSecondsTZ)
        {
            if (value.Length < 7)
                return false;
            (sign, hours, minutes, seconds) = (value.Substring(0, 1), value.Substring(1, 2), value.Substring(3, 2), value.Substring(5, 2));
            value = value.Substring(7);
        }
        else
        {
            if (value.Length < 5)
                return false;
            (sign, hours, minutes, seconds) = (value.Substring(0, 1), value.Substring(1, 2), value.Substring(3, 2), "00");
            value = value.Substring(5);
        }

        if (!Digits(hours, out var hh) || !Digits(minutes, out var mm) || !Digits(seconds, out var ss))
            return false;
        if (hh > 24)
            rangeError = "time zone offset hour";
        if (mm > 60)
            rangeError = "time zone offset minute";
        if (ss > 60)
            rangeError = "time zone offset second";
        offset = (hh * 60 + mm) * 60 + ss;
        if (sign == "-")
            offset = -offset;
        return sign is "+" or "-";
    }

    private static bool Digits(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static int ZoneNameLength(string value)
    {
        if (value.Length < 3)
            return 0;
        if (value.Length >= 4 && value.Substring(0, 4) is "ChST" or "MeST")
            return 4;
        if (value.StartsWith("GMT", StringComparison.Ordinal))
            return 3 + SignedHours(value.Substring(3));
        if (value[0] is '+' or '-')
        {
            var length = SignedHours(value);
            return length > 0 ? length : 0;
        }

        var upper = 0;
        while (upper < 6 && upper < value.Length && value[upper] is >= 'A' and <= 'Z')
            upper++;
        return upper switch
        {
            5 when value[4] == 'T' => 5,
            4 when value[3] == 'T' || value.StartsWith("WITA", StringComparison.Ordinal) => 4,
            3 => 3,
            _ => 0,
        };
    }

    private static int SignedHours(string value)
    {
        if (value.Length == 0 || value[0] is not ('+' or '-'))
            return 0;
        var length = 1;
        while (IsDigit(value, length))
            length++;
        return length > 1 && int.TryParse(value.Substring(1, length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours <= 23 ? length : 0;
    }
}
