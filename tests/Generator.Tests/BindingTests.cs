using System.Reflection;
using System.Text.Json.Nodes;
using Argosy.Functions;
using Argosy.Tests;
using Argosy.Workflows;

namespace Argosy.Generator.Tests;

/// <summary>The typed bindings of a workflow: how they read, and that they do what they say.</summary>
public class BindingTests
{
    private const string Source = """
        namespace Shop
        {
            public enum Level { Low, High }

            [Workflow(GenerateName = "order-")]
            public static partial class Order
            {
                [Outputs] public sealed record Parts(int[] Numbers, Artifact Files, string State);
                private sealed record Hidden(int X);

                [Function] private static Step<Parts> Split(string text, int parts) => throw new NotImplementedException();
                [Function] private static Step<int> Count(int part) => part * 2;
                [Function] private static Step<Hidden> Hide() => new Hidden(1);
                [Function] private static Step<string> Report(string message, double factor = 1.5) => $"{message} x {factor}";
                [Container("alpine"), Daemon] private static partial Step Serve();

                [Steps] private static Step<string> Inner(string message)
                {
                    var first = Report(message);
                    var second = Report(first, 2.5);
                    return second;
                }

                [Dag, Entrypoint]
                private static Step<string> Run(string text, int parts = 8, Level level = Level.High, bool client = false)
                {
                    var split = Split(text, parts);
                    var counts = split.Value.Numbers.Select(n => Count(n)).Collect();
                    var State = Hide();
                    Serve();
                    var inner = Inner($"{level} {client}");
                    return inner;
                }
            }

            public static class Caller
            {
                public static async Task<string> Call(ArgosyClient client)
                {
                    WorkflowRun<OrderNodes> run = await Order.SubmitAsync("a \"quoted\" text", level: Level.Low, argosyClient: client);
                    return run.Name;
                }

                public static async Task<string> CallWithInputs(ArgosyClient client) =>
                    (await Order.SubmitAsync(new OrderInputs { Text = "x", Parts = 3 }, client, new WorkflowSubmission { Name = "order-mine" })).Name;

                public static async Task<string> Read(ArgosyClient client, string name)
                {
                    var nodes = new OrderNodes(await client.Run(name).GetAsync(), name);
                    return $"{nodes.Result} {nodes.Split.State_} {nodes.Split.Numbers.Length} {nodes.Split.Files.Location?.S3?.Key} {nodes.Counts.Count} {nodes.Counts[1].Result} {nodes.Inner.Second.Result} {nodes.StateTask.NodePhase}";
                }
            }
        }
        """;

    private static readonly string s_source = Source.Replace("nodes.Split.State_", "nodes.Split.StateOutput", StringComparison.Ordinal);

    [Fact]
    public void Bindings_read_like_this()
    {
        var compiled = Compiled.WithRuntime(s_source);
        compiled.Accepted();
        Snapshot.Matches(compiled.Generated("Shop_Order.bindings.g.cs"), "cs.txt");
    }

    [Fact]
    public async Task Submitting_sends_the_manifest_with_its_arguments()
    {
        var memory = new InMemoryWorkflowClient();
        var assembly = Compiled.WithRuntime(s_source).Load();
        var name = await Call<string>(assembly, "Call", new ArgosyClient(memory, null, null));
        Assert.StartsWith("order-", name, StringComparison.Ordinal);
        var workflow = Assert.Single(memory.Objects);
        var given = workflow["spec"]!["arguments"]!["parameters"]!.AsArray().Select(p => $"{p!["name"]}={p["value"]}");
        Assert.Equal(["text=a \"quoted\" text", "parts=8", "level=Low", "client=false"], given);
        Assert.Equal("order", (string?)workflow["spec"]!["entrypoint"]);
        Assert.Equal("order-mine", await Call<string>(assembly, "CallWithInputs", new ArgosyClient(memory, null, null)));
    }

    [Fact]
    public async Task Nodes_read_their_typed_outputs()
    {
        var memory = new InMemoryWorkflowClient();
        memory.Put((JsonObject)JsonNode.Parse("""
            {"apiVersion":"argoproj.io/v1alpha1","kind":"Workflow","metadata":{"name":"order-1","namespace":"default"},"status":{"phase":"Succeeded","nodes":{
              "order-1":{"id":"order-1","name":"order-1","type":"DAG","phase":"Succeeded","outputs":{"parameters":[{"name":"result","value":"done"}]}},
              "a":{"id":"a","name":"order-1.split","type":"Pod","phase":"Succeeded","outputs":{"parameters":[{"name":"numbers","value":"[4,5]"},{"name":"state","value":"fine"}],"artifacts":[{"name":"files","s3":{"key":"k/files.tgz"}}]}},
              "g":{"id":"g","name":"order-1.counts","type":"TaskGroup","phase":"Succeeded"},
              "c1":{"id":"c1","name":"order-1.counts(1:5)","type":"Retry","phase":"Succeeded","outputs":{"parameters":[{"name":"result","value":"10"}]}},
              "c0":{"id":"c0","name":"order-1.counts(0:4)","type":"Pod","phase":"Succeeded","outputs":{"parameters":[{"name":"result","value":"8"}]}},
              "c1a":{"id":"c1a","name":"order-1.counts(1:5)(0)","type":"Pod","phase":"Succeeded"},
              "i":{"id":"i","name":"order-1.inner","type":"Steps","phase":"Succeeded"},
              "s":{"id":"s","name":"order-1.inner[1].second","type":"Pod","phase":"Succeeded","outputs":{"parameters":[{"name":"result","value":"High x 2.5"}]}},
              "h":{"id":"h","name":"order-1.State","type":"Pod","phase":"Omitted"}}}}
            """)!);
        var assembly = Compiled.WithRuntime(s_source).Load();
        var read = await Call<string>(assembly, "Read", new ArgosyClient(memory, null, null), "order-1");
        Assert.Equal("done fine 2 k/files.tgz 2 10 High x 2.5 Omitted", read);
    }

    [Fact]
    public async Task Registered_functions_run_with_their_inputs()
    {
        var assembly = Compiled.WithRuntime(s_source).Load();
        await Call<string>(assembly, "Call", new ArgosyClient(new InMemoryWorkflowClient(), null, null));
        var function = FunctionRegistry.Find("order/report");
        Assert.NotNull(function);
        var values = new Dictionary<string, string> { ["message"] = "it's $(HOME)", ["factor"] = "2.5" };
        var call = new FunctionCall(name => values.GetValueOrDefault(name), (_, path) => path, (_, path) => path, TestContext.Current.CancellationToken);
        await function.Invoke(call);
        Assert.Equal("it's $(HOME) x 2.5", call.Outputs["result"]);
    }

    [Fact]
    public void Without_the_runtime_nothing_needs_it()
    {
        var compiled = Compiled.From(s_source[..s_source.IndexOf("public static class Caller", StringComparison.Ordinal)] + "}");
        Assert.Empty(compiled.Errors());
        Assert.DoesNotContain(compiled.Result.Results[0].GeneratedSources, source => source.SourceText.ToString().Contains("ArgosyClient", StringComparison.Ordinal) || source.SourceText.ToString().Contains("Registry", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_of_the_user_stay_the_users()
    {
        var compiled = Compiled.WithRuntime("""
            public class SampleNodes;
            public class SampleInputs;

            [Workflow]
            public static partial class Sample
            {
                private enum Secret { A }
                public static void SubmitAsync() { }
                [Container("x")] private static partial Step<string> ANode(string client);
                [Container("x")] private static partial Step<string> Fields(string submission, string cancellationToken, decimal price = 1.5m, float rate = 0.1f, long many = 5_000_000_000, string? none = null, char letter = 'x');

                [Dag, Entrypoint]
                private static void Run(string client, string submission, string cancellationToken, string inputs = "a\nb")
                {
                    var Equals = ANode(client);
                    var ANodeNode = ANode(submission);
                    var NodeName = ANode(cancellationToken);
                    var _2nd = ANode(inputs);
                    var class_ = ANode(Equals);
                }
            }

            [WorkflowTemplate]
            public static partial class Library
            {
                [Container("x"), Entrypoint] private static partial Step<string> Leaf(int n = -3);
            }

            public static class Outer
            {
            }
            """);
        compiled.Accepted();
        compiled.Load();
        Assert.Contains("SubmitWorkflowAsync(string @client, string @submission, string @cancellationToken, string @inputs = \"a\\nb\", global::Argosy.ArgosyClient? argosyClient = null", compiled.Generated("Sample.bindings.g.cs"), StringComparison.Ordinal);
        Assert.Contains("class SampleWorkflowNodes", compiled.Generated("Sample.bindings.g.cs"), StringComparison.Ordinal);
        Assert.Contains("int @n = -3", compiled.Generated("Library.bindings.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rejected_workflow_leaves_its_callers_alone()
    {
        var compiled = Compiled.WithRuntime(s_source.Replace("            Serve();\n", "            while (true) Serve();\n", StringComparison.Ordinal));
        Assert.Empty(compiled.Errors());
        Assert.Null(compiled.Yaml());
    }

    private static async Task<T> Call<T>(Assembly assembly, string method, params object[] arguments) =>
        await (Task<T>)assembly.GetType("Shop.Caller")!.GetMethod(method)!.Invoke(null, arguments)!;
}
