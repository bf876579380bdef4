using System.Diagnostics.CodeAnalysis;
using Argosy.Generator;
using Argosy.Generator.Analyzers;
using Basic.Reference.Assemblies;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Argosy.Benchmarks;

/// <summary>What the generator and the analyzer cost in a build (cold) and while a person types: in another file, in the graph.</summary>
[MemoryDiagnoser]
public class GeneratorBenchmarks
{
    private CSharpCompilation _compilation = null!;
    private CSharpCompilation _editedElsewhere = null!;
    private CSharpCompilation _editedDag = null!;
    private GeneratorDriver _warm = null!;
    private GeneratorDriver _warmEditor = null!;

    /// <summary>How many tasks the DAG has.</summary>
    [Params(10, 100, 1000)]
    public int Tasks { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);
        var dag = CSharpSyntaxTree.ParseText(WorkflowSource.Of(Tasks), options, "Big.cs");
        var other = CSharpSyntaxTree.ParseText("class Other { int X => 1; }", options, "Other.cs");
        _compilation = CSharpCompilation.Create(
            "bench", [dag, other], [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(WorkflowAttribute).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        _editedElsewhere = _compilation.ReplaceSyntaxTree(other, CSharpSyntaxTree.ParseText("class Other { int X => 2; }", options, "Other.cs"));
        _editedDag = _compilation.ReplaceSyntaxTree(dag, CSharpSyntaxTree.ParseText(WorkflowSource.Of(Tasks, "edited"), options, "Big.cs"));
        _warm = Driver(editor: false).RunGenerators(_compilation);
        _warmEditor = Driver(editor: true).RunGenerators(_compilation);
        var trees = _warm.GetRunResult().GeneratedTrees;
        if (trees.IsEmpty || !trees.Any(tree => tree.ToString().Contains("Yaml", StringComparison.Ordinal))) throw new InvalidOperationException("The generator wrote nothing or refused the workflow.");
    }

    /// <summary>The compiler's own work on the same file, as a measure: binding all of it.</summary>
    [Benchmark(Baseline = true)]
    public int Bind() => _compilation.Clone().GetDiagnostics().Length;

    /// <summary>A build: all of it, the rules for manifests included.</summary>
    [Benchmark]
    public object Cold() => Driver(editor: false).RunGenerators(_compilation.Clone());

    /// <summary>In the editor, after an edit of another file.</summary>
    [Benchmark]
    public object EditElsewhere() => _warmEditor.RunGenerators(_editedElsewhere.Clone());

    /// <summary>In the editor, after an edit of the graph.</summary>
    [Benchmark]
    public object EditInDag() => _warmEditor.RunGenerators(_editedDag.Clone());

    /// <summary>In the editor, after an edit of the graph: the analyzer, which also asks the rules for manifests.</summary>
    [Benchmark]
    public object AnalyzeEdit() => _editedDag.Clone().WithAnalyzers([new WorkflowAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();

    private static GeneratorDriver Driver(bool editor) => CSharpGeneratorDriver.Create(
        [new ArgosyGenerator().AsSourceGenerator()], parseOptions: CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview),
        optionsProvider: new EditorOptions(editor));

    /// <summary>The properties of a project, as an editor's design-time build or a build gives them to the compiler.</summary>
    private sealed class EditorOptions(bool editor) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Properties(editor);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Properties(bool editor) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key == "build_property.DesignTimeBuild" && editor ? "true" : null;
            return value is not null;
        }
    }
}
