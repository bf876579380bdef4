using Basic.Reference.Assemblies;
using Microsoft.Build.Utilities;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Argosy.MSBuild.Tests;

/// <summary>A folder with an assembly that carries manifests, for one test.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("argosy-msbuild-").FullName;

    public string Output => Path.Combine(_root, "bin", "manifests");

    public string Copies => Path.Combine(_root, "manifests");

    public string State => Path.Combine(_root, "obj", "argosy.manifests.txt");

    private string Assembly => Path.Combine(_root, "app.dll");

    public void Compile(params string[] carriers)
    {
        var trees = carriers.Select((carrier, i) => CSharpSyntaxTree.ParseText($"namespace Argosy.Generated {{ internal static class Manifest_{i} {{ {carrier} }} }}"));
        var compilation = CSharpCompilation.Create("app", trees, Net100.References.All, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var result = compilation.Emit(Assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
    }

    public static string Carrier(string fileName, string yaml, string sourcePath = "/src/Program.cs", int line = 6) =>
        $"private const string FileName = {Literal(fileName)}; private const string Yaml = {Literal(yaml)}; private const string SourcePath = {Literal(sourcePath)}; private const int Line = {line};";

    public static string Rejected(string fileName, string? errors, string sourcePath = "/src/Program.cs", int line = 6, int column = 5) =>
        $"private const string FileName = {Literal(fileName)}; private const string SourcePath = {Literal(sourcePath)}; private const int Line = {line}; private const int Column = {column};"
        + (errors is null ? "" : $"private const string Errors = {Literal(errors)};");

    public (bool Success, RecordingEngine Engine) Write()
    {
        var engine = new RecordingEngine();
        var task = new WriteManifests { BuildEngine = engine, AssemblyPath = Assembly, OutputDirectory = Output, StatePath = State };
        return (task.Execute(), engine);
    }

    public (bool Success, RecordingEngine Engine) Copy(bool verify)
    {
        var engine = new RecordingEngine();
        var manifests = File.ReadAllLines(State).Select(path => new TaskItem(path)).ToArray();
        var task = new CopyManifests { BuildEngine = engine, Manifests = manifests, Directory = Copies, OutputDirectory = Output, Verify = verify };
        return (task.Execute(), engine);
    }

    public string[] Files() => Directory.Exists(Output) ? [.. Directory.GetFiles(Output).Select(Path.GetFileName).Order(StringComparer.Ordinal)!] : [];

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
