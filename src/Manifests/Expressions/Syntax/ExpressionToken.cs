using Argosy.Manifests.Text;

namespace Argosy.Manifests.Expressions.Syntax;

internal enum TokenKind
{
    Identifier, Number, String, Bytes, Operator, Bracket, EOF,
}

/// <summary>One token of an expression.</summary>
internal readonly record struct ExpressionToken(TokenKind Kind, string Value, Span Span)
{
    public bool Is(TokenKind kind) => Kind == kind;

    public bool Is(TokenKind kind, string value) => Kind == kind && Value == value;

    public override string ToString() => Value.Length == 0 ? Kind.ToString() : $"{Kind}({GoQuote.Quote(Value)})";
}
