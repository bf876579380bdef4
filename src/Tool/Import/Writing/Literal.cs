using System.Globalization;
using System.Text;

namespace Argosy.Tool.Import.Writing;

/// <summary>C# literals.</summary>
internal static class Literal
{
    /// <summary>A text: a raw literal where it has several lines or many quotes, else an ordinary one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="indent">The indentation of the line that the literal starts on, for the lines of a raw one.</param>
    public static string Text(string text, string indent)
    {
        if (text.Contains('\n', StringComparison.Ordinal) && IsPlain(text)) return Lines(text, indent + "    ");
        if (!text.Contains('\n', StringComparison.Ordinal) && IsPlain(text) && CountOf(text, '"') + CountOf(text, '\\') > 2 && !text.StartsWith('"') && !text.EndsWith('"'))
            return Fence(text) is { Length: 3 } fence ? fence + text + fence : Ordinary(text);
        return Ordinary(text);
    }

    /// <summary>An ordinary literal with escapes.</summary>
    public static string Ordinary(string text)
    {
        var literal = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text) AppendEscaped(literal, c);
        return literal.Append('"').ToString();
    }

    /// <summary>The text of an interpolated literal between its holes.</summary>
    public static string InterpolatedPart(string text)
    {
        var literal = new StringBuilder(text.Length);
        foreach (var c in text)
            if (c is '{' or '}') literal.Append(c, 2);
            else AppendEscaped(literal, c);
        return literal.ToString();
    }

    /// <summary>A list of texts as a collection expression, on one line where it fits.</summary>
    public static string Texts(IEnumerable<string> texts, string indent)
    {
        var items = texts.Select(text => Text(text, indent + "    ")).ToList();
        var line = $"[{string.Join(", ", items)}]";
        if (line.Length <= 110 || items.Count == 1) return line;
        var inner = indent + "    ";
        return $"[\n{string.Join("\n", items.Select(item => inner + item + ","))}\n{indent}]";
    }

    private static string Lines(string text, string indent)
    {
        var fence = Fence(text);
        var raw = new StringBuilder(fence);
        foreach (var line in text.Split('\n'))
        {
            raw.Append('\n');
            if (line.Length > 0) raw.Append(indent).Append(line);
        }

        return raw.Append('\n').Append(indent).Append(fence).ToString();
    }

    private static string Fence(string text)
    {
        var longest = 0;
        var run = 0;
        foreach (var c in text)
        {
            run = c == '"' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return new string('"', Math.Max(3, longest + 1));
    }

    // What a raw literal shows as it is: no control characters, and no line ends other than the file's own.
    private static bool IsPlain(string text) => text.All(c => c == '\n' || c == '\t' || (!char.IsControl(c) && c is not ('\u2028' or '\u2029' or '\u0085') && !char.IsSurrogate(c)));

    private static int CountOf(string text, char wanted) => text.Count(c => c == wanted);

    private static void AppendEscaped(StringBuilder literal, char c)
    {
        switch (c)
        {
            case '"': literal.Append("\\\""); break;
            case '\\': literal.Append("\\\\"); break;
            case '\n': literal.Append("\\n"); break;
            case '\r': literal.Append("\\r"); break;
            case '\t': literal.Append("\\t"); break;
            default:
                if (char.IsControl(c) || c is '\u2028' or '\u2029' or '\u0085' || char.IsLowSurrogate(c) || char.IsHighSurrogate(c))
                    literal.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                else literal.Append(c);
                break;
        }
    }
}
