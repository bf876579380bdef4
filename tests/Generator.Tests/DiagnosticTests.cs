using Microsoft.CodeAnalysis.Diagnostics;

namespace Argosy.Generator.Tests;

/// <summary>Each mistake is reported once, at its place.</summary>
public class DiagnosticTests
{
    private const string Leaves = """
        [Container("alpine", Command = ["x"])] private static partial Step<string> A(string m = "");
        [Container("alpine", Command = ["x"])] private static partial Step B();
        [Container("alpine", Command = ["x"])] [return: Artifact(Path = "/o")] private static partial Step<Artifact> File();
        [Container("alpine", Command = ["x"])] private static partial Step Take([Artifact(Path = "/i")] Artifact input);
        """;

    [Theory]
    [InlineData("ARGO120 'while (true) B();'", "while (true) B();")]
    [InlineData("ARGO120 'for (var i = 0; i < 3; i++) B();'", "for (var i = 0; i < 3; i++) B();")]
    [InlineData("ARGO120 'try { B(); } catch { }'", "try { B(); } catch { }")]
    [InlineData("ARGO122 'Console.WriteLine(1)'", "Console.WriteLine(1);")]
    [InlineData("ARGO141 'x = A()'", "var x = A(); x = A();")]
    [InlineData("ARGO128 'Parallel(A(), A())'", "Parallel(A(), A());")]
    [InlineData("ARGO108 'A()'", "A().Named(\"n\"); A().Named(\"n\");")]
    [InlineData("ARGO109 'A()'", "A().Named(\"a b\");")]
    [InlineData("ARGO112 'a'", "var a = A(); a.After(a);")]
    [InlineData("ARGO111 'A(\"1\")' ARGO111 'A(\"2\")'", "var a = A(\"1\"); var b = A(\"2\").After(a); a.After(b);")]
    [InlineData("ARGO123 'DateTime.Now.ToString()'", "A().Named(DateTime.Now.ToString());")]
    [InlineData("ARGO121 '{a,5}'", "var a = A(); A($\"{a,5}\");")]
    [InlineData("ARGO136 'a.Value'", "var a = A(); foreach (var c in a.Value) A(c.ToString());")]
    [InlineData("ARGO126 'f'", "foreach (var f in new[] { File(), File() }) Take(f);")]
    [InlineData("ARGO146 'a.Succeeded'", "var a = A(); if (a.Succeeded) B();")]
    [InlineData("ARGO149 'x'", "var x = new[] { \"a\", \"b\" }.Select(i => A(i)); A(string.Join(\",\", x));")]
    [InlineData("ARGO145 '() => null!'", "A().OnExit(() => null!);")]
    [InlineData("ARGO140 'return;'", "if (A() == \"x\") return; B();")]
    public void A_body_that_is_no_graph_says_why(string expected, string body)
    {
        Assert.Equal(expected.Split(" ARGO").Select((s, i) => i == 0 ? s : "ARGO" + s), Faults($$"""
            [Workflow] public static partial class W
            {
                {{Leaves}}
                [Dag, Entrypoint] private static void Run() { {{body}} }
            }
            """));
    }

    [Theory]
    [InlineData("ARGO114 'inputs.parameters.mesage'", "[Container(\"alpine\", Args = [\"say {{inputs.parameters.mesage}}!\"])] private static partial Step X(string message);")]
    [InlineData("ARGO114 'mesage'", "[Container(\"alpine\", Args = [\"a\\tb\\u0041 {{mesage}}!\"])] private static partial Step X(string message);")]
    [InlineData("ARGO114 'mesage'", "[Container(\"alpine\", Args = [@\"a\"\"b {{mesage}}!\"])] private static partial Step X(string message);")]
    [InlineData("ARGO114 'nope.x'", "[Container(\"alpine\", Args = [\"\"\"\n        one\n          two {{nope.x}}\n        \"\"\"])] private static partial Step X();")]
    [InlineData("ARGO114 'mesage'", "const string S = \"s\"; [Container(\"alpine\", Args = [\"a\" + \"b {{mesage}}\"])] private static partial Step X(string message);")]
    [InlineData("ARGO115 '{{'", "[Container(\"alpine\", Args = [\"x {{message\"])] private static partial Step X(string message);")]
    [InlineData("ARGO116 'item'", "[Container(\"alpine\", Args = [\"x {{item}}\"])] private static partial Step X();")]
    [InlineData("ARGO119 'Artifact'", "[Container(\"alpine\")] [return: Artifact] private static partial Step<Artifact> X();")]
    [InlineData("ARGO119 'Parameter(\"p\")'", "[Container(\"alpine\")] [return: Parameter(\"p\")] private static partial Step<string> X();")]
    [InlineData("ARGO137 'input'", "[Container(\"alpine\")] private static partial Step X(Artifact input);")]
    [InlineData("ARGO104 'Script(\"a\")'", "[Container(\"alpine\"), Script(\"a\")] private static partial Step X();")]
    [InlineData("ARGO109 '\"a b\"'", "[Container(\"alpine\", Name = \"a b\")] private static partial Step X();")]
    [InlineData("ARGO135 '\"Nope\"'", "[Container(\"alpine\", Spec = \"Nope\")] private static partial Step X();")]
    [InlineData("ARGO102 'X'", "[Container(\"alpine\")] private static Step X() => Step.Done;")]
    [InlineData("ARGO139 'X'", "[Function] private static int X() => 1;")]
    [InlineData("ARGO103 'X'", "[Dag] private static int X() => 1;")]
    [InlineData("ARGO144 'c'", "[Container(\"alpine\")] private static partial Step X([Parameter(Enum = [\"a\"])] string c = \"z\");")]
    [InlineData("ARGO134 'message'", "[Script(\"alpine\", Source = \"echo {{message}}\")] private static partial Step X(string message);")]
    [InlineData("ARGO133 'x'", "[Container(\"alpine\")] private static partial Step X(System.IO.Stream x);")]
    [InlineData("ARGO147 '\"rar\"'", "[Container(\"alpine\")] [return: Artifact(Path = \"/o\", Archive = \"rar\")] private static partial Step<Artifact> X();")]
    [InlineData("ARGO143 '\"5 minutes\"'", "[Container(\"alpine\"), Timeout(\"5 minutes\")] private static partial Step X();")]
    [InlineData("ARGO143 '\"soon\"'", "[Container(\"alpine\"), Retry(3, Backoff = \"soon\")] private static partial Step X();")]
    [InlineData("ARGO138 'b'", "[Container(\"alpine\")] private static partial Step X(string a, [Parameter(\"a\")] string b);")]
    [InlineData("ARGO151 'X'", "[Container(\"alpine\"), Inline] private static partial Step X();")]
    public void A_template_that_Argo_rejects_says_where(string expected, string template) => Assert.Equal([expected], Faults($$"""
        [WorkflowTemplate] public static partial class W
        {
            {{template}}
        }
        """));

    [Theory]
    [InlineData("ARGO101 'W'", "[Workflow] public static class W { [Function] public static Step F() => Step.Done; }")]
    [InlineData("ARGO105 'W'", "[Workflow] public static partial class W { [Container(\"a\")] private static partial Step A(); [Container(\"a\")] private static partial Step B(); }")]
    [InlineData("ARGO106 'B'", "[Workflow] public static partial class W { [Container(\"a\"), Entrypoint] private static partial Step A(); [Container(\"a\"), Entrypoint] private static partial Step B(); }")]
    [InlineData("ARGO107 'B'", "[WorkflowTemplate] public static partial class W { [Container(\"a\", Name = \"x\")] private static partial Step A(); [Container(\"a\", Name = \"x\")] private static partial Step B(); }")]
    [InlineData("ARGO109 '\"Upper\"'", "[Workflow(Name = \"Upper\")] public static partial class W { [Container(\"a\")] private static partial Step A(); }")]
    [InlineData("ARGO110 '\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"'", "[Workflow(Name = \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\")] public static partial class W { [Container(\"a\")] private static partial Step A(); }")]
    [InlineData("ARGO111 'A' ARGO111 'B'", "[Workflow] public static partial class W { [Container(\"a\"), DependsOn(nameof(B))] private static partial Step A(); [Container(\"a\"), DependsOn(nameof(A))] private static partial Step B(); }")]
    [InlineData("ARGO112 'nameof(A)'", "[Workflow] public static partial class W { [Container(\"a\"), DependsOn(nameof(A))] private static partial Step A(); }")]
    [InlineData("ARGO113 '\"Bild\"'", "[Workflow] public static partial class W { [Container(\"a\"), DependsOn(\"Bild\")] private static partial Step A(); [Container(\"a\")] private static partial Step Build(); }")]
    [InlineData("ARGO118 'x'", "[Workflow] public static partial class W { [Container(\"a\"), DependsOn(nameof(B))] private static partial Step A([Artifact(Path = \"/x\")] Artifact x); [Container(\"a\")] private static partial Step B(); }")]
    [InlineData("ARGO129 'nameof(B)'", "[Workflow] public static partial class W { [Container(\"a\")] private static partial Step A([From(nameof(B))] int x); [Container(\"a\")] private static partial Step<string> B(); }")]
    [InlineData("ARGO124 'nameof(B)'", "[Workflow] public static partial class W { [Container(\"a\")] private static partial Step A([From(nameof(B))] int x); [Container(\"a\")] private static partial Step B(); }")]
    [InlineData("ARGO130 '\"y\"'", "[Workflow] public static partial class W { [Container(\"a\")] private static partial Step A([From(nameof(B), Output = \"y\")] string x); [Container(\"a\")] private static partial Step<string> B(); }")]
    [InlineData("ARGO127 'B().After(a)'", "[Workflow] public static partial class W { [Container(\"a\")] private static partial Step A(); [Container(\"a\")] private static partial Step B(); [Steps, Entrypoint] private static void Run() { var a = A(); B().After(a); } }")]
    [InlineData("ARGO152 'Outer'", "public static class Outer { [Workflow] public static partial class W { [Function] public static Step F() => Step.Done; } }")]
    public void A_workflow_that_Argo_rejects_says_where(string expected, string source) =>
        Assert.Equal(expected.Split(" ARGO").Select((s, i) => i == 0 ? s : "ARGO" + s), Faults(source));

    [Fact]
    public void More_than_200_tasks_are_refused()
    {
        var calls = string.Join("\n", Enumerable.Range(0, 201).Select(i => $"A(\"{i}\");"));
        Assert.Equal(["ARGO131 'A(\"0\")'"], Faults($$"""[Workflow] public static partial class W { {{Leaves}} [Dag, Entrypoint] private static void Run() { {{calls}} } }"""));
    }

    [Theory]
    [InlineData("", "var a = A(); var b = a == \"x\" ? A(\"1\") : A(\"2\"); A(b);")]
    [InlineData("", "var a = A(); if (a == \"y\") { var c = A(\"1\"); A(c); }")]
    [InlineData("", "var a = A(); Step<string> c; if (a == \"y\") c = A(\"1\"); else c = A(\"2\"); A(c);")]
    [InlineData("", "var a = A(); Step<string> c = null!; if (a == \"y\") { c = A(\"1\"); } A(OrDefault(c, \"none\"));")]
    [InlineData("ARGO125 'A(c)'", "var a = A(); Step<string> c = null!; if (a == \"y\") { c = A(\"1\"); } A(c);")]
    public void A_value_read_outside_its_branch_is_a_warning(string expected, string body) => Assert.Equal(expected.Length == 0 ? [] : [expected], Faults($$"""
        [Workflow] public static partial class W
        {
            [Container("alpine", Command = ["x"])] private static partial Step<string> A(string m = "");
            [Dag, Entrypoint] private static void Run() { {{body}} }
        }
        """));

    [Fact]
    public void A_step_of_its_own_group_has_not_run_yet() => Assert.Equal(["ARGO117 'A(a)'"], Faults($$"""
        [Workflow] public static partial class W
        {
            {{Leaves}}
            [Steps, Entrypoint] private static void Run() { Parallel(() => { var a = A(); A(a); }); }
        }
        """));

    [Fact]
    public void A_manifest_that_the_store_refuses_is_an_error()
    {
        var compiled = Compiled.From($$"""[Workflow] public static partial class W { [Script("alpine", Source = "{{new string('x', 1_600_000)}}")] private static partial Step A(); }""");
        Assert.Contains("ARGO132 'W'", compiled.Faults());
        Assert.Null(compiled.Yaml());
    }

    [Fact]
    public void A_rejected_workflow_has_bodies_but_no_yaml()
    {
        var compiled = Compiled.From($$"""[Workflow] public static partial class W { {{Leaves}} [Dag, Entrypoint] private static void Run() { while (true) B(); } }""");
        Assert.Empty(compiled.Errors());
        Assert.Null(compiled.Yaml());
        Assert.Contains(compiled.Result.GeneratedTrees, t => t.ToString().Contains("FileName = \"w.yaml\"", StringComparison.Ordinal));
    }

    [Fact]
    public void A_rule_finds_its_place_behind_a_short_tag()
    {
        var source = """
            [WorkflowTemplate] public static partial class W { [Container("alpine", Args = ["{{a}} {{b}} {{=inputs.parameters.a +}}"])] private static partial Step X(string a, string b); }
            """;
        var fault = Compiled.From(source).Diagnostics().First(d => d.Id.StartsWith("ARGO", StringComparison.Ordinal));
        Assert.InRange(fault.Location.SourceSpan.Start, source.IndexOf("{{=", StringComparison.Ordinal), source.IndexOf("+}}", StringComparison.Ordinal) + 2);
    }

    [Fact]
    public async Task A_call_of_an_async_function_is_a_task_and_no_forgotten_await()
    {
        var compiled = Compiled.From("""
            [Workflow] public static partial class W
            {
                [Function] private static async Step Work() { await Task.Yield(); }
                [Dag, Entrypoint] private static void Run() { Work(); foreach (var i in Range(3)) { Work(); } }
                private static async Task Other() { await Task.Yield(); Task.Yield(); Work(); }
            }
            """);
        var warnings = (await compiled.Output.WithAnalyzers([new Analyzers.UnawaitedCallSuppressor()]).GetAllDiagnosticsAsync(TestContext.Current.CancellationToken))
            .Where(d => d.Id == "CS4014" && !d.IsSuppressed).Select(d => d.Location.GetLineSpan().StartLinePosition.Line).Distinct();
        Assert.Equal([4], warnings);
    }

    [Fact]
    public void Near_misses_are_suggested() => Assert.Contains("did you mean 'inputs.parameters.message'?", Compiled.From("""
        [WorkflowTemplate] public static partial class W { [Container("alpine", Args = ["{{inputs.parameters.mesage}}"])] private static partial Step X(string message); }
        """).Diagnostics()[0].GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

    [Fact]
    public void A_pragma_suppresses_a_warning() => Assert.Empty(Faults("""
        [WorkflowTemplate] public static partial class W
        {
        #pragma warning disable ARGO134
            [Script("alpine", Source = "echo {{message}}")] private static partial Step X(string message);
        #pragma warning restore ARGO134
        }
        """));

    private static IReadOnlyList<string> Faults(string source) => Compiled.From(source).Faults();
}
