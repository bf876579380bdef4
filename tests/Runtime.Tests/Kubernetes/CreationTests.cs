using System.Text.Json.Nodes;
using System.Web;
using Argosy.Workflows;

namespace Argosy.Runtime.Tests.Kubernetes;

/// <summary>Whatever happens to an answer, one create makes one object.</summary>
public sealed class CreationTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static JsonObject Given(string? name = null) => new()
    {
        ["metadata"] = name is null ? new JsonObject { ["generateName"] = "hello-" } : new JsonObject { ["name"] = name },
        ["spec"] = new JsonObject { ["entrypoint"] = "main" },
    };

    [Fact]
    public async Task A_lost_answer_leads_to_the_object_that_the_first_attempt_made()
    {
        var stored = new Dictionary<string, JsonObject>();
        using var server = Store(stored, breaks: 1);
        await using var client = server.Client();

        var created = await client.CreateAsync(ArgoKind.Workflow, "ns", Given(), dryRun: false, Cancelled);

        Assert.Single(stored);
        Assert.Equal(stored.Keys.Single(), (string?)created["metadata"]!["name"]);
        Assert.StartsWith("hello-", stored.Keys.Single(), StringComparison.Ordinal);
        Assert.Equal("hello-", (string?)created["metadata"]!["generateName"]);
    }

    [Fact]
    public async Task A_fixed_name_that_someone_else_has_is_refused_even_after_a_lost_answer()
    {
        var other = FakeApiServer.Workflow("mine", "7");
        other["metadata"]!["managedFields"] = new JsonArray(new JsonObject { ["manager"] = "kubectl-create" });
        var stored = new Dictionary<string, JsonObject> { ["mine"] = other };
        using var server = Store(stored, breaks: 1);
        await using var client = server.Client();

        var failure = await Assert.ThrowsAsync<WorkflowClientException>(() => client.CreateAsync(ArgoKind.Workflow, "ns", Given("mine"), dryRun: false, Cancelled));

        Assert.Equal(ClientErrorCode.AlreadyExists, failure.Code);
    }

    [Fact]
    public async Task A_name_that_exists_is_refused()
    {
        var stored = new Dictionary<string, JsonObject> { ["mine"] = FakeApiServer.Workflow("mine", "7") };
        using var server = Store(stored, breaks: 0);
        await using var client = server.Client();

        var failure = await Assert.ThrowsAsync<WorkflowClientException>(() => client.CreateAsync(ArgoKind.Workflow, "ns", Given("mine"), dryRun: false, Cancelled));

        Assert.Equal("rpc error: code = AlreadyExists desc = workflows.argoproj.io \"mine\" already exists", failure.Message);
    }

    [Fact]
    public async Task Generated_names_are_those_of_the_API_server()
    {
        var stored = new Dictionary<string, JsonObject>();
        using var server = Store(stored, breaks: 0);
        await using var client = server.Client();

        for (var i = 0; i < 20; i++)
        {
            await client.CreateAsync(ArgoKind.Workflow, "ns", Given(), dryRun: false, Cancelled);
        }

        Assert.Equal(20, stored.Count);
        Assert.All(stored.Keys, name => Assert.Matches("^hello-[bcdfghjklmnpqrstvwxz2456789]{5}$", name));
    }

    [Fact]
    public async Task Fields_that_nobody_here_knows_are_sent()
    {
        var stored = new Dictionary<string, JsonObject>();
        using var server = Store(stored, breaks: 0);
        await using var client = server.Client();
        var given = Given("x");
        given["spec"]!["fieldOfTheFuture"] = new JsonObject { ["deep"] = new JsonArray(1, "two", null) };

        await client.CreateAsync(ArgoKind.Workflow, "ns", given, dryRun: false, Cancelled);

        Assert.True(JsonNode.DeepEquals(given["spec"], stored["x"]["spec"]));
    }

    [Fact]
    public async Task A_deleted_object_whose_answer_was_lost_is_deleted()
    {
        var count = 0;
        using var server = new FakeApiServer((_, _, response) =>
        {
            if (Interlocked.Increment(ref count) == 1)
            {
                return FakeApiServer.BreakAsync(response);
            }

            return FakeApiServer.WriteAsync(response, 404, FakeApiServer.Status(404, "NotFound", "workflows.argoproj.io \"a\" not found"));
        });
        await using var client = server.Client();

        await client.DeleteAsync(ArgoKind.Workflow, "ns", "a", Cancelled);

        Assert.Equal(2, count);
    }

    /// <summary>A store that keeps what it gets and breaks the first connections before it answers.</summary>
    private static FakeApiServer Store(Dictionary<string, JsonObject> stored, int breaks) => new((request, body, response) =>
    {
        if (request.HttpMethod == "GET")
        {
            var name = request.Url!.Segments[^1];
            return stored.TryGetValue(name, out var found)
                ? FakeApiServer.WriteAsync(response, 200, found.DeepClone())
                : FakeApiServer.WriteAsync(response, 404, FakeApiServer.Status(404, "NotFound", $"workflows.argoproj.io \"{name}\" not found"));
        }

        var given = (JsonObject)JsonNode.Parse(body)!;
        var wanted = (string)given["metadata"]!["name"]!;
        if (!stored.TryGetValue(wanted, out var existing))
        {
            given["metadata"]!["managedFields"] = new JsonArray(new JsonObject { ["manager"] = HttpUtility.ParseQueryString(request.Url!.Query)["fieldManager"] });
            stored[wanted] = given;
        }

        if (Interlocked.Decrement(ref breaks) >= 0)
        {
            return FakeApiServer.BreakAsync(response);
        }

        return existing is null
            ? FakeApiServer.WriteAsync(response, 201, given.DeepClone())
            : FakeApiServer.WriteAsync(response, 409, FakeApiServer.Status(409, "AlreadyExists", $"workflows.argoproj.io \"{wanted}\" already exists"));
    });
}
