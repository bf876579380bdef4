using System.Text.Json;
using System.Text.Json.Nodes;
using Argosy.Engine;
using Argosy.Engine.Pods;
using Argosy.Manifests.Tree;
using Argosy.Yaml;

namespace Argosy.Conformance;

/// <summary>Plays one recorded run with this engine.</summary>
internal static class RunPlay
{
    private const double Speed = 20;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(240);

    /// <summary>What differs from the record; null if nothing does, or the reason why the record says nothing about an engine.</summary>
    public static async Task<(string? Difference, string? Skip)> PlayAsync(Record record, CancellationToken cancellation)
    {
        if (JsonNode.Parse(record.Data.GetRawText()) is not JsonObject data || data["end"] is not JsonObject end || data["workflow"] is not JsonObject recorded)
            return (null, "no workflow came to be");
        if (data["do"] is not null || data["submit"] is not null)
            return (null, "commands are played by another test");
        var documents = ManifestReader.Read(data["yaml"]!.GetValue<string>(), record.Id).Documents.Select(d => NodeJson.ToJson(d.Root)).ToList();
        var workflow = documents.LastOrDefault(d => d["kind"]?.GetValue<string>() == "Workflow");
        if (workflow is null)
            return (null, "not a Workflow");
        var until = data["until"]?.GetValue<string>();
        var timedOut = data["timedOut"] is not null;
        var isCut = until is not null || timedOut;
        var clock = new ScaledClock(Speed);
        var services = new EngineServices { Pods = new ReplayPods(recorded, clock), Clock = clock, ArgoHangs = isCut };
        foreach (var document in documents)
            services.TryAdd(document);
        Prepare(workflow, recorded);
        var engine = new WorkflowEngine(services);
        var host = engine.Create(workflow);
        var limit = until is not null ? TimeSpan.FromSeconds(double.Parse(until.TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture)) : timedOut ? TimeSpan.FromSeconds(30) : Longest;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stop.CancelAfter(isCut ? limit / Speed : TimeSpan.FromSeconds(25));
        JsonObject result;
        try
        {
            result = await engine.RunAsync(host, stop.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            result = host.Snapshot();
        }

        return (RunComparison.Differences(end, result, isCut), null);
    }

    private static void Prepare(JsonObject workflow, JsonObject recorded)
    {
        var metadata = workflow["metadata"] as JsonObject ?? [];
        workflow["metadata"] = metadata.DeepClone();
        metadata = (JsonObject)workflow["metadata"]!;
        foreach (var field in (ReadOnlySpan<string>)["name", "namespace", "uid"])
            if (recorded["metadata"]?[field] is { } value)
                metadata[field] = value.DeepClone();
    }
}
