using System.Text;

namespace Argosy.Manifests.Text;

/// <summary>
/// Go's strings are bytes and may hold half a character (<c>'é'[0:1]</c>). Here they are .NET strings in which a byte that is part of no character stands
/// as a lone low surrogate U+DC80 to U+DCFF, so that nothing is lost on the way through.
/// </summary>
internal static class GoBytes
{
    /// <summary>The bytes of a string.</summary>
    public static byte[] Of(string text)
    {
        var simple = true;
        foreach (var c in text)
        {
            if (char.IsSurrogate(c))
            {
                simple = false;
                break;
            }
        }

        if (simple)
            return Encoding.UTF8.GetBytes(text);
        var bytes = new List<byte>(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(i, 2)));
                i++;
            }
            else if (IsLoneByte(c))
            {
                bytes.Add((byte)(c - 0xDC00));
            }
            else if (char.IsSurrogate(c))
            {
                bytes.AddRange([0xEF, 0xBF, 0xBD]);
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(c.ToString()));
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Whether a UTF-16 unit stands for one byte that is part of no character.</summary>
    public static bool IsLoneByte(char c) => c is >= '\uDC80' and <= '\uDCFF';

    /// <summary>The string of bytes.</summary>
    public static string Text(byte[] bytes) => Text(bytes, 0, bytes.Length);

    /// <summary>The string of some of the bytes.</summary>
    public static string Text(byte[] bytes, int start, int length)
    {
        var end = start + length;
        var text = new StringBuilder(length);
        for (var i = start; i < end;)
        {
            var size = Decode(bytes, i, end, out var rune);
            if (size == 1 && rune == 0xFFFD)
                text.Append((char)(0xDC00 + bytes[i]));
            else
                Append(text, rune);
            i += size;
        }

        return text.ToString();
    }

    /// <summary>Reads one rune; a bad byte gives U+FFFD and size 1, as in Go.</summary>
    public static int Decode(byte[] bytes, int at, int end, out int rune)
    {
        var b0 = bytes[at];
        if (b0 < 0x80)
        {
            rune = b0;
            return 1;
        }

        var need = b0 is >= 0xC2 and <= 0xDF ? 1 : b0 is >= 0xE0 and <= 0xEF ? 2 : b0 is >= 0xF0 and <= 0xF4 ? 3 : 0;
        rune = 0xFFFD;
        if (need == 0 || at + need > end - 1)
            return 1;
        var low = b0 == 0xE0 ? 0xA0 : b0 == 0xF0 ? 0x90 : 0x80;
        var high = b0 == 0xED ? 0x9F : b0 == 0xF4 ? 0x8F : 0xBF;
        var value = b0 & (0x3F >> need);
        for (var i = 1; i <= need; i++)
        {
            var b = bytes[at + i];
            if (b < (i == 1 ? low : 0x80) || b > (i == 1 ? high : 0xBF))
                return 1;
            value = (value << 6) | (b & 0x3F);
        }

        rune = value;
        return need + 1;
    }

    /// <summary>The runes of a string: a lone byte is U+FFFD, as in Go's <c>range</c>.</summary>
    public static List<int> Runes(string text)
    {
        var runes = new List<int>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                runes.Add(char.ConvertToUtf32(text[i], text[i + 1]));
                i++;
            }
            else
            {
                runes.Add(char.IsSurrogate(text[i]) ? 0xFFFD : text[i]);
            }
        }

        return runes;
    }

    /// <summary>Appends a rune.</summary>
    public static StringBuilder Append(StringBuilder text, int rune)
    {
        if (rune < 0x10000)
            return text.Append(rune is >= 0xD800 and <= 0xDFFF or < 0 ? '\uFFFD' : (char)rune);
        if (rune > 0x10FFFF)
            return text.Append('\uFFFD');
        return text.Append(char.ConvertFromUtf32(rune));
    }

    /// <summary>A rune as a string.</summary>
    public static string OfRune(int rune) => Append(new StringBuilder(2), rune).ToString();

    /// <summary>The string as it leaves Go as text: what is part of no character is U+FFFD.</summary>
    public static string Valid(string text)
    {
        StringBuilder? result = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                (result ??= new StringBuilder(text))[i] = '\uFFFD';
        }

        return result?.ToString() ?? text;
    }

    /// <summary>How many bytes a string has.</summary>
    public static int Length(string text)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c < 0x80 || IsLoneByte(c) && (i == 0 || !char.IsHighSurrogate(text[i - 1])))
                length++;
            else if (c < 0x800)
                length += 2;
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                length += 4;
                i++;
            }
            else
                length += 3;
        }

        return length;
    }

    /// <summary>Go compares strings by bytes; UTF-16 order differs from that only for characters above U+FFFF.</summary>
    public static int Compare(string a, string b)
    {
        var length = Math.Min(a.Length, b.Length);
        for (var i = 0; i < length; i++)
        {
            if (a[i] == b[i])
                continue;
            if (a[i] < 0x80 && b[i] < 0x80 || !char.IsSurrogate(a[i]) && !char.IsSurrogate(b[i]))
                return a[i].CompareTo(b[i]);
            byte[] x = Of(a), y = Of(b);
            for (var j = 0; j < Math.Min(x.Length, y.Length); j++)
            {
                if (x[j] != y[j])
                    return x[j].CompareTo(y[j]);
            }

            return x.Length.CompareTo(y.Length);
        }

        return a.Length.CompareTo(b.Length);
    }
}
