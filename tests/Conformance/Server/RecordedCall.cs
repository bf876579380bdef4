using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argosy.ArgoServer;
using Argosy.Workflows;

namespace Argosy.Conformance;

/// <summary>Does with our client what a recorded request is for, and gives what it understood in one form: an array of results.</summary>
internal sealed class RecordedCall(Record record, ArgoServerClient client)
{
    private readonly string[] _segments = record.Text("path").Split('?')[0].Trim('/').Split('/');
    private readonly Dictionary<string, string> _query = Query(record.Text("path"));

    /// <summary>What an answer holds, in that form; a stream has one result a line.</summary>
    public static JsonNode Expected(string body)
    {
        var results = new JsonArray();
        foreach (var line in body.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            JsonNode? node;
            try
            {
                node = JsonNode.Parse(line);
            }
            catch (JsonException)
            {
                return new JsonArray(JsonValue.Create(body));
            }

            if (node is JsonObject { Count: 1 } stream && stream["result"] is { } result)
            {
                results.Add(result.DeepClone());
            }
            else if (node is JsonObject list && list.ContainsKey("items") && list["metadata"] is not null)
            {
                foreach (var item in list["items"] as JsonArray ?? [])
                {
                    results.Add(item!.DeepClone());
                }
            }
            else if (node is JsonObject texts && texts["items"] is JsonArray plain)
            {
                results = plain.DeepClone().AsArray();
            }
            else
            {
                results.Add(node);
            }
        }

        return results;
    }

    public async Task<JsonNode> MakeAsync(CancellationToken cancellation)
    {
        var method = record.Text("method");
        var known = (method, _segments) switch
        {
            ("GET", ["api", "v1", "workflow-events", var ns]) when !_query.ContainsKey("listOptions.resourceVersion") => WatchAsync(ns, cancellation),
            ("GET", ["api", "v1", "stream", "events", var ns]) => CollectAsync(client.EventsAsync(ns, cancellation)),
            ("GET", ["api", "v1", "workflows", var ns, var name, "log"]) => LogAsync(ns, name, null, cancellation),
            ("GET", ["api", "v1", "workflows", var ns, var name, var pod, "log"]) => LogAsync(ns, name, pod, cancellation),
            ("GET", ["artifact-files", var ns, "workflows", var wf, var node, "outputs", var artifact]) => ArtifactAsync(ns, wf, node, artifact, cancellation),
            ("GET", ["api", "v1", "archived-workflows"]) => CollectAsync(client.ListArchivedAsync(Namespace(), Selection(), cancellation)),
            ("GET", ["api", "v1", "archived-workflows", var uid]) => OneAsync(client.GetArchivedAsync(uid, cancellation)),
            ("GET", ["api", "v1", "archived-workflows-label-keys"]) => TextsAsync(client.ListLabelKeysAsync(null, cancellation)),
            ("GET", ["api", "v1", "archived-workflows-label-values"]) => TextsAsync(client.ListLabelValuesAsync(null, _query["listOptions.labelSelector"], cancellation)),
            ("PUT", ["api", "v1", "archived-workflows", var uid, "resubmit"]) => OneAsync(client.ResubmitArchivedAsync(uid, Text("namespace"), Text("name"), Flag("memoized"), Texts("parameters"), cancellation)),
            ("PUT", ["api", "v1", "archived-workflows", var uid, "retry"]) => OneAsync(client.RetryArchivedAsync(
                uid, Text("namespace"), Text("name"), Flag("restartSuccessful"), Text("nodeFieldSelector"), Texts("parameters"), cancellation)),
            ("PUT", ["api", "v1", "workflows", var ns, var name, var action]) => ActAsync(ns, name, action, cancellation),
            ("POST", ["api", "v1", "workflows", var ns, "submit"]) => OneAsync(client.SubmitAsync(ns, Text("resourceKind"), Text("resourceName"), Options(), cancellation)),
            ("POST", ["api", "v1", var collection, var ns, "lint"]) when Kind(collection) is { } kind => LintAsync(kind, ns, cancellation),
            ("POST", ["api", "v1", var collection, var ns]) when Kind(collection) is { } kind && Request() is JsonObject body && !body.ContainsKey("createOptions")
                => OneAsync(client.CreateAsync(kind, ns, (JsonObject)body[ArgoServerPaths.BodyField(kind)]!, (bool?)body["serverDryRun"] == true, cancellation)),
            ("PUT", ["api", "v1", "cron-workflows", var ns, var name, "suspend" or "resume"]) => OneAsync(client.PatchAsync(
                ArgoKind.CronWorkflow, ns, name, new JsonObject { ["spec"] = new JsonObject { ["suspend"] = _segments[^1] == "suspend" } }, cancellation)),
            ("DELETE", ["api", "v1", var collection, var ns, var name]) when Kind(collection) is { } kind => DeleteAsync(kind, ns, name, cancellation),
            ("GET", ["api", "v1", var collection]) when Kind(collection) is { } kind && OnlyListOptions() => CollectAsync(client.ListAsync(kind, null, Selection(), cancellation)),
            ("GET", ["api", "v1", var collection, var ns]) when Kind(collection) is { Namespaced: true } kind && OnlyListOptions() => CollectAsync(client.ListAsync(kind, ns, Selection(), cancellation), Limit()),
            ("GET", ["api", "v1", var collection, var ns, var name]) when Kind(collection) is { } kind && _query.Count == 0 => OneAsync(client.GetAsync(kind, ns, name, cancellation)),
            _ => RawAsync(method, cancellation),
        };
        return await known;
    }

    private static Dictionary<string, string> Query(string path) => path.Split('?') is [_, var query]
        ? query.Split('&').Select(part => part.Split('=', 2)).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]))
        : [];

    private static ArgoKind? Kind(string collection) => collection switch
    {
        "workflows" => ArgoKind.Workflow,
        "workflow-templates" => ArgoKind.WorkflowTemplate,
        "cluster-workflow-templates" => ArgoKind.ClusterWorkflowTemplate,
        "cron-workflows" => ArgoKind.CronWorkflow,
        _ => null,
    };

    private static async Task<JsonNode> OneAsync(Task<JsonObject> call) => new JsonArray(Bare(await call));

    private static async Task<JsonNode> TextsAsync(Task<IReadOnlyList<string>> call) => new JsonArray([.. (await call).Select(text => JsonValue.Create(text))]);

    private static async Task<JsonNode> CollectAsync(IAsyncEnumerable<JsonObject> items, int limit = int.MaxValue)
    {
        var results = new JsonArray();
        if (limit == 0)
        {
            return results;
        }

        await foreach (var item in items)
        {
            results.Add(Bare(item));
            if (results.Count == limit)
            {
                break;
            }
        }

        return results;
    }

    /// <summary>Without what the client adds because every object of one endpoint is the same in it.</summary>
    private static JsonObject Bare(JsonObject item)
    {
        if (item.ContainsKey("metadata"))
        {
            item.Remove("apiVersion");
            item.Remove("kind");
        }

        return item;
    }

    private JsonNode? Request()
    {
        var request = record.Data.GetProperty("request");
        try
        {
            return request.ValueKind == JsonValueKind.String ? JsonNode.Parse(request.GetString()!) : JsonNode.Parse(request.GetRawText());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string Text(string field) => (string?)Request()?[field] ?? "";

    private bool Flag(string field) => (bool?)Request()?[field] == true;

    private string[] Texts(string field) => [.. (Request()?[field] as JsonArray ?? []).Select(item => (string)item!)];

    private bool OnlyListOptions() => _query.Keys.All(key => key is "listOptions.labelSelector" or "listOptions.fieldSelector" or "listOptions.limit");

    private int Limit() => _query.TryGetValue("listOptions.limit", out var limit) ? int.Parse(limit, System.Globalization.CultureInfo.InvariantCulture) : int.MaxValue;

    private ListSelection Selection()
    {
        var fields = _query.GetValueOrDefault("listOptions.fieldSelector", "");
        return new ListSelection(
            _query.GetValueOrDefault("listOptions.labelSelector", ""),
            fields.StartsWith("metadata.namespace=", StringComparison.Ordinal) ? "" : fields,
            Limit() == int.MaxValue ? 0 : Limit());
    }

    private string? Namespace() => _query.GetValueOrDefault("listOptions.fieldSelector") is { } fields && fields.StartsWith("metadata.namespace=", StringComparison.Ordinal)
        ? fields["metadata.namespace=".Length..]
        : null;

    private SubmitOptions Options()
    {
        var options = Request()?["submitOptions"];
        return new SubmitOptions
        {
            Parameters = [.. (options?["parameters"] as JsonArray ?? []).Select(item => (string)item!)],
            Labels = (string?)options?["labels"] ?? "",
            GenerateName = (string?)options?["generateName"] ?? "",
            Name = (string?)options?["name"] ?? "",
            Entrypoint = (string?)options?["entryPoint"] ?? "",
            ServiceAccount = (string?)options?["serviceAccount"] ?? "",
            Annotations = (string?)options?["annotations"] ?? "",
        };
    }

    private Task<JsonNode> ActAsync(string ns, string name, string action, CancellationToken cancellation) => action switch
    {
        "stop" => OneAsync(client.StopAsync(ns, name, Text("nodeFieldSelector"), Text("message"), cancellation)),
        "terminate" => OneAsync(client.TerminateAsync(ns, name, cancellation)),
        "suspend" => OneAsync(client.SuspendAsync(ns, name, cancellation)),
        "resume" => OneAsync(client.ResumeAsync(ns, name, Text("nodeFieldSelector"), cancellation)),
        "retry" => OneAsync(client.RetryAsync(ns, name, Flag("restartSuccessful"), Text("nodeFieldSelector"), Texts("parameters"), cancellation)),
        "resubmit" => OneAsync(client.ResubmitAsync(ns, name, Flag("memoized"), Texts("parameters"), cancellation)),
        "set" => OneAsync(client.SetAsync(ns, name, Text("nodeFieldSelector"), Text("phase"), Text("message"),
            JsonSerializer.Deserialize<Dictionary<string, string>>(Text("outputParameters") is { Length: > 0 } map ? map : "{}")!, cancellation)),
        _ => RawAsync("PUT", cancellation),
    };

    private async Task<JsonNode> LintAsync(ArgoKind kind, string ns, CancellationToken cancellation)
    {
        var problem = await client.LintAsync(kind, ns, (JsonObject)Request()![ArgoServerPaths.BodyField(kind)]!, cancellation);
        if (problem is not null)
        {
            // The command's own form of a refusal.
            throw ArgoServerAnswer.Failure(record.Data.GetProperty("status").GetInt32(), record.Text("response")) is var failure && failure.Description == problem
                ? failure
                : new WorkflowClientException(ClientErrorCode.Unknown, problem);
        }

        return Expected(record.Text("response"));
    }

    private async Task<JsonNode> DeleteAsync(ArgoKind kind, string ns, string name, CancellationToken cancellation)
    {
        await client.DeleteAsync(kind, ns, name, cancellation);
        return new JsonArray(new JsonObject());
    }

    private async Task<JsonNode> WatchAsync(string ns, CancellationToken cancellation)
    {
        var expected = Expected(record.Text("response")).AsArray().Count;
        var results = new JsonArray();
        await foreach (var change in client.WatchAsync(ArgoKind.Workflow, ns, Selection(), cancellation))
        {
            results.Add(new JsonObject { ["type"] = change.Type.ToString().ToUpperInvariant(), ["object"] = Bare(change.Object) });
            if (results.Count == expected)
            {
                break;
            }
        }

        return results;
    }

    private async Task<JsonNode> LogAsync(string ns, string name, string? pod, CancellationToken cancellation)
    {
        var request = new LogRequest(ns, name)
        {
            Pod = pod,
            Container = _query.GetValueOrDefault("logOptions.container", "main"),
            Follow = _query.GetValueOrDefault("logOptions.follow") == "true",
            Grep = _query.GetValueOrDefault("grep"),
            TailLines = _query.TryGetValue("logOptions.tailLines", out var tail) ? long.Parse(tail, System.Globalization.CultureInfo.InvariantCulture) : null,
        };
        var results = new JsonArray();
        await foreach (var line in client.LogsAsync(request, cancellation))
        {
            results.Add(new JsonObject { ["content"] = line.Content, ["podName"] = line.PodName });
        }

        return results;
    }

    private async Task<JsonNode> ArtifactAsync(string ns, string workflow, string node, string artifact, CancellationToken cancellation)
    {
        var content = await client.OpenArtifactAsync(ns, workflow, node, artifact, cancellation);
        using var buffer = new MemoryStream();
        await content.Content.CopyToAsync(buffer, cancellation);
        Assert.Equal(artifact + ".tgz", content.FileName);
        return new JsonArray(JsonValue.Create(Encoding.UTF8.GetString(buffer.ToArray())));
    }

    private async Task<JsonNode> RawAsync(string method, CancellationToken cancellation)
    {
        var path = record.Text("path").TrimStart('/');
        if (method == "GET" && path.StartsWith("artifact", StringComparison.Ordinal))
        {
            using var response = await client.Api.OpenAsync(path, cancellation);
            return new JsonArray(JsonValue.Create(await response.Content.ReadAsStringAsync(cancellation)));
        }

        var answer = method switch
        {
            "GET" => await client.Api.GetAsync(path, cancellation),
            "PUT" => await client.Api.PutAsync(path, (JsonObject)Request()!, cancellation),
            _ => await client.Api.PostRawAsync(path, record.Data.GetProperty("request").ValueKind == JsonValueKind.Null ? null : Request() ?? JsonValue.Create(record.Data.GetProperty("request").GetString()), cancellation),
        };
        return Expected(answer.ToJsonString());
    }
}
