using System.Globalization;
using System.Text;

namespace Argosy.Workflows;

/// <summary>Text in the forms of Go's <c>strconv</c>.</summary>
internal static class GoText
{
    /// <summary>A Go string literal, as <c>strconv.Quote</c> makes it.</summary>
    public static string Quote(string text)
    {
        var result = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '"': result.Append("\\\""); break;
                case '\\': result.Append("\\\\"); break;
                case '\a': result.Append("\\a"); break;
                case '\b': result.Append("\\b"); break;
                case '\f': result.Append("\\f"); break;
                case '\n': result.Append("\\n"); break;
                case '\r': result.Append("\\r"); break;
                case '\t': result.Append("\\t"); break;
                case '\v': result.Append("\\v"); break;
                case < ' ' or 0x7f: result.Append("\\x").Append(rune.Value.ToString("x2", CultureInfo.InvariantCulture)); break;
                default:
                    if (IsPrintable(rune)) result.Append(rune.ToString());
                    else if (rune.Value < 0x10000) result.Append("\\u").Append(rune.Value.ToString("x4", CultureInfo.InvariantCulture));
                    else result.Append("\\U").Append(rune.Value.ToString("x8", CultureInfo.InvariantCulture));
                    break;
            }
        }

        return result.Append('"').ToString();
    }

    /// <summary>The text of a Go string literal, as <c>strconv.Unquote</c> reads it; null where it is none.</summary>
    public static string? Unquote(string literal)
    {
        if (literal.Length < 2 || literal[0] != literal[^1]) return null;
        var body = literal[1..^1];
        switch (literal[0])
        {
            case '`': return body.Contains('`', StringComparison.Ordinal) ? null : body.Replace("\r", "", StringComparison.Ordinal);
            case '"': return Unescape(body, '"');
            case '\'': return Unescape(body, '\'') is { } one && one.EnumerateRunes().Count() == 1 ? one : null;
            default: return null;
        }
    }

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || (Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));

    private static string? Unescape(string body, char quote)
    {
        var bytes = new List<byte>();
        Span<byte> buffer = stackalloc byte[4];
        for (var i = 0; i < body.Length; i++)
        {
            var c = body[i];
            if (c == quote || c == '\n') return null;
            if (c != '\\')
            {
                if (!Rune.TryGetRuneAt(body, i, out var rune)) return null;
                bytes.AddRange(buffer[..rune.EncodeToUtf8(buffer)].ToArray());
                i += rune.Utf16SequenceLength - 1;
                continue;
            }

            if (++i == body.Length) return null;
            switch (body[i])
            {
                case 'a': bytes.Add(7); break;
                case 'b': bytes.Add(8); break;
                case 'f': bytes.Add(12); break;
                case 'n': bytes.Add(10); break;
                case 'r': bytes.Add(13); break;
                case 't': bytes.Add(9); break;
                case 'v': bytes.Add(11); break;
                case '\\': bytes.Add((byte)'\\'); break;
                case '"' when quote == '"': bytes.Add((byte)'"'); break;
                case '\'' when quote == '\'': bytes.Add((byte)'\''); break;
                case 'x' or 'u' or 'U':
                    var digits = body[i] switch { 'x' => 2, 'u' => 4, _ => 8 };
                    if (i + digits >= body.Length
                        || !int.TryParse(body.AsSpan(i + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)) return null;
                    if (digits == 2) bytes.Add((byte)code);
                    else if (Rune.IsValid(code)) bytes.AddRange(buffer[..new Rune(code).EncodeToUtf8(buffer)].ToArray());
                    else return null;
                    i += digits;
                    break;
                case >= '0' and <= '7':
                    if (i + 2 >= body.Length || body[i + 1] is < '0' or > '7' || body[i + 2] is < '0' or > '7') return null;
                    var value = ((body[i] - '0') * 64) + ((body[i + 1] - '0') * 8) + body[i + 2] - '0';
                    if (value > 255) return null;
                    bytes.Add((byte)value);
                    i += 2;
                    break;
                default: return null;
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
