using Argosy.CodeFixes;
using Argosy.Generator.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Argosy.Generator.Tests;

/// <summary>What the light bulbs write, in a real workspace; what they wrote has the fault no more.</summary>
public class CodeFixTests
{
    [Theory]
    // did you mean
    [InlineData("ARGO114", "[Container(\"x\", Args = [\"{{inputs.parameters.mesage}}\"])] private static partial Step A(string message);", "[Container(\"x\", Args = [\"{{inputs.parameters.message}}\"])] private static partial Step A(string message);")]
    [InlineData("ARGO114", "[Container(\"x\", Args = [\"{{mesage}}\"])] private static partial Step A(string message);", "[Container(\"x\", Args = [\"{{message}}\"])] private static partial Step A(string message);")]
    [InlineData("ARGO113", "[Container(\"x\"), DependsOn(\"Bild\")] private static partial Step A(); [Container(\"x\")] private static partial Step Build();", "[Container(\"x\"), DependsOn(\"Build\")] private static partial Step A(); [Container(\"x\")] private static partial Step Build();")]
    [InlineData("ARGO113", "[Container(\"x\"), DependsOn(nameof(Bild))] private static partial Step A(); private static void Bild() { } [Container(\"x\")] private static partial Step Build();", "[Container(\"x\"), DependsOn(nameof(Build))] private static partial Step A(); private static void Bild() { } [Container(\"x\")] private static partial Step Build();")]
    [InlineData("ARGO135", "[Container(\"x\", Spec = \"Mor\")] private static partial Step A(); private static object More => new();", "[Container(\"x\", Spec = \"More\")] private static partial Step A(); private static object More => new();")]
    // declarations
    [InlineData("ARGO102", "[Container(\"x\")] private static Step A() => Step.Done;", "[Container(\"x\")] private static partial Step A();")]
    [InlineData("ARGO102", "[Container(\"x\")] private static Step A()\n    {\n        return Step.Done;\n    }", "[Container(\"x\")] private static partial Step A();")]
    [InlineData("ARGO103", "[Dag] private void A() { } [Container(\"x\")] private static partial Step B();", "[Dag] private static void A() { } [Container(\"x\")] private static partial Step B();")]
    [InlineData("ARGO104", "[Container(\"x\"), Script(\"a\")] private static partial Step A();", "[Container(\"x\")] private static partial Step A();")]
    [InlineData("ARGO106", "[Container(\"x\"), Entrypoint] private static partial Step A();\n    [Entrypoint]\n    [Container(\"x\")] private static partial Step B();", "[Container(\"x\"), Entrypoint] private static partial Step A();\n    [Container(\"x\")] private static partial Step B();")]
    // graphs
    [InlineData("ARGO120", "[Container(\"x\")] private static partial Step A(int i); [Dag, Entrypoint] private static void Run() { for (var i = 0; i < 3; i++) A(i); }", "[Container(\"x\")] private static partial Step A(int i); [Dag, Entrypoint] private static void Run() { foreach (var i in Range(3)) A(i); }")]
    [InlineData("ARGO128", "[Container(\"x\")] private static partial Step A(); [Dag, Entrypoint] private static void Run()\n    {\n        Parallel(A(), A());\n    }", "[Container(\"x\")] private static partial Step A(); [Dag, Entrypoint] private static void Run()\n    {\n        A();\n        A();\n    }")]
    [InlineData("ARGO127", "[Container(\"x\")] private static partial Step A(); [Steps, Entrypoint] private static void Run() { var a = A(); A().After(a); }", "[Container(\"x\")] private static partial Step A(); [Steps, Entrypoint] private static void Run() { var a = A(); A(); }")]
    [InlineData("ARGO134", "[Script(\"x\", Source = \"echo {{message}}\")] private static partial Step A(string message);", "[Script(\"x\", Source = \"echo \\\"$MESSAGE\\\"\")] private static partial Step A([Env] string message);")]
    [InlineData("ARGO153", "private static Argosy.Models.Template More => new() { Container = new() { Image = \"y\", Tty = true } }; [Container(\"x\", Spec = nameof(More))] private static partial Step A();", "private static Argosy.Models.Template More => new() { Container = new() { Tty = true } }; [Container(\"x\", Spec = nameof(More))] private static partial Step A();")]
    public async Task A_fix_writes_what_was_meant(string id, string before, string after)
    {
        var type = id is "ARGO114" or "ARGO135" or "ARGO102" or "ARGO104" or "ARGO134" ? "WorkflowTemplate" : "Workflow";
        var modifiers = id == "ARGO103" ? "partial" : "static partial";
        if (id == "ARGO103") type = "WorkflowTemplate";
        Assert.Equal(Class(after), (await Fixed(Class(before), id))[0].Text);

        string Class(string body) => $"[{type}]\npublic {modifiers} class W\n{{\n    {body}\n}}\n";
    }

    [Fact]
    public async Task A_class_becomes_partial() => Assert.Equal(
        "[Workflow] public static partial class W { [Function] public static Step F() => Step.Done; }",
        (await Fixed("[Workflow] public static class W { [Function] public static Step F() => Step.Done; }", "ARGO101"))[0].Text);

    [Fact]
    public async Task Every_template_is_offered_as_the_start_graphs_first()
    {
        var offered = await Fixed("[Workflow] public static partial class W { [Container(\"x\")] private static partial Step A(); [Dag] private static void Main() => A(); }", "ARGO105");
        Assert.Equal(["Start with 'Main'", "Start with 'A'"], offered.Select(o => o.Title));
        Assert.Contains("[Dag, Entrypoint] private static void Main()", offered[0].Text, StringComparison.Ordinal);
    }

    private static async Task<List<(string Title, string Text)>> Fixed(string source, string id)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var input = Compiled.WithRuntime(source).Input;
        using var workspace = new AdhocWorkspace();
        var project = workspace.AddProject("Sample", LanguageNames.CSharp)
            .WithMetadataReferences(input.References).WithCompilationOptions(input.Options).WithParseOptions(new CSharpParseOptions(LanguageVersion.CSharp14));
        foreach (var tree in input.SyntaxTrees) project = project.AddDocument(tree.FilePath, await tree.GetTextAsync(cancellation)).Project;
        var document = project.Documents.First();
        var found = (await Diagnostics(document)).First(d => d.Id == id);
        var offered = new List<(string, string)>();
        foreach (var provider in new TextFixProvider[] { new SuggestionFix(), new DeclarationFix(), new GraphFix() })
        {
            if (!provider.FixableDiagnosticIds.Contains(id)) continue;
            var actions = new List<CodeAction>();
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, found, (action, _) => actions.Add(action), cancellation));
            foreach (var action in actions)
            {
                var changed = (await action.GetOperationsAsync(cancellation)).OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
                Assert.DoesNotContain(await Diagnostics(changed), d => d.Id == id && d.Location.SourceSpan.Start == found.Location.SourceSpan.Start);
                offered.Add((action.Title, (await changed.GetTextAsync(cancellation)).ToString()));
            }
        }

        Assert.True(offered.Count > 0, "no fix was offered for " + found);
        return offered;
    }

    private static async Task<IReadOnlyList<Diagnostic>> Diagnostics(Document document)
    {
        var compilation = (await document.Project.GetCompilationAsync())!;
        return await compilation.WithAnalyzers([new WorkflowAnalyzer()]).GetAnalyzerDiagnosticsAsync();
    }
}
