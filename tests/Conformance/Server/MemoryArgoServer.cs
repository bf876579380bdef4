using System.Text.Json.Nodes;
using Argosy.Workflows;

namespace Argosy.Conformance;

/// <summary>An Argo Server over objects in memory: live ones, an archive and log lines, answered in the recorded forms.</summary>
internal sealed class MemoryArgoServer(InMemoryWorkflowClient live, InMemoryWorkflowClient archive, TimeProvider clock)
{
    private const string Json = "application/json";

    private readonly ObjectActions _actions = new(live, (_, _, _) => { }, clock, null);

    /// <summary>The lines that the pods printed; <c>podName: content</c>.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];

    /// <summary>What the server says about itself.</summary>
    public string Version { get; init; } = "{}";

    /// <summary>The bytes of every artifact.</summary>
    public string Artifact { get; init; } = "bytes";

    /// <summary>The answer to one request.</summary>
    public Answer Handle(SeenRequest seen)
    {
        try
        {
            return HandleAsync(seen).GetAwaiter().GetResult();
        }
        catch (WorkflowClientException e)
        {
            var (status, code) = e.Code switch
            {
                ClientErrorCode.NotFound => (404, 5),
                ClientErrorCode.AlreadyExists => (409, 6),
                ClientErrorCode.InvalidArgument => (400, 3),
                _ => (500, 13),
            };
            return new Answer(status, Json, new JsonObject { ["code"] = code, ["message"] = e.Description }.ToJsonString(), []);
        }
    }

    private async Task<Answer> HandleAsync(SeenRequest seen)
    {
        var parts = seen.PathAndQuery.Split('?', 2);
        var query = (parts.Length < 2 ? "" : parts[1]).Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2)).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
        var segments = parts[0].Trim('/').Split('/').Select(Uri.UnescapeDataString).ToArray();
        var selection = new ListSelection(query.GetValueOrDefault("listOptions.labelSelector", ""), query.GetValueOrDefault("listOptions.fieldSelector", ""));
        return (seen.Method, segments) switch
        {
            ("GET", ["api", "v1", "version"]) => Text(Version),
            ("GET", ["api", "v1", "workflows", var ns]) => List([.. await Items(live, ArgoKind.Workflow, ns, selection), .. await Items(archive, ArgoKind.Workflow, ns, selection)]),
            ("GET", ["api", "v1", "workflows", var ns, var name]) => Object(await LiveOrArchived(ns, name)),
            ("DELETE", ["api", "v1", var collection, var ns, var name]) => await Delete(Kind(collection), ns, name),
            ("GET", ["api", "v1", "workflows", var ns, var name, "log"]) => await Logs(ns, name, query),
            ("PUT", ["api", "v1", "workflows", var ns, var name, var action]) => Object(await Act(ns, name, action)),
            ("GET", ["api", "v1", "workflow-events", var ns]) => Events(await Items(live, ArgoKind.Workflow, ns, selection)),
            ("GET", ["api", "v1", "archived-workflows"]) => List((await Archived(selection)).Select(Row)),
            ("GET", ["api", "v1", "archived-workflows", var uid]) => Object((await Archived(ListSelection.All)).FirstOrDefault(item => item.TextAt("metadata", "uid") == uid)
                ?? throw new WorkflowClientException(ClientErrorCode.NotFound, "not found")),
            ("GET", ["api", "v1", "archived-workflows-label-keys"]) => Texts((await Archived(ListSelection.All)).SelectMany(Labels).Select(label => label.Key)),
            ("GET", ["api", "v1", "archived-workflows-label-values"]) => Texts((await Archived(ListSelection.All)).SelectMany(Labels).Where(label => label.Key == selection.Labels).Select(label => label.Value)),
            ("GET", ["artifact-files", _, "workflows", _, _, "outputs", var artifact]) => new Answer(200, "application/gzip", Artifact, [("Content-Disposition", $"filename=\"{artifact}.tgz\"")]),
            ("GET", ["api", "v1", var collection, var ns]) => List(await Items(live, Kind(collection), ns, selection)),
            _ => new Answer(501, Json, """{"code":12,"message":"Not Implemented"}""", []),
        };
    }

    private static ArgoKind Kind(string collection) => collection switch
    {
        "workflow-templates" => ArgoKind.WorkflowTemplate,
        "cron-workflows" => ArgoKind.CronWorkflow,
        _ => ArgoKind.Workflow,
    };

    private static Answer Text(string text) => new(200, Json, text, []);

    private static Answer Object(JsonObject item) => Text(item.ToJsonString());

    private static Answer List(IEnumerable<JsonObject> items) => Object(new JsonObject
    {
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. items.DistinctBy(item => item.TextAt("metadata", "uid")).Select(item => item.DeepClone())]),
    });

    private static Answer Texts(IEnumerable<string> texts) => Object(new JsonObject { ["items"] = new JsonArray([.. texts.Distinct().Select(text => JsonValue.Create(text))]) });

    private static Answer Events(IEnumerable<JsonObject> items) => Lines(items.Select(item => new JsonObject { ["type"] = "ADDED", ["object"] = item }));

    private static Answer Lines(IEnumerable<JsonObject> results) =>
        Text(string.Concat(results.Select(result => new JsonObject { ["result"] = result }.ToJsonString() + "\n")));

    /// <summary>What a row of the database has of a workflow.</summary>
    private static JsonObject Row(JsonObject item)
    {
        var row = (JsonObject)item.DeepClone();
        row["spec"] = new JsonObject { ["arguments"] = item.At("spec", "arguments")?.DeepClone() ?? new JsonObject() };
        (row["status"] as JsonObject)?.Remove("nodes");
        return row;
    }

    private static IEnumerable<(string Key, string Value)> Labels(JsonObject item) =>
        ((item.At("metadata", "labels") as JsonObject) ?? []).Select(label => (label.Key, label.Value.AsText() ?? ""));

    private static async Task<List<JsonObject>> Items(InMemoryWorkflowClient client, ArgoKind kind, string ns, ListSelection selection)
    {
        var items = new List<JsonObject>();
        await foreach (var item in client.ListAsync(kind, ns, selection, default)) items.Add(item);
        return items;
    }

    private Task<List<JsonObject>> Archived(ListSelection selection) => Items(archive, ArgoKind.Workflow, "", selection);

    private async Task<JsonObject> LiveOrArchived(string ns, string name)
    {
        try
        {
            return await live.GetAsync(ArgoKind.Workflow, ns, name, default);
        }
        catch (WorkflowClientException e) when (e.Code == ClientErrorCode.NotFound)
        {
            return await archive.GetAsync(ArgoKind.Workflow, ns, name, default);
        }
    }

    private async Task<Answer> Delete(ArgoKind kind, string ns, string name)
    {
        await live.DeleteAsync(kind, ns, name, default);
        return Text("{}");
    }

    private async Task<JsonObject> Act(string ns, string name, string action) => action switch
    {
        "stop" => await _actions.StopAsync(ns, name, "", "", default),
        "terminate" => await _actions.TerminateAsync(ns, name, default),
        "suspend" => await _actions.SuspendAsync(ns, name, default),
        "resume" => await _actions.ResumeAsync(ns, name, "", default),
        "retry" => await _actions.RetryAsync(ns, name, false, "", [], default),
        "resubmit" => await _actions.ResubmitAsync(ns, name, false, [], default),
        _ => throw new WorkflowClientException(ClientErrorCode.Unimplemented, "Not Implemented"),
    };

    private async Task<Answer> Logs(string ns, string name, Dictionary<string, string> query)
    {
        await live.GetAsync(ArgoKind.Workflow, ns, name, default);
        var lines = Log.AsEnumerable();
        if (query.TryGetValue("grep", out var grep)) lines = lines.Where(line => line.Contains(grep, StringComparison.Ordinal));
        if (query.TryGetValue("logOptions.tailLines", out var tail)) lines = lines.TakeLast(int.Parse(tail, System.Globalization.CultureInfo.InvariantCulture));
        return Lines(lines.Select(line => line.Split(": ", 2)).Select(line => new JsonObject { ["content"] = line[1], ["podName"] = line[0] }));
    }
}
