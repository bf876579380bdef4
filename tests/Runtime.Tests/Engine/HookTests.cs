namespace Argosy.Runtime.Tests.Operator;

public sealed class HookTests
{
    [Theory]
    [InlineData("onExit: ok\ntemplates:\n  - {name: main, container: {image: stub, command: [ok]}}", "Succeeded\nw.onExit Pod Succeeded\n=w.onExit.flag hooked\n=w.onExit.displayName w.onExit")]
    [InlineData("onExit: fail\ntemplates:\n  - {name: main, container: {image: stub, command: [ok]}}", "Failed: main: Error (exit code 1)\nw Pod Succeeded")]
    [InlineData("onExit: ok\ntemplates:\n  - {name: main, container: {image: stub, command: [fail, \"3\"]}}", "Failed: main: Error (exit code 3)\nw.onExit Pod Succeeded")]
    [InlineData("onExit: last\ntemplates:\n  - {name: last, steps: [[{name: s, template: take, arguments: {parameters: [{name: v, value: \"{{workflow.status}}\"}]}}]]}\n  - {name: main, container: {image: stub, command: [fail, \"3\"]}}", "=w.onExit[0].s.inputs.v Failed")]
    [InlineData("hooks: {exit: {template: ok}}\ntemplates:\n  - {name: main, container: {image: stub, command: [ok]}}", "w.onExit Pod Succeeded")]
    [InlineData("hooks: {done: {template: ok, expression: workflow.status == \"Succeeded\"}}\ntemplates:\n  - {name: main, container: {image: stub, command: [ok]}}", "Succeeded\nw.hooks.done Pod Succeeded\n=w.children w.hooks.done")]
    [InlineData("hooks: {never: {template: ok, expression: \"false\"}}\ntemplates:\n  - {name: main, container: {image: stub, command: [ok]}}", "Succeeded\n- w.hooks.never")]
    [InlineData("hooks: {done: {template: fail, expression: workflow.status == \"Succeeded\"}}\ntemplates:\n  - {name: main, container: {image: stub, command: [ok]}}", "Succeeded\nw.hooks.done Pod Failed: main: Error (exit code 1)")]
    [InlineData("onExit: ok\ntemplates:\n  - name: main\n    steps:\n      - [{name: a, template: ok}]\n    outputs: {parameters: [{name: o, valueFrom: {parameter: \"{{steps.q.outputs.result}}\"}}]}", "Error: error in entry template execution: Unable to resolve: \"steps.q.outputs.result\"\n- w.onExit")]
    [InlineData("templates:\n  - name: main\n    steps:\n      - [{name: a, template: ok, onExit: ok}]\n      - [{name: b, template: ok}]", "w[0].a.onExit Pod Succeeded\n=w[0].a.onExit.flag hooked")]
    [InlineData("templates:\n  - name: main\n    steps:\n      - [{name: a, template: ok, onExit: fail}]\n      - [{name: b, template: ok}]", "Succeeded\nw[0].a.onExit Pod Failed: main: Error (exit code 1)\nw[1].b Pod Succeeded")]
    [InlineData("templates:\n  - name: main\n    steps:\n      - [{name: a, template: ok, when: \"false\", onExit: ok}]", "Succeeded\n- w[0].a.onExit")]
    [InlineData("templates:\n  - name: main\n    steps:\n      - [{name: a, template: give, hooks: {exit: {template: take, arguments: {parameters: [{name: v, value: \"{{steps.a.outputs.parameters.p}}\"}]}}}}]", "=w[0].a.onExit.inputs.v p")]
    [InlineData("templates:\n  - name: main\n    steps:\n      - [{name: a, template: fail, hooks: {bad: {template: ok, expression: steps.a.status == \"Failed\"}}, continueOn: {failed: true}}]", "Succeeded\nw[0].a.hooks.bad Pod Succeeded")]
    [InlineData("templates:\n  - name: main\n    steps:\n      - [{name: a, template: ok, hooks: {run: {template: ok, expression: steps.a.status == \"Running\"}}}]", "Succeeded\nw[0].a.hooks.run Pod Succeeded")]
    [InlineData("templates:\n  - name: main\n    dag: {tasks: [{name: a, template: ok, onExit: ok}, {name: b, template: ok, depends: a}]}", "w.a.onExit Pod Succeeded\nw.b Pod Succeeded")]
    [InlineData("templates:\n  - name: main\n    dag: {tasks: [{name: a, template: fail, hooks: {bad: {template: ok, expression: tasks.a.status == \"Failed\"}}}]}", "Failed\nw.a.hooks.bad Pod Succeeded")]
    [InlineData("templates:\n  - name: main\n    dag: {tasks: [{name: a, template: ok, hooks: {exit: {template: ok, expression: tasks.a.status == \"Failed\"}}}]}", "Succeeded\n- w.a.onExit")]
    [InlineData("templates:\n  - name: main\n    dag: {tasks: [{name: a, template: ok, hooks: {x: {template: ok, expression: \"1 +\"}}}]}", "w DAG Error: unexpected token EOF (1:3) /  | 1 + /  | ..^")]
    [InlineData("onExit: gone\ntemplates:\n  - {name: main, container: {image: stub, command: [ok]}}", "Error: error in exit template execution : template gone not found")]
    public Task Hooks_run_when_they_should(string spec, string expected) => EngineCase.CheckAsync(spec, expected);
}
