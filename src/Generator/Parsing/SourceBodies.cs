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
        var model = WorkflowParser.Parse(type, Context(report: null));
        if (model is not { IsRejected: true }) return model;

        // Once more, to hear what is wrong. A good workflow never pays for this, and its model holds no place.
        var errors = new List<Diagnostic>();
        WorkflowParser.Parse(type, Context(errors.Add));
        return model with { Errors = string.Join("\n", errors.Where(error => error.Severity == DiagnosticSeverity.Error && error.Location.IsInSource).Select(Canonical)) };

        ParseContext Context(Action<Diagnostic>? report) => new(compilation, symbol => Find(symbol, compilation, cancellation), report, cancellation);
    }

    private static string Canonical(Diagnostic error)
    {
        var place = error.Location.GetLineSpan();
        var message = error.GetMessage(System.Globalization.CultureInfo.InvariantCulture).Replace("\r", "").Replace("\n", " ");
        return $"{place.Path}({place.StartLinePosition.Line + 1},{place.StartLinePosition.Character + 1}): error {error.Id}: {message}";
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
