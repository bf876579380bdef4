using System.Globalization;
using System.Numerics;
using Argosy.Manifests.Tree;

namespace Argosy.Yaml;

/// <summary>What a scalar without quotes means. These are the rules of the YAML 1.1 reader that Argo and kubectl use: <c>yes</c> is true, <c>010</c> is 8, a date stays text.</summary>
internal static class ScalarResolver
{
    private static readonly Dictionary<string, (ScalarKind Kind, string Text)> Words = MakeWords();

    /// <summary>The kind and JSON text; null for infinity and not-a-number, which JSON cannot say.</summary>
    public static (ScalarKind Kind, string Text)? Resolve(string plain)
    {
        if (plain.Length == 0) return (ScalarKind.Null, "null");
        if (Words.TryGetValue(plain, out var word)) return word;
        var first = plain[0];
        if (first == '.')
        {
            if (plain is ".inf" or ".Inf" or ".INF" or ".nan" or ".NaN" or ".NAN") return null;
            return IsFloat(plain) && Float(plain) is { } f ? (ScalarKind.Float, f) : (ScalarKind.String, plain);
        }

        if (first is not ('+' or '-' or (>= '0' and <= '9'))) return (ScalarKind.String, plain);
        if (plain is "+.inf" or "+.Inf" or "+.INF" or "-.inf" or "-.Inf" or "-.INF") return null;

        var digits = plain.IndexOf('_') >= 0 ? plain.Replace("_", "", StringComparison.Ordinal) : plain;
        if (Integer(digits) is { } integer) return (ScalarKind.Integer, integer);
        if (IsFloat(digits) && Float(digits) is { } number) return (ScalarKind.Float, number);
        return (ScalarKind.String, plain);
    }

    /// <summary>A number as Go writes it in JSON: no exponent between 1e-6 and 1e21.</summary>
    public static string JsonNumber(double value)
    {
        if (value == 0) return double.IsNegative(value) ? "-0" : "0";
        var size = Math.Abs(value);
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        if (size is >= 1e-6 and < 1e21)
            return shortest.Contains('E', StringComparison.Ordinal) ? Expand(shortest) : shortest;
        var mark = shortest.IndexOf('E', StringComparison.Ordinal);
        if (mark < 0) shortest = value.ToString("E16", CultureInfo.InvariantCulture);
        mark = shortest.IndexOf('E', StringComparison.Ordinal);
        var exponent = int.Parse(shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var text = exponent.ToString("+00;-00", CultureInfo.InvariantCulture);
        // Go's JSON drops the zero of e-09 but not of e+09.
        if (text.Length == 3 && text[0] == '-' && text[1] == '0') text = "-" + text[2];
        return shortest.Substring(0, mark) + "e" + text;
    }

    private static string Expand(string shortest)
    {
        var mark = shortest.IndexOf('E', StringComparison.Ordinal);
        var exponent = int.Parse(shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = shortest.Substring(0, mark);
        var sign = mantissa[0] == '-' ? "-" : "";
        if (sign.Length > 0) mantissa = mantissa.Substring(1);
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = dot < 0 ? mantissa : mantissa.Remove(dot, 1);
        var point = (dot < 0 ? mantissa.Length : dot) + exponent;
        if (point <= 0) return sign + "0." + new string('0', -point) + digits;
        return point >= digits.Length ? sign + digits + new string('0', point - digits.Length) : sign + digits.Substring(0, point) + "." + digits.Substring(point);
    }

    private static string? Integer(string text)
    {
        var at = text[0] is '+' or '-' ? 1 : 0;
        var negative = text[0] == '-';
        var rest = text.AsSpan(at);
        if (rest.Length == 0) return null;
        var radix = 10;
        if (rest.Length > 1 && rest[0] == '0')
        {
            switch (char.ToLowerInvariant(rest[1]))
            {
                case 'x': radix = 16; break;
                case 'b': radix = 2; break;
                case 'o': radix = 8; break;
                default: radix = 0; break;
            }

            rest = radix == 0 ? rest[1..] : rest[2..];
            if (radix == 0) radix = 8;
        }

        if (rest.Length is 0 or > 80) return null;
        BigInteger value = 0;
        foreach (var c in rest)
        {
            var digit = c switch { >= '0' and <= '9' => c - '0', >= 'a' and <= 'f' => c - 'a' + 10, >= 'A' and <= 'F' => c - 'A' + 10, _ => 99 };
            if (digit >= radix) return null;
            value = value * radix + digit;
        }

        if (negative) value = -value;
        var fits = value >= long.MinValue && value <= (text[0] == '+' ? long.MaxValue : ulong.MaxValue);
        return fits ? value.ToString(CultureInfo.InvariantCulture) : null;
    }

    private static bool IsFloat(string text)
    {
        int i = text[0] is '+' or '-' ? 1 : 0, digits = 0;
        for (; i < text.Length && char.IsAsciiDigit(text[i]); i++) digits++;
        if (i < text.Length && text[i] == '.')
        {
            var whole = digits;
            for (i++; i < text.Length && char.IsAsciiDigit(text[i]); i++) digits++;
            if (whole == 0 && digits == 0) return false;
        }

        if (digits == 0) return false;
        if (i < text.Length && text[i] is 'e' or 'E')
        {
            i++;
            if (i < text.Length && text[i] is '+' or '-') i++;
            var start = i;
            while (i < text.Length && char.IsAsciiDigit(text[i])) i++;
            if (i == start) return false;
        }

        return i == text.Length;
    }

    private static string? Float(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && !double.IsInfinity(value) ? JsonNumber(value) : null;

    private static Dictionary<string, (ScalarKind, string)> MakeWords()
    {
        var words = new Dictionary<string, (ScalarKind, string)>(StringComparer.Ordinal);
        foreach (var w in new[] { "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON" }) words[w] = (ScalarKind.Boolean, "true");
        foreach (var w in new[] { "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF" }) words[w] = (ScalarKind.Boolean, "false");
        foreach (var w in new[] { "~", "null", "Null", "NULL" }) words[w] = (ScalarKind.Null, "null");
        return words;
    }
}
