using System.Text.Json.Nodes;
using Argosy.Engine;
using Argosy.Engine.Pods;
using Argosy.Yaml;

namespace Argosy.Conformance;

/// <summary>Plays one recorded run with this engine.</summary>
internal static class RunPlay
{
    private const double Speed = 20;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(240);

    /// <summary>What differs from the record; null if nothing does, or the reason why the record says nothing about an engine.</summary>
    public static async Task<(string? Difference, string? Skip)> PlayAsync(Record record, bool withPrograms, CancellationToken cancellation)
    {
        if (JsonNode.Parse(record.Data.GetRawText()) is not JsonObject data || data["end"] is not JsonObject end || data["workflow"] is not JsonObject recorded)
            return (null, "no workflow came to be");
        if (data["submit"] is not null)
            return (null, "submitted by a command that another test compares");
        var documents = ManifestReader.Read(data["yaml"]!.GetValue<string>(), record.Id).Documents.Select(d => NodeJson.ToJson(d.Root)).ToList();
        var workflow = documents.LastOrDefault(d => d["kind"]?.GetValue<string>() == "Workflow");
        if (workflow is null)
            return (null, "not a Workflow");
        var until = data["until"]?.GetValue<string>();
        var timedOut = data["timedOut"] is not null;
        var isCut = until is not null || timedOut;
        List<string> varies = [.. (data["varies"] as JsonArray ?? []).Select(v => v!.ToString())];
        var clock = new ScaledClock(withPrograms ? 1 : Speed);
        var pods = withPrograms ? HostPods.Value : new ReplayPods(recorded, clock);
        if (pods is null)
            return (null, "this machine cannot run pods as processes");
        var folder = Path.Combine(Path.GetTempPath(), "argosy-conformance", Guid.NewGuid().ToString("N"));
        var services = new EngineServices { Pods = pods, Clock = clock, ArgoHangs = isCut, FolderOf = name => Path.Combine(folder, name) };
        if (record.Area == "examples")
            foreach (var helper in Helpers.Value)
                services.TryAdd(helper);
        foreach (var document in documents)
            services.TryAdd(document);
        Prepare(workflow, recorded);
        var engine = new WorkflowEngine(services);
        var host = engine.Create(workflow);
        var limit = until is not null ? TimeSpan.FromSeconds(double.Parse(until.TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture)) : timedOut ? TimeSpan.FromSeconds(30) : Longest;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stop.CancelAfter(isCut ? limit / (withPrograms ? 1 : Speed) + TimeSpan.FromSeconds(1.5) : TimeSpan.FromSeconds(withPrograms ? 240 : 40));
        foreach (var other in documents.Where(d => d != workflow && d["kind"]?.GetValue<string>() == "Workflow"))
        {
            _ = engine.RunAsync(engine.Create(other), stop.Token);
            await Task.Delay(50, cancellation);
        }

        JsonObject result;
        var commands = new RunCommands(engine, clock, [.. (data["do"] as JsonArray ?? []).Select(c => c!.ToString())]);
        try
        {
            result = await commands.PlayAsync(host, stop.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            result = commands.Snapshot();
        }

        finally
        {
            if (withPrograms && Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }

        return (RunComparison.Differences(end, result, isCut, varies), null);
    }

    // The examples refer to each other's templates and ConfigMaps, which were all in the cluster.
    internal static readonly Lazy<List<JsonObject>> Helpers = new(() =>
    {
        var folder = RecordFolder.Path is { } path ? Path.Combine(path, "..", "examples") : "";
        if (!Directory.Exists(folder))
            return [];
        return [.. Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .SelectMany(f => ManifestReader.ReadFile(f).Documents).Select(d => NodeJson.ToJson(d.Root))
            .Where(d => d["kind"]?.ToString() is "WorkflowTemplate" or "ClusterWorkflowTemplate" or "ConfigMap" && d["metadata"]?["name"]?.ToString() is not "artifact-repositories")];
    });

    // The recorded images were stand-ins over the programs of a Debian: this machine's own serve.
    private static readonly Lazy<IPodRunner?> HostPods = new(() =>
    {
        var images = new ImageMap();
        images.Add("*=host sh");
        return ContainerBackEnds.Choose("host", images, out _) is { } backEnd ? new PodRunner(backEnd) : null;
    });

    /// <summary>Kind and name of an object.</summary>
    internal static string Name(JsonObject document) => $"{document["kind"]}/{document["metadata"]?["name"]}";

    /// <summary>Gives a workflow the name, namespace and UID that it was recorded with.</summary>
    internal static void Prepare(JsonObject workflow, JsonObject recorded)
    {
        var metadata = workflow["metadata"] as JsonObject ?? [];
        workflow["metadata"] = metadata.DeepClone();
        metadata = (JsonObject)workflow["metadata"]!;
        foreach (var field in (ReadOnlySpan<string>)["name", "namespace", "uid"])
            if (recorded["metadata"]?[field] is { } value)
                metadata[field] = value.DeepClone();
    }
}
