using System.Globalization;

namespace Argosy.Manifests.Text.Time;

/// <summary>Go's durations: nanoseconds, written <c>1h30m0s</c>.</summary>
internal static class GoDuration
{
    /// <summary>The text of a duration.</summary>
    public static string Format(long nanoseconds)
    {
        if (nanoseconds == 0)
            return "0s";
        var negative = nanoseconds < 0;
        var value = negative ? (ulong)-(nanoseconds + 1) + 1 : (ulong)nanoseconds;
        string text;
        if (value < 1_000_000_000)
        {
            text = value < 1_000 ? $"{value}ns" : value < 1_000_000 ? Fraction(value, 3) + "µs" : Fraction(value, 6) + "ms";
        }
        else
        {
            var seconds = value / 1_000_000_000;
            text = Fraction(value % 1_000_000_000 + seconds % 60 * 1_000_000_000, 9) + "s";
            var minutes = seconds / 60;
            if (minutes > 0)
            {
                text = $"{minutes % 60}m{text}";
                if (minutes >= 60)
                    text = $"{minutes / 60}h{text}";
            }
        }

        return negative ? "-" + text : text;
    }

    /// <summary>Reads a duration; gives Go's error or null.</summary>
    public static string? Parse(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        var quoted = Quote(text);
        var invalid = $"time: invalid duration {quoted}";
        var at = 0;
        var negative = false;
        if (text.Length > 0 && text[0] is '+' or '-')
            negative = text[at++] == '-';
        if (at == text.Length - 1 && text[at] == '0')
            return null;
        if (at == text.Length)
            return invalid;
        decimal total = 0;
        while (at < text.Length)
        {
            if (text[at] != '.' && text[at] is < '0' or > '9')
                return invalid;
            var start = at;
            while (at < text.Length && text[at] is >= '0' and <= '9')
                at++;
            var whole = text.Substring(start, at - start);
            var fraction = "";
            if (at < text.Length && text[at] == '.')
            {
                var point = ++at;
                while (at < text.Length && text[at] is >= '0' and <= '9')
                    at++;
                fraction = text.Substring(point, at - point);
            }

            if (whole.Length == 0 && fraction.Length == 0)
                return invalid;
            var unitStart = at;
            while (at < text.Length && text[at] != '.' && text[at] is < '0' or > '9')
                at++;
            if (at == unitStart)
                return $"time: missing unit in duration {quoted}";
            var unit = text.Substring(unitStart, at - unitStart);
            decimal size = unit switch
            {
                "ns" => 1,
                "us" or "µs" or "μs" => 1_000,
                "ms" => 1_000_000,
                "s" => 1_000_000_000,
                "m" => 60_000_000_000,
                "h" => 3_600_000_000_000,
                _ => 0,
            };
            if (size == 0)
                return $"time: unknown unit {Quote(unit)} in duration {quoted}";
            if (whole.TrimStart('0').Length > 19)
                return invalid;
            var number = whole.Length == 0 ? 0 : decimal.Parse(whole, NumberStyles.None, CultureInfo.InvariantCulture);
            if (number > 9223372036854775808m / size)
                return invalid;
            total += number * size;
            if (fraction.Length > 0)
            {
                var digits = fraction.Length > 18 ? fraction.Substring(0, 18) : fraction;
                total += (long)(double.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) * ((double)size / Math.Pow(10, digits.Length)));
            }

            if (total > 9223372036854775808m)
                return invalid;
        }

        if (!negative && total > long.MaxValue)
            return invalid;
        nanoseconds = (long)(negative ? -total : total);
        return null;
    }

    /// <summary>Rounds to a multiple, halves away from zero.</summary>
    public static long Round(long value, long multiple)
    {
        if (multiple <= 0)
            return value;
        var rest = value % multiple;
        if (value < 0)
        {
            rest = -rest;
            if (rest < multiple - rest)
                return value + rest;
            var lower = (decimal)value - multiple + rest;
            return lower < long.MinValue ? long.MinValue : (long)lower;
        }

        if (rest < multiple - rest)
            return value - rest;
        var upper = (decimal)value + multiple - rest;
        return upper > long.MaxValue ? long.MaxValue : (long)upper;
    }

    private static string Fraction(ulong value, int digits)
    {
        var unit = (ulong)Math.Pow(10, digits);
        var fraction = (value % unit).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0').TrimEnd('0');
        return fraction.Length == 0 ? $"{value / unit}" : $"{value / unit}.{fraction}";
    }

    // The time package quotes by itself: anything that is not printable ASCII by its bytes.
    internal static string Quote(string text)
    {
        var result = new System.Text.StringBuilder("\"");
        foreach (var b in GoBytes.Of(text))
        {
            if (b is < 0x20 or >= 0x80)
                result.Append("\\x").Append(b.ToString("x2", CultureInfo.InvariantCulture));
            else if (b is (byte)'"' or (byte)'\\')
                result.Append('\\').Append((char)b);
            else
                result.Append((char)b);
        }

        return result.Append('"').ToString();
    }
}
