using System.Reflection;
using Argosy.Generator.Analyzers;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Argosy.Generator.Tests;

/// <summary>A user's program through the real compiler, with the generator and the analyzer.</summary>
internal sealed class Compiled
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.Linq; global using System.Threading.Tasks; global using Argosy; global using static Argosy.Flow;\n";

    private Compiled(CSharpCompilation input, Compilation output, GeneratorDriver driver)
    {
        Input = input;
        Output = output;
        Driver = driver;
    }

    public CSharpCompilation Input { get; }

    public Compilation Output { get; }

    public GeneratorDriver Driver { get; }

    public GeneratorDriverRunResult Result => Driver.GetRunResult();

    public static CSharpCompilation Compilation(params string[] sources) => CSharpCompilation.Create(
        "Sample",
        sources.Select((s, i) => CSharpSyntaxTree.ParseText(s, new CSharpParseOptions(LanguageVersion.CSharp14), i == 0 ? "Program.cs" : $"File{i}.cs"))
            .Append(CSharpSyntaxTree.ParseText(Usings, new CSharpParseOptions(LanguageVersion.CSharp14), "Usings.cs")),
        Net100.References.All.Append(MetadataReference.CreateFromFile(typeof(Step).Assembly.Location)).Concat(MoreReferences),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public static List<MetadataReference> MoreReferences { get; } = [];

    public static Compiled From(params string[] sources) => From(Compilation(sources));

    public static Compiled From(CSharpCompilation compilation)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new ArgosyGenerator().AsSourceGenerator()],
            parseOptions: new CSharpParseOptions(LanguageVersion.CSharp14),
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out _, TestContext.Current.CancellationToken);
        return new Compiled(compilation, output, driver);
    }

    /// <summary>A program that references the runtime too, as a user's does.</summary>
    public static Compiled WithRuntime(params string[] sources) => WithRuntime(sources, []);

    public static Compiled WithRuntime(string[] sources, params MetadataReference[] more)
    {
        string[] assemblies = ["Argosy.Runtime", "KubernetesClient", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.DependencyInjection.Abstractions"];
        return From(Compilation(sources).AddReferences(assemblies.Select(name => MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, name + ".dll")))).AddReferences(more));
    }

    /// <summary>A generated file.</summary>
    public string Generated(string hint) => Result.Results[0].GeneratedSources.Single(source => source.HintName == hint).SourceText.ToString();

    /// <summary>The YAML of the one manifest; null where it was rejected.</summary>
    public string? Yaml(string? type = null)
    {
        foreach (var symbol in Output.GlobalNamespace.GetNamespaceMembers().FirstOrDefault(n => n.Name == "Argosy")?.GetNamespaceMembers().FirstOrDefault(n => n.Name == "Generated")?.GetTypeMembers() ?? [])
        {
            if (!symbol.Name.StartsWith("Manifest_", StringComparison.Ordinal) || (type is not null && !symbol.Name.EndsWith(type, StringComparison.Ordinal))) continue;
            return (symbol.GetMembers("Yaml").FirstOrDefault() as IFieldSymbol)?.ConstantValue as string;
        }

        return null;
    }

    // A test of one word of the language has templates that it does not call, and handlers in odd places.
    private static readonly string[] s_notOfATest = ["ARGO221", "ARGO222", "ARGO551", "ARGO552", "ARGO415", "ARGO451"];

    /// <summary>The YAML, after a check that nothing was reported and everything compiles.</summary>
    public string Accepted(string? type = null)
    {
        var problems = Errors().Concat(Diagnostics().Select(d => d.ToString()).Where(d => !s_notOfATest.Any(id => d.Contains(id, StringComparison.Ordinal)))).ToList();
        Assert.True(problems.Count == 0, string.Join("\n", problems));
        Assert.Empty(Result.Diagnostics);
        return Yaml(type) ?? throw new InvalidOperationException("rejected without a diagnostic");
    }

    public IReadOnlyList<string> Errors() => Output.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Error).Select(d => d.ToString()).ToList();

    /// <summary>What the analyzer reports.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics() =>
        Output.WithAnalyzers([new WorkflowAnalyzer()], new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), (e, a, d) => throw e, concurrentAnalysis: true, logAnalyzerExecutionTime: false))
            .GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult().OrderBy(d => d.Location.SourceSpan.Start).ToList();

    /// <summary><c>ARGO114 'text at its place'</c> for each diagnostic, in order.</summary>
    public IReadOnlyList<string> Faults() => Diagnostics().Select(d => $"{d.Id} '{d.Location.SourceTree?.GetText().ToString(d.Location.SourceSpan)}'").ToList();

    public Assembly Load()
    {
        using var stream = new MemoryStream();
        var emitted = Output.Emit(stream);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        return Assembly.Load(stream.ToArray());
    }
}
