using System.Text;
using Argosy.Generator.Emitting;
using Argosy.Generator.Model;
using Argosy.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Argosy.Generator;

/// <summary>
/// Annotated class -> model -> bodies, manifest, registration. It reports nothing: <see cref="Analyzers.WorkflowAnalyzer"/> runs the same parser and does.
/// Bodies and manifest hang on different projections of the model, so that an edit of a graph leaves the bodies cached.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ArgosyGenerator : IIncrementalGenerator
{
    /// <summary>Names of the tracked steps, for tests of what stays cached.</summary>
    internal static class Steps
    {
        public const string Parse = "Argosy.Parse";
        public const string Bodies = "Argosy.Bodies";
        public const string Rules = "Argosy.Rules";
        public const string Manifest = "Argosy.Manifest";
        public const string Bindings = "Argosy.Bindings";
        public const string Registration = "Argosy.Registration";
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var settings = context.AnalyzerConfigOptionsProvider.Combine(context.CompilationProvider.Select(static (c, _) => c.AssemblyName))
            .Select(static (project, _) => ProjectSettings.Of(project.Left.GlobalOptions, project.Right));
        foreach (var kind in WorkflowParser.Kinds)
        {
            var parsed = context.SyntaxProvider.ForAttributeWithMetadataName(
                    $"Argosy.{kind}Attribute",
                    static (node, _) => node is ClassDeclarationSyntax,
                    static (c, cancellation) => SourceBodies.Parse((INamedTypeSymbol)c.TargetSymbol, c.SemanticModel.Compilation, cancellation))
                .Where(static model => model is not null)
                .Select(static (model, _) => model!)
                .WithTrackingName(Steps.Parse);

            // The bodies must exist even when the graph is wrong, or every partial method would add an error to the one real one.
            var bodies = parsed.Select(static (m, _) => (m.Class, m.Methods, m.Functions, m.HasRuntime)).WithTrackingName(Steps.Bodies);
            context.RegisterSourceOutput(bodies, static (c, m) => Add(c, m.Class, "", SourceEmitter.Bodies(m.Class, m.Methods, m.Functions, m.HasRuntime)));

            var bindings = parsed.Select(static (m, _) => (m.Class, m.Bindings, m.ObjectName)).WithTrackingName(Steps.Bindings);
            context.RegisterSourceOutput(bindings, static (c, m) =>
            {
                if (m.Bindings is not null) Add(c, m.Class, ".bindings", BindingEmitter.Text(m.Class, m.Bindings, m.ObjectName));
            });

            // What the rules for manifests may object to is parsed once more, for the places; everything else never looks at the compilation again.
            var written = parsed.Combine(settings).Select(static (m, _) => Verdict.Of(m.Left, m.Right)).WithTrackingName(Steps.Rules);
            Write(context, written.Where(static v => !v.IsSuspect));
            Write(context, written.Where(static v => v.IsSuspect).Combine(context.CompilationProvider).Select(static (v, cancellation) => v.Left.Decide(v.Right, cancellation)));
        }
    }

    private static void Write(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<Verdict> verdicts)
    {
        var registrations = verdicts.Select(static (v, _) => v.Model)
            .Select(static (m, _) => (m.Class, m.Kind, m.ObjectName, m.Arguments, Functions: m.Functions.Count > 0, m.IsRejected, m.HasRuntime)).WithTrackingName(Steps.Registration);
        context.RegisterSourceOutput(registrations, static (c, m) =>
        {
            if (m.HasRuntime) Add(c, m.Class, ".registration", SourceEmitter.Registration(m.Class, m.Kind, m.ObjectName, m.Arguments, m.Functions, m.IsRejected));
        });

        var manifests = verdicts.Select(static (v, _) => (Id: v.Model.Class, Text: SourceEmitter.Manifest(v.Model, v.Yaml))).WithTrackingName(Steps.Manifest);
        context.RegisterSourceOutput(manifests, static (c, m) => Add(c, m.Id, ".manifest", m.Text));
    }

    private static void Add(SourceProductionContext context, ClassModel type, string suffix, string text) =>
        context.AddSource($"{SourceEmitter.Id(type)}{suffix}.g.cs", SourceText.From(text, Encoding.UTF8));
}
