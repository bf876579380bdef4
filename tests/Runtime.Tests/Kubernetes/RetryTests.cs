using System.Diagnostics;
using Argosy.Kubernetes;
using Argosy.Workflows;

namespace Argosy.Runtime.Tests.Kubernetes;

public sealed class RetryTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Too_many_requests_are_repeated_after_the_time_that_the_server_asks_for()
    {
        var count = 0;
        using var server = new FakeApiServer(async (_, _, response) =>
        {
            if (Interlocked.Increment(ref count) == 1)
            {
                response.Headers["Retry-After"] = "1";
                await FakeApiServer.WriteAsync(response, 429, FakeApiServer.Status(429, "TooManyRequests", "storage is (re)initializing"));
                return;
            }

            await FakeApiServer.WriteAsync(response, 200, FakeApiServer.Workflow("a", "1"));
        });
        await using var client = server.Client();
        var watch = Stopwatch.StartNew();

        var workflow = await client.GetAsync(ArgoKind.Workflow, "ns", "a", Cancelled);

        Assert.Equal("a", (string?)workflow["metadata"]!["name"]);
        Assert.True(watch.Elapsed >= TimeSpan.FromSeconds(0.99), $"waited {watch.Elapsed}");
        Assert.Equal(2, count);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task An_accident_of_the_server_is_repeated_when_reading(int status)
    {
        var count = 0;
        using var server = new FakeApiServer((_, _, response) => Interlocked.Increment(ref count) <= 2
            ? FakeApiServer.WriteAsync(response, status, FakeApiServer.Status(status, "InternalError", "etcdserver: leader changed"))
            : FakeApiServer.WriteAsync(response, 200, FakeApiServer.Workflow("a", "1")));
        await using var client = server.Client();

        await client.GetAsync(ArgoKind.Workflow, "ns", "a", Cancelled);

        Assert.Equal(3, count);
    }

    [Theory]
    [InlineData(400, "BadRequest", "InvalidArgument")]
    [InlineData(403, "Forbidden", "PermissionDenied")]
    [InlineData(404, "NotFound", "NotFound")]
    [InlineData(422, "Invalid", "InvalidArgument")]
    public async Task What_is_refused_for_good_is_asked_once(int status, string reason, string code)
    {
        using var server = new FakeApiServer((_, _, response) => FakeApiServer.WriteAsync(response, status, FakeApiServer.Status(status, reason, "the server's own words")));
        await using var client = server.Client();

        var failure = await Assert.ThrowsAsync<WorkflowClientException>(() => client.GetAsync(ArgoKind.Workflow, "ns", "a", Cancelled));

        Assert.Equal(code, failure.Code.ToString());
        Assert.Equal("the server's own words", failure.Description);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Errors_that_go_on_end_in_a_clear_sentence()
    {
        using var server = new FakeApiServer((_, _, response) => FakeApiServer.WriteAsync(response, 503, FakeApiServer.Status(503, "ServiceUnavailable", "etcd is down")));
        await using var client = server.Client(new KubernetesConnectionOptions { RetryBudget = TimeSpan.FromSeconds(1) });

        var failure = await Assert.ThrowsAsync<WorkflowClientException>(() => client.GetAsync(ArgoKind.Workflow, "ns", "a", Cancelled));

        Assert.Equal(ClientErrorCode.Unavailable, failure.Code);
        Assert.Contains("etcd is down", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        await using var client = KubernetesWorkflowClient.Open(new KubernetesConnectionOptions
        {
            Kubeconfig = "/dev/null",
            Server = "http://127.0.0.1:1",
            Token = "very-secret",
            FirstContactBudget = TimeSpan.FromSeconds(0.5),
        });

        var failure = await Assert.ThrowsAsync<WorkflowClientException>(() => client.GetAsync(ArgoKind.Workflow, "ns", "a", Cancelled));

        Assert.Equal(ClientErrorCode.Unavailable, failure.Code);
        Assert.Contains("127.0.0.1:1", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Connection refused", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_token_is_read_again_once()
    {
        var folder = Directory.CreateTempSubdirectory("argosy-kubeconfig");
        var count = 0;
        var token = Path.Combine(folder.FullName, "token");
        var seen = new List<string?>();
        using var server = new FakeApiServer((request, _, response) =>
        {
            seen.Add(request.Headers["Authorization"]);
            if (Interlocked.Increment(ref count) == 1)
            {
                File.WriteAllText(token, "second");
                return FakeApiServer.WriteAsync(response, 401, FakeApiServer.Status(401, "Unauthorized", "Unauthorized"));
            }

            return FakeApiServer.WriteAsync(response, 200, FakeApiServer.Workflow("a", "1"));
        });
        await File.WriteAllTextAsync(token, "first", Cancelled);
        var kubeconfig = Path.Combine(folder.FullName, "config");
        await File.WriteAllTextAsync(kubeconfig, $"""
            apiVersion: v1
            kind: Config
            current-context: c
            contexts:
            - name: c
              context:
                cluster: k
                user: u
                namespace: from-the-context
            clusters:
            - name: k
              cluster:
                server: "{server.Address}"
            users:
            - name: u
              user:
                tokenFile: token
            """, Cancelled);
        await using var client = KubernetesWorkflowClient.Open(new KubernetesConnectionOptions { Kubeconfig = kubeconfig });

        await client.GetAsync(ArgoKind.Workflow, "ns", "a", Cancelled);

        Assert.Equal("from-the-context", client.DefaultNamespace);
        Assert.Equal(["Bearer first", "Bearer second"], seen);
        folder.Delete(recursive: true);
    }
}
