using System.Globalization;

namespace Argosy.Engine;

/// <summary>Durations as Argo reads them: whole seconds, or Go's form (<c>1h30m</c>, <c>1500ms</c>).</summary>
internal static class Durations
{
    /// <summary>Whole seconds or a Go duration.</summary>
    /// <exception cref="OperationException">The text is neither.</exception>
    public static TimeSpan Parse(string text)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromSeconds(seconds);
        try
        {
            return ParseGo(text);
        }
        catch (OperationException e)
        {
            throw new OperationException($"unable to parse {text} as a duration: {e.Message}");
        }
    }

    /// <summary>A Go duration alone; errors are those of Go's time package.</summary>
    /// <exception cref="OperationException">The text is none.</exception>
    public static TimeSpan ParseGo(string original)
    {
        var text = original.AsSpan();
        OperationException Invalid() => new($"time: invalid duration {GoJson.Quoted(original)}");
        var negative = false;
        if (text.Length > 0 && text[0] is '-' or '+' && text.Length > 0)
        {
            negative = text[0] == '-';
            text = text[1..];
        }

        if (text is "0")
            return TimeSpan.Zero;
        if (text.Length == 0)
            throw Invalid();
        decimal nanoseconds = 0;
        while (text.Length > 0)
        {
            var i = 0;
            while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] == '.'))
                i++;
            if (i == 0 || !decimal.TryParse(text[..i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                throw Invalid();
            text = text[i..];
            i = 0;
            while (i < text.Length && text[i] != '.' && !char.IsAsciiDigit(text[i]))
                i++;
            if (i == 0)
                throw new OperationException($"time: missing unit in duration {GoJson.Quoted(original)}");
            var unit = text[..i].ToString();
            text = text[i..];
            nanoseconds += number * (unit switch
            {
                "ns" => 1m,
                "us" or "µs" or "μs" => 1_000m,
                "ms" => 1_000_000m,
                "s" => 1_000_000_000m,
                "m" => 60_000_000_000m,
                "h" => 3_600_000_000_000m,
                _ => throw new OperationException($"time: unknown unit {GoJson.Quoted(unit)} in duration {GoJson.Quoted(original)}"),
            });
        }

        return TimeSpan.FromTicks((long)Math.Min(nanoseconds / 100, long.MaxValue) * (negative ? -1 : 1));
    }

    /// <summary>A duration in words, as messages have it: <c>15 seconds</c>, <c>1 minute 30 seconds</c>.</summary>
    public static string Words(TimeSpan duration)
    {
        static string Unit(long n, string unit) => $"{n} {unit}{(n == 1 ? "" : "s")}";
        var total = (long)duration.TotalSeconds;
        return total switch
        {
            < 60 => Unit(total, "second"),
            < 3600 => $"{Unit(total / 60, "minute")} {Unit(total % 60, "second")}",
            < 86400 => $"{Unit(total / 3600, "hour")} {Unit(total % 3600 / 60, "minute")}",
            _ => $"{Unit(total / 86400, "day")} {Unit(total % 86400 / 3600, "hour")}",
        };
    }
}
