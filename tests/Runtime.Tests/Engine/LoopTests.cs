namespace Argosy.Runtime.Tests.Operator;

public sealed class LoopTests
{
    private static Task Loop(string loop, string expected) => EngineCase.CheckAsync($"templates:\n  - name: main\n    steps:\n      - [{{name: a, template: take-or, arguments: {{parameters: [{{name: v, value: \"{{{{item}}}}\"}}]}}, {loop}}}]", expected);

    [Theory]
    [InlineData("withItems: [x, z]", "w[0].a(0:x) Suspend Succeeded\nw[0].a(1:z) Suspend Succeeded\n=w[0].a(1:z).inputs.v z")]
    [InlineData("withItems: [1, 2.5, 1e3]", "=w[0].a(0:1).inputs.v 1\n=w[0].a(1:2.5).inputs.v 2.5\n=w[0].a(2:1000).inputs.v 1000")]
    [InlineData("withItems: [true]", "=w[0].a(0:true).inputs.v true")]
    [InlineData("withItems: [{k: v, a: b}]", "w[0].a(0:a:b,k:v) Suspend Succeeded\n=w[0].a(0:a:b,k:v).inputs.v {\"a\":\"b\",\"k\":\"v\"}")]
    [InlineData("withItems: [[p, q]]", "w[0].a(0:[p q]) Suspend Succeeded\n=w[0].a(0:[p q]).inputs.v [\"p\",\"q\"]")]
    [InlineData("withItems: [\"(b)\"]", "w[0].a(0:b) Suspend Succeeded\n=w[0].a(0:b).inputs.v (b)")]
    [InlineData("withItems: []", "w[0].a Suspend Succeeded\n=w[0].a.inputs.v {{item}}")]
    [InlineData("withParam: \"[1, 1.50]\"", "=w[0].a(0:1).inputs.v 1\n=w[0].a(1:1.50).inputs.v 1.50")]
    [InlineData("withParam: \"[]\"", "Succeeded\nw[0].a Skipped Skipped: Skipped, empty params")]
    [InlineData("withParam: \"null\"", "w[0].a Skipped Skipped: Skipped, empty params")]
    [InlineData("withParam: \"[null]\"", "w[0].a(0:[]) Suspend Succeeded\n=w[0].a(0:[]).inputs.v null")]
    [InlineData("withParam: \"oops\"", "w[0] StepGroup Error: withParam value could not be parsed as a JSON list: oops: invalid character 'o' looking for beginning of value")]
    [InlineData("withParam: \"{}\"", "w[0] StepGroup Error: withParam value could not be parsed as a JSON list: {}: json: cannot unmarshal object into Go value of type []v1alpha1.Item")]
    [InlineData("withParam: \"3\"", "w[0] StepGroup Error: withParam value could not be parsed as a JSON list: 3: json: cannot unmarshal number into Go value of type []v1alpha1.Item")]
    [InlineData("withParam: \"[1\"", "w[0] StepGroup Error: withParam value could not be parsed as a JSON list: [1: unexpected end of JSON input")]
    [InlineData("withSequence: {count: 2}", "=w[0].a(0:0).inputs.v 0\n=w[0].a(1:1).inputs.v 1\n- w[0].a(2:2)")]
    [InlineData("withSequence: {count: 2, start: 5}", "=w[0].a(0:5).inputs.v 5\n=w[0].a(1:6).inputs.v 6")]
    [InlineData("withSequence: {start: 3, end: 1}", "=w[0].a(0:3).inputs.v 3\n=w[0].a(2:1).inputs.v 1")]
    [InlineData("withSequence: {count: 0}", "w[0].a Skipped Skipped: Skipped, empty params")]
    [InlineData("withSequence: {count: 1, format: \"t%03d\"}", "=w[0].a(0:t000).inputs.v t000")]
    [InlineData("withSequence: {count: 1, format: \"%s\"}", "=w[0].a(0:%!sint=0).inputs.v %!s(int=0)")]
    [InlineData("withSequence: {count: x}", "w[0] StepGroup Error: strconv.Atoi: parsing \"x\": invalid syntax")]
    [InlineData("withSequence: {start: 1}", "w[0] StepGroup Error: neither end nor count was specified in withSequence")]
    public Task Items_are_named_and_put_in(string loop, string expected) => Loop(loop, expected);

    [Fact]
    public Task A_key_of_an_item_is_put_in() => EngineCase.CheckAsync("templates:\n  - name: main\n    steps:\n      - [{name: a, template: take, arguments: {parameters: [{name: v, value: \"{{item.k}}\"}]}, withItems: [{k: v1}]}]", "=w[0].a(0:k:v1).inputs.v v1");

    [Fact]
    public Task A_missing_key_fails_the_loop() => EngineCase.CheckAsync("templates:\n  - name: main\n    steps:\n      - [{name: a, template: take, arguments: {parameters: [{name: v, value: \"{{item.q}}\"}]}, withItems: [{k: v1}, {q: v2}]}]", "w[0] StepGroup Error: failed to resolve {{item.q}}\n- w[0].a(0:k:v1)\n- w[0].a(1:q:v2)");

    [Fact]
    public Task Each_item_has_its_own_when() => EngineCase.CheckAsync("templates:\n  - name: main\n    steps:\n      - [{name: a, template: ok, when: \"{{item}} == b\", withItems: [a, b]}]", "w[0].a(0:a) Skipped Skipped: when 'a == b' evaluated false\nw[0].a(1:b) Pod Succeeded");

    [Fact]
    public Task A_when_that_is_false_already_lets_literal_items_be_skipped_each() => EngineCase.CheckAsync("templates:\n  - name: main\n    steps:\n      - [{name: a, template: ok, when: \"'{{item}}' == 'b'\", withItems: [a, b]}]", "w[0].a(0:a) Skipped Skipped: when ''a' == 'b'' evaluated false\nw[0].a(1:b) Pod Succeeded");

    [Fact]
    public Task Results_of_items_are_gathered() => EngineCase.CheckAsync("templates:\n  - name: main\n    steps:\n      - [{name: a, template: say, arguments: {parameters: [{name: t, value: \"{{item}}\"}]}, withItems: [1, 2]}]\n      - [{name: b, template: take, arguments: {parameters: [{name: v, value: \"{{steps.a.outputs.result}}\"}]}}]", "=w[1].b.inputs.v [1,2]");

    [Fact]
    public Task Only_items_that_succeeded_are_gathered() => EngineCase.CheckAsync("templates:\n  - name: main\n    steps:\n      - [{name: a, template: say, when: \"{{item}} != 1\", arguments: {parameters: [{name: t, value: \"{{item}}\"}]}, withItems: [1, 2]}]\n      - [{name: b, template: take, arguments: {parameters: [{name: v, value: \"{{steps.a.outputs.result}}\"}]}}]", "=w[1].b.inputs.v [2]");

    [Fact]
    public Task A_result_that_is_no_json_is_an_error_of_the_steps() => EngineCase.CheckAsync("templates:\n  - name: main\n    steps:\n      - [{name: a, template: say, withItems: [1]}]\n      - [{name: b, template: take, arguments: {parameters: [{name: v, value: \"{{steps.a.outputs.result}}\"}]}}]", "Error: error in entry template execution: invalid character 'h' looking for beginning of value\n- w[1]");

    [Fact]
    public Task Parameters_of_items_are_gathered_by_name() => EngineCase.CheckAsync("templates:\n  - name: main\n    steps:\n      - [{name: a, template: give, withItems: [1, 2]}]\n      - [{name: b, template: take, arguments: {parameters: [{name: v, value: \"{{steps.a.outputs.parameters.p}} {{steps.a.outputs.parameters}}\"}]}}]", "=w[1].b.inputs.v [\"p\",\"p\"] [{\"p\":\"p\"},{\"p\":\"p\"}]");

    [Fact]
    public Task A_dag_loop_has_a_task_group() => EngineCase.CheckAsync("templates:\n  - name: main\n    dag: {tasks: [{name: a, template: ok, withItems: [x, z]}]}", "w.a TaskGroup Succeeded\nw.a(0:x) Pod Succeeded\n=w.a.children w.a(0:x) w.a(1:z)\n=w.a.flag");

    [Fact]
    public Task A_dag_loop_with_a_failed_item_fails() => EngineCase.CheckAsync("templates:\n  - {name: f, inputs: {parameters: [{name: c}]}, container: {image: stub, command: [fail, \"{{inputs.parameters.c}}\"]}}\n  - name: main\n    dag: {tasks: [{name: a, template: f, arguments: {parameters: [{name: c, value: \"{{item}}\"}]}, withItems: [0, 3]}]}", "Failed\nw.a TaskGroup Failed\nw.a(1:3) Pod Failed: main: Error (exit code 3)");

    [Fact]
    public Task An_empty_dag_loop_is_skipped() => EngineCase.CheckAsync("templates:\n  - name: main\n    dag: {tasks: [{name: a, template: ok, withParam: \"[]\"}]}", "Succeeded\nw.a Skipped Skipped: Skipped, empty params");
}
