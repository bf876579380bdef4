using System.Globalization;
using System.Text;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Decoding;

/// <summary>How Go names, prints and checks single values.</summary>
internal static class GoText
{
    /// <summary>The JSON type of a value in Go's decoder errors.</summary>
    public static string JsonType(Node node) => node switch
    {
        MapNode => "object",
        ListNode => "array",
        ScalarNode { Kind: ScalarKind.Boolean } => "bool",
        ScalarNode { IsString: true } => "string",
        _ => "number",
    };

    /// <summary>A value that may be any scalar and is text afterwards; a map or list becomes empty text.</summary>
    public static ScalarNode AnyString(Node node)
    {
        if (node is not ScalarNode scalar) return ScalarNode.String("", node.Place);
        if (scalar.IsString) return scalar;
        var text = scalar.Kind is ScalarKind.Boolean ? scalar.Text : PlainDecimal(scalar.Text);
        return new ScalarNode { Text = text, Place = scalar.Place, Written = scalar.Written ?? scalar.Text };
    }

    /// <summary>A number through a double, without an exponent: 12345678901234567890 gives 12345678901234567000.</summary>
    public static string PlainDecimal(string number)
    {
        if (number.Length < 16 && number.IndexOfAny(['.', 'e', 'E']) < 0) return number == "-0" ? "-0" : number;
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) return number;
        var shortest = Shortest(value);
        var mark = shortest.IndexOf('E');
        if (mark < 0) return shortest;
        var exponent = int.Parse(shortest.Substring(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = shortest.Substring(0, mark);
        var sign = mantissa[0] == '-' ? "-" : "";
        if (sign.Length > 0) mantissa = mantissa.Substring(1);
        var dot = mantissa.IndexOf('.');
        var digits = dot < 0 ? mantissa : mantissa.Remove(dot, 1);
        var point = (dot < 0 ? mantissa.Length : dot) + exponent;
        if (point <= 0) return sign + "0." + new string('0', -point) + digits;
        return point >= digits.Length ? sign + digits + new string('0', point - digits.Length) : sign + digits.Substring(0, point) + "." + digits.Substring(point);
    }

    // "R" is not always the shortest on old runtimes.
    private static string Shortest(double value)
    {
        for (var precision = 15; precision < 17; precision++)
        {
            var text = value.ToString("G" + precision.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture).Equals(value)) return text;
        }

        return value.ToString("G17", CultureInfo.InvariantCulture);
    }

    /// <summary>What is wrong with a Kubernetes quantity, in the words of its parser; null if nothing.</summary>
    public static string? QuantityError(string text)
    {
        const string format = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
        const string unit = "unable to parse quantity's suffix";
        var at = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        int digits = 0, dots = 0;
        for (; at < text.Length && text[at] is '.' or (>= '0' and <= '9'); at++)
        {
            if (text[at] == '.') dots++;
            else digits++;
        }

        if (digits == 0 || dots > 1) return format;
        var start = at;
        while (at < text.Length && "eEinumkKMGTP".IndexOf(text[at]) >= 0) at++;
        var letters = text.Substring(start, at - start);
        var number = at;
        if (at < text.Length && text[at] is '+' or '-') at++;
        while (at < text.Length && text[at] is >= '0' and <= '9') at++;
        if (at < text.Length) return format;
        if (letters is "e" or "E" && at > number + (text[number] is '+' or '-' ? 1 : 0)) return null;
        if (at > number) return unit;
        return letters is "" or "n" or "u" or "m" or "k" or "M" or "G" or "T" or "P" or "E" or "Ki" or "Mi" or "Gi" or "Ti" or "Pi" or "Ei" ? null : unit;
    }

    /// <summary>Go's %q.</summary>
    public static string Quote(string text)
    {
        var b = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '"': b.Append("\\\""); break;
                case '\\': b.Append("\\\\"); break;
                case '\a': b.Append("\\a"); break;
                case '\b': b.Append("\\b"); break;
                case '\f': b.Append("\\f"); break;
                case '\n': b.Append("\\n"); break;
                case '\r': b.Append("\\r"); break;
                case '\t': b.Append("\\t"); break;
                case '\v': b.Append("\\v"); break;
                default:
                    if (c < 0x20 || c == 0x7F) b.Append("\\x").Append(((int)c).ToString("x2", CultureInfo.InvariantCulture));
                    else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) b.Append(c).Append(text[++i]);
                    else if (IsPrintable(c)) b.Append(c);
                    else b.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
            }
        }

        return b.Append('"').ToString();
    }

    private static bool IsPrintable(char c) => c == ' ' || CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
