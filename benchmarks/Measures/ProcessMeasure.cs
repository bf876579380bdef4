using System.Diagnostics;
using Argosy.Engine;
using Argosy.Engine.Pods;
using Argosy.Yaml;

namespace Argosy.Benchmarks.Measures;

/// <summary>What a container as a host process costs, against starting the same program with nothing around it.</summary>
internal static class ProcessMeasure
{
    private const int Count = 200;

    public static async Task RunAsync()
    {
        if (ContainerBackEnds.Choose("host", new ImageMap(), out var problem) is not { } backEnd)
        {
            Measure.Say($"skipped: {problem}");
            return;
        }

        await BareAsync(20);
        var bare = await Measure.SecondsAsync(() => BareAsync(Count));
        var run = await Measure.SecondsAsync(() => PodsAsync(backEnd, Count));
        Measure.Say($"{Count} times 'true': bare fork and exec {bare:0.00} s ({Count / bare:0}/s), pods on host processes {run:0.00} s ({Count / run:0}/s), {run / bare:0.0} times as long, {(run - bare) / Count * 1000:0} ms a pod more");
    }

    // As many at once as there are processors, as the engine does.
    private static Task BareAsync(int count) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
        async (_, cancel) =>
        {
            using var process = Process.Start(new ProcessStartInfo("true"))!;
            await process.WaitForExitAsync(cancel);
        });

    private static async Task PodsAsync(IContainerBackEnd backEnd, int count)
    {
        var workflow = $$"""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {name: processes}
            spec:
              entrypoint: main
              parallelism: {{Environment.ProcessorCount}}
              templates:
              - name: main
                dag:
                  tasks:
                  - {name: work, template: run, withSequence: {count: "{{count}}"} }
              - name: run
                container: {image: busybox, command: ["true"]}
            """;
        var folder = Directory.CreateTempSubdirectory("argosy-bench-").FullName;
        try
        {
            var engine = new WorkflowEngine(new EngineServices { Pods = new PodRunner(backEnd), FolderOf = name => Path.Combine(folder, name) });
            var ended = await engine.RunAsync(engine.Create(NodeJson.ToJson(ManifestReader.Read(workflow, null).Documents[0].Root)));
            if (ended["status"]?["phase"]?.ToString() != "Succeeded") throw new InvalidOperationException($"the run ended {ended["status"]?["phase"]}: {ended["status"]?["message"]}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
