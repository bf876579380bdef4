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
        return model with { Errors = Lines(errors) };

        ParseContext Context(Action<Diagnostic>? report) => SourceBodies.Context(compilation, report, cancellation);
    }

    /// <summary>What the rules for manifests find wrong with a workflow, in the form of <see cref="WorkflowModel.Errors"/>; empty: nothing.</summary>
    public static string RuleErrors(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        var errors = new List<Diagnostic>();
        var context = Context(compilation, errors.Add, cancellation);
        if (WorkflowParser.Parse(type, context) is { } model && !context.HasErrors) new Analyzers.ManifestRules(context, type, model).Report(errors.Add);
        return Lines(errors);
    }

    private static ParseContext Context(Compilation compilation, Action<Diagnostic>? report, CancellationToken cancellation) =>
        new(compilation, symbol => Find(symbol, compilation, cancellation), report, cancellation);

    private static string Lines(IEnumerable<Diagnostic> errors) =>
        string.Join("\n", errors.Where(error => error.Severity == DiagnosticSeverity.Error && error.Location.IsInSource).Select(Canonical));

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

/// <summary>What the generator must know of the project that it runs in.</summary>
/// <param name="Image">The image of the project's functions.</param>
/// <param name="IsEditor">Whether an editor asks, which shows what the analyzer says, and not a build.</param>
internal sealed record ProjectSettings(string Image, bool IsEditor)
{
    public static ProjectSettings Of(AnalyzerConfigOptions options, string? assembly) => new(
        options.TryGetValue("build_property.ArgosyImage", out var image) && image.Length > 0 ? image : Argosy.Manifests.Names.ManifestNames.Kebab((assembly ?? "app").Replace('.', '-')) + ":latest",
        options.TryGetValue("build_property.DesignTimeBuild", out var design) && string.Equals(design, "true", StringComparison.OrdinalIgnoreCase));
}
