using System.Text.Json.Nodes;
using Argosy.ArgoServer;
using Argosy.Cli;
using Argosy.Workflows;

namespace Argosy.Conformance;

internal sealed partial class RecordedCommand
{
    /// <summary>What a test of the server's mode needs beyond the recorded objects: the server's own answers, recorded beside the commands.</summary>
    private static string RecordedAnswer(string name) => Records.LoadLines("server", "server.jsonl").Values.FirstOrDefault(record => record.Text("name") == name)?.Text("response") ?? "";

    private (ClientSource Clients, IDisposable Server) Serve(InMemoryWorkflowClient live, TimeProvider clock)
    {
        var archive = new InMemoryWorkflowClient(clock, live.DefaultNamespace);
        foreach (var item in _objects.OfType<JsonObject>().Where(item => item.TimeAt("status", "finishedAt") is not null)) archive.Put(item);
        if (RecordedAnswer("get archived by name") is { Length: > 0 } gone) archive.Put(Typed(ArgoKind.Workflow, (JsonObject)JsonNode.Parse(gone, null, Deep)!));
        if (RecordedAnswer("template list") is { Length: > 0 } templates)
        {
            foreach (var item in JsonNode.Parse(templates, null, Deep).ItemsAt("items")) live.Put(Typed(ArgoKind.WorkflowTemplate, (JsonObject)item!.DeepClone()));
        }

        var memory = new MemoryArgoServer(live, archive, clock)
        {
            Version = RecordedAnswer("version") is { Length: > 0 } version ? version : "{}",
            Log = _log.Split('\n', StringSplitOptions.RemoveEmptyEntries),
        };

        // The client takes the ages of objects from the server's clock.
        var server = new ReplayServer(seen => memory.Handle(seen) is var answer ? answer with { Headers = [.. answer.Headers, ("Date", clock.GetUtcNow().ToString("r"))] } : null);
        var settings = new ArgoServerSettings { Address = $"127.0.0.1:{server.Port}", Secure = false, Token = "Bearer TOKEN", Namespace = live.DefaultNamespace, RetryBudget = TimeSpan.Zero };
        return (new ClientSource { ArgoServer = (_, _) => Task.FromResult<IWorkflowClient>(ArgoServerClient.Open(settings)) }, server);
    }

    private static JsonObject Typed(ArgoKind kind, JsonObject item)
    {
        item["apiVersion"] = ArgoKind.ApiVersion;
        item["kind"] = kind.Kind;
        return item;
    }
}
