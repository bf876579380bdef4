using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Argosy.CodeFixes;

/// <summary>Mends the declarations of workflow classes and template methods.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeclarationFix)), Shared]
public sealed class DeclarationFix : TextFixProvider
{
    private static readonly string[] s_templates = ["Dag", "Steps", "Container", "Script", "Function", "Resource", "Http", "Suspend", "Data", "ContainerSet", "Plugin"];

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create("ARGO101", "ARGO102", "ARGO103", "ARGO104", "ARGO105", "ARGO106", "ARGO139", "ARGO152");

    private protected override IEnumerable<Cure> Cures(Diagnostic diagnostic, SyntaxNode root, SourceText text)
    {
        var node = root.FindNode(diagnostic.Location.SourceSpan);
        switch (diagnostic.Id)
        {
            case "ARGO101" or "ARGO152" when node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && !Has(type.Modifiers, SyntaxKind.PartialKeyword):
                yield return new Cure($"Make '{type.Identifier.ValueText}' partial", "partial class", [new TextChange(new TextSpan(type.Keyword.SpanStart, 0), "partial ")]);
                break;
            case "ARGO102" when node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method:
                if (Template(method) is { } template) yield return template;
                break;
            case "ARGO103" or "ARGO139" when node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method && !Has(method.Modifiers, SyntaxKind.StaticKeyword):
                yield return new Cure($"Make '{method.Identifier.ValueText}' static", "static method", [new TextChange(new TextSpan(method.ReturnType.SpanStart, 0), "static ")]);
                break;
            case "ARGO104" when node.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute:
                yield return new Cure($"Remove [{attribute.Name}]", "second kind", [Removal(attribute, text)]);
                break;
            case "ARGO106" when node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method && Find(method, "Entrypoint") is { } second:
                yield return new Cure($"Remove [Entrypoint] from '{method.Identifier.ValueText}'", "second entrypoint", [Removal(second, text)]);
                break;
            case "ARGO105" when node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type:
                var methods = type.Members.OfType<MethodDeclarationSyntax>().Select(m => (Method: m, Rank: Rank(m))).Where(m => m.Rank >= 0).OrderBy(m => m.Rank).Take(5);
                foreach (var (method, _) in methods)
                {
                    var kind = method.AttributeLists.SelectMany(l => l.Attributes).First(a => s_templates.Contains(NameOf(a)));
                    yield return new Cure($"Start with '{method.Identifier.ValueText}'", "entrypoint", [new TextChange(new TextSpan(kind.Span.End, 0), ", Entrypoint")]);
                }

                break;
        }
    }

    private static Cure? Template(MethodDeclarationSyntax method)
    {
        var changes = new List<TextChange>();
        var missing = (Has(method.Modifiers, SyntaxKind.StaticKeyword) ? "" : "static ") + (Has(method.Modifiers, SyntaxKind.PartialKeyword) ? "" : "partial ");
        if (missing.Length > 0) changes.Add(new TextChange(new TextSpan(method.ReturnType.SpanStart, 0), missing));
        var body = method.Body?.Span ?? (method.ExpressionBody is { } arrow ? TextSpan.FromBounds(arrow.SpanStart, method.SemicolonToken.Span.End) : null as TextSpan?);
        if (body is { } span) changes.Add(new TextChange(TextSpan.FromBounds(method.ParameterList.Span.End, span.End), ";"));
        return changes.Count == 0 ? null : new Cure($"Make '{method.Identifier.ValueText}' a template method", "template method", [.. changes]);
    }

    /// <summary>Takes an attribute out of its list, or the list with it where it is alone.</summary>
    private static TextChange Removal(AttributeSyntax attribute, SourceText text)
    {
        var list = (AttributeListSyntax)attribute.Parent!;
        if (list.Attributes.Count > 1)
        {
            var at = list.Attributes.IndexOf(attribute);
            return new TextChange(at == 0 ? TextSpan.FromBounds(attribute.SpanStart, list.Attributes[1].SpanStart) : TextSpan.FromBounds(list.Attributes[at - 1].Span.End, attribute.Span.End), "");
        }

        var line = text.Lines.GetLineFromPosition(list.SpanStart);
        var isAlone = text.ToString(line.Span).Trim() == list.ToString();
        return new TextChange(isAlone ? line.SpanIncludingLineBreak : list.FullSpan, "");
    }

    private static AttributeSyntax? Find(MethodDeclarationSyntax method, string name) => method.AttributeLists.SelectMany(l => l.Attributes).FirstOrDefault(a => NameOf(a) == name);

    private static int Rank(MethodDeclarationSyntax method) => method.AttributeLists.SelectMany(l => l.Attributes).Select(a => Array.IndexOf(s_templates, NameOf(a))).DefaultIfEmpty(-1).Max();

    private static string NameOf(AttributeSyntax attribute)
    {
        var name = attribute.Name is QualifiedNameSyntax qualified ? qualified.Right.Identifier.ValueText : attribute.Name.ToString();
        return name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - 9) : name;
    }

    private static bool Has(SyntaxTokenList modifiers, SyntaxKind kind) => modifiers.Any(kind);
}
