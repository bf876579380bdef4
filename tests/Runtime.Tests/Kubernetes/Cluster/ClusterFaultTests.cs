using System.Text.Json.Nodes;
using Argosy.Kubernetes;
using Argosy.Workflows;

namespace Argosy.Runtime.Tests.Kubernetes.Cluster;

/// <summary>A real API server that is killed, frozen or cut off while it is asked.</summary>
[Collection("cluster")]
public sealed class ClusterFaultTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connections_that_are_cut_hurt_neither_watch_nor_creation()
    {
        await using var direct = TestCluster.Client();
        var ns = await TestCluster.NamespaceAsync(direct, Cancelled);
        using var proxy = new CuttingProxy(direct.Api.Connection.Server);
        await using var client = TestCluster.Client(new KubernetesConnectionOptions { Server = proxy.Address.ToString() });
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var seen = new HashSet<string>();
        var watching = Task.Run(async () =>
        {
            await foreach (var change in client.WatchAsync(ArgoKind.Workflow, ns, ListSelection.All, limit.Token))
            {
                Assert.True(seen.Add((string)change.Object["metadata"]!["name"]!) || change.Type == WatchChangeType.Modified);
                if (seen.Count == 60)
                {
                    return;
                }
            }
        }, limit.Token);
        var cutting = Task.Run(async () =>
        {
            for (var i = 0; i < 8; i++)
            {
                await Task.Delay(150, limit.Token);
                proxy.Cut();
            }
        }, limit.Token);

        await Parallel.ForEachAsync(Enumerable.Range(0, 60), new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = limit.Token }, async (i, token) =>
        {
            await Task.Delay(i * 10, token);
            await client.CreateAsync(ArgoKind.Workflow, ns, TestCluster.Workflow(), dryRun: false, token);
        });
        await cutting;
        await watching;

        Assert.Equal(60, (await ClusterTests.NamesAsync(direct, ns, ListSelection.All)).Count);
        Assert.True(proxy.Connections > 3, $"{proxy.Connections} connections");
    }

    [Fact]
    public async Task What_was_made_without_an_answer_is_not_made_again()
    {
        await using var direct = TestCluster.Client();
        var ns = await TestCluster.NamespaceAsync(direct, Cancelled);
        using var proxy = new CuttingProxy(direct.Api.Connection.Server);
        await using var client = TestCluster.Client(new KubernetesConnectionOptions { Server = proxy.Address.ToString() });

        // The connection is up; then requests arrive and no answer comes back, until it is cut.
        await client.CreateAsync(ArgoKind.Workflow, ns, TestCluster.Workflow("first"), dryRun: false, Cancelled);
        proxy.SwallowAnswers();
        var creating = client.CreateAsync(ArgoKind.Workflow, ns, TestCluster.Workflow(), dryRun: false, Cancelled);
        var fixedName = client.CreateAsync(ArgoKind.Workflow, ns, TestCluster.Workflow("fixed"), dryRun: false, Cancelled);
        while ((await ClusterTests.NamesAsync(direct, ns, ListSelection.All)).Count < 3)
        {
            await Task.Delay(50, Cancelled);
        }

        proxy.Cut();
        var created = await creating;
        await fixedName;

        var names = await ClusterTests.NamesAsync(direct, ns, ListSelection.All);
        Assert.Equal(3, names.Count);
        Assert.Contains((string)created["metadata"]!["name"]!, names);
    }

    [Fact]
    public async Task A_killed_API_server_interrupts_a_watch_and_ends_nothing()
    {
        TestCluster.SkipWithoutKit();
        await using var client = TestCluster.Client();
        var ns = await TestCluster.NamespaceAsync(client, Cancelled);
        await using var argosy = new ArgosyClient(TestCluster.Client(), null, null);
        var run = await argosy.SubmitAsync(TestCluster.Workflow("long").ToJsonString(), submission: new WorkflowSubmission { Namespace = ns }, cancellationToken: Cancelled);
        var controller = new TestController(client, ns);
        var waiting = run.WaitAsync(Cancelled);

        await controller.SetAsync("long", "Running", TestController.Nodes("long", "Running"), Cancelled);
        await TestCluster.KitAsync("kill", "apiserver");
        await Task.Delay(1000, Cancelled);
        await TestCluster.KitAsync("start", "apiserver");
        await controller.SetAsync("long", "Succeeded", TestController.Nodes("long", "Succeeded"), Cancelled);

        var state = await waiting.WaitAsync(TimeSpan.FromSeconds(60), Cancelled);
        Assert.True(state.Succeeded);
    }

    [Fact]
    public async Task Submissions_outlive_a_killed_API_server_and_none_is_made_twice()
    {
        TestCluster.SkipWithoutKit();
        await using var client = TestCluster.Client();
        var ns = await TestCluster.NamespaceAsync(client, Cancelled);

        var submitting = Parallel.ForEachAsync(Enumerable.Range(0, 80), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancelled }, async (i, token) =>
        {
            await client.CreateAsync(ArgoKind.Workflow, ns, TestCluster.Workflow(i % 2 == 0 ? null : $"fixed-{i}", $"n{i}"), dryRun: false, token);
        });
        await Task.Delay(150, Cancelled);
        await TestCluster.KitAsync("kill", "apiserver");
        await TestCluster.KitAsync("start", "apiserver");
        await submitting;

        var labels = new List<string>();
        await foreach (var item in client.ListAsync(ArgoKind.Workflow, ns, ListSelection.All, Cancelled))
        {
            labels.Add((string)item["metadata"]!["labels"]!["argosy.test"]!);
        }

        Assert.Equal(80, labels.Count);
        Assert.Equal(80, labels.Distinct().Count());
    }

    [Fact]
    public async Task A_frozen_API_server_ends_in_a_clear_sentence_and_a_watch_goes_on_when_it_thaws()
    {
        TestCluster.SkipWithoutKit();
        await using var client = TestCluster.Client(new KubernetesConnectionOptions { RequestTimeout = TimeSpan.FromSeconds(2), RetryBudget = TimeSpan.FromSeconds(5) });
        var ns = await TestCluster.NamespaceAsync(client, Cancelled);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(TimeSpan.FromSeconds(90));
        await using var watcher = TestCluster.Client(new KubernetesConnectionOptions { WatchIdleLimit = TimeSpan.FromSeconds(3) });
        await client.CreateAsync(ArgoKind.Workflow, ns, TestCluster.Workflow("before"), dryRun: false, Cancelled);
        var first = new TaskCompletionSource();
        var watching = Task.Run(async () =>
        {
            await foreach (var change in watcher.WatchAsync(ArgoKind.Workflow, ns, ListSelection.All, limit.Token))
            {
                first.TrySetResult();
                if ((string?)change.Object["metadata"]!["name"] == "after")
                {
                    return;
                }
            }
        }, limit.Token);
        await first.Task.WaitAsync(limit.Token);

        await TestCluster.KitAsync("freeze", "apiserver");
        try
        {
            var failure = await Assert.ThrowsAsync<WorkflowClientException>(() => client.GetAsync(ArgoKind.Workflow, ns, "before", Cancelled));
            Assert.Equal(ClientErrorCode.Unavailable, failure.Code);
            Assert.Contains("cannot be reached", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            await TestCluster.KitAsync("thaw", "apiserver");
        }

        await client.CreateAsync(ArgoKind.Workflow, ns, TestCluster.Workflow("after"), dryRun: false, Cancelled);
        await watching;
    }

    [Fact]
    public async Task A_store_that_is_down_is_waited_for_or_named()
    {
        TestCluster.SkipWithoutKit();
        await using var client = TestCluster.Client(new KubernetesConnectionOptions { RequestTimeout = TimeSpan.FromSeconds(4), RetryBudget = TimeSpan.FromSeconds(8) });
        await using var patient = TestCluster.Client();
        var ns = await TestCluster.NamespaceAsync(client, Cancelled);
        Task<JsonObject> creating;

        await TestCluster.KitAsync("kill", "etcd");
        try
        {
            creating = patient.CreateAsync(ArgoKind.Workflow, ns, TestCluster.Workflow(), dryRun: false, Cancelled);
            var failure = await Assert.ThrowsAsync<WorkflowClientException>(() => client.CreateAsync(ArgoKind.Workflow, ns, TestCluster.Workflow(label: "refused"), dryRun: false, Cancelled));
            Assert.True(failure.Code is ClientErrorCode.Unavailable or ClientErrorCode.Internal or ClientErrorCode.ResourceExhausted, failure.Message);
        }
        finally
        {
            await TestCluster.KitAsync("start", "etcd");
        }

        await creating.WaitAsync(TimeSpan.FromSeconds(90), Cancelled);
        Assert.Single(await ClusterTests.NamesAsync(patient, ns, new ListSelection("argosy.test=test")));
        Assert.InRange((await ClusterTests.NamesAsync(patient, ns, new ListSelection("argosy.test=refused"))).Count, 0, 1);
    }
}
