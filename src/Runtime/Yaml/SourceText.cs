using System.Text;
using Argosy.Manifests.Tree;

namespace Argosy.Yaml;

/// <summary>A part of a file, and where it begins in it.</summary>
internal sealed record SourceText(string Text, string? File, int FirstLine, int FirstColumn)
{
    /// <summary>Blanks that we put at the start of lines (counted from 1) of this part: places are those without them.</summary>
    public IReadOnlyDictionary<int, int> Padding { get; init; } = System.Collections.Immutable.ImmutableDictionary<int, int>.Empty;

    /// <summary>Stands for bytes that are no UTF-8; no YAML file may hold it.</summary>
    public const char Undecodable = '\uFFFF';

    private static readonly Encoding Utf8 = Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFF"));

    /// <summary>UTF-8, or UTF-16 with its mark, as Go's YAML reader takes them.</summary>
    public static string Decode(byte[] bytes)
    {
        if (bytes.Length >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE) return Encoding.Unicode.GetString(bytes, 2, bytes.Length - 2);
        if (bytes.Length >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF) return Encoding.BigEndianUnicode.GetString(bytes, 2, bytes.Length - 2);
        return Utf8.GetString(bytes);
    }

    /// <summary>
    /// Argo cuts a file at every line that begins with three dashes, whatever follows on that line and even inside a block of text; the rest of the line begins the next piece.
    /// </summary>
    public static IEnumerable<(int Number, SourceText Part)> Pieces(string text, string? file)
    {
        int start = 0, line = 1, column = 1, number = 0;
        while (true)
        {
            var at = text.IndexOf("\n---", start, StringComparison.Ordinal);
            var piece = at < 0 ? text.Substring(start) : text.Substring(start, at - start);
            if (!string.IsNullOrWhiteSpace(piece)) yield return (number, new SourceText(piece, file, line, column));
            if (at < 0) yield break;
            foreach (var c in piece)
                if (c == '\n') line++;
            line++;
            column = 4;
            start = at + 4;
            number++;
        }
    }

    /// <summary>The place of a line and column of this part.</summary>
    public SourcePlace Place(long line, long column, long endLine, long endColumn) =>
        new(File, Line(line), Column(line, column), Line(endLine), Column(endLine, endColumn));

    /// <summary>The place of one offset of this part.</summary>
    public SourcePlace PlaceAt(int offset)
    {
        int line = 1, start = 0;
        offset = Math.Min(offset, Text.Length);
        for (var i = 0; i < offset; i++)
            if (Text[i] == '\n')
            {
                line++;
                start = i + 1;
            }

        return SourcePlace.At(File, Line(line), Column(line, offset - start + 1));
    }

    private int Line(long line) => (int)line + FirstLine - 1;

    private int Column(long line, long column)
    {
        if (Padding.Count > 0 && Padding.TryGetValue((int)line, out var blanks)) column = Math.Max(1, column - blanks);
        return (int)column + (line == 1 ? FirstColumn - 1 : 0);
    }

    /// <summary>
    /// The same part with the lines of a text in double quotes moved to the right. Go's reader takes them at any column, our parser does not; leading blanks mean nothing there.
    /// </summary>
    public SourceText WithQuotedLinesIndented(int quote, int blanks)
    {
        var end = quote + 1;
        while (end < Text.Length && Text[end] != '"') end += Text[end] == '\\' ? 2 : 1;
        end = Math.Min(end, Text.Length);
        var line = 1;
        for (var i = 0; i < quote; i++)
            if (Text[i] == '\n') line++;
        var padding = Padding.ToDictionary(p => p.Key, p => p.Value);
        var text = new StringBuilder(Text, 0, quote, Text.Length + 256);
        var at = quote;
        while (at < end && Text.IndexOf('\n', at, end - at) is >= 0 and var newline)
        {
            text.Append(Text, at, newline + 1 - at).Append(' ', blanks);
            padding[++line] = blanks + padding.GetValueOrDefault(line);
            at = newline + 1;
        }

        return this with { Text = text.Append(Text, at, Text.Length - at).ToString(), Padding = padding };
    }
}
