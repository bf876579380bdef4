using System.Text.Json.Nodes;
using Argosy.Cli;
using Argosy.Workflows;

namespace Argosy.Runtime.Tests.Cli;

public class CommandsOnMemoryTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FixedClock _clock = new();
    private readonly InMemoryWorkflowClient _client;

    public CommandsOnMemoryTests() => _client = new InMemoryWorkflowClient(_clock, "team");

    [Fact]
    public async Task Get_draws_groups_of_steps_and_their_pods()
    {
        _client.Put(Finished());
        var (exit, output, _) = await Run("get", "build");
        Assert.Equal(0, exit);
        Assert.Contains(" ✖ build", output, StringComparison.Ordinal);
        Assert.Contains(" └─┬─✔ compile", output, StringComparison.Ordinal);
        Assert.Contains("   └─✖ test", output, StringComparison.Ordinal);
        Assert.Contains("Duration:            1 minute 5 seconds", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_removes_the_failed_pod_and_runs_its_groups_again()
    {
        _client.Put(Finished());
        var (exit, output, error) = await Run("retry", "build");
        Assert.Equal(0, exit);
        Assert.Contains("Status:              Pending", output, StringComparison.Ordinal);
        Assert.Contains("msg=\"Deleting pod\"", error, StringComparison.Ordinal);
        var workflow = Assert.Single(_client.Objects);
        Assert.Null(workflow.At("status", "nodes", "build-3"));
        Assert.Equal("Running", workflow.TextAt("status", "nodes", "build", "phase"));
        Assert.Equal("Succeeded", workflow.TextAt("status", "nodes", "build-2", "phase"));
        Assert.Single(_client.DeletedPods);
    }

    [Fact]
    public async Task Stop_refuses_a_finished_workflow()
    {
        _client.Put(Finished());
        var (exit, _, error) = await Run("stop", "build");
        Assert.Equal(1, exit);
        Assert.EndsWith("Error: rpc error: code = Internal desc = cannot shutdown a completed workflow: workflow: \"build\", namespace: \"team\"\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resubmit_makes_a_new_workflow_without_a_status()
    {
        _client.Put(Finished());
        var (exit, output, _) = await Run("resubmit", "build", "-o", "name");
        Assert.Equal(0, exit);
        var created = _client.Objects.Single(item => item.Name() == output.Trim());
        Assert.Equal("build", created.TextAt("metadata", "labels", WorkflowStates.LabelPreviousWorkflow));
        Assert.Equal("", created.Phase());
    }

    [Fact]
    public async Task Unknown_words_are_answered_with_near_ones()
    {
        Assert.Contains("Did you mean resume?", (await Run("resum")).Error, StringComparison.Ordinal);
        Assert.Contains("unknown flag: --statu", (await Run("list", "--statu", "x")).Error, StringComparison.Ordinal);
        Assert.Contains("invalid argument \"table\" for \"-o, --output\" flag: One of: name|json|yaml|wide", (await Run("list", "-o", "table")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_the_order_of_Argo_and_keeps_what_it_does_not_know()
    {
        var workflow = Finished();
        workflow["spec"]!["future"] = "kept";
        _client.Put(workflow);
        var output = (await Run("get", "build", "-o", "json")).Output;
        Assert.Equal("kept", JsonNode.Parse(output).TextAt("spec", "future"));
        Assert.True(output.IndexOf("\"metadata\"", StringComparison.Ordinal) < output.IndexOf("\"spec\"", StringComparison.Ordinal));
    }

    private async Task<(int Exit, string Output, string Error)> Run(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var context = new CliContext { Out = output, Error = error, Clock = _clock, Environment = _ => null, Clients = ClientSource.Only(_client) };
        var exit = await new CliFrame(context).RunAsync(args, TestContext.Current.CancellationToken);
        return (exit, output.ToString(), error.ToString());
    }

    private static JsonObject Finished() => (JsonObject)JsonNode.Parse("""
        {
          "apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow",
          "metadata": { "name": "build", "namespace": "team", "creationTimestamp": "2026-03-01T11:00:00Z", "labels": { "workflows.argoproj.io/completed": "true", "workflows.argoproj.io/phase": "Failed" } },
          "spec": { "entrypoint": "main", "templates": [
            { "name": "main", "steps": [[{ "name": "compile", "template": "sh" }, { "name": "test", "template": "sh" }]] },
            { "name": "sh", "container": { "image": "alpine", "command": ["true"] } } ] },
          "status": { "phase": "Failed", "startedAt": "2026-03-01T11:00:00Z", "finishedAt": "2026-03-01T11:01:05Z", "progress": "1/2", "nodes": {
            "build": { "id": "build", "name": "build", "displayName": "build", "type": "Steps", "templateName": "main", "phase": "Failed", "startedAt": "2026-03-01T11:00:00Z", "finishedAt": "2026-03-01T11:01:05Z", "children": ["build-1"] },
            "build-1": { "id": "build-1", "name": "build[0]", "displayName": "[0]", "type": "StepGroup", "boundaryID": "build", "phase": "Failed", "startedAt": "2026-03-01T11:00:00Z", "finishedAt": "2026-03-01T11:01:05Z", "children": ["build-2", "build-3"] },
            "build-2": { "id": "build-2", "name": "build[0].compile", "displayName": "compile", "type": "Pod", "templateName": "sh", "boundaryID": "build", "phase": "Succeeded", "startedAt": "2026-03-01T11:00:00Z", "finishedAt": "2026-03-01T11:00:05Z" },
            "build-3": { "id": "build-3", "name": "build[0].test", "displayName": "test", "type": "Pod", "templateName": "sh", "boundaryID": "build", "phase": "Failed", "message": "Error (exit code 1)", "startedAt": "2026-03-01T11:00:00Z", "finishedAt": "2026-03-01T11:01:00Z" } } }
        }
        """)!;

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
