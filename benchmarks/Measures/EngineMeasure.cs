using System.Text.Json.Nodes;
using Argosy.Engine;
using Argosy.Engine.Pods;
using Argosy.Yaml;

namespace Argosy.Benchmarks.Measures;

/// <summary>What the engine itself costs: nodes that do nothing, kept in memory and kept on disk.</summary>
internal static class EngineMeasure
{
    public static async Task RunAsync()
    {
        await RunOnceAsync(100);
        double? first = null;
        foreach (var nodes in new[] { 1_000, 10_000 })
        {
            GC.Collect();
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var peak = 0L;
            using var stop = new CancellationTokenSource();
            var watch = Task.Run(async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false));
                    await Task.Delay(50);
                }
            });
            var seconds = await Measure.SecondsAsync(() => RunOnceAsync(nodes));
            await stop.CancelAsync();
            await watch;
            var each = seconds / nodes * 1e6;
            first ??= each;
            Measure.Say($"{nodes,6} no-op nodes: {seconds:0.00} s, {nodes / seconds:0} nodes/s, {each:0} us a node ({each / first:0.00} of the cost at 1,000), managed memory at most {(peak - before) >> 20} MB");
        }
    }

    private static async Task RunOnceAsync(int nodes)
    {
        var workflow = $$"""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {name: many}
            spec:
              entrypoint: main
              templates:
              - name: main
                dag:
                  tasks:
                  - {name: work, template: noop, withSequence: {count: "{{nodes}}"} }
              - name: noop
                container: {image: none, command: ["true"]}
            """;
        var folder = Directory.CreateTempSubdirectory("argosy-bench-").FullName;
        try
        {
            var engine = new WorkflowEngine(new EngineServices { Pods = new NoOpPods(), FolderOf = name => Path.Combine(folder, name) });
            var host = engine.Create(NodeJson.ToJson(ManifestReader.Read(workflow, null).Documents[0].Root));
            var ended = await engine.RunAsync(host);
            if (ended["status"]?["phase"]?.ToString() != "Succeeded") throw new InvalidOperationException($"the run ended {ended["status"]?["phase"]}: {ended["status"]?["message"]}");
            if ((ended["status"]!["nodes"] as JsonObject)?.Count < nodes) throw new InvalidOperationException("nodes are missing");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class NoOpPods : IPodRunner
    {
        public async Task<PodResult> RunAsync(PodRequest request, IPodObserver observer, CancellationToken cancellation)
        {
            await Task.Yield();
            var now = DateTimeOffset.UtcNow;
            return new PodResult { Phase = "Succeeded", StartedAt = now, FinishedAt = now };
        }
    }
}
