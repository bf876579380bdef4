using System.Text;

namespace Argosy.Manifests.Text;

/// <summary>Go's <c>strings</c> package where it differs from .NET: positions are bytes, letters are mapped one by one.</summary>
internal static class GoStrings
{
    public static string ToUpper(string text) => Map(text, ToUpper);

    public static string ToLower(string text) => Map(text, ToLower);

    public static int ToUpper(int rune) => rune switch
    {
        0x131 => 'I',
        0x17F => 'S',
        _ => rune > 0xFFFF ? char.ConvertToUtf32(char.ConvertFromUtf32(rune).ToUpperInvariant(), 0) : char.ToUpperInvariant((char)rune),
    };

    public static int ToLower(int rune) => rune switch
    {
        0x130 => 'i',
        0x212A => 'k',
        _ => rune > 0xFFFF ? char.ConvertToUtf32(char.ConvertFromUtf32(rune).ToLowerInvariant(), 0) : char.ToLowerInvariant((char)rune),
    };

    /// <summary>Changes every letter; half characters stay.</summary>
    public static string Map(string text, Func<int, int> change)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                GoBytes.Append(result, change(char.ConvertToUtf32(text[i], text[++i])));
            else if (char.IsSurrogate(text[i]))
                result.Append('\uFFFD');
            else
                GoBytes.Append(result, change(text[i]));
        }

        return result.ToString();
    }

    public static string Trim(string text, string cut)
    {
        int start = 0, end = text.Length;
        var set = GoBytes.Runes(cut);
        while (start < end && set.Contains(First(text, start, out var size)))
            start += size;
        while (end > start)
        {
            var pair = end - start >= 2 && char.IsLowSurrogate(text[end - 1]) && char.IsHighSurrogate(text[end - 2]);
            if (!set.Contains(First(text, pair ? end - 2 : end - 1, out var size)))
                break;
            end -= size;
        }

        return text.Substring(start, end - start);
    }

    public static string TrimPrefix(string text, string prefix) => text.StartsWith(prefix, StringComparison.Ordinal) ? text.Substring(prefix.Length) : text;

    public static string TrimSuffix(string text, string suffix) =>
        text.EndsWith(suffix, StringComparison.Ordinal) ? text.Substring(0, text.Length - suffix.Length) : text;

    /// <summary>Go's <c>SplitN</c> (or <c>SplitAfterN</c>): null for a count of 0, all for a negative one.</summary>
    public static List<string>? Split(string text, string separator, long count, bool keep)
    {
        if (count == 0)
            return null;
        if (count < 0)
            count = long.MaxValue;
        var parts = new List<string>();
        var start = 0;
        if (separator.Length == 0)
        {
            while (start < text.Length)
            {
                var size = parts.Count == count - 1 ? text.Length - start : Width(text, start);
                parts.Add(text.Substring(start, size));
                start += size;
            }

            return parts;
        }

        while (parts.Count < count - 1)
        {
            var at = text.IndexOf(separator, start, StringComparison.Ordinal);
            if (at < 0)
                break;
            parts.Add(text.Substring(start, at - start + (keep ? separator.Length : 0)));
            start = at + separator.Length;
        }

        parts.Add(text.Substring(start));
        return parts;
    }

    /// <summary>Go's <c>Replace</c>: an empty old text stands between all characters.</summary>
    public static string Replace(string text, string old, string replacement, long count)
    {
        if (old == replacement || count == 0)
            return text;
        if (count < 0)
            count = long.MaxValue;
        var result = new StringBuilder();
        var start = 0;
        if (old.Length == 0)
        {
            while (count-- > 0)
            {
                result.Append(replacement);
                if (start >= text.Length)
                    break;
                var size = Width(text, start);
                result.Append(text, start, size);
                start += size;
            }

            return result.Append(text, start, text.Length - start).ToString();
        }

        while (count-- > 0)
        {
            var at = text.IndexOf(old, start, StringComparison.Ordinal);
            if (at < 0)
                break;
            result.Append(text, start, at - start).Append(replacement);
            start = at + old.Length;
        }

        return result.Append(text, start, text.Length - start).ToString();
    }

    public static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();

    /// <summary>The byte at which a text is found.</summary>
    public static long Index(string text, string part)
    {
        var at = text.IndexOf(part, StringComparison.Ordinal);
        return at < 0 ? -1 : GoBytes.Length(text.Substring(0, at));
    }

    public static long LastIndex(string text, string part)
    {
        if (part.Length == 0)
            return GoBytes.Length(text);
        var at = text.LastIndexOf(part, StringComparison.Ordinal);
        return at < 0 ? -1 : GoBytes.Length(text.Substring(0, at));
    }

    private static int Width(string text, int at) =>
        char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;

    private static int First(string text, int at, out int size)
    {
        size = Width(text, at);
        return size == 2 ? char.ConvertToUtf32(text[at], text[at + 1]) : char.IsSurrogate(text[at]) ? 0xFFFD : text[at];
    }
}
