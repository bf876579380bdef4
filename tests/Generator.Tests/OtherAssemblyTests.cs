using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Argosy.Generator.Tests;

/// <summary>Templates of a referenced assembly are read from its metadata: only what a reference assembly keeps is there.</summary>
public class OtherAssemblyTests
{
    private const string Library = """
        namespace Shared
        {
            public enum Level { Low, High }

            [WorkflowTemplate(Name = "shared-reports")]
            public static partial class Reports
            {
                [Outputs] public sealed record Files([Artifact("report-text", Path = "/r")] Artifact Text, [Parameter("line-count", Path = "/n")] int Lines);

                [Container("alpine")] public static partial Step<Files> Write([Artifact("in", Path = "/i")] Artifact data, int rows, Level level = Level.High, [Parameter("free-text")] string text = "none");
                [Container("alpine", Name = "fetch-it")] [return: Artifact("data", Path = "/d")] public static partial Step<Artifact> Fetch(string url);
                [Container("alpine")] internal static partial Step Hidden();
                [Function] public static Step<int> Count(string text) => text.Length;
                [Dag, Entrypoint] public static void All(string url) { var f = Fetch(url); Write(f, 3); }
            }

            [ClusterWorkflowTemplate(Name = "shared-cluster")]
            public static partial class Everywhere { [Container("alpine")] public static partial Step<string> Say(string text); }
        }
        """;

    [Fact]
    public void Calls_become_templateRefs_with_the_names_of_the_other_side()
    {
        var compiled = Using("""
            using Shared;

            [Workflow]
            public static partial class Sample
            {
                [Dag, Entrypoint]
                private static void Run(int rows = 2)
                {
                    var fetched = Reports.Fetch("http://x");
                    var written = Reports.Write(fetched, rows, Level.Low);
                    var count = Reports.Count($"{written.Value.Lines} lines");
                    Everywhere.Say(count.ToString());
                }
            }
            """);
        Argosy.Tests.Snapshot.Matches(compiled.Accepted(), "yaml");
        Assert.Contains("public global::Argosy.RunArtifact Text => OutputArtifact(\"report-text\")", compiled.Generated("Sample.bindings.g.cs"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Reports.Fetch(3);", "CS1503")]
    [InlineData("Reports.Write(\"text\", 1);", "CS1503")]
    [InlineData("Reports.Write(Reports.Fetch(\"u\"), Reports.Fetch(\"u\"));", "CS1503")]
    [InlineData("Reports.Fetch();", "CS7036")]
    [InlineData("Reports.Hidden();", "CS0117")]
    [InlineData("var w = Reports.Fetch(\"u\"); Reports.Count(w);", "CS1503")]
    public void The_compiler_catches_a_wrong_argument(string body, string error) =>
        Assert.Contains(Using($$"""using Shared; [Workflow] public static partial class Sample { [Dag, Entrypoint] private static void Run() { {{body}} } }""").Errors(), e => e.Contains(error, StringComparison.Ordinal));

    [Fact]
    public void The_rules_know_the_other_assemblys_objects()
    {
        var compiled = Using("[Workflow(Run = typeof(Shared.Reports))] public static partial class Sample;");
        var fault = Assert.Single(compiled.Diagnostics());
        Assert.Equal("ARGO250", fault.Id);
        Assert.Contains("url", fault.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Null(compiled.Yaml("_Sample"));
    }

    [Fact]
    public void A_class_that_is_no_template_is_refused() => Assert.Equal(["ARGO113 'typeof(Shared.Level)'"], Using("[Workflow(Run = typeof(Shared.Level))] public static partial class Sample;").Faults());

    private static Compiled Using(string source)
    {
        var library = Compiled.WithRuntime(Library);
        library.Accepted();
        using var image = new MemoryStream();
        // What a project hands to those that reference it: no bodies, no private members.
        var emitted = ((CSharpCompilation)library.Output).WithAssemblyName("Shared").Emit(image, options: new Microsoft.CodeAnalysis.Emit.EmitOptions(metadataOnly: true, includePrivateMembers: false));
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        return Compiled.WithRuntime([source], MetadataReference.CreateFromImage(image.ToArray()));
    }
}
