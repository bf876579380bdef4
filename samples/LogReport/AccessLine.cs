using System.Globalization;

namespace LogReport;

/// <summary>What the report needs of one line in the common log format: <c>host ident user [time] "METHOD path PROTOCOL" status bytes</c>.</summary>
internal readonly record struct AccessLine(int Hour, string Section, int Status, long Bytes)
{
    public static bool TryParse(ReadOnlySpan<char> line, out AccessLine parsed)
    {
        parsed = default;
        var open = line.IndexOf('[');
        if (open < 0) return false;
        var rest = line[(open + 1)..];
        var close = rest.IndexOf(']');
        if (close < 0) return false;

        // 10/Oct/2000:13:55:36 -0700
        var time = rest[..close];
        var colon = time.IndexOf(':');
        if (colon < 0 || time.Length < colon + 3 || !int.TryParse(time.Slice(colon + 1, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hour) || hour > 23) return false;

        rest = rest[(close + 1)..];
        var quote = rest.IndexOf('"');
        if (quote < 0) return false;
        rest = rest[(quote + 1)..];
        // A path may hold an escaped quote; the request ends at the last one before the status. The combined format has more quotes behind: take the first `" `.
        var end = rest.IndexOf("\" ", StringComparison.Ordinal);
        if (end < 0) return false;
        var request = rest[..end];
        var numbers = rest[(end + 2)..].TrimStart();
        var space = numbers.IndexOf(' ');
        if (space < 0 || !int.TryParse(numbers[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var status)) return false;
        var size = numbers[(space + 1)..].TrimStart();
        var sizeEnd = size.IndexOf(' ');
        if (sizeEnd >= 0) size = size[..sizeEnd];
        if (!long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && !size.SequenceEqual("-")) return false;

        parsed = new AccessLine(hour, SectionOf(request), status, bytes);
        return true;
    }

    /// <summary>The first part of the path: <c>/api</c> of <c>GET /api/users?page=2 HTTP/1.1</c>.</summary>
    private static string SectionOf(ReadOnlySpan<char> request)
    {
        var space = request.IndexOf(' ');
        if (space < 0) return "(no path)";
        var path = request[(space + 1)..];
        var end = path.IndexOfAny(' ', '?', '#');
        if (end >= 0) path = path[..end];
        if (path.Length == 0 || path[0] != '/') return "(other)";
        var next = path[1..].IndexOf('/');
        return next < 0 ? path.ToString() : path[..(next + 1)].ToString();
    }
}
