using System.Globalization;

namespace Argosy.Engine.Pods.Plan;

/// <summary>Go's durations (<c>1h30m</c>, <c>1500ms</c>), and whole numbers of seconds.</summary>
internal static class GoDurations
{
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (string.IsNullOrEmpty(text))
            return false;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
        {
            duration = TimeSpan.FromSeconds(seconds);
            return true;
        }
        var at = 0;
        var total = 0d;
        while (at < text.Length)
        {
            var start = at;
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.'))
                at++;
            if (!double.TryParse(text[start..at], NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                return false;
            start = at;
            while (at < text.Length && !char.IsAsciiDigit(text[at]) && text[at] != '.')
                at++;
            var scale = text[start..at] switch { "h" => 3600d, "m" => 60d, "s" => 1d, "ms" => 1e-3, "us" or "µs" => 1e-6, "ns" => 1e-9, _ => double.NaN };
            if (double.IsNaN(scale))
                return false;
            total += number * scale;
        }
        duration = TimeSpan.FromSeconds(total);
        return true;
    }
}
