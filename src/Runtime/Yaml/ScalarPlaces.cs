using Argosy.Manifests.Tree;
using YamlDotNet.Core;

namespace Argosy.Yaml;

/// <summary>
/// Finds the place in the file of a character of a scalar's value. The table is made when a fault inside the text is first asked for:
/// the source is walked along the value; where the two cannot be brought together the whole scalar is the place.
/// </summary>
internal sealed class ScalarPlaces(SourceText source, string value, ScalarStyle style, int start, int end, SourcePlace whole)
{
    private int[]? _offsets;

    public SourcePlace At(int offset)
    {
        offset = Math.Clamp(offset, 0, value.Length);
        if (style == ScalarStyle.Plain && end - start == value.Length && whole.Line == whole.EndLine)
            return SourcePlace.At(whole.File, whole.Line, whole.Column + offset);
        _offsets ??= style switch
        {
            ScalarStyle.DoubleQuoted => DoubleQuoted(),
            ScalarStyle.SingleQuoted => SingleQuoted(),
            _ => Lines(),
        };
        var at = offset < value.Length ? _offsets[offset] : value.Length == 0 ? start : _offsets[value.Length - 1] + 1;
        return at < 0 ? whole : source.PlaceAt(at);
    }

    /// <summary>Plain text and blocks: each line of the source stands in the value without its indentation.</summary>
    private int[] Lines()
    {
        var offsets = Unknown();
        var text = source.Text;
        int at = start, to = 0, last = start;
        // The header of a block (| > with indicators) is a line of its own.
        if (style is ScalarStyle.Literal or ScalarStyle.Folded) at = AfterLine(at);
        while (to < value.Length && at < text.Length)
        {
            var lineEnd = text.IndexOf('\n', at);
            if (lineEnd < 0) lineEnd = text.Length;
            var from = at;
            while (from < lineEnd && text[from] is ' ' or '\t') from++;
            var until = lineEnd;
            while (until > from && text[until - 1] is ' ' or '\t' or '\r') until--;
            var content = text.AsSpan(from, until - from);
            if (style == ScalarStyle.Plain && until > end) content = text.AsSpan(from, Math.Max(0, Math.Min(until, end) - from));
            // Folds and line ends between two lines: the first belongs to the line that ends, the others to the next.
            if (to > 0 && to < value.Length && value[to] is ' ' or '\n' or '\t') offsets[to++] = last;
            while (to < value.Length && value[to] is ' ' or '\n' or '\t') offsets[to++] = content.Length > 0 ? Math.Max(last, from - (Leading(to, value))) : last;
            if (content.Length > 0)
            {
                if (!value.AsSpan(to).StartsWith(content, StringComparison.Ordinal)) return offsets;
                for (var i = 0; i < content.Length; i++) offsets[to++] = from + i;
                last = from + content.Length;
            }

            at = lineEnd + 1;
        }

        while (to < value.Length) offsets[to++] = last;
        return offsets;
    }

    // How many blanks of the value stand before the next text: they are the end of the line's indentation.
    private static int Leading(int from, string value)
    {
        var n = 0;
        while (from + n < value.Length && value[from + n] == ' ') n++;
        return n;
    }

    private int[] SingleQuoted()
    {
        var offsets = Unknown();
        var text = source.Text;
        int at = start + 1, to = 0;
        while (to < value.Length && at < end)
        {
            if (Fold(ref at, ref to, offsets)) continue;
            if (text[at] != value[to]) return offsets;
            offsets[to++] = at;
            at += text[at] == '\'' ? 2 : 1;
        }

        return offsets;
    }

    private int[] DoubleQuoted()
    {
        var offsets = Unknown();
        var text = source.Text;
        int at = start + 1, to = 0;
        while (to < value.Length && at < end - 1)
        {
            if (text[at] == '\\' && at + 1 < end)
            {
                if (text[at + 1] is '\n' or '\r')
                {
                    // An escaped line end joins the lines.
                    at = text[at + 1] == '\r' && at + 2 < end && text[at + 2] == '\n' ? at + 3 : at + 2;
                    while (at < end && text[at] is ' ' or '\t') at++;
                    continue;
                }

                var length = text[at + 1] switch { 'x' => 4, 'u' => 6, 'U' => 10, _ => 2 };
                var wide = length == 10 && to + 1 < value.Length && char.IsHighSurrogate(value[to]);
                offsets[to++] = at;
                if (wide) offsets[to++] = at;
                at += length;
                continue;
            }

            if (Fold(ref at, ref to, offsets)) continue;
            if (text[at] != value[to]) return offsets;
            offsets[to++] = at++;
        }

        return offsets;
    }

    /// <summary>A line end inside quotes, with the blanks around it: one blank, or the empty lines in it.</summary>
    private bool Fold(ref int at, ref int to, int[] offsets)
    {
        var text = source.Text;
        var look = at;
        while (look < end && text[look] is ' ' or '\t') look++;
        if (look >= end || text[look] is not ('\n' or '\r')) return false;
        int lines = 0, first = look;
        for (; look < end && text[look] is ' ' or '\t' or '\n' or '\r'; look++)
            if (text[look] == '\n') lines++;
        if (lines == 0) return false;
        var made = lines == 1 ? 1 : lines - 1;
        for (var i = 0; i < made && to < value.Length; i++) offsets[to++] = first;
        at = look;
        return true;
    }

    private int AfterLine(int at)
    {
        var lineEnd = source.Text.IndexOf('\n', Math.Min(at, source.Text.Length));
        return lineEnd < 0 ? source.Text.Length : lineEnd + 1;
    }

    private int[] Unknown()
    {
        var offsets = new int[value.Length];
        Array.Fill(offsets, -2);
        return offsets;
    }
}
