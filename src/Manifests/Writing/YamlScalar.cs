using System.Globalization;
using System.Text;

namespace Argosy.Manifests.Writing;

/// <summary>How a string is written: plain only where no reader of YAML 1.1 or 1.2 could see anything else, as a block where it has lines, else quoted.</summary>
internal static class YamlScalar
{
    /// <summary>Writes a value and the line end after it.</summary>
    public static void AppendValue(StringBuilder text, string value, int indent)
    {
        if (value.IndexOf('\n') >= 0 && CanBeBlock(value))
        {
            Block(text, value, indent);
            return;
        }

        AppendInline(text, value);
        text.Append('\n');
    }

    /// <summary>Writes a key. Readers differ about punctuation in plain keys, so only plain names stay plain.</summary>
    public static void AppendKey(StringBuilder text, string key)
    {
        if (key.Length > 0 && key[0] != '-' && key.All(static c => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '-' or '_' or '.' or '/'))
        {
            AppendInline(text, key);
            return;
        }

        if (key.All(IsPrintable)) text.Append('\'').Append(key.Replace("'", "''")).Append('\'');
        else DoubleQuoted(text, key);
    }

    /// <summary>Writes a string on one line.</summary>
    public static void AppendInline(StringBuilder text, string value)
    {
        if (IsPlain(value)) text.Append(value);
        else if (value.All(IsPrintable)) text.Append('\'').Append(value.Replace("'", "''")).Append('\'');
        else DoubleQuoted(text, value);
    }

    private static bool IsPlain(string value)
    {
        if (value.Length == 0) return false;
        var first = value[0];
        var starts = first is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or '/' or '_'
            || (first == '-' && IsFlag(value));
        if (!starts || value[value.Length - 1] is ' ' or ':') return false;
        for (var i = 1; i < value.Length; i++)
        {
            var c = value[i];
            if (c is < ' ' or > '~') return false;
            if (c == '#' && value[i - 1] == ' ') return false;
            if (c == ':' && value[i + 1] == ' ') return false;
        }

        return !IsWord(value);
    }

    /// <summary><c>-c</c> or <c>--verbose</c>: a dash before a letter is no list item.</summary>
    private static bool IsFlag(string value)
    {
        var letter = value.StartsWith("--", StringComparison.Ordinal) ? 2 : 1;
        return letter < value.Length && value[letter] is >= 'a' and <= 'z';
    }

    private static bool IsWord(string value) => value.Length <= 5 && value.ToLowerInvariant() is "null" or "true" or "false" or "yes" or "no" or "on" or "off" or "y" or "n";

    private static bool IsPrintable(char c) => c is >= ' ' and <= '~' or (>= '\u00a0' and < '\ud800' and not '\u2028' and not '\u2029') or (>= '\ue000' and <= '\ufffd' and not '\ufeff');

    private static bool CanBeBlock(string value)
    {
        if (value[0] is ' ' or '\t' or '\n') return false;
        var hasContent = false;
        var lineIsBlank = true;
        var lineLength = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c == '\n')
            {
                // A line of blanks only is where readers differ.
                if (lineIsBlank && lineLength > 0) return false;
                lineIsBlank = true;
                lineLength = 0;
                continue;
            }

            if (c is not '\t' && !IsPrintable(c) && !IsPair(value, i)) return false;
            lineLength++;
            if (c is not (' ' or '\t')) lineIsBlank = false;
            hasContent |= !lineIsBlank;
        }

        return hasContent && !(lineIsBlank && lineLength > 0);
    }

    private static bool IsPair(string value, int i) =>
        (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
        || (char.IsLowSurrogate(value[i]) && i > 0 && char.IsHighSurrogate(value[i - 1]));

    private static void Block(StringBuilder text, string value, int indent)
    {
        var end = value.Length;
        while (end > 0 && value[end - 1] == '\n') end--;
        var breaks = value.Length - end;
        text.Append('|').Append(breaks switch { 0 => "-", 1 => "", _ => "+" }).Append('\n');
        var start = 0;
        while (start < end)
        {
            var next = value.IndexOf('\n', start);
            if (next < 0 || next > end) next = end;
            if (next > start) text.Append(' ', indent).Append(value, start, next - start);
            text.Append('\n');
            start = next + 1;
        }

        for (var i = 1; i < breaks; i++) text.Append('\n');
    }

    private static void DoubleQuoted(StringBuilder text, string value)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                default:
                    if (IsPrintable(c)) text.Append(c);
                    else if (IsPair(value, i)) text.Append(c);
                    else text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
            }
        }

        text.Append('"');
    }
}
