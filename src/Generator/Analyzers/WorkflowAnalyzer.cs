using System.Collections.Concurrent;
using System.Collections.Immutable;
using Argosy.Generator.Diagnostics;
using Argosy.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Argosy.Generator.Analyzers;

/// <summary>Reports what is wrong with workflows, as they are typed: it collects the bodies of a class and then runs the generator's parser.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WorkflowAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.All.Concat(RuleDescriptors.All).ToImmutableArray();

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolStartAction(Start, SymbolKind.NamedType);
    }

    private static void Start(SymbolStartAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (WorkflowParser.KindOf(type) is null) return;
        var bodies = new ConcurrentDictionary<ISymbol, IOperation>(SymbolEqualityComparer.Default);
        context.RegisterOperationBlockAction(block =>
        {
            // A getter's block is the property's value.
            var owner = block.OwningSymbol is IMethodSymbol { AssociatedSymbol: IPropertySymbol property } ? property : block.OwningSymbol;
            foreach (var operation in block.OperationBlocks)
            {
                // Initializers of parameters come as blocks of their own.
                if (operation.Syntax.Parent is Microsoft.CodeAnalysis.CSharp.Syntax.ParameterSyntax || operation.Kind == OperationKind.ParameterInitializer || operation.Kind == OperationKind.None && operation.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.AttributeSyntax) continue;
                if (operation.Kind is OperationKind.Block or OperationKind.PropertyInitializer or OperationKind.FieldInitializer or OperationKind.ConstructorBody or OperationKind.MethodBody) bodies[owner] = operation;
            }
        });
        context.RegisterSymbolEndAction(end =>
        {
            var parse = new ParseContext(end.Compilation, symbol => bodies.TryGetValue(symbol, out var body) ? body : null, end.ReportDiagnostic, end.CancellationToken);
            // The rules look at what would be written: there is nothing to look at while the language itself is broken.
            if (WorkflowParser.Parse(type, parse) is { } model && !parse.HasErrors) new ManifestRules(parse, type, model).Report(end.ReportDiagnostic);
        });
    }
}
