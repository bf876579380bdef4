using System.Diagnostics;
using System.Globalization;
using System.Text;
using Argosy.Engine;
using Argosy.Engine.Pods;
using Argosy.Engine.Store;
using Argosy.Models;
using Argosy.Yaml;

namespace Argosy.Runtime.Tests.Operator;

/// <summary>Runs of many nodes: what a node costs must not grow with their number.</summary>
public sealed class ScaleTests
{
    // ARGOSY_SCALE=10000 measures the real size; the checks of every change take less.
    private static readonly int s_nodes = int.TryParse(Environment.GetEnvironmentVariable("ARGOSY_SCALE"), CultureInfo.InvariantCulture, out var n) ? n : 2000;

    private static string Loop(int items, string kind) => kind switch
    {
        "steps" => $"{{name: main, steps: [[{{name: a, template: work, arguments: {{parameters: [{{name: v, value: \"{{{{item}}}}\"}}]}}, withSequence: {{count: {items}}}}}]]}}",
        "loop" => $"{{name: main, dag: {{tasks: [{{name: a, template: work, arguments: {{parameters: [{{name: v, value: \"{{{{item}}}}\"}}]}}, withSequence: {{count: {items}}}}}]}}}}",
        "limited" => $"{{name: main, parallelism: 50, steps: [[{{name: a, template: work, arguments: {{parameters: [{{name: v, value: \"{{{{item}}}}\"}}]}}, withSequence: {{count: {items}}}}}]]}}",
        _ => Tasks(items, kind),
    };

    private static string Tasks(int items, string kind)
    {
        // Independent tasks, or chains of twenty.
        var text = new StringBuilder("{name: main, dag: {tasks: [");
        for (var i = 0; i < items; i++)
            text.Append(CultureInfo.InvariantCulture, $"{{name: t{i}, template: work, arguments: {{parameters: [{{name: v, value: x{i}}}]}}{(kind == "chains" && i % 20 > 0 ? $", dependencies: [t{i - 1}]" : "")}}}, ");
        return text.Append("]}}").ToString();
    }

    [Theory]
    [InlineData("steps")]
    [InlineData("loop")]
    [InlineData("limited")]
    [InlineData("tasks")]
    [InlineData("chains")]
    public async Task Nodes_cost_the_same_however_many_there_are(string kind)
    {
        await RunAsync(kind, 50);
        var few = await RunAsync(kind, s_nodes / 8);
        var many = await RunAsync(kind, s_nodes);
        var memory = GC.GetTotalMemory(forceFullCollection: true) / 1_000_000;
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}: {s_nodes / 8} nodes {few.TotalSeconds:F1} s, {s_nodes} nodes {many.TotalSeconds:F1} s ({s_nodes / many.TotalSeconds:F0}/s), {memory} MB left, {Environment.WorkingSet / 1_000_000} MB of process"));
        // Eight times as many nodes: 64 times as long would be a cost that grows with the number. Other work on the machine blurs the rest.
        Assert.True(many < 24 * few + TimeSpan.FromSeconds(2), $"{s_nodes / 8} nodes took {few}, {s_nodes} took {many}");
    }

    private static async Task<TimeSpan> RunAsync(string kind, int nodes)
    {
        var folder = Directory.CreateTempSubdirectory("argosy-scale-").FullName;
        try
        {
            var services = new EngineServices { Pods = new NoPods(), Validate = _ => null };
            var text = $"apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {{name: w}}\nspec:\n  entrypoint: main\n  templates:\n  - {Loop(nodes, kind)}\n  - {{name: work, inputs: {{parameters: [{{name: v}}]}}, container: {{image: stub, command: [ok, \"{{{{inputs.parameters.v}}}}\"]}}}}\n";
            var file = ManifestReader.Read(text, "w.yaml");
            var engine = new WorkflowEngine(services);
            var host = engine.Create(NodeJson.ToJson(file.Documents[0].Root), _ => new RunJournal(new RunFolder(Path.Combine(folder, "w"))));
            var watch = Stopwatch.StartNew();
            var result = await engine.RunAsync(host, TestContext.Current.CancellationToken);
            watch.Stop();
            Assert.Equal("Succeeded", result.Object("status").Text("phase"));
            Assert.Equal(nodes, result.Object("status").Object("nodes")!.Count(n => n.Value!["type"]!.ToString() == "Pod"));
            return watch.Elapsed;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class NoPods : IPodRunner
    {
        public async Task<PodResult> RunAsync(PodRequest request, IPodObserver observer, CancellationToken cancellation)
        {
            await Task.Yield();
            observer.Running("10.0.0.9", "here");
            return new PodResult { Phase = "Succeeded", Outputs = new Outputs { ExitCode = "0" }, StartedAt = DateTimeOffset.UtcNow, FinishedAt = DateTimeOffset.UtcNow };
        }
    }
}
