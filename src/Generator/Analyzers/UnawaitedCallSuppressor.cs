using System.Collections.Immutable;
using Argosy.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Argosy.Generator.Analyzers;

/// <summary>
/// The compiler warns where the result of an async method is not awaited. In the body of a [Dag] or [Steps] method such a call is a task of the graph:
/// nothing is started there that somebody could forget to wait for.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnawaitedCallSuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor s_graph = new("ARGOS01", "CS4014", "A call in the body of a [Dag] or [Steps] method is a task of its graph");

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = ImmutableArray.Create(s_graph);

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is not { } tree) continue;
            var node = tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan);
            if (context.GetSemanticModel(tree).GetEnclosingSymbol(node.SpanStart, context.CancellationToken) is not { } symbol) continue;
            // A lambda of a loop body is inside the method too.
            for (var method = symbol as IMethodSymbol; method is not null; method = method.ContainingSymbol as IMethodSymbol)
            {
                if (TemplateShape.Of(method) is not { IsGraph: true }) continue;
                context.ReportSuppression(Suppression.Create(s_graph, diagnostic));
                break;
            }
        }
    }
}
