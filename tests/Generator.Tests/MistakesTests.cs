using System.Globalization;
using System.Text;

namespace Argosy.Generator.Tests;

/// <summary>The mistakes that people make most, each typed in C#, and what says so. The table in <c>docs/mistakes.md</c> is made from them.</summary>
public class MistakesTests
{
    private const string Templates = """
        [Container("alpine", Command = ["gen"])] private static partial Step<string> Gen();
        [Container("alpine", Command = ["count"])] private static partial Step<int> Count();
        [Container("alpine", Command = ["say", "{{text}}"])] private static partial Step Say(string text);
        [Container("alpine", Command = ["wait", "{{seconds}}"])] private static partial Step Wait(int seconds);
        [Container("alpine", Command = ["save"])] [return: Artifact("chain", Path = "/o")] private static partial Step<Artifact> Save();
        [Container("alpine", Command = ["load"])] private static partial Step Load([Artifact(Path = "/i")] Artifact chain);
        """;

    /// <summary>A body of a DAG beside the templates above.</summary>
    private static string Body(string body) => $"[Workflow] public static partial class W {{ {Templates} [Dag, Entrypoint] private static void Run() {{ {body} }} }}";

    /// <summary>Members of a workflow.</summary>
    private static string Class(string members, string attribute = "[Workflow]") => $"{attribute} public static partial class W {{ {members} }}";

    /// <param name="What">The mistake.</param>
    /// <param name="CSharp">How it is typed; empty where C# has no way to say it.</param>
    /// <param name="Source">The program.</param>
    /// <param name="Expected">The id of the error.</param>
    /// <param name="At">The text that is underlined; empty: anywhere.</param>
    private sealed record Mistake(string What, string CSharp, string Source, string Expected, string At = "");

    private static Mistake InBody(string what, string body, string expected, string at = "") => new(what, body, Body(body), expected, at);

    private static Mistake InClass(string what, string members, string expected, string at = "", string attribute = "[Workflow]") =>
        new(what, (attribute == "[Workflow]" ? "" : attribute + " class W … ") + members, Class(members, attribute), expected, at);

    private static readonly Mistake[] s_mistakes =
    [
        InBody("a cycle of three tasks", "var a = Gen(); var b = Gen().After(a); var c = Gen().After(b); a.After(c);", "ARGO111"),
        InBody("a task that depends on itself", "var a = Gen(); a.After(a);", "ARGO112", "a"),
        InBody("an unknown task in depends", "var a = Gen(); Gen().After(b);", "CS0103", "b"),
        InBody("an unknown task in depends, as text", "var a = Gen(); Gen().After(Dependency.Text(\"gne.Succeeded\"));", "ARGO301"),
        InBody("a broken depends expression", "var a = Gen(); Gen().After(Dependency.Text(\"gen.Succeeded &&\"));", "ARGO430"),
        InBody("a wrong artifact name", "var a = Save(); Load(a.Chian);", "CS1061", "Chian"),
        InBody("argument `chian` for `chain`", "var a = Save(); Load(chian: a);", "CS1739", "chian"),
        InClass("a wrong artifact in a tag", "[Container(\"alpine\", Args = [\"{{inputs.artifacts.chian.path}}\"])] private static partial Step Load([Artifact(Path = \"/i\")] Artifact chain);", "ARGO114", "inputs.artifacts.chian.path", "[WorkflowTemplate]"),
        InBody("an artifact given to a parameter", "Say(Save());", "CS1503", "Save()"),
        InBody("a parameter that the template lacks", "Say(\"hi\", \"ho\");", "CS1501", "Say"),
        InBody("a missing required argument", "Say();", "CS7036", "Say"),
        InBody("two tasks of one name", "Gen().Named(\"a\"); Gen().Named(\"a\");", "ARGO108"),
        InBody("two tasks of one name, by their variables", "var a = Gen(); var a = Gen();", "CS0128", "a"),
        InClass("two templates of one name", "[Container(\"alpine\", Name = \"x\")] private static partial Step A(); [Container(\"alpine\", Name = \"x\")] private static partial Step B();", "ARGO107", "B", "[WorkflowTemplate]"),
        InClass("two templates of one name, by their methods", "[Container(\"alpine\")] private static partial Step A(); [Container(\"alpine\")] private static partial Step A();", "CS0756", "A", "[WorkflowTemplate]"),
        InClass("a bad workflow name", "[Container(\"alpine\")] private static partial Step A();", "ARGO109", "\"My_Flow\"", "[Workflow(Name = \"My_Flow\")]"),
        InBody("a bad task name", "Gen().Named(\"a b\");", "ARGO109"),
        InClass("a bad template name", "[Container(\"alpine\", Name = \"a b\")] private static partial Step A();", "ARGO109", "\"a b\"", "[WorkflowTemplate]"),
        InClass("a name that is too long", "[Container(\"alpine\")] private static partial Step A();", "ARGO110", "", $"[Workflow(Name = \"{new string('a', 64)}\")]"),
        InBody("an artifact of a task that did not run before", "Load(a); var a = Save();", "CS0841", "a"),
        InBody("text for a number", "Wait(\"long\");", "CS1503", "\"long\""),
        InBody("a number into a text", "Say(3);", "CS1503", "3"),
        InBody("a text output into a number", "Wait(Gen());", "CS1503", "Gen()"),
        InBody("a `when` without `}}`", "Gen().When(\"{{workflow.name == a\");", "ARGO331", "{{"),
        InBody("a `when` on an unknown task", "Gen().When(\"{{tasks.gne.outputs.result}} == a\");", "ARGO330"),
        InBody("a misspelt field of an item", "foreach (var i in new[] { new { Os = \"linux\" } }) Say(i.So);", "CS1061", "So"),
        InBody("a misspelt field of an item in a tag", "foreach (var i in new[] { new { Os = \"linux\" } }) Say(Raw(\"{{item.so}}\"));", "ARGO330"),
        InBody("items with uneven keys", "foreach (var i in new[] { new { Os = \"linux\", Arch = \"x64\" }, new { Os = \"mac\" } }) Say(i.Os);", "CS0826"),
        InClass("no entrypoint", "[Container(\"alpine\")] private static partial Step A(); [Container(\"alpine\")] private static partial Step B();", "ARGO105", "W"),
        new Mistake("an unknown entrypoint", "", "", "the entrypoint is the method that has `[Entrypoint]`: there is no name to misspell"),
        InBody("an unknown template", "Gne();", "CS0103", "Gne"),
        InClass("a misspelt property of the API", "[Container(\"alpine\", Comand = [\"x\"])] private static partial Step A();", "CS0246", "Comand", "[WorkflowTemplate]"),
        InClass("a misspelt attribute", "[Container(\"alpine\"), Retri(3)] private static partial Step A();", "CS0246", "Retri", "[WorkflowTemplate]"),
        InBody("a misspelt method", "Gen().Wehn(\"a == b\");", "CS1061", "Wehn"),
        InClass("a list of steps in a DAG", Templates + " [Dag, Entrypoint] private static void Run() { Parallel(Gen(), Save()); }", "ARGO128"),
        InClass("a bad schedule", "[Container(\"alpine\")] private static partial Step A();", "ARGO221", "\"0 25 * * *\"", "[CronWorkflow(\"0 25 * * *\")]"),
        InClass("a bad unit of memory", "[Container(\"alpine\"), Resources(Memory = \"64Mb\")] private static partial Step A();", "ARGO203", "", "[WorkflowTemplate]"),
        InClass("a value outside an enum", "[Container(\"alpine\")] private static partial Step A([Parameter(Enum = [\"low\", \"high\"])] string level); [Dag, Entrypoint] private static void Run() { A(\"loud\"); }", "ARGO480"),
        InBody("an unknown output parameter", "Say(Gen().Lines);", "CS1061", "Lines"),
        InClass("an unknown input in the args of a container", "[Container(\"alpine\", Args = [\"{{inputs.parameters.txet}}\"])] private static partial Step Say(string text);", "ARGO114", "inputs.parameters.txet", "[WorkflowTemplate]"),
        new Mistake("a DAG outside a workflow", "public static class W { [Container(\"alpine\")] private static partial Step A(); [Dag] … }", "public static class W { [Container(\"alpine\")] private static partial Step A(); [Dag] private static void Run() { A(); } }", "CS0751"),
        InClass("a script that uses what is not there at run time", "[Script(\"alpine\", Source = \"echo {{inputs.parameters.name}}\")] private static partial Step A();", "ARGO114", "inputs.parameters.name", "[WorkflowTemplate]"),
    ];

    public static TheoryData<int> Numbers() => [.. Enumerable.Range(0, s_mistakes.Length).Where(i => s_mistakes[i].Source.Length > 0)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void The_mistake_is_reported_while_it_is_typed(int number)
    {
        var mistake = s_mistakes[number];
        var found = Found(mistake);
        Assert.True(
            found.Any(f => f.Id == mistake.Expected && (mistake.At.Length == 0 || f.At == mistake.At)),
            $"{mistake.What}: expected {mistake.Expected} at '{mistake.At}', and there is\n{string.Join('\n', found.Select(f => $"{f.Id} at '{f.At}': {f.Message}"))}");
    }

    [Fact]
    public void There_are_42() => Assert.Equal(42, s_mistakes.Length);

    [Fact]
    public void The_table_is_what_the_compiler_says()
    {
        var page = new StringBuilder("""
            # The 42 mistakes

            The mistakes that people make most when they write workflows, each as it is typed in C#, and what says so before anything is submitted: `CS…` is the compiler,
            `ARGO…` the analyzer, which has a page for each. A test types them all and compares this table.

            | | Mistake | C# | What says so |
            |---|---|---|---|

            """);
        for (var i = 0; i < s_mistakes.Length; i++)
        {
            var mistake = s_mistakes[i];
            var says = mistake.Expected;
            if (mistake.Source.Length > 0)
            {
                var message = Found(mistake).First(f => f.Id == mistake.Expected && (mistake.At.Length == 0 || f.At == mistake.At)).Message;
                says = (mistake.Expected.StartsWith("ARGO", StringComparison.Ordinal) ? $"[{mistake.Expected}](diagnostics/{mistake.Expected}.md)" : mistake.Expected) + ": " + message;
            }

            var code = mistake.CSharp.Replace(Templates + " ", "", StringComparison.Ordinal);
            page.Append(CultureInfo.InvariantCulture, $"| {i + 1} | {mistake.What} | {(code.Length == 0 ? "cannot be said" : "`" + Cell(code) + "`")} | {Cell(says)} |\n");
        }

        var file = Path.Combine(Root(), "docs", "mistakes.md");
        var expected = File.Exists(file) ? File.ReadAllText(file) : "";
        if (expected == page.ToString()) return;
        File.WriteAllText(Path.ChangeExtension(file, ".received.md"), page.ToString());
        Assert.Fail("docs/mistakes.md differs from what the compiler says: look at docs/mistakes.received.md, and put it in its place");
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);

    private static List<(string Id, string At, string Message)> Found(Mistake mistake)
    {
        var compiled = Compiled.From(mistake.Source);
        return [.. compiled.Output.GetDiagnostics().Where(d => d.Severity >= Microsoft.CodeAnalysis.DiagnosticSeverity.Error).Concat(compiled.Diagnostics())
            .Select(d => (d.Id, d.Location.SourceTree?.GetText().ToString(d.Location.SourceSpan) ?? "", d.GetMessage(CultureInfo.InvariantCulture)))];
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Generator.sln"))) return folder.FullName;
        throw new InvalidOperationException("no Generator.sln above the tests");
    }
}
