using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Argosy.Generator.Tests;

/// <summary>What stays cached when something changes.</summary>
public class IncrementalityTests
{
    private const string Source = """
        [Workflow]
        public static partial class Sample
        {
            [Container("alpine", Args = ["{{m}}"])] private static partial Step<string> Say(string m);

            [Dag, Entrypoint]
            private static void Run()
            {
                var a = Say("one");
                Say(a);
            }
        }
        """;

    private const string Other = "namespace Other; public class Unrelated { public int X => 1; }";

    [Fact]
    public void An_edit_in_another_file_changes_nothing() => Assert.Equal("Bodies: cached, Manifest: cached", After(Source, Other + "// edited"));

    [Fact]
    public void A_comment_in_the_graph_changes_nothing() => Assert.Equal("Bodies: cached, Manifest: cached", After(Source.Replace("Say(a);", "Say(a); // then", StringComparison.Ordinal), Other));

    [Fact]
    public void A_moved_line_changes_the_line_of_the_manifest_only() => Assert.Equal("Bodies: cached, Manifest: modified", After("\n\n" + Source, Other));

    [Fact]
    public void A_line_inside_the_graph_changes_nothing() => Assert.Equal("Bodies: cached, Manifest: cached", After(Source.Replace("Say(a);", "\n\nSay(a);", StringComparison.Ordinal), Other));

    [Fact]
    public void A_changed_literal_changes_the_manifest_only() => Assert.Equal("Bodies: cached, Manifest: modified", After(Source.Replace("one", "two", StringComparison.Ordinal), Other));

    [Fact]
    public void A_mistake_leaves_the_bodies() => Assert.Equal("Bodies: cached, Manifest: modified", After(Source.Replace("Say(a);", "while (true) Say(a);", StringComparison.Ordinal), Other));

    [Fact]
    public void A_new_template_changes_both() => Assert.Equal("Bodies: modified, Manifest: modified", After(Source.Replace("[Dag,", "[Container(\"x\")] private static partial Step More();\n[Dag,", StringComparison.Ordinal), Other));

    [Fact]
    public void A_new_workflow_leaves_the_first() => Assert.Equal("Bodies: cached new, Manifest: cached new", After(Source, Other + " [Argosy.Workflow] public static partial class Second { [Argosy.Container(\"x\")] private static partial Argosy.Step More(); }"));

    private static string After(string source, string other)
    {
        var first = Compiled.From(Source, Other);
        var compilation = first.Input;
        if (source != Source) compilation = Replaced(compilation, 0, source);
        if (other != Other) compilation = Replaced(compilation, 1, other);
        var result = first.Driver.RunGenerators(compilation, TestContext.Current.CancellationToken).GetRunResult().Results[0];
        return $"Bodies: {Reasons(result, ArgosyGenerator.Steps.Bodies)}, Manifest: {Reasons(result, ArgosyGenerator.Steps.Manifest)}";
    }

    private static string Reasons(GeneratorRunResult result, string step) => string.Join(" ", result.TrackedSteps[step].SelectMany(s => s.Outputs).Select(o => o.Reason switch
    {
        IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged => "cached",
        var reason => reason.ToString().ToLowerInvariant(),
    }));

    private static CSharpCompilation Replaced(CSharpCompilation compilation, int at, string text)
    {
        var tree = compilation.SyntaxTrees[at];
        return compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(Microsoft.CodeAnalysis.Text.SourceText.From(text)));
    }
}
