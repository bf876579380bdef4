namespace Argosy.Runtime.Tests.Operator;

public sealed class StepsTests
{
    private static Task Steps(string steps, string expected, string more = "") => EngineCase.CheckAsync($"{more}templates:\n  - name: main\n    steps:\n{string.Join("\n", steps.Split('\n').Select(l => "      " + l))}", expected);

    [Fact]
    public Task Groups_run_one_after_another() => Steps("- [{name: a, template: ok}]\n- [{name: b, template: ok}]", "Succeeded\nw Steps Succeeded\nw[0] StepGroup Succeeded\nw[0].a Pod Succeeded\nw[1].b Pod Succeeded");

    [Fact]
    public Task Steps_of_a_group_are_its_children() => Steps("- [{name: a, template: ok}, {name: b, template: ok}]", "=w[0].children w[0].a w[0].b\n=w.children w[0]");

    [Fact]
    public Task A_later_group_hangs_on_the_outbound_nodes_before_it() => Steps("- [{name: a, template: ok}, {name: b, template: ok}]\n- [{name: c, template: ok}]", "=w[0].a.children w[1]\n=w[0].b.children w[1]");

    [Fact]
    public Task Groups_have_an_empty_flag() => Steps("- [{name: a, template: ok}]", "=w[0].flag");

    [Fact]
    public Task A_display_name_lacks_the_boundary() => Steps("- [{name: a, template: ok}]", "=w[0].a.displayName a\n=w[0].displayName [0]\n=w.displayName w");

    [Fact]
    public Task A_failed_step_fails_group_steps_and_workflow() => Steps("- [{name: a, template: fail}]\n- [{name: b, template: ok}]", "- w[1]\nw[0].a Pod Failed: main: Error (exit code 1)\n" + $"Failed: child '{Id("w[0].a")}' failed");

    [Fact]
    public Task Others_of_the_group_finish_first() => Steps("- [{name: a, template: fail}, {name: b, template: ok}]", "w[0].b Pod Succeeded\nw[0].a Pod Failed: main: Error (exit code 1)");

    [Fact]
    public Task ContinueOn_failed_goes_on() => Steps("- [{name: a, template: fail, continueOn: {failed: true}}]\n- [{name: b, template: ok}]", "Succeeded\nw[1].b Pod Succeeded\nw[0] StepGroup Succeeded");

    [Fact]
    public Task ContinueOn_error_does_not_match_a_failure() => Steps("- [{name: a, template: fail, continueOn: {error: true}}]\n- [{name: b, template: ok}]", "- w[1]\nw[0].a Pod Failed: main: Error (exit code 1)");

    [Fact]
    public Task ContinueOn_error_matches_an_error() => Steps("- [{name: a, template: err, continueOn: {error: true}}]\n- [{name: b, template: ok}]", "Succeeded\nw[0].a Pod Error: wait: Error (exit code 64): no such file");

    [Fact]
    public Task A_false_when_skips() => Steps("- [{name: a, template: ok, when: \"1 == 2\"}]", "Succeeded\nw[0].a Skipped Skipped: when '1 == 2' evaluated false\n=w[0].a.flag");

    [Fact]
    public Task A_true_when_runs() => Steps("- [{name: a, template: ok, when: \"1 == 1\"}]", "w[0].a Pod Succeeded");

    [Fact]
    public Task Bare_words_of_a_when_are_texts() => Steps("- [{name: a, template: ok, when: \"heads == heads\"}]", "w[0].a Pod Succeeded");

    [Fact]
    public Task A_group_of_skipped_steps_goes_on() => Steps("- [{name: a, template: ok, when: \"false\"}]\n- [{name: b, template: ok}]", "w[1].b Pod Succeeded\nw[0] StepGroup Succeeded");

    [Fact]
    public Task A_false_when_ignores_bad_arguments() => Steps("- [{name: a, template: take, when: \"false\", arguments: {parameters: [{name: v, value: \"{{steps.nope.outputs.result}}\"}]}}]", "Succeeded\nw[0].a Skipped Skipped: when 'false' evaluated false");

    [Fact]
    public Task A_bad_when_is_an_error_of_the_group() => Steps("- [{name: a, template: ok, when: \"1 +\"}]", "w[0] StepGroup Error: failed to resolve references: Invalid 'when' expression '1 +': Unexpected end of expression\n- w[0].a");

    [Fact]
    public Task A_when_that_is_no_boolean_is_an_error() => Steps("- [{name: a, template: ok, when: \"1 + 2\"}]", "w[0] StepGroup Error: failed to resolve references: Expected boolean evaluation for '1 + 2'. Got 3");

    [Fact]
    public Task A_result_reaches_a_later_group() => Steps("- [{name: a, template: say}]\n- [{name: b, template: take, arguments: {parameters: [{name: v, value: \"{{steps.a.outputs.result}}\"}]}}]", "=w[0].a.result hello\n=w[1].b.inputs.v hello");

    [Fact]
    public Task An_unread_result_is_not_captured() => Steps("- [{name: a, template: say}]\n- [{name: b, template: take, arguments: {parameters: [{name: v, value: \"{{steps.a.exitCode}}\"}]}}]", "- =w[0].a.result\n=w[1].b.inputs.v 0");

    [Fact]
    public Task An_output_parameter_reaches_a_later_group() => Steps("- [{name: a, template: give}]\n- [{name: b, template: take, arguments: {parameters: [{name: v, value: \"x {{steps.a.outputs.parameters.p}} y\"}]}}]", "=w[1].b.inputs.v x p y");

    [Fact]
    public Task A_status_can_be_read() => Steps("- [{name: a, template: fail, continueOn: {failed: true}}]\n- [{name: b, template: take, arguments: {parameters: [{name: v, value: \"{{steps.a.status}}\"}]}}]", "=w[1].b.inputs.v Failed");

    [Fact]
    public Task A_skipped_producer_lets_the_default_of_the_reader_count() => Steps("- [{name: a, template: give, when: \"false\"}]\n- [{name: b, template: take-or, arguments: {parameters: [{name: v, value: \"{{steps.a.outputs.parameters.p}}\"}]}}]", "=w[1].b.inputs.v none");

    [Fact]
    public Task A_skipped_producer_without_any_default_is_an_error() => Steps("- [{name: a, template: give, when: \"false\"}]\n- [{name: b, template: take, arguments: {parameters: [{name: v, value: \"{{steps.a.outputs.parameters.p}}\"}]}}]", "w[1].b Skipped Error: inputs.parameters.v: argument references an absent optional (skipped/omitted node output with no default)");

    [Fact]
    public Task A_skipped_output_amid_text_is_an_error() => Steps("- [{name: a, template: give, when: \"false\"}]\n- [{name: b, template: take, arguments: {parameters: [{name: v, value: \"x{{steps.a.outputs.parameters.p}}\"}]}}]", "w[1] StepGroup Error: failed to resolve references: unable to substitute {{steps.a.outputs.parameters.p}}: output is an absent optional (skipped/omitted node with no default)");

    [Fact]
    public Task A_reader_of_what_never_comes_ends_with_its_cause() => Steps("- [{name: a, template: say, when: \"false\"}]\n- [{name: b, template: take, arguments: {parameters: [{name: v, value: \"{{steps.a.outputs.result}}\"}]}}]", "Error: the workflow would run for ever in Argo: nothing runs any more, and what is left waits for something that cannot come: failed to resolve {{steps.a.outputs.result}}\n- w[1].b");

    [Fact]
    public Task A_missing_input_is_an_error_of_the_step() => Steps("- [{name: a, template: take}]", "w[0].a Skipped Error: inputs.parameters.v was not supplied\nw[0] StepGroup Error: step group deemed errored due to child w[0].a error: inputs.parameters.v was not supplied\nw Steps Failed: step group deemed errored due to child w[0].a error: inputs.parameters.v was not supplied");

    [Fact]
    public Task A_missing_template_is_an_error_of_the_step() => Steps("- [{name: a, template: nope}]", "w[0].a Skipped Error: template nope not found");

    [Fact]
    public Task A_pod_that_cannot_be_made_is_an_error_of_the_step() => EngineCase.CheckAsync("templates:\n  - {name: refused, metadata: {labels: {a: b}}, container: {image: stub, command: [refuse]}}\n  - name: main\n    steps:\n      - [{name: a, template: refused}]", "w[0].a Pod Error: pods \"x\" is forbidden: no\nw[0] StepGroup Error: step group deemed errored due to child w[0].a error: pods \"x\" is forbidden: no");

    [Fact]
    public Task Steps_in_steps_are_named_along_the_way() => EngineCase.CheckAsync("templates:\n  - {name: in, steps: [[{name: x, template: ok}]]}\n  - name: main\n    steps:\n      - [{name: a, template: in}]", "w[0].a Steps Succeeded\nw[0].a[0].x Pod Succeeded");

    [Fact]
    public Task The_message_of_a_nested_failure_travels_up() => EngineCase.CheckAsync("templates:\n  - {name: in, steps: [[{name: x, template: fail}]]}\n  - name: main\n    steps:\n      - [{name: a, template: in}]", $"w[0].a Steps Failed: child '{Id("w[0].a[0].x")}' failed\nFailed: child '{Id("w[0].a")}' failed");

    [Fact]
    public Task Steps_give_outputs_of_their_steps() => EngineCase.CheckAsync("templates:\n  - name: main\n    steps:\n      - [{name: a, template: give}]\n    outputs: {parameters: [{name: o, valueFrom: {parameter: \"{{steps.a.outputs.parameters.p}}\"}}]}", "=w.outputs.o p");

    [Fact]
    public Task An_output_expression_is_evaluated() => EngineCase.CheckAsync("templates:\n  - name: main\n    steps:\n      - [{name: a, template: give}]\n    outputs: {parameters: [{name: o, valueFrom: {expression: \"steps.a.outputs.parameters.p + '!'\"}}]}", "=w.outputs.o p!");

    [Fact]
    public Task An_output_that_cannot_be_found_is_an_error_of_the_entry() => EngineCase.CheckAsync("templates:\n  - name: main\n    steps:\n      - [{name: a, template: ok}]\n    outputs: {parameters: [{name: o, valueFrom: {parameter: \"{{steps.a.outputs.parameters.q}}\"}}]}", "Error: error in entry template execution: Unable to resolve: \"steps.a.outputs.parameters.q\"");

    [Fact]
    public Task An_output_default_serves_a_failure() => EngineCase.CheckAsync("templates:\n  - name: main\n    steps:\n      - [{name: a, template: ok}]\n    outputs: {parameters: [{name: o, valueFrom: {parameter: \"{{steps.a.outputs.parameters.q}}\", default: d}}]}", "Succeeded\n=w.outputs.o d");

    [Fact]
    public Task A_global_output_is_known_to_the_workflow() => EngineCase.CheckAsync("templates:\n  - {name: glob, container: {image: stub, command: [ok]}, outputs: {parameters: [{name: p, globalName: g, valueFrom: {path: /p}}]}}\n  - name: main\n    steps:\n      - [{name: a, template: glob}]\n      - [{name: b, template: take, arguments: {parameters: [{name: v, value: \"{{workflow.outputs.parameters.g}}\"}]}}]", "=global.g p\n=w[1].b.inputs.v p");

    [Fact]
    public Task An_inline_template_runs() => Steps("- [{name: a, inline: {container: {image: stub, command: [ok]}}}]", "w[0].a Pod Succeeded");

    private static string Id(string name) => Argosy.Engine.NodeNames.Id("w", name);
}
