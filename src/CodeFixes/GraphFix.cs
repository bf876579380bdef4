using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Argosy.CodeFixes;

/// <summary>Mends bodies of graphs, scripts and Spec trees.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(GraphFix)), Shared]
public sealed class GraphFix : TextFixProvider
{
    private static readonly Regex s_variable = new("\"\\$(\\w+)\"", RegexOptions.CultureInvariant);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create("ARGO120", "ARGO121", "ARGO127", "ARGO128", "ARGO134", "ARGO153");

    private protected override IEnumerable<Cure> Cures(Diagnostic diagnostic, SyntaxNode root, SourceText text)
    {
        var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        switch (diagnostic.Id)
        {
            case "ARGO120" or "ARGO121" when node.FirstAncestorOrSelf<AwaitExpressionSyntax>() is { } awaited:
                yield return Replace("Remove 'await'", "await", TextSpan.FromBounds(awaited.SpanStart, awaited.Expression.SpanStart), "");
                break;
            case "ARGO120" when node.FirstAncestorOrSelf<ForStatementSyntax>() is { } loop && Range(loop) is { } range:
                yield return Replace("Loop with foreach over Range(…)", "for", TextSpan.FromBounds(loop.ForKeyword.SpanStart, loop.CloseParenToken.Span.End), range);
                break;
            case "ARGO127" when node.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().FirstOrDefault(i => i.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "After" }) is { Expression: MemberAccessExpressionSyntax after } call:
                yield return Replace("Remove .After(…)", "after", TextSpan.FromBounds(after.Expression.Span.End, call.Span.End), "");
                break;
            case "ARGO128" when node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Parent: ExpressionStatementSyntax statement } parallel && parallel.ArgumentList.Arguments.All(a => a.Expression is InvocationExpressionSyntax):
                var indent = text.ToString(TextSpan.FromBounds(text.Lines.GetLineFromPosition(statement.SpanStart).Start, statement.SpanStart));
                var between = indent.Trim().Length == 0 ? NewLine(text) + indent : " ";
                yield return Replace("Write the calls as statements", "parallel", statement.Span, string.Join(between, parallel.ArgumentList.Arguments.Select(a => a.Expression + ";")));
                break;
            case "ARGO134" when Environment(diagnostic, node, text) is { } cure:
                yield return cure;
                break;
            case "ARGO153" when node.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is { Parent: InitializerExpressionSyntax initializer } assignment:
                var at = initializer.Expressions.IndexOf(assignment);
                var span = at + 1 < initializer.Expressions.Count ? TextSpan.FromBounds(assignment.SpanStart, initializer.Expressions[at + 1].SpanStart)
                    : at > 0 ? TextSpan.FromBounds(initializer.Expressions[at - 1].Span.End, assignment.Span.End)
                    : assignment.Span;
                yield return Replace($"Remove {assignment.Left} from the tree", "spec", span, "");
                break;
        }
    }

    /// <summary><c>for (var i = A; i &lt; B; i++)</c> as a loop that a graph can say.</summary>
    private static string? Range(ForStatementSyntax loop)
    {
        if (loop.Declaration?.Variables is not [{ Initializer.Value: { } start } variable] || loop.Condition is not BinaryExpressionSyntax { OperatorToken.ValueText: "<" } condition
            || condition.Left.ToString() != variable.Identifier.ValueText || loop.Incrementors is not [PostfixUnaryExpressionSyntax { OperatorToken.ValueText: "++" }]) return null;
        return start.ToString() == "0" ? $"foreach (var {variable.Identifier.ValueText} in Range({condition.Right}))" : null;
    }

    /// <summary>Hands the parameter over by environment: a value of it is then never read as a command.</summary>
    private static Cure? Environment(Diagnostic diagnostic, SyntaxNode node, SourceText text)
    {
        if (s_variable.Match(diagnostic.GetMessage(CultureInfo.InvariantCulture)) is not { Success: true } found) return null;
        var name = found.Groups[1].Value;
        var span = diagnostic.Location.SourceSpan;
        var line = text.ToString();
        var open = line.LastIndexOf("{{", span.Start, StringComparison.Ordinal);
        var close = line.IndexOf("}}", span.End, StringComparison.Ordinal);
        if (open < 0 || close < 0 || node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method) return null;
        var tag = text.ToString(span);
        var parameterName = tag.Substring(tag.LastIndexOf('.') + 1).Replace("-", "");
        var parameter = method.ParameterList.Parameters.FirstOrDefault(p => string.Equals(p.Identifier.ValueText, parameterName, StringComparison.OrdinalIgnoreCase));
        if (parameter is null) return null;
        // Inside a plain literal a quote is escaped, in a raw one it is not.
        var literal = node.FirstAncestorOrSelf<LiteralExpressionSyntax>()?.Token.Text ?? "";
        var quote = literal.StartsWith("\"\"\"", StringComparison.Ordinal) ? "\"" : literal.StartsWith("@", StringComparison.Ordinal) ? "\"\"" : "\\\"";
        var changes = new List<TextChange> { new(TextSpan.FromBounds(open, close + 2), $"{quote}${name}{quote}") };
        if (!parameter.AttributeLists.SelectMany(l => l.Attributes).Any(a => a.Name.ToString() == "Env")) changes.Add(new TextChange(new TextSpan(parameter.SpanStart, 0), "[Env] "));
        return new Cure($"Pass '{parameter.Identifier.ValueText}' by environment", "environment", changes);
    }

    private static string NewLine(SourceText text) => text.ToString().Contains("\r\n") ? "\r\n" : "\n";
}
