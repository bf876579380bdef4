using System.Text;
using Argosy.Manifests.Text;

namespace Argosy.Manifests.Expressions.Syntax;

/// <summary>A place in an expression, counted in characters (not UTF-16 units), as the messages count.</summary>
internal readonly record struct Span(int From, int To);

/// <summary>The text of an expression: makes errors with line, column and an excerpt.</summary>
internal sealed class ExpressionSource
{
    public ExpressionSource(string text)
    {
        Text = text;
        Runes = [.. GoBytes.Runes(text)];
    }

    public string Text { get; }

    public int[] Runes { get; }

    public string Slice(int from, int to)
    {
        var result = new StringBuilder(to - from);
        for (var i = from; i < to; i++)
            GoBytes.Append(result, Runes[i]);
        return result.ToString();
    }

    /// <summary>The error at a place: the message, <c>(line:column)</c> and the line with a mark below it.</summary>
    public ExpressionException Fault(Span span, string message, ExpressionStage stage)
    {
        int line = 1, column = 0, lineStart = 0;
        var from = Math.Min(span.From, Runes.Length);
        for (var i = 0; i < from; i++)
        {
            if (Runes[i] == '\n')
            {
                lineStart = i + 1;
                line++;
                column = 0;
            }
            else
            {
                column++;
            }
        }

        var lineEnd = Array.IndexOf(Runes, '\n', lineStart);
        if (lineEnd < 0)
            lineEnd = Runes.Length;
        var full = lineStart == lineEnd
            ? message
            : $"{message} ({line}:{column + 1})\n | {Slice(lineStart, lineEnd).Replace('\t', ' ')}\n | {new string('.', column)}^";
        var offset = Utf16(from);
        return new ExpressionException(full, message, offset, Math.Max(Utf16(Math.Min(Math.Max(span.To, from), Runes.Length)) - offset, 0), stage);
    }

    private int Utf16(int rune)
    {
        var offset = 0;
        for (var i = 0; i < rune; i++)
            offset += Runes[i] > 0xFFFF ? 2 : 1;
        return offset;
    }
}
