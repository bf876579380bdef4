using Argosy.Generator;
using Argosy.Generator.Analyzers;
using Argosy.Tool.Import;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Argosy.Tool.Tests.Import;

/// <summary>Imported C# through the real compiler and generator, all files in one compilation.</summary>
internal sealed class CompiledImport
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.Linq; global using System.Threading.Tasks; global using Argosy; global using static Argosy.Flow;\n";

    private CompiledImport(Compilation output) => Output = output;

    public Compilation Output { get; }

    public static CompiledImport From(IEnumerable<ImportedFile> files, CancellationToken cancel)
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp14);
        var trees = files.Where(f => f.Path.EndsWith(".cs", StringComparison.Ordinal)).Append(new ImportedFile("Usings.cs", Usings))
            .Select(f => CSharpSyntaxTree.ParseText(f.Text, options, f.Path, cancellationToken: cancel));
        var compilation = CSharpCompilation.Create(
            "Imported", trees,
            Net100.References.All.Concat(new[] { typeof(Step), typeof(ArgosyApp), typeof(k8s.Models.V1Container), typeof(Manifests.Tree.Node) }.Select(t => MetadataReference.CreateFromFile(t.Assembly.Location))),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new ArgosyGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out _, cancel);
        return new CompiledImport(output);
    }

    /// <summary>What the compiler and the analyzer find wrong, by file.</summary>
    public ILookup<string, string> Errors(CancellationToken cancel)
    {
        var compiler = Output.GetDiagnostics(cancel).Where(d => d.Severity == DiagnosticSeverity.Error);
        var analyzer = Output.WithAnalyzers([new WorkflowAnalyzer()], new AnalyzerOptions([])).GetAnalyzerDiagnosticsAsync(cancel).GetAwaiter().GetResult()
            .Where(d => d.Severity == DiagnosticSeverity.Error);
        return compiler.Concat(analyzer).ToLookup(d => d.Location.GetLineSpan().Path, d => $"{d.Id}:{d.Location.GetLineSpan().StartLinePosition.Line + 1}: {d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}");
    }

    /// <summary>The YAML of each manifest by the file that its class is in; none where it was rejected.</summary>
    public ILookup<string, string> Manifests()
    {
        var generated = Output.GlobalNamespace.GetNamespaceMembers().FirstOrDefault(n => n.Name == "Argosy")?.GetNamespaceMembers().FirstOrDefault(n => n.Name == "Generated");
        return (generated?.GetTypeMembers() ?? []).Where(t => t.Name.StartsWith("Manifest_", StringComparison.Ordinal))
            .Where(t => Constant(t, "Yaml") is not null)
            .ToLookup(t => Constant(t, "SourcePath")!, t => Constant(t, "Yaml")!);
    }

    private static string? Constant(INamedTypeSymbol type, string name) => (type.GetMembers(name).FirstOrDefault() as IFieldSymbol)?.ConstantValue as string;
}
