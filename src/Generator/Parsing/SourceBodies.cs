using Argosy.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Argosy.Generator.Parsing;

/// <summary>Finds the bodies of methods and properties for the generator, in whichever file they are.</summary>
internal static class SourceBodies
{
    public static WorkflowModel? Parse(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        var context = new ParseContext(compilation, symbol => Find(symbol, compilation, cancellation), null, cancellation);
        return WorkflowParser.Parse(type, context);
    }

    private static IOperation? Find(ISymbol symbol, Compilation compilation, CancellationToken cancellation)
    {
        foreach (var reference in symbol.DeclaringSyntaxReferences)
        {
            var syntax = reference.GetSyntax(cancellation);
            SyntaxNode? body = syntax switch
            {
                MethodDeclarationSyntax { Body: null, ExpressionBody: null } => null,
                MethodDeclarationSyntax method => method,
                PropertyDeclarationSyntax { ExpressionBody: { } expression } => expression,
                PropertyDeclarationSyntax { Initializer: { } initializer } => initializer,
                PropertyDeclarationSyntax { AccessorList: { } accessors } => accessors.Accessors.Select(a => (SyntaxNode?)a.ExpressionBody ?? a.Body).FirstOrDefault(b => b is not null),
                VariableDeclaratorSyntax { Initializer: { } initializer } => initializer,
                _ => null,
            };
            if (body is not null) return compilation.GetSemanticModel(body.SyntaxTree).GetOperation(body, cancellation);
        }

        return null;
    }
}

/// <summary>The image of the project's functions.</summary>
internal static class ProjectImage
{
    public static string Of(AnalyzerConfigOptions options, string? assembly) =>
        options.TryGetValue("build_property.ArgosyImage", out var image) && image.Length > 0 ? image : Argosy.Manifests.Names.ManifestNames.Kebab((assembly ?? "app").Replace('.', '-')) + ":latest";
}
