namespace Argosy.Runtime.Tests.Operator;

public sealed class RetryTests
{
    private static Task Retry(string strategy, string command, string expected) => EngineCase.CheckAsync($"templates:\n  - {{name: main, retryStrategy: {strategy}, container: {{image: stub, command: {command}}}}}", expected);

    [Theory]
    [InlineData("{limit: 2}", "[flaky, \"1\"]", "Succeeded\nw Retry Succeeded\nw(0) Pod Failed: main: Error (exit code 1)\nw(1) Pod Succeeded\n- w(2)\n=w(0).flag retried\n=w.children w(0) w(1)")]
    [InlineData("{limit: 1}", "[fail, \"2\"]", "Failed: No more retries left\nw Retry Failed: No more retries left\nw(1) Pod Failed: main: Error (exit code 2)\n- w(2)")]
    [InlineData("{limit: \"1\"}", "[fail, \"2\"]", "Failed: No more retries left\n- w(2)")]
    [InlineData("{limit: 0}", "[fail, \"2\"]", "Failed: No more retries left\n- w(1)")]
    [InlineData("{limit: -1}", "[fail, \"2\"]", "Failed: No more retries left\n- w(1)")]
    [InlineData("{}", "[flaky, \"3\"]", "Succeeded\nw(3) Pod Succeeded")]
    [InlineData("{limit: 1}", "[error]", "Error: wait: Error (exit code 64): no such file\n- w(1)")]
    [InlineData("{limit: 1, retryPolicy: OnError}", "[error]", "Error: No more retries left\nw(1) Pod Error: wait: Error (exit code 64): no such file")]
    [InlineData("{limit: 1, retryPolicy: OnError}", "[fail, \"1\"]", "Failed: main: Error (exit code 1)\n- w(1)")]
    [InlineData("{limit: 1, retryPolicy: Always}", "[error]", "w(1) Pod Error: wait: Error (exit code 64): no such file")]
    [InlineData("{limit: 3, expression: \"asInt(retries) < 1\"}", "[fail, \"1\"]", "Failed: retryStrategy.expression evaluated to false\nw(1) Pod Failed: main: Error (exit code 1)\n- w(2)")]
    [InlineData("{limit: 3, expression: \"lastRetry.exitCode == '7'\"}", "[fail, \"1\"]", "Failed: retryStrategy.expression evaluated to false\n- w(1)")]
    [InlineData("{limit: 1, expression: \"lastRetry.status == 'Error'\"}", "[error]", "w(1) Pod Error: wait: Error (exit code 64): no such file")]
    [InlineData("{limit: many}", "[fail, \"1\"]", "w Retry Error: value 'many' cannot be resolved to an int")]
    [InlineData("{limit: 1, retryPolicy: Sometimes}", "[fail, \"1\"]", "w Retry Error: Sometimes is not a valid RetryPolicy")]
    [InlineData("{limit: 1, backoff: {duration: \"\"}}", "[fail, \"1\"]", "w Retry Error: no base duration specified for retryStrategy")]
    [InlineData("{limit: 1, backoff: {duration: 1 s}}", "[fail, \"1\"]", "w Retry Error: unable to parse 1 s as a duration: time: unknown unit \" s\" in duration \"1 s\"")]
    [InlineData("{limit: 2, backoff: {duration: \"10\", maxDuration: \"5\"}}", "[fail, \"1\"]", "Failed: Backoff would exceed max duration limit\n- w(1)")]
    [InlineData("{limit: 1, backoff: {duration: 50ms}}", "[fail, \"1\"]", "Failed: No more retries left\nw(1) Pod Failed: main: Error (exit code 1)")]
    [InlineData("{limit: 1, backoff: {duration: \"3600\", cap: 50ms}}", "[fail, \"1\"]", "Failed: No more retries left")]
    public Task Attempts_follow_the_strategy(string strategy, string command, string expected) => Retry(strategy, command, expected);

    [Fact]
    public Task The_workflow_s_strategy_serves_every_template() => EngineCase.CheckAsync("retryStrategy: {limit: 1}\ntemplates:\n  - {name: main, container: {image: stub, command: [fail, \"1\"]}}", "w Retry Failed: No more retries left\nw(1) Pod Failed: main: Error (exit code 1)");

    [Fact]
    public Task A_retried_dag_runs_its_whole_tree_again() => EngineCase.CheckAsync("templates:\n  - {name: main, retryStrategy: {limit: 1}, dag: {tasks: [{name: a, template: fail}]}}", "w(0) DAG Failed\nw(0).a Pod Failed: main: Error (exit code 1)\nw(1).a Pod Failed: main: Error (exit code 1)");

    [Fact]
    public Task A_body_sees_the_number_of_its_attempt() => EngineCase.CheckAsync("templates:\n  - {name: main, retryStrategy: {limit: 3}, container: {image: stub, command: [fail, \"{{=asInt(retries) < 2 ? 1 : 0}}\"]}}", "Succeeded\nw(2) Pod Succeeded\n- w(3)");

    [Fact]
    public Task A_retried_step_gives_the_outputs_of_its_last_attempt() => EngineCase.CheckAsync("templates:\n  - {name: r, retryStrategy: {limit: 2}, container: {image: stub, command: [flaky, \"1\"]}, outputs: {parameters: [{name: p, valueFrom: {path: /p}}]}}\n  - name: main\n    steps:\n      - [{name: a, template: r}]\n      - [{name: b, template: take, arguments: {parameters: [{name: v, value: \"{{steps.a.outputs.parameters.p}}\"}]}}]", "=w[1].b.inputs.v p\n=w[0].a.outputs.p p");

    [Fact]
    public Task What_follows_a_retry_hangs_on_its_last_attempt() => EngineCase.CheckAsync("templates:\n  - {name: r, retryStrategy: {limit: 2}, container: {image: stub, command: [flaky, \"1\"]}}\n  - name: main\n    steps:\n      - [{name: a, template: r}]\n      - [{name: b, template: ok}]", "=w[0].a(1).children w[1]");
}
