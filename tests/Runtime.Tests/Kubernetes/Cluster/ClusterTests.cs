using System.Text.Json.Nodes;
using Argosy.Kubernetes;
using Argosy.Workflows;

namespace Argosy.Runtime.Tests.Kubernetes.Cluster;

/// <summary>Against a real API server with Argo's CRDs.</summary>
[Collection("cluster")]
public sealed class ClusterTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Objects_are_created_read_listed_patched_and_deleted()
    {
        await using var client = TestCluster.Client();
        var ns = await TestCluster.NamespaceAsync(client, Cancelled);

        var created = await client.CreateAsync(ArgoKind.Workflow, ns, TestCluster.Workflow(), dryRun: false, Cancelled);
        var name = (string)created["metadata"]!["name"]!;
        var read = await client.GetAsync(ArgoKind.Workflow, ns, name, Cancelled);
        Assert.True(JsonNode.DeepEquals(created["spec"], read["spec"]));

        var patched = await client.PatchAsync(ArgoKind.Workflow, ns, name, new JsonObject { ["spec"] = new JsonObject { ["shutdown"] = "Stop" } }, Cancelled);
        Assert.Equal("Stop", (string?)patched["spec"]!["shutdown"]);

        // What was read before the patch is out of date.
        var conflict = await Assert.ThrowsAsync<WorkflowClientException>(() => client.UpdateAsync(ArgoKind.Workflow, ns, read, Cancelled));
        Assert.Equal(ClientErrorCode.Conflict, conflict.Code);

        Assert.Equal([name], await NamesAsync(client, ns, new ListSelection("argosy.test=test")));
        Assert.Empty(await NamesAsync(client, ns, new ListSelection("argosy.test=other")));
        await client.DeleteAsync(ArgoKind.Workflow, ns, name, Cancelled);
        var gone = await Assert.ThrowsAsync<WorkflowClientException>(() => client.GetAsync(ArgoKind.Workflow, ns, name, Cancelled));
        Assert.Equal($"rpc error: code = NotFound desc = workflows.argoproj.io \"{name}\" not found", gone.Message);
    }

    [Fact]
    public async Task A_dry_run_on_the_server_checks_and_keeps_nothing()
    {
        await using var client = TestCluster.Client();
        var ns = await TestCluster.NamespaceAsync(client, Cancelled);

        var answered = await client.CreateAsync(ArgoKind.Workflow, ns, TestCluster.Workflow("dry"), dryRun: true, Cancelled);
        Assert.NotNull((string?)answered["metadata"]!["uid"]);
        Assert.Empty(await NamesAsync(client, ns, ListSelection.All));

        var wrong = TestCluster.Workflow("wrong");
        wrong["spec"]!["foo"] = 1;
        var failure = await Assert.ThrowsAsync<WorkflowClientException>(() => client.CreateAsync(ArgoKind.Workflow, ns, wrong, dryRun: true, Cancelled));
        Assert.Equal(ClientErrorCode.InvalidArgument, failure.Code);
        Assert.Contains("spec.foo", failure.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_makes_and_changes_templates()
    {
        await using var client = TestCluster.Client();
        var ns = await TestCluster.NamespaceAsync(client, Cancelled);
        var template = TestCluster.Workflow("shared");
        template["kind"] = "WorkflowTemplate";

        await client.ApplyAsync(ArgoKind.WorkflowTemplate, ns, template, force: false, dryRun: false, Cancelled);
        template["spec"]!["entrypoint"] = "other";
        var applied = await client.ApplyAsync(ArgoKind.WorkflowTemplate, ns, template, force: false, dryRun: false, Cancelled);

        Assert.Equal("other", (string?)applied["spec"]!["entrypoint"]);
        var failure = await Assert.ThrowsAsync<WorkflowClientException>(() => client.ApplyAsync(ArgoKind.Workflow, ns, TestCluster.Workflow(), force: false, dryRun: false, Cancelled));
        Assert.Contains("fixed name", failure.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_is_submitted_watched_and_read()
    {
        await using var client = TestCluster.Client();
        var ns = await TestCluster.NamespaceAsync(client, Cancelled);
        await using var argosy = new ArgosyClient(TestCluster.Client(), null, null);
        var controller = new TestController(client, ns);

        var run = await argosy.SubmitAsync(
            TestCluster.Workflow().ToJsonString(), new WorkflowArguments().Add("message", "from C#").Add("count", 3), new WorkflowSubmission { Namespace = ns }, Cancelled);
        Assert.Equal("from C#", (string?)run.Created!.Json["spec"]!["arguments"]!["parameters"]![0]!["value"]);
        Assert.Equal("3", (string?)run.Created.Json["spec"]!["arguments"]!["parameters"]![1]!["value"]);
        var phases = new List<string>();
        var watching = Task.Run(async () =>
        {
            await foreach (var change in run.WatchAsync(Cancelled))
            {
                phases.Add($"{change.State.Phase} {change.ChangedNodes.Count}");
                if (change.State.Phase == "Pending")
                {
                    await controller.SetAsync(run.Name, "Running", TestController.Nodes(run.Name, "Running", 2), Cancelled);
                }
                else if (change.State.Phase == "Running")
                {
                    await controller.SetAsync(run.Name, "Succeeded", TestController.Nodes(run.Name, "Succeeded", 2), Cancelled, new JsonObject
                    {
                        ["parameters"] = new JsonArray(new JsonObject { ["name"] = "sizes", ["value"] = "[1,2,3]" }),
                    });
                }
            }
        }, Cancelled);

        var sizes = await run.OutputAsync<int[]>("sizes", cancellationToken: Cancelled);
        await watching.WaitAsync(TimeSpan.FromSeconds(20), Cancelled);

        Assert.Equal([1, 2, 3], sizes);
        Assert.Equal(["Pending 0", "Running 3", "Succeeded 1"], phases);
    }

    [Fact]
    public async Task A_bad_end_names_the_node()
    {
        await using var client = TestCluster.Client();
        var ns = await TestCluster.NamespaceAsync(client, Cancelled);
        await using var argosy = new ArgosyClient(TestCluster.Client(), null, null);
        var run = await argosy.SubmitAsync(TestCluster.Workflow("bad").ToJsonString(), submission: new WorkflowSubmission { Namespace = ns }, cancellationToken: Cancelled);
        var nodes = TestController.Nodes("bad", "Failed", 2);
        var leaf = (JsonObject)nodes[nodes.Last().Key]!;
        leaf["phase"] = "Failed";
        leaf["message"] = "Error (exit code 3)";
        await new TestController(client, ns).SetAsync("bad", "Failed", nodes, Cancelled);

        var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => run.OutputAsync<string>("x", cancellationToken: Cancelled));

        Assert.Equal("workflow bad Failed (task(1:1) Failed: Error (exit code 3))", failure.Message);
    }

    [Fact]
    public async Task Ten_thousand_nodes_are_stored_packed_and_watched()
    {
        await using var client = TestCluster.Client();
        var ns = await TestCluster.NamespaceAsync(client, Cancelled);
        await using var argosy = new ArgosyClient(TestCluster.Client(), null, null);
        var controller = new TestController(client, ns);
        var run = await argosy.SubmitAsync(TestCluster.Workflow("big").ToJsonString(), submission: new WorkflowSubmission { Namespace = ns }, cancellationToken: Cancelled);
        await controller.SetAsync("big", "Running", TestController.Nodes("big", "Running", 10_000), Cancelled);
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 5; i++)
            {
                var nodes = TestController.Nodes("big", "Running", 10_000);
                nodes["big"]!["progress"] = $"{i}/10000";
                await controller.SetAsync("big", i == 4 ? "Succeeded" : "Running", nodes, Cancelled);
            }
        }, Cancelled);

        var watch = System.Diagnostics.Stopwatch.StartNew();
        var states = 0;
        RunChange? last = null;
        await foreach (var change in run.WatchAsync(Cancelled))
        {
            states++;
            last = change;
        }

        await writing;
        var stored = await client.Api.GetAsync(ResourceKind.Workflow, ns, "big", Cancelled);
        Assert.NotNull((string?)stored["status"]!["compressedNodes"]);
        Assert.Null(stored["status"]!["nodes"]);
        Assert.Equal(10_001, last!.State.Nodes.Count);
        Assert.True(last.State.Succeeded);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{states} states of 10,000 nodes in {watch.Elapsed.TotalSeconds:0.0} s, packed {((string)stored["status"]!["compressedNodes"]!).Length / 1024} KiB, {GC.GetTotalMemory(false) / 1024 / 1024} MiB managed");
        await run.DeleteAsync(Cancelled);
    }

    [Fact]
    public async Task A_missing_workflow_is_not_watched_for_ever()
    {
        await using var argosy = new ArgosyClient(TestCluster.Client(), null, null);

        var failure = await Assert.ThrowsAsync<ArgosyException>(() => argosy.Run("nosuch").WaitAsync(Cancelled));

        Assert.Equal("NotFound", failure.Reason);
    }

    [Fact]
    public async Task Many_are_submitted_and_listed_in_pages()
    {
        await using var client = TestCluster.Client();
        var ns = await TestCluster.NamespaceAsync(client, Cancelled);
        var wanted = int.TryParse(Environment.GetEnvironmentVariable("ARGOSY_TEST_WORKFLOWS"), out var given) ? given : 300;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, wanted), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancelled }, async (_, token) =>
            await client.CreateAsync(ArgoKind.Workflow, ns, TestCluster.Workflow(), dryRun: false, token));
        var submitted = watch.Elapsed;
        watch.Restart();

        var names = await NamesAsync(client, ns, new ListSelection(Limit: 100));

        Assert.Equal(wanted, names.Distinct().Count());
        TestContext.Current.TestOutputHelper?.WriteLine($"{wanted} submitted in {submitted.TotalSeconds:0.0} s, listed in pages of 100 in {watch.Elapsed.TotalSeconds:0.0} s");
    }

    internal static async Task<List<string>> NamesAsync(KubernetesWorkflowClient client, string ns, ListSelection selection)
    {
        var names = new List<string>();
        await foreach (var item in client.ListAsync(ArgoKind.Workflow, ns, selection, Cancelled))
        {
            names.Add((string)item["metadata"]!["name"]!);
        }

        return names;
    }
}
