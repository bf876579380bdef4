namespace Argosy.Runtime.Tests.Operator;

public sealed class DagTests
{
    private static Task Dag(string tasks, string expected, string more = "") => EngineCase.CheckAsync($"templates:\n  - name: main\n    dag:\n      {more}\n      tasks:\n{string.Join("\n", tasks.Split('\n').Select(l => "        " + l))}", expected);

    [Theory]
    [InlineData("- {name: a, template: ok}\n- {name: b, template: ok, dependencies: [a]}", "Succeeded\nw DAG Succeeded\nw.a Pod Succeeded\n=w.children w.a\n=w.a.children w.b")]
    [InlineData("- {name: a, template: fail}\n- {name: b, template: ok, dependencies: [a]}", "Failed\nw.b Skipped Omitted: omitted: depends condition not met")]
    [InlineData("- {name: a, template: fail}\n- {name: b, template: ok, depends: a.Failed}", "Succeeded\nw.b Pod Succeeded")]
    [InlineData("- {name: a, template: ok}\n- {name: b, template: ok, depends: a.Failed}", "Succeeded\nw.b Skipped Omitted: omitted: depends condition not met")]
    [InlineData("- {name: a, template: err}\n- {name: b, template: ok, depends: a.Errored}", "Succeeded\nw.b Pod Succeeded")]
    [InlineData("- {name: a, template: ok, when: \"false\"}\n- {name: b, template: ok, depends: a}", "Succeeded\nw.a Skipped Skipped: when 'false' evaluated false\nw.b Pod Succeeded")]
    [InlineData("- {name: a, template: ok, when: \"false\"}\n- {name: b, template: ok, depends: a.Skipped}", "w.b Pod Succeeded")]
    [InlineData("- {name: a, template: fail}\n- {name: b, template: ok, depends: a}\n- {name: c, template: ok, depends: b.Omitted}", "w.b Skipped Omitted: omitted: depends condition not met\nw.c Pod Succeeded\nSucceeded")]
    [InlineData("- {name: a, template: fail}\n- {name: b, template: ok, depends: \"!a.Succeeded\"}", "w.b Pod Succeeded")]
    [InlineData("- {name: a, template: fail}\n- {name: b, template: ok}\n- {name: c, template: ok, depends: \"a.Succeeded || b.Succeeded\"}", "w.c Pod Succeeded")]
    [InlineData("- {name: a, template: fail}\n- {name: b, template: ok}\n- {name: c, template: ok, depends: \"a && b\"}", "w.c Skipped Omitted: omitted: depends condition not met\nFailed")]
    [InlineData("- {name: a, template: fail, continueOn: {failed: true}}\n- {name: b, template: ok, dependencies: [a]}", "Succeeded\nw.b Pod Succeeded")]
    [InlineData("- {name: a, template: fail, continueOn: {failed: true}}", "Succeeded\nw.a Pod Failed: main: Error (exit code 1)")]
    [InlineData("- {name: a, template: err, continueOn: {failed: true}}", "Error\nw.a Pod Error: wait: Error (exit code 64): no such file")]
    [InlineData("- {name: a, template: ok}\n- {name: a-b, template: ok, depends: a}\n- {name: c, template: ok, depends: a-b.Succeeded}", "w.c Pod Succeeded")]
    [InlineData("- {name: a, template: say}\n- {name: b, template: take, depends: a, arguments: {parameters: [{name: v, value: \"{{tasks.a.outputs.result}}\"}]}}", "=w.b.inputs.v hello")]
    [InlineData("- {name: a, template: give}\n- {name: b, template: take, depends: a, arguments: {parameters: [{name: v, value: \"{{=tasks.a.outputs.parameters.p + '?'}}\"}]}}", "=w.b.inputs.v p?")]
    [InlineData("- {name: a, template: give, when: \"false\"}\n- {name: b, template: take-or, depends: a, arguments: {parameters: [{name: v, value: \"{{tasks.a.outputs.parameters.p}}\"}]}}", "=w.b.inputs.v none")]
    [InlineData("- {name: a, template: give, when: \"false\"}\n- {name: b, template: take, depends: a, arguments: {parameters: [{name: v, value: \"{{=tasks.a.outputs.parameters.p ?? 'x'}}\"}]}}", "=w.b.inputs.v x")]
    [InlineData("- {name: a, template: take}", "Error\nw.a Skipped Error: task 'w.a' errored: inputs.parameters.v was not supplied")]
    [InlineData("- {name: a, template: ok, when: \"1 + 1\"}", "Error\nw.a Skipped Error: Expected boolean evaluation for '1 + 1'. Got 2")]
    [InlineData("- {name: a, template: ok}\n- {name: b, template: ok, depends: \"a &&\"}", "Error\nw.b Skipped Error: unable to evaluate expression '(a.Succeeded || a.Skipped || a.Daemoned) &&': unexpected token EOF (1:43) /  | (a.Succeeded || a.Skipped || a.Daemoned) && /  | ..........................................^")]
    [InlineData("- {name: a, template: ok, withItems: [1, 2]}\n- {name: b, template: ok, depends: a.AnySucceeded}\n- {name: c, template: ok, depends: a.AllFailed}", "w.b Pod Succeeded\nw.c Skipped Omitted: omitted: depends condition not met")]
    [InlineData("- {name: a, template: fail, withItems: [1, 2]}\n- {name: c, template: ok, depends: a.AllFailed}", "w.c Pod Succeeded")]
    [InlineData("- {name: a, template: fail, continueOn: {failed: true}}\n- {name: b, template: ok, when: \"false\", depends: a}", "Failed\nw.b Skipped Skipped: when 'false' evaluated false")]
    [InlineData("- {name: a, template: ok}\n- {name: b, template: ok}\n- {name: c, template: ok, depends: a && b}", "=w.children w.a w.b\n=w.a.children w.c\n=w.b.children w.c")]
    public Task Tasks_depend_on_each_other(string tasks, string expected) => Dag(tasks, expected);

    [Fact]
    public Task Only_targets_and_what_they_need_run() => Dag("- {name: a, template: ok}\n- {name: b, template: ok, depends: a}\n- {name: c, template: fail}", "Succeeded\nw.b Pod Succeeded\n- w.c", "target: b");

    [Fact]
    public Task The_first_target_that_fails_decides() => Dag("- {name: a, template: fail}\n- {name: b, template: err}", "Failed", "target: a b");

    [Fact]
    public Task Without_failFast_the_last_failure_counts() => Dag("- {name: a, template: fail}\n- {name: b, template: err}", "Error", "failFast: false\n      target: a b");

    [Fact]
    public Task A_dag_in_a_dag_passes_its_phase_on() => EngineCase.CheckAsync("templates:\n  - {name: in, dag: {tasks: [{name: x, template: fail}]}}\n  - name: main\n    dag: {tasks: [{name: a, template: in}, {name: b, template: ok, depends: a}]}", "Failed\nw.a DAG Failed\nw.a.x Pod Failed: main: Error (exit code 1)\nw.b Skipped Omitted: omitted: depends condition not met");

    [Fact]
    public Task What_follows_a_dag_hangs_on_its_targets() => EngineCase.CheckAsync("templates:\n  - {name: in, dag: {tasks: [{name: x, template: ok}, {name: z, template: ok, depends: x}]}}\n  - name: main\n    dag: {tasks: [{name: a, template: in}, {name: b, template: ok, depends: a}]}", "=w.a.z.children w.b");

    [Fact]
    public Task A_dag_gives_outputs() => EngineCase.CheckAsync("templates:\n  - name: main\n    dag: {tasks: [{name: a, template: give}]}\n    outputs: {parameters: [{name: o, valueFrom: {parameter: \"{{tasks.a.outputs.parameters.p}}\"}}]}", "=w.outputs.o p");

    [Fact]
    public Task A_dag_that_errs_in_its_outputs_is_an_error() => EngineCase.CheckAsync("templates:\n  - name: main\n    dag: {tasks: [{name: a, template: ok}]}\n    outputs: {parameters: [{name: o, valueFrom: {expression: \"tasks.a.outputs.parameters.q\"}}]}", "w DAG Error: cannot fetch parameters from <nil> (1:17) /  | tasks.a.outputs.parameters.q /  | ................^");
}
