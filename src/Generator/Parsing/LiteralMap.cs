using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Argosy.Generator.Parsing;

/// <summary>Finds the place in the source of a part of a constant string: inside ordinary, verbatim, raw and interpolated literals and sums of them.</summary>
internal static class LiteralMap
{
    /// <summary>The place of <paramref name="length"/> characters of the value from <paramref name="offset"/>; the whole expression's where the inside is not known.</summary>
    public static Location Place(ExpressionSyntax expression, int offset, int length)
    {
        var map = new List<int>();
        if (!Append(expression, map) || offset < 0 || offset >= map.Count) return expression.GetLocation();
        var start = map[offset];
        var last = Math.Min(offset + Math.Max(length, 1), map.Count) - 1;
        var end = last + 1 < map.Count && map[last + 1] > map[last] && length > 0 ? map[last + 1] : map[last] + 1;
        // The next character may stand in another part of a sum: then only the last character counts.
        if (end - map[last] > 10) end = map[last] + 1;
        return expression.SyntaxTree.GetLocation(TextSpan.FromBounds(start, Math.Max(end, start)));
    }

    private static bool Append(ExpressionSyntax expression, List<int> map)
    {
        switch (expression)
        {
            case ParenthesizedExpressionSyntax inner:
                return Append(inner.Expression, map);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum:
                return Append(sum.Left, map) && Append(sum.Right, map);
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal:
                return Token(literal.Token, map);
            case InterpolatedStringExpressionSyntax interpolated:
                foreach (var part in interpolated.Contents)
                    if (part is not InterpolatedStringTextSyntax text || !Plain(text.TextToken, text.TextToken.SpanStart, text.TextToken.Text, text.TextToken.ValueText, map)) return false;
                return true;
            default:
                return false;
        }
    }

    private static bool Token(SyntaxToken token, List<int> map)
    {
        var text = token.Text;
        var value = token.ValueText;
        switch ((SyntaxKind)token.RawKind)
        {
            case SyntaxKind.StringLiteralToken when text.StartsWith("@", StringComparison.Ordinal):
                for (int i = 2, v = 0; v < value.Length && i < text.Length - 1; v++)
                {
                    map.Add(token.SpanStart + i);
                    i += text[i] == '"' ? 2 : 1;
                }

                return true;
            case SyntaxKind.StringLiteralToken:
                return Plain(token, token.SpanStart + 1, text.Substring(1, text.Length - 2), value, map);
            case SyntaxKind.SingleLineRawStringLiteralToken:
                var quotes = text.Length - text.TrimStart('"').Length;
                for (var i = 0; i < value.Length; i++) map.Add(token.SpanStart + quotes + i);
                return true;
            case SyntaxKind.MultiLineRawStringLiteralToken:
                return RawLines(token, text, value, map);
            default:
                return false;
        }
    }

    /// <summary>A literal with escapes: each escape is one character of the value (two for a \U beyond the first plane).</summary>
    private static bool Plain(SyntaxToken token, int start, string text, string value, List<int> map)
    {
        _ = token;
        var v = 0;
        for (var i = 0; i < text.Length && v < value.Length;)
        {
            var width = 1;
            var produced = 1;
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                width = text[i + 1] switch
                {
                    'u' => 6,
                    'U' => 10,
                    'x' => 2 + text.Skip(i + 2).Take(4).TakeWhile(Uri.IsHexDigit).Count(),
                    _ => 2,
                };
                if (text[i + 1] == 'U' && char.IsHighSurrogate(value[v])) produced = 2;
            }
            else if (text[i] is '{' or '}' && i + 1 < text.Length && text[i + 1] == text[i] && value.Length < text.Length && Halved(text, value))
            {
                width = 2;
            }

            for (var p = 0; p < produced; p++) map.Add(start + i);
            v += produced;
            i += width;
        }

        return v == value.Length;
    }

    private static bool Halved(string text, string value) => text.Count(c => c is '{' or '}') == 2 * value.Count(c => c is '{' or '}');

    private static bool RawLines(SyntaxToken token, string text, string value, List<int> map)
    {
        var first = text.IndexOf('\n') + 1;
        var last = text.LastIndexOf('\n');
        var indentation = text.Length - (last + 1) - text.Substring(last + 1).TrimStart().Length;
        if (first <= 0) return false;
        var v = 0;
        for (var i = first; i < text.Length && v < value.Length;)
        {
            var lineEnd = text.IndexOf('\n', i);
            if (lineEnd < 0) lineEnd = text.Length;
            var at = Math.Min(i + indentation, lineEnd);
            for (var j = at; j <= lineEnd && v < value.Length && j < text.Length; j++, v++) map.Add(token.SpanStart + j);
            i = lineEnd + 1;
        }

        return v == value.Length;
    }
}
