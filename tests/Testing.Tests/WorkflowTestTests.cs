namespace Argosy.Testing.Tests;

public sealed class WorkflowTestTests
{
    private const string Pipeline = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {name: pipeline}
        spec:
          entrypoint: main
          arguments: {parameters: [{name: revision, value: main}]}
          templates:
            - name: main
              dag:
                tasks:
                  - {name: build, template: build, arguments: {parameters: [{name: revision, value: "{{workflow.parameters.revision}}"}]}}
                  - {name: deploy, template: deploy, depends: build.Succeeded, arguments: {parameters: [{name: version, value: "{{tasks.build.outputs.parameters.version}}"}]}}
                  - {name: alarm, template: alarm, depends: build.Failed}
            - name: build
              inputs: {parameters: [{name: revision}]}
              retryStrategy: {limit: 2}
              container: {image: golang, command: [build]}
              outputs: {parameters: [{name: version, valueFrom: {path: /version}}]}
            - name: deploy
              inputs: {parameters: [{name: version}]}
              container: {image: kubectl, command: [deploy]}
            - name: alarm
              container: {image: curl, command: [curl]}
        """;

    [Fact]
    public async Task Stubs_give_outputs_that_flow_and_are_called_in_order()
    {
        var run = await WorkflowTest.FromYaml(Pipeline).With("revision", "v7")
            .Stub("build", s => s.Outputs("version", i => i["revision"] + "+1")).Stub("deploy").Stub("alarm").RunAsync(TestContext.Current.CancellationToken);
        run.ShouldBe("Succeeded").ShouldRunBefore("build", "deploy").ShouldCall("alarm", 0);
        run.Node("build").ShouldGet("revision", "v7").ShouldOutput("version", "v7+1").ShouldTake(1);
        run.Node("deploy").ShouldBe("Succeeded").ShouldGet("version", "v7+1");
        run.Node("alarm").ShouldBe("Omitted");
    }

    [Fact]
    public async Task A_stub_may_fail_before_it_succeeds()
    {
        var run = await WorkflowTest.FromYaml(Pipeline)
            .Stub("build", s => s.Fails().Fails().ThenSucceeds().Outputs("version", "1")).Stub("deploy").Stub("alarm").RunAsync(TestContext.Current.CancellationToken);
        run.ShouldBe("Succeeded");
        run.Node("build").ShouldBe("Succeeded").ShouldTake(3);
    }

    [Fact]
    public async Task An_assertion_that_fails_shows_the_whole_run()
    {
        var run = await WorkflowTest.FromYaml(Pipeline).Stub("build", s => s.AlwaysFails("no compiler")).Stub("deploy").Stub("alarm").RunAsync(TestContext.Current.CancellationToken);
        run.Node("alarm").ShouldBe("Succeeded");
        var failure = Assert.Throws<WorkflowAssertionException>(() => run.Node("deploy").ShouldBe("Succeeded"));
        Assert.Contains("'deploy' should be Succeeded, but is Omitted", failure.Message, StringComparison.Ordinal);
        Assert.Contains("No more retries left", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_without_a_stub_says_what_to_do()
    {
        var run = await WorkflowTest.FromYaml(Pipeline).Stub("build", s => s.Outputs("version", "1")).RunAsync(TestContext.Current.CancellationToken);
        Assert.Contains("has no stub", run.ToString(), StringComparison.Ordinal);
    }
}
