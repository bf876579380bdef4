using System.Security.Cryptography;
using System.Text;
using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text;

namespace Argosy.Manifests.Expressions.Sprig;

/// <summary>sprig's functions on texts.</summary>
internal static class SprigText
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", Digits = "0123456789";

    public static void Register(SprigFunctions f)
    {
        GoType s = GoType.String, i = GoType.Int, any = GoType.Any, flag = GoType.Bool;
        f.Add("hello", [], s, _ => "Hello!");
        f.Add("trim", [s], s, a => GoQuote.TrimSpace(Str(a[0])));
        f.Add("upper", [s], s, a => GoStrings.ToUpper(Str(a[0])));
        f.Add("lower", [s], s, a => GoStrings.ToLower(Str(a[0])));
        f.Add("repeat", [i, s], s, a => Repeat(Str(a[1]), Int(a[0])));
        f.Add("trimall trimAll", [s, s], s, a => GoStrings.Trim(Str(a[1]), Str(a[0])));
        f.Add("trimSuffix", [s, s], s, a => GoStrings.TrimSuffix(Str(a[1]), Str(a[0])));
        f.Add("trimPrefix", [s, s], s, a => GoStrings.TrimPrefix(Str(a[1]), Str(a[0])));
        f.Add("contains", [s, s], flag, a => Str(a[1]).IndexOf(Str(a[0]), StringComparison.Ordinal) >= 0);
        f.Add("hasPrefix", [s, s], flag, a => Str(a[1]).StartsWith(Str(a[0]), StringComparison.Ordinal));
        f.Add("hasSuffix", [s, s], flag, a => Str(a[1]).EndsWith(Str(a[0]), StringComparison.Ordinal));
        f.Add("replace", [s, s, s], s, a => GoStrings.Replace(Str(a[2]), Str(a[0]), Str(a[1]), -1));
        f.Add("plural", [s, s, i], s, a => Int(a[2]) == 1 ? a[0] : a[1]);
        f.Add("substr", [i, i, s], s, a => Substring(Int(a[0]), Int(a[1]), Str(a[2])));
        f.Add("trunc", [i, s], s, a => Truncate(Int(a[0]), Str(a[1])));
        f.Add("abbrev", [i, s], s, a => Int(a[0]) < 4 ? a[1] : ByteText.Back(Abbreviate(ByteText.Of(Str(a[1])), 0, Int(a[0]))));
        f.Add("abbrevboth", [i, i, s], s, a => Int(a[1]) < 4 || Int(a[0]) > 0 && Int(a[1]) < 7
            ? a[2]
            : ByteText.Back(Abbreviate(ByteText.Of(Str(a[2])), Int(a[0]), Int(a[1]))));
        f.Add("indent", [i, s], s, a => Indent(Int(a[0]), Str(a[1])));
        f.Add("nindent", [i, s], s, a => "\n" + Indent(Int(a[0]), Str(a[1])));
        f.Add("wrap", [i, s], s, a => Wrap(Str(a[1]), Int(a[0]), "", false));
        f.Add("wrapWith", [i, s, s], s, a => Wrap(Str(a[2]), Int(a[0]), Str(a[1]), true));
        f.AddVariadic("quote", [], any, s, a => string.Join(" ", a.Where(v => v is not null).Select(v => GoQuote.Quote(Cast.ToText(v)))));
        f.AddVariadic("squote", [], any, s, a => string.Join(" ", a.Where(v => v is not null).Select(v => $"'{GoPrinter.Print(v)}'")));
        f.AddVariadic("cat", [], any, s, a => string.Join(" ", a.Where(v => v is not null).Select(GoPrinter.Print)));
        f.Add("toString", [any], s, a => Cast.ToText(a[0]));
        f.Add("toStrings", [any], GoType.StringSlice, a => GoList.Strings(SprigLists.Strings(a[0])));
        f.Add("splitList", [s, s], GoType.StringSlice, a => GoList.Strings(GoStrings.Split(Str(a[1]), Str(a[0]), -1, false)!));
        f.Add("split", [s, s], GoType.Map(s, s), a => Split(Str(a[0]), Str(a[1]), -1));
        f.Add("splitn", [s, i, s], GoType.Map(s, s), a => Split(Str(a[0]), Str(a[2]), Int(a[1])));
        f.Add("join", [s, any], s, a => string.Join(Str(a[0]), SprigLists.Strings(a[1])));
        f.Add("randAlphaNum", [i], s, a => Random(Int(a[0]), Letters + Digits));
        f.Add("randAlpha", [i], s, a => Random(Int(a[0]), Letters));
        f.Add("randNumeric", [i], s, a => Random(Int(a[0]), Digits));
        f.Add("randAscii", [i], s, a => Random(Int(a[0]), new string([.. Enumerable.Range(32, 95).Select(c => (char)c)])));
        f.Add("uuidv4", [], s, _ => Guid.NewGuid().ToString());
    }

    public static string Str(object? value) => (string)value!;

    public static long Int(object? value) => (long)value!;

    /// <summary>Random characters of an alphabet; nothing for a bad count.</summary>
    public static string Random(long count, string alphabet)
    {
        if (count is <= 0 or > 1_000_000)
            return "";
        var result = new StringBuilder((int)count);
        using var random = RandomNumberGenerator.Create();
        var bytes = new byte[1];
        while (result.Length < count)
        {
            random.GetBytes(bytes);
            if (bytes[0] < 256 / alphabet.Length * alphabet.Length)
                result.Append(alphabet[bytes[0] % alphabet.Length]);
        }

        return result.ToString();
    }

    private static string Repeat(string text, long count)
    {
        if (count < 0)
            throw new GoPanic("strings: negative Repeat count");
        return text.Length * count > 64_000_000 ? throw new GoPanic("memory budget exceeded") : GoStrings.Repeat(text, (int)count);
    }

    private static string Substring(long start, long end, string text)
    {
        var bytes = ByteText.Of(text);
        return ByteText.Back(start < 0 ? ByteText.Slice(bytes, 0, end) : ByteText.Slice(bytes, start, end < 0 || end > bytes.Length ? bytes.Length : end));
    }

    private static string Truncate(long count, string text)
    {
        var bytes = ByteText.Of(text);
        if (count < 0 && bytes.Length + count > 0)
            return ByteText.Back(bytes.Substring((int)(bytes.Length + count)));
        return count >= 0 && bytes.Length > count ? ByteText.Back(bytes.Substring(0, (int)count)) : text;
    }

    private static string Abbreviate(string bytes, long offset, long width)
    {
        if (bytes.Length == 0 || width < 4)
            return "";
        if (bytes.Length <= width)
            return bytes;
        offset = Math.Min(offset, bytes.Length);
        if (bytes.Length - offset < width - 3)
            offset = bytes.Length - (width - 3);
        if (offset <= 4)
            return bytes.Substring(0, (int)width - 3) + "...";
        if (width < 7)
            return "";
        return "..." + (offset + width - 3 < bytes.Length
            ? Abbreviate(bytes.Substring((int)offset), 0, width - 3)
            : bytes.Substring(bytes.Length - (int)(width - 3)));
    }

    private static string Indent(long spaces, string text)
    {
        if (spaces < 0)
            throw new GoPanic("strings: negative Repeat count");
        if (spaces * (1 + text.Count(c => c == '\n')) > 64_000_000)
            throw new GoPanic("memory budget exceeded");
        var pad = new string(' ', (int)spaces);
        return pad + text.Replace("\n", "\n" + pad);
    }

    private static string Wrap(string text, long width, string newline, bool breakWords)
    {
        if (text.Length == 0)
            return "";
        newline = newline.Length == 0 ? "\n" : ByteText.Of(newline);
        width = Math.Max(width, 1);
        var bytes = ByteText.Of(text);
        var result = new StringBuilder();
        var offset = 0;
        while (bytes.Length - offset > width)
        {
            if (bytes[offset] == ' ')
            {
                offset++;
                continue;
            }

            var space = bytes.LastIndexOf(' ', offset + (int)width, (int)width + 1);
            if (space >= offset)
            {
                result.Append(bytes, offset, space - offset).Append(newline);
                offset = space + 1;
            }
            else if (breakWords)
            {
                result.Append(bytes, offset, (int)width).Append(newline);
                offset += (int)width;
            }
            else
            {
                space = bytes.IndexOf(' ', offset + (int)width);
                if (space < 0)
                {
                    result.Append(bytes, offset, bytes.Length - offset);
                    offset = bytes.Length;
                }
                else
                {
                    result.Append(bytes, offset, space - offset).Append(newline);
                    offset = space + 1;
                }
            }
        }

        return ByteText.Back(result.Append(bytes, offset, bytes.Length - offset).ToString());
    }

    private static GoMap Split(string separator, string text, long count)
    {
        var map = new GoMap(GoType.Map(GoType.String, GoType.String));
        var parts = GoStrings.Split(text, separator, count, false) ?? [];
        for (var i = 0; i < parts.Count; i++)
            map[$"_{i}"] = parts[i];
        return map;
    }
}
