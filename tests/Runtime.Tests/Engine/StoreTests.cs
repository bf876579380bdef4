using System.Text.Json.Nodes;
using Argosy.Engine;
using Argosy.Engine.Store;
using Argosy.Yaml;

namespace Argosy.Runtime.Tests.Operator;

/// <summary>What is kept of runs on disk.</summary>
public sealed class StoreTests : IDisposable
{
    private const string Steps = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {name: w}
        spec:
          entrypoint: main
          templates:
          - {name: main, steps: [[{name: a, template: leaf}], [{name: b, template: leaf, withItems: [1, 2, 3]}]]}
          - {name: leaf, container: {image: stub, command: [ok]}}
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("argosy-store-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static JsonObject Read(string yaml) => NodeJson.ToJson(ManifestReader.Read(yaml, "w.yaml").Documents[0].Root);

    private static EngineServices Services() => new() { Pods = new StubPods(), Validate = _ => null };

    [Fact]
    public async Task What_is_on_disk_is_the_state_after_each_pass()
    {
        var folder = new RunFolder(Path.Combine(_root, "w"));
        var engine = new WorkflowEngine(Services());
        var host = engine.Create(Read(Steps), _ => new RunJournal(folder));
        var differences = new List<string>();
        var passes = 0;
        host.Changed += h =>
        {
            passes++;
            var (kept, now) = (Nodes(folder.Read()!), Nodes(h.Snapshot()));
            if (kept != now)
                differences.Add($"kept {kept}\nis {now}");
        };
        await engine.RunAsync(host, TestContext.Current.CancellationToken);
        Assert.True(passes > 3);
        Assert.Empty(differences);
    }

    [Fact]
    public async Task Lines_read_twice_and_a_torn_last_line_change_nothing()
    {
        var folder = new RunFolder(Path.Combine(_root, "w"));
        var engine = new WorkflowEngine(Services());
        var host = engine.Create(Read(Steps), _ => new RunJournal(folder));
        var checks = 0;
        host.Changed += _ =>
        {
            var copy = new RunFolder(Path.Combine(_root, "copy"));
            Directory.CreateDirectory(copy.Path);
            File.WriteAllText(copy.ObjectFile, RunFolder.ReadShared(folder.ObjectFile));
            var lines = RunFolder.ReadShared(folder.JournalFile);
            File.WriteAllText(copy.JournalFile, lines + lines + "{\"status\":{\"phase\":\"Err");
            Assert.Equal(folder.Read()!.ToJsonString(), copy.Read()!.ToJsonString());
            checks++;
        };
        await engine.RunAsync(host, TestContext.Current.CancellationToken);
        Assert.True(checks > 3);
    }

    [Fact]
    public async Task A_run_cut_off_anywhere_goes_on_to_its_end()
    {
        var runs = new LocalRuns(_root);
        runs.Create(Read(Steps), []);
        for (var cut = 1; cut < 30; cut++)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            var changes = 0;
            try
            {
                var result = await runs.RunAsync("w", Services(), host => host.Changed += _ =>
                {
                    if (++changes == cut)
                        stop.Cancel();
                }, stop.Token);
                Assert.Equal("Succeeded", result.Object("status").Text("phase"));
                Assert.Equal(7, result.Object("status").Object("nodes")!.Count);
                return;
            }
            catch (OperationCanceledException)
            {
                Assert.NotNull(runs.Get("w"));
            }
        }

        Assert.Fail("it never ended");
    }

    [Fact]
    public async Task What_one_run_memoized_serves_the_next()
    {
        const string Memoized = """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {name: NAME}
            spec:
              entrypoint: main
              templates:
              - name: main
                memoize: {key: k, cache: {configMap: {name: kept}}}
                container: {image: stub, command: [print, hello]}
                outputs: {parameters: [{name: p, valueFrom: {path: /p}}]}
            """;
        var runs = new LocalRuns(_root);
        foreach (var (name, hit) in new[] { ("one", false), ("two", true) })
        {
            runs.Create(Read(Memoized.Replace("NAME", name, StringComparison.Ordinal)), []);
            var result = await runs.RunAsync(name, Services(), null, TestContext.Current.CancellationToken);
            var node = (JsonObject)result.Object("status").Object("nodes")!.Single().Value!;
            Assert.Equal("Succeeded", node.Text("phase"));
            Assert.Equal(hit, node.Object("memoizationStatus").Flag("hit"));
            Assert.Equal("hello", node.Object("outputs").Items("parameters").Single().Text("value"));
        }
    }

    private static string Nodes(JsonObject workflow) =>
        workflow.Object("status").Text("phase") + " " + string.Join(" ", (workflow.Object("status").Object("nodes") ?? []).Select(n => $"{n.Value!["name"]}={n.Value!["phase"]}").Order(StringComparer.Ordinal));
}
