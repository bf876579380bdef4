using System.Globalization;
using System.Text;

namespace Argosy.Manifests.Text;

/// <summary>Go's <c>strconv.Quote</c> and what it knows about characters.</summary>
internal static class GoQuote
{
    /// <summary>The string in double quotes with Go's escapes.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            int rune = c;
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                rune = char.ConvertToUtf32(c, text[++i]);
            }
            else if (GoBytes.IsLoneByte(c))
            {
                quoted.Append("\\x").Append((c - 0xDC00).ToString("x2", CultureInfo.InvariantCulture));
                continue;
            }
            else if (char.IsSurrogate(c))
            {
                rune = 0xFFFD;
            }

            Escape(quoted, rune);
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>The same without the quotes around it.</summary>
    public static string Inner(string text)
    {
        var quoted = Quote(text);
        return quoted.Substring(1, quoted.Length - 2);
    }

    /// <summary>Go's <c>%#U</c>: <c>U+0040 '@'</c>.</summary>
    public static string CodePoint(int rune)
    {
        var code = "U+" + rune.ToString("X4", CultureInfo.InvariantCulture);
        return IsPrintable(rune) ? $"{code} '{GoBytes.OfRune(rune)}'" : code;
    }

    /// <summary>Go's <c>unicode.IsSpace</c>.</summary>
    public static bool IsSpace(int rune) => rune switch
    {
        '\t' or '\n' or '\v' or '\f' or '\r' or ' ' or 0x85 or 0xA0 => true,
        < 0x100 => false,
        0x1680 or (>= 0x2000 and <= 0x200A) or 0x2028 or 0x2029 or 0x202F or 0x205F or 0x3000 => true,
        _ => false,
    };

    /// <summary>Go's <c>unicode.IsLetter</c>.</summary>
    public static bool IsLetter(int rune) => Category(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
        or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter;

    /// <summary>Go's <c>unicode.IsDigit</c>.</summary>
    public static bool IsDigit(int rune) => Category(rune) == UnicodeCategory.DecimalDigitNumber;

    /// <summary>Go's <c>unicode.IsPrint</c> as <c>strconv.Quote</c> asks it.</summary>
    public static bool IsPrintable(int rune) => rune == ' ' || Category(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator => false,
        _ => true,
    };

    /// <summary>Go's <c>strings.TrimSpace</c>.</summary>
    public static string TrimSpace(string text)
    {
        int start = 0, end = text.Length;
        while (start < end && IsSpace(text[start]))
            start++;
        while (end > start && IsSpace(text[end - 1]))
            end--;
        return text.Substring(start, end - start);
    }

    /// <summary>Go's <c>strings.Fields</c>.</summary>
    public static List<string> Fields(string text)
    {
        var fields = new List<string>();
        for (var i = 0; i < text.Length;)
        {
            while (i < text.Length && IsSpace(text[i]))
                i++;
            var start = i;
            while (i < text.Length && !IsSpace(text[i]))
                i++;
            if (i > start)
                fields.Add(text.Substring(start, i - start));
        }

        return fields;
    }

    /// <summary>The category of a rune.</summary>
    public static UnicodeCategory Category(int rune) => rune < 0x10000
        ? CharUnicodeInfo.GetUnicodeCategory((char)rune)
        : rune > 0x10FFFF ? UnicodeCategory.OtherNotAssigned : CharUnicodeInfo.GetUnicodeCategory(char.ConvertFromUtf32(rune), 0);

    private static void Escape(StringBuilder quoted, int rune)
    {
        switch (rune)
        {
            case '"' or '\\':
                quoted.Append('\\').Append((char)rune);
                return;
            case '\a':
                quoted.Append("\\a");
                return;
            case '\b':
                quoted.Append("\\b");
                return;
            case '\f':
                quoted.Append("\\f");
                return;
            case '\n':
                quoted.Append("\\n");
                return;
            case '\r':
                quoted.Append("\\r");
                return;
            case '\t':
                quoted.Append("\\t");
                return;
            case '\v':
                quoted.Append("\\v");
                return;
        }

        if (IsPrintable(rune))
            GoBytes.Append(quoted, rune);
        else if (rune < ' ' || rune == 0x7f)
            quoted.Append("\\x").Append(rune.ToString("x2", CultureInfo.InvariantCulture));
        else if (rune < 0x10000)
            quoted.Append("\\u").Append(rune.ToString("x4", CultureInfo.InvariantCulture));
        else
            quoted.Append("\\U").Append(rune.ToString("x8", CultureInfo.InvariantCulture));
    }
}
