using Argosy.Generator.Emitting;
using Argosy.Generator.Parsing;
using Microsoft.CodeAnalysis;

namespace Argosy.Generator.Tests;

/// <summary>What only the rules for manifests find fails a build without analyzers too.</summary>
public class RejectionTests
{
    private static string Workflow(string head, string member) => $$"""
        {{head}}
        public static partial class Sample
        {
            {{member}}
        }
        """;

    [Theory]
    [InlineData("[CronWorkflow(\"61 * * * *\")]", "[Container(\"x\")] private static partial Step A();", "Program.cs(1,15): error ARGO")]
    [InlineData("[WorkflowTemplate(Name = \"library\")] public static partial class Library { [Container(\"x\"), Entrypoint] public static partial Step<string> Leaf(string m); }\n[Workflow(Run = typeof(Library))]", "", "Program.cs(3,")]
    public void A_rule_rejects_the_workflow_at_its_place(string head, string member, string place)
    {
        var compiled = Compiled.WithRuntime(Workflow(head, member));
        Assert.Contains(compiled.Diagnostics(), d => d.Severity == DiagnosticSeverity.Error);
        Assert.Null(compiled.Yaml("_Sample"));
        var errors = Errors(compiled);
        Assert.Contains(place, errors, StringComparison.Ordinal);
        // The same as the analyzer says.
        foreach (var error in compiled.Diagnostics().Where(d => d.Severity == DiagnosticSeverity.Error)) Assert.Contains($"error {error.Id}: {error.GetMessage()}", errors, StringComparison.Ordinal);
        Assert.Empty(compiled.Errors());
    }

    [Fact]
    public void A_template_of_another_class_is_no_reason()
    {
        var compiled = Compiled.From("""
            [WorkflowTemplate(Name = "library")]
            public static partial class Library { [Container("x"), Entrypoint] public static partial Step<string> Leaf(string m = "x"); }

            [Workflow]
            public static partial class Sample { [Dag, Entrypoint] private static void Run() { var a = Library.Leaf("one"); Library.Leaf(a); } }

            [Workflow(Run = typeof(Library))]
            public static partial class Other;
            """);
        Assert.Empty(compiled.Diagnostics());
        foreach (var name in new[] { "Library", "Sample", "Other" }) Assert.NotNull(compiled.Yaml("_" + name));
    }

    [Fact]
    public void In_an_editor_the_analyzer_alone_decides()
    {
        var compilation = Compiled.Compilation(Workflow("[CronWorkflow(\"61 * * * *\")]", "[Container(\"x\")] private static partial Step A();"));
        var model = SourceBodies.Parse(compilation.GetTypeByMetadataName("Sample")!, compilation, TestContext.Current.CancellationToken)!;
        Assert.False(Verdict.Of(model, new ProjectSettings("app", IsEditor: true)).IsSuspect);
        Assert.True(Verdict.Of(model, new ProjectSettings("app", IsEditor: false)).IsSuspect);
    }

    private static string Errors(Compiled compiled) => (string)compiled.Output.GetTypeByMetadataName("Argosy.Generated.Manifest_Sample")!.GetMembers("Errors").OfType<IFieldSymbol>().Single().ConstantValue!;
}
