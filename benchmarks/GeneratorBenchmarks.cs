using Argosy.Generator;
using Basic.Reference.Assemblies;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Argosy.Benchmarks;

/// <summary>What the generator costs in a build (cold) and while a person types: in another file, in the DAG.</summary>
[MemoryDiagnoser]
public class GeneratorBenchmarks
{
    private CSharpCompilation _compilation = null!;
    private CSharpCompilation _editedElsewhere = null!;
    private CSharpCompilation _editedDag = null!;
    private GeneratorDriver _warm = null!;

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
        _warm = Driver().RunGenerators(_compilation);
        if (_warm.GetRunResult().GeneratedTrees.IsEmpty) throw new InvalidOperationException("The generator wrote nothing.");
    }

    /// <summary>The compiler's own work on the same file, as a measure: binding all of it.</summary>
    [Benchmark(Baseline = true)]
    public int Bind() => _compilation.Clone().GetDiagnostics().Length;

    [Benchmark]
    public object Cold() => Driver().RunGenerators(_compilation.Clone());

    [Benchmark]
    public object EditElsewhere() => _warm.RunGenerators(_editedElsewhere.Clone());

    [Benchmark]
    public object EditInDag() => _warm.RunGenerators(_editedDag.Clone());

    private static GeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new ArgosyGenerator().AsSourceGenerator()], parseOptions: CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview));
}
