using System.Text;
using System.Text.Json.Nodes;
using Argosy.Kubernetes;
using Argosy.Workflows;

namespace Argosy.Runtime.Tests.Kubernetes;

public sealed class WatchTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static JsonObject Event(string type, JsonObject item) => new() { ["type"] = type, ["object"] = item };

    private static JsonObject Bookmark(string version) => Event("BOOKMARK", new JsonObject { ["kind"] = "Workflow", ["metadata"] = new JsonObject { ["resourceVersion"] = version } });

    [Fact]
    public async Task A_watch_goes_on_from_its_last_bookmark_when_the_connection_ends()
    {
        var versions = new List<string?>();
        var watches = 0;
        using var server = new FakeApiServer(async (request, _, response) =>
        {
            if (request.QueryString["watch"] is null)
            {
                await FakeApiServer.WriteAsync(response, 200, FakeApiServer.List("10", null, FakeApiServer.Workflow("a", "5")));
                return;
            }

            versions.Add(request.QueryString["resourceVersion"]);
            switch (Interlocked.Increment(ref watches))
            {
                case 1:
                    await FakeApiServer.WriteLineAsync(response, Event("MODIFIED", FakeApiServer.Workflow("a", "11")));
                    await FakeApiServer.WriteLineAsync(response, Bookmark("20"));
                    response.Close();
                    break;
                case 2:
                    // Cut in the middle of a line.
                    await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes("{\"type\":\"MODIF"));
                    await response.OutputStream.FlushAsync();
                    response.Abort();
                    break;
                default:
                    await FakeApiServer.WriteLineAsync(response, Event("DELETED", FakeApiServer.Workflow("a", "21")));
                    await Task.Delay(TimeSpan.FromSeconds(10));
                    break;
            }
        });

        Assert.Equal(["Added a 5", "Modified a 11", "Deleted a 21"], await ReadAsync(server, 3));
        Assert.Equal(["10", "20", "20"], versions);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_expired_version_is_made_up_by_a_new_list(bool asEvent)
    {
        var lists = 0;
        var watches = 0;
        using var server = new FakeApiServer(async (request, _, response) =>
        {
            if (request.QueryString["watch"] is null)
            {
                // While nobody listened: "gone" was deleted, "kept" stayed, "changed" changed, "new" was made.
                await FakeApiServer.WriteAsync(response, 200, Interlocked.Increment(ref lists) == 1
                    ? FakeApiServer.List("10", null, FakeApiServer.Workflow("gone", "1"), FakeApiServer.Workflow("kept", "2"), FakeApiServer.Workflow("changed", "3"))
                    : FakeApiServer.List("90", null, FakeApiServer.Workflow("kept", "2"), FakeApiServer.Workflow("changed", "80"), FakeApiServer.Workflow("new", "81")));
                return;
            }

            if (Interlocked.Increment(ref watches) == 1)
            {
                if (asEvent)
                {
                    await FakeApiServer.WriteLineAsync(response, Event("ERROR", FakeApiServer.Status(410, "Expired", "too old resource version: 10 (70)")));
                    response.Close();
                }
                else
                {
                    await FakeApiServer.WriteAsync(response, 410, FakeApiServer.Status(410, "Expired", "too old resource version: 10 (70)"));
                }

                return;
            }

            await Task.Delay(TimeSpan.FromSeconds(10));
        });

        Assert.Equal(
            ["Added gone 1", "Added kept 2", "Added changed 3", "Modified changed 80", "Added new 81", "Deleted gone 1"], await ReadAsync(server, 6));
    }

    [Fact]
    public async Task A_silent_connection_counts_as_dead()
    {
        var watches = 0;
        using var server = new FakeApiServer(async (request, _, response) =>
        {
            if (request.QueryString["watch"] is null)
            {
                await FakeApiServer.WriteAsync(response, 200, FakeApiServer.List("10", null));
                return;
            }

            if (Interlocked.Increment(ref watches) > 1)
            {
                await FakeApiServer.WriteLineAsync(response, Event("ADDED", FakeApiServer.Workflow("late", "12")));
            }
            else
            {
                await FakeApiServer.WriteLineAsync(response, Bookmark("11"));
            }

            await Task.Delay(TimeSpan.FromSeconds(20));
        });

        Assert.Equal(["Added late 12"], await ReadAsync(server, 1, new KubernetesConnectionOptions { WatchIdleLimit = TimeSpan.FromSeconds(0.5) }));
    }

    [Fact]
    public async Task A_watch_that_is_not_allowed_says_so_at_once()
    {
        using var server = new FakeApiServer((request, _, response) => FakeApiServer.WriteAsync(response, 403, FakeApiServer.Status(403, "Forbidden", "workflows is forbidden")));

        var failure = await Assert.ThrowsAsync<WorkflowClientException>(() => ReadAsync(server, 1));

        Assert.Equal(ClientErrorCode.PermissionDenied, failure.Code);
    }

    [Fact]
    public async Task A_list_goes_on_behind_an_expired_token()
    {
        using var server = new FakeApiServer((request, _, response) => request.QueryString["continue"] switch
        {
            null when request.QueryString["limit"] is not null => FakeApiServer.WriteAsync(response, 200, FakeApiServer.List("10", "first", FakeApiServer.Workflow("a", "1"), FakeApiServer.Workflow("b", "2"))),
            null => FakeApiServer.WriteAsync(response, 200, FakeApiServer.List("30", null, FakeApiServer.Workflow("b", "2"), FakeApiServer.Workflow("c", "3"), FakeApiServer.Workflow("d", "4"))),
            _ => FakeApiServer.WriteAsync(response, 410, FakeApiServer.Status(410, "Expired", "The provided continue parameter is too old")),
        });
        await using var client = server.Client();

        var names = new List<string?>();
        await foreach (var item in client.ListAsync(ArgoKind.Workflow, "ns", ListSelection.All, Cancelled))
        {
            names.Add((string?)item["metadata"]!["name"]);
        }

        Assert.Equal(["a", "b", "c", "d"], names);
    }

    [Fact]
    public void The_clocks_of_cluster_and_machine_may_differ()
    {
        var clock = new ClusterClock();
        clock.Observe(DateTimeOffset.UtcNow.AddMinutes(-7), TimeSpan.FromMilliseconds(20));
        Assert.InRange(clock.Offset.TotalSeconds, -421, -418);
        clock.Observe(DateTimeOffset.UtcNow, TimeSpan.FromMilliseconds(20));
        Assert.Equal(TimeSpan.Zero, clock.Offset);
    }

    private static async Task<List<string>> ReadAsync(FakeApiServer server, int count, KubernetesConnectionOptions? options = null)
    {
        await using var client = server.Client(options);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(TimeSpan.FromSeconds(15));
        var seen = new List<string>();
        await foreach (var change in client.WatchAsync(ArgoKind.Workflow, "ns", ListSelection.All, limit.Token))
        {
            seen.Add($"{change.Type} {(string?)change.Object["metadata"]!["name"]} {(string?)change.Object["metadata"]!["resourceVersion"]}");
            if (seen.Count == count)
            {
                break;
            }
        }

        return seen;
    }
}
