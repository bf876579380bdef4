using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Argosy.Cli.Printing;

/// <summary>YAML text as <c>sigs.k8s.io/yaml</c> writes it: sorted keys, lists at the level of their key, no folding, quotes only where needed.</summary>
internal static partial class GoYaml
{
    /// <summary>The text of <paramref name="node"/>, with a line end behind it.</summary>
    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        if (node is JsonObject { Count: > 0 } map) WriteMap(text, map, 0, startsHere: true);
        else if (node is JsonArray { Count: > 0 } list) WriteList(text, list, 0, startsHere: true);
        else WriteScalar(text, node, 0);
        if (text.Length == 0 || text[^1] != '\n') text.Append('\n');
        return text.ToString();
    }

    private static void WriteMap(StringBuilder text, JsonObject map, int indent, bool startsHere)
    {
        var keys = map.Select(entry => entry.Key).ToList();
        keys.Sort(CompareKeys);
        foreach (var key in keys)
        {
            if (!startsHere) text.Append(' ', indent);
            startsHere = false;
            AppendString(text, key, indent, isKey: true);
            text.Append(':');
            switch (map[key])
            {
                case JsonObject { Count: > 0 } inner:
                    text.Append('\n');
                    WriteMap(text, inner, indent + 2, startsHere: false);
                    break;
                case JsonArray { Count: > 0 } list:
                    text.Append('\n');
                    WriteList(text, list, indent, startsHere: false);
                    break;
                case var value:
                    text.Append(' ');
                    WriteScalar(text, value, indent);
                    EndLine(text);
                    break;
            }
        }
    }

    private static void WriteList(StringBuilder text, JsonArray list, int indent, bool startsHere)
    {
        foreach (var item in list)
        {
            if (!startsHere) text.Append(' ', indent);
            startsHere = false;
            text.Append("- ");
            switch (item)
            {
                case JsonObject { Count: > 0 } map:
                    WriteMap(text, map, indent + 2, startsHere: true);
                    break;
                case JsonArray { Count: > 0 } inner:
                    WriteList(text, inner, indent + 2, startsHere: true);
                    break;
                default:
                    WriteScalar(text, item, indent);
                    EndLine(text);
                    break;
            }
        }
    }

    private static void EndLine(StringBuilder text)
    {
        if (text[^1] != '\n') text.Append('\n');
    }

    private static void WriteScalar(StringBuilder text, JsonNode? node, int indent)
    {
        switch (node)
        {
            case null: text.Append("null"); break;
            case JsonObject: text.Append("{}"); break;
            case JsonArray: text.Append("[]"); break;
            default:
                if (node.GetValueKind() == JsonValueKind.String) AppendString(text, node.GetValue<string>(), indent, isKey: false);
                else text.Append(node.ToJsonString());
                break;
        }
    }

    private static void AppendString(StringBuilder text, string value, int indent, bool isKey)
    {
        var analysis = Analyze(value);
        if (value.Contains('\n', StringComparison.Ordinal))
        {
            if (analysis.BlockAllowed && !isKey) AppendLiteral(text, value, indent + 2);
            else AppendDoubleQuoted(text, value);
        }
        else if (ReadsAsOtherType(value))
        {
            AppendDoubleQuoted(text, value);
        }
        else if (analysis.PlainAllowed && (value.Length > 0 || !isKey))
        {
            text.Append(value);
        }
        else if (analysis.SingleQuotedAllowed)
        {
            text.Append('\'').Append(value.Replace("'", "''", StringComparison.Ordinal)).Append('\'');
        }
        else
        {
            AppendDoubleQuoted(text, value);
        }
    }

    private static void AppendLiteral(StringBuilder text, string value, int indent)
    {
        text.Append('|');
        if (value[0] is ' ' or '\n') text.Append('2');
        if (value[^1] != '\n') text.Append('-');
        else if (value.Length == 1 || value[^2] == '\n') text.Append('+');
        text.Append('\n');
        var lines = value.Split('\n');
        var count = value[^1] == '\n' ? lines.Length - 1 : lines.Length;
        for (var i = 0; i < count; i++)
        {
            if (lines[i].Length > 0) text.Append(' ', indent).Append(lines[i]);
            text.Append('\n');
        }
    }

    private static void AppendDoubleQuoted(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var rune in value.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case 0: text.Append("\\0"); break;
                case 7: text.Append("\\a"); break;
                case 8: text.Append("\\b"); break;
                case 9: text.Append("\\t"); break;
                case 10: text.Append("\\n"); break;
                case 11: text.Append("\\v"); break;
                case 12: text.Append("\\f"); break;
                case 13: text.Append("\\r"); break;
                case 27: text.Append("\\e"); break;
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case 0x85: text.Append("\\N"); break;
                case 0xA0: text.Append("\\_"); break;
                case 0x2028: text.Append("\\L"); break;
                case 0x2029: text.Append("\\P"); break;
                default:
                    if (IsPrintable(rune.Value) && rune.Value != 0xFEFF) text.Append(rune.ToString());
                    else if (rune.Value <= 0xFF) text.Append("\\x").Append(rune.Value.ToString("X2", CultureInfo.InvariantCulture));
                    else if (rune.Value <= 0xFFFF) text.Append("\\u").Append(rune.Value.ToString("X4", CultureInfo.InvariantCulture));
                    else text.Append("\\U").Append(rune.Value.ToString("X8", CultureInfo.InvariantCulture));
                    break;
            }
        }

        text.Append('"');
    }

    private static (bool PlainAllowed, bool SingleQuotedAllowed, bool BlockAllowed) Analyze(string value)
    {
        if (value.Length == 0) return (true, true, false);
        var indicators = value.StartsWith("---", StringComparison.Ordinal) || value.StartsWith("...", StringComparison.Ordinal);
        bool special = false, breaks = false, leading = false, trailingSpace = false, trailingBreak = false, breakSpace = false, spaceBreak = false;
        bool previousSpace = false, previousBreak = false, preceded = true;
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            var followed = i + 1 == value.Length || IsBlank(value[i + 1]);
            if (i == 0)
            {
                indicators |= c is '#' or ',' or '[' or ']' or '{' or '}' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`';
                indicators |= c is '?' or ':' or '-' && followed;
            }
            else
            {
                indicators |= (c == ':' && followed) || (c == '#' && preceded);
            }

            if (!IsPrintable(char.IsSurrogate(c) ? 0x10000 : c)) special = true;
            var isBreak = c is '\r' or '\n' or '\u0085' or '\u2028' or '\u2029';
            breaks |= isBreak;
            if (c == ' ')
            {
                leading |= i == 0;
                trailingSpace |= i == value.Length - 1;
                breakSpace |= previousBreak;
                (previousSpace, previousBreak) = (true, false);
            }
            else if (isBreak)
            {
                leading |= i == 0;
                trailingBreak |= i == value.Length - 1;
                spaceBreak |= previousSpace;
                (previousSpace, previousBreak) = (false, true);
            }
            else
            {
                (previousSpace, previousBreak) = (false, false);
            }

            preceded = IsBlank(c);
        }

        var none = spaceBreak || special;
        return (
            !(leading || trailingSpace || trailingBreak || breakSpace || none || breaks || indicators),
            !(breakSpace || none),
            !(trailingSpace || none));
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\r' or '\n' or '\u0085' or '\u2028' or '\u2029';

    private static bool IsPrintable(int c) => c is 0x0A or (>= 0x20 and <= 0x7E) or (>= 0xA0 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD and not 0xFEFF) or >= 0x10000;

    // What an unquoted text would be read as by YAML 1.1: such a text needs its quotes to stay a text.
    private static bool ReadsAsOtherType(string value)
    {
        if (value.Length == 0) return true;
        switch (value)
        {
            case "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" or "true" or "True" or "TRUE":
            case "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF" or "false" or "False" or "FALSE":
            case "~" or "null" or "Null" or "NULL" or "<<":
            case ".nan" or ".NaN" or ".NAN" or ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" or "-.inf" or "-.Inf" or "-.INF":
                return true;
        }

        if (!(char.IsAsciiDigit(value[0]) || value[0] is '+' or '-' or '.')) return false;
        var digits = value.Replace("_", "", StringComparison.Ordinal);
        return Integer().IsMatch(digits) || Float().IsMatch(digits) || Base60().IsMatch(value) || IsTimestamp(value);
    }

    private static bool IsTimestamp(string value) => Timestamp().IsMatch(value) && DateTimeOffset.TryParse(
        Shorten(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static string Shorten(string value) => Fraction().Replace(value, "");

    private static int CompareKeys(string a, string b)
    {
        var left = a.EnumerateRunes().ToArray();
        var right = b.EnumerateRunes().ToArray();
        for (var i = 0; i < left.Length && i < right.Length; i++)
        {
            if (left[i] == right[i]) continue;
            var leftLetter = Rune.IsLetter(left[i]);
            var rightLetter = Rune.IsLetter(right[i]);
            if (leftLetter && rightLetter) return left[i].CompareTo(right[i]);
            if (leftLetter || rightLetter) return rightLetter ? -1 : 1;
            long leftNumber = 0, rightNumber = 0;
            if (left[i].Value == '0' || right[i].Value == '0')
            {
                for (var j = i - 1; j >= 0 && Rune.IsDigit(left[j]); j--)
                {
                    if (left[j].Value == '0') continue;
                    leftNumber = rightNumber = 1;
                    break;
                }
            }

            int leftEnd, rightEnd;
            for (leftEnd = i; leftEnd < left.Length && Rune.IsDigit(left[leftEnd]); leftEnd++) leftNumber = (leftNumber * 10) + left[leftEnd].Value - '0';
            for (rightEnd = i; rightEnd < right.Length && Rune.IsDigit(right[rightEnd]); rightEnd++) rightNumber = (rightNumber * 10) + right[rightEnd].Value - '0';
            if (leftNumber != rightNumber) return leftNumber.CompareTo(rightNumber);
            if (leftEnd != rightEnd) return leftEnd.CompareTo(rightEnd);
            return left[i].CompareTo(right[i]);
        }

        return left.Length.CompareTo(right.Length);
    }

    [GeneratedRegex(@"^[-+]?(0b[01]+|0o?[0-7]+|0x[0-9a-fA-F]+|0|[1-9][0-9]*)$")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Float();

    [GeneratedRegex(@"^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$")]
    private static partial Regex Base60();

    [GeneratedRegex(@"^\d{4}-\d{1,2}-\d{1,2}(([Tt]|\s+)\d{1,2}:\d{2}:\d{2}(\.\d+)?(Z|[-+]\d{2}:\d{2})?)?$")]
    private static partial Regex Timestamp();

    [GeneratedRegex(@"\.\d+")]
    private static partial Regex Fraction();
}
