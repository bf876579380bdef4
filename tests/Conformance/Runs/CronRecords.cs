using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Argosy.Engine;
using Argosy.Engine.Schedules;
using Argosy.Yaml;

namespace Argosy.Conformance;

/// <summary>The recorded CronWorkflows: what is written to the object, and how many workflows there are in which phase.</summary>
public sealed class CronRecords
{
    // As fast as it was: a loaded machine must not fall behind.
    private const double Speed = 1;

    private static readonly RunPool Pool = new(() => All, PlayAsync);

    private static IReadOnlyDictionary<string, Record> All => Records.LoadFiles("runs", "runs").Where(r => r.Key.StartsWith("cron/", StringComparison.Ordinal)).ToDictionary(r => r.Key, r => r.Value, StringComparer.Ordinal);

    public static TheoryData<string> Rows => Records.Files("runs", "runs");

    [Theory, MemberData(nameof(Rows))]
    public async Task Agrees(string id)
    {
        Assert.SkipUnless(id.StartsWith("cron/", StringComparison.Ordinal), "no CronWorkflow");
        Records.Get(All, id);
        var (difference, skip) = await Pool.Result(id);
        Assert.SkipWhen(skip is not null, skip ?? "");
        ConformanceReport.Conclude("runs/cron", id, difference);
    }

    private static async Task<(string? Difference, string? Skip)> PlayAsync(Record record)
    {
        if (JsonNode.Parse(record.Data.GetRawText()) is not JsonObject data || data["cron"] is not JsonObject expected)
            return (null, "no CronWorkflow");
        var cron = ManifestReader.Read(data["yaml"]!.GetValue<string>(), record.Id).Documents.Select(d => NodeJson.ToJson(d.Root)).First(d => d["kind"]?.ToString() == "CronWorkflow");
        var clock = new ScaledClock(Speed);
        var services = new EngineServices { Pods = new ReplayPods([], clock), Clock = clock };
        var until = TimeSpan.FromSeconds(double.Parse(data["until"]!.GetValue<string>().TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture)) - TimeSpan.FromSeconds(1);
        using var stop = new CancellationTokenSource(until, clock);
        var children = new Children(new WorkflowEngine(services), stop.Token);
        var run = new CronRun(cron, services, children);
        try
        {
            await run.RunAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
        }

        var wanted = Shown(expected, (data["children"] as JsonArray ?? []).OfType<JsonObject>().Select(c => c["status"]?["phase"]?.ToString() ?? ""));
        var got = Shown(run.Cron, children.Phases);
        return (wanted == got ? null : $"expected {wanted}, is {got}", null);
    }

    private static string Shown(JsonObject cron, IEnumerable<string> children)
    {
        var status = cron["status"] as JsonObject ?? [];
        return $"annotations {cron["metadata"]?["annotations"]?.ToJsonString()} labels {cron["metadata"]?["labels"]?.ToJsonString()} phase '{status["phase"]}' failed {status["failed"]} succeeded {status["succeeded"]} "
            + $"active {(status["active"] as JsonArray)?.Count ?? 0} conditions {string.Join(",", (status["conditions"] as JsonArray ?? []).Select(c => $"{c!["type"]}: {c["message"]}"))} children {string.Join(",", children.Order(StringComparer.Ordinal))}";
    }

    private sealed class Children(WorkflowEngine engine, CancellationToken cancellation) : ICronChildren
    {
        private readonly ConcurrentDictionary<string, RunHost> _hosts = new(StringComparer.Ordinal);

        public IEnumerable<string> Phases => _hosts.Values.Select(PhaseOf);

        public bool TryStart(JsonObject workflow)
        {
            var host = engine.Create(workflow);
            if (!_hosts.TryAdd(host.Name, host))
                return false;
            _ = engine.RunAsync(host, cancellation);
            return true;
        }

        public void Terminate(string name) => _ = _hosts[name].UpdateAsync(w =>
        {
            w["spec"]!["shutdown"] = "Terminate";
            return w;
        });

        public string? PhaseOf(string name) => _hosts.TryGetValue(name, out var host) ? PhaseOf(host) : null;

        public IReadOnlyList<string> Ended(bool succeeded) => [];

        public void Delete(string name)
        {
        }

        private static string PhaseOf(RunHost host) => host.Snapshot()["status"]?["phase"]?.ToString() ?? "";
    }
}
