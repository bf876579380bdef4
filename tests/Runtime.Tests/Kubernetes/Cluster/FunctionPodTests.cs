using System.Text;
using System.Text.Json.Nodes;
using Argosy.Kubernetes;
using Argosy.Workflows;
using Argosy.Yaml;

namespace Argosy.Runtime.Tests.Kubernetes.Cluster;

/// <summary>
/// Functions of the sample LogReport in real pods, made from its emitted templates: inputs and outputs as Argo's executor hands them over,
/// which is played by an init container (input artifacts) and a second container (outputs). Needs a cluster with a node and
/// <c>ARGOSY_TEST_FUNCTION_IMAGE</c>, the sample's image on it (<c>eng/function-image.sh</c>).
/// </summary>
[Collection("cluster")]
public sealed class FunctionPodTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_function_reads_its_inputs_and_its_result_comes_back()
    {
        var image = Image();
        await using var client = TestCluster.NodeClient();
        var ns = await TestCluster.NamespaceAsync(client, Cancelled);
        await client.CreateAsync(ArgoKind.Workflow, ns, TestCluster.Workflow("run"), dryRun: false, Cancelled);
        await WaitForAccountAsync(client, ns);
        const string lines = """
            10.0.0.1 - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 100
            10.0.0.2 - - [10/Oct/2025:13:55:37 +0000] "GET /b HTTP/1.1" 404 50
            """;
        var pod = Pod("run-count", image, Template("count"), new Dictionary<string, string> { ["part"] = "0" });
        ((JsonArray)pod["spec"]!["volumes"]!).Add(new JsonObject { ["name"] = "inputs", ["emptyDir"] = new JsonObject() });
        ((JsonArray)pod["spec"]!["containers"]![0]!["volumeMounts"]!).Add(new JsonObject { ["name"] = "inputs", ["mountPath"] = "/argosy/inputs" });
        pod["spec"]!["initContainers"] = new JsonArray(new JsonObject
        {
            ["name"] = "init",
            ["image"] = "busybox:latest",
            ["command"] = new JsonArray("sh", "-c", "mkdir -p /in/files && printf '%s\\n' \"$LINES\" > /in/files/part-000.log"),
            ["env"] = new JsonArray(new JsonObject { ["name"] = "LINES", ["value"] = lines }),
            ["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "inputs", ["mountPath"] = "/in" }),
        });
        ((JsonArray)pod["spec"]!["containers"]!).Add(new JsonObject
        {
            ["name"] = "wait",
            ["image"] = "busybox:latest",
            ["command"] = new JsonArray("sh", "-c", "while [ ! -s /out/result ]; do sleep 0.2; done; sleep 0.3; cat /out/result; echo"),
            ["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "outputs", ["mountPath"] = "/out" }),
        });
        await client.Api.CreateAsync(ResourceKind.Pod, ns, pod, dryRun: false, Cancelled);
        var followed = new List<string>();
        var following = Task.Run(async () =>
        {
            await foreach (var line in client.LogsAsync(new LogRequest(ns, "run") { Follow = true }, Cancelled))
            {
                followed.Add($"{line.PodName}: {line.Content}");
            }
        }, Cancelled);

        var ended = await EndAsync(client, ns, "run-count");
        await new TestController(client, ns).SetAsync("run", "Succeeded", TestController.Nodes("run", "Succeeded"), Cancelled);
        await following.WaitAsync(TimeSpan.FromSeconds(60), Cancelled);

        Assert.Equal("Succeeded", (string?)ended["status"]!["phase"]);
        Assert.Equal(["run-count: part 0: 2 lines, 0 not understood"], followed);
        var result = JsonNode.Parse(await LogAsync(client, ns, "wait"))!;
        Assert.Equal(2, (int?)(result["lines"] ?? result["Lines"]));
        var main = ended["status"]!["containerStatuses"]!.AsArray().Single(status => (string?)status!["name"] == "main")!["state"]!["terminated"]!;
        TestContext.Current.TestOutputHelper?.WriteLine($"main ran from {main["startedAt"]} to {main["finishedAt"]}");
    }

    [Fact]
    public async Task A_function_that_fails_says_why()
    {
        var image = Image();
        await using var client = TestCluster.NodeClient();
        var ns = await TestCluster.NamespaceAsync(client, Cancelled);
        await client.CreateAsync(ArgoKind.Workflow, ns, TestCluster.Workflow("run"), dryRun: false, Cancelled);
        await WaitForAccountAsync(client, ns);
        await client.Api.CreateAsync(ResourceKind.Pod, ns, Pod("run-open", image, Template("open"), new Dictionary<string, string> { ["log"] = "/no such $(file) 'quoted'" }), dryRun: false, Cancelled);

        var ended = await EndAsync(client, ns, "run-open");

        Assert.Equal("Failed", (string?)ended["status"]!["phase"]);
        var terminated = ended["status"]!["containerStatuses"]![0]!["state"]!["terminated"]!;
        Assert.NotEqual(0, (int)terminated["exitCode"]!);
        Assert.Contains("There is no file '/no such $(file) 'quoted''", (string?)terminated["message"], StringComparison.Ordinal);
        var log = await LogAsync(client, ns, "main");
        Assert.Contains("There is no file '/no such $(file) 'quoted''", log, StringComparison.Ordinal);
    }

    private static string Image()
    {
        _ = TestCluster.NodeKubeconfig;
        var image = Environment.GetEnvironmentVariable("ARGOSY_TEST_FUNCTION_IMAGE");
        Assert.SkipWhen(string.IsNullOrEmpty(image), "No node with the sample's image: set ARGOSY_TEST_FUNCTION_IMAGE (eng/function-image.sh makes it).");
        return image!;
    }

    /// <summary>The template as the compiler wrote it.</summary>
    private static JsonObject Template(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Generator.sln")))
            {
                var bin = Path.Combine(folder.FullName, "samples", "LogReport", "bin");
                var manifest = Directory.Exists(bin) ? Directory.EnumerateFiles(bin, "log-report.yaml", SearchOption.AllDirectories).FirstOrDefault() : null;
                Assert.SkipWhen(manifest is null, "The sample LogReport is not built.");
                var workflow = NodeJson.ToJson(ManifestReader.ReadFile(manifest!).Documents[0].Root);
                return workflow["spec"]!["templates"]!.AsArray().OfType<JsonObject>().Single(template => (string?)template["name"] == name);
            }
        }

        throw new DirectoryNotFoundException("the repository");
    }

    /// <summary>A pod as the controller makes it from the template: tags replaced, labels set.</summary>
    private static JsonObject Pod(string name, string image, JsonObject template, Dictionary<string, string> inputs)
    {
        var container = (JsonObject)template["container"]!.DeepClone();
        foreach (var variable in container["env"]?.AsArray() ?? [])
        {
            foreach (var (input, value) in inputs)
            {
                if ((string?)variable!["value"] == "{{=sprig.b64enc(inputs.parameters['" + input + "'])}}")
                {
                    variable["value"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value));
                }
            }
        }

        Assert.DoesNotContain("{{", container.ToJsonString(), StringComparison.Ordinal);
        container["name"] = "main";
        container["image"] = image;
        container["imagePullPolicy"] = "IfNotPresent";
        container["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "outputs", ["mountPath"] = "/argosy/outputs" });
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["workflows.argoproj.io/workflow"] = "run" } },
            ["spec"] = new JsonObject
            {
                ["restartPolicy"] = "Never",
                ["containers"] = new JsonArray(container),
                ["volumes"] = new JsonArray(new JsonObject { ["name"] = "outputs", ["emptyDir"] = new JsonObject() }),
            },
        };
    }

    private static async Task WaitForAccountAsync(KubernetesWorkflowClient client, string ns)
    {
        for (var i = 0; i < 100; i++)
        {
            try
            {
                var account = await client.Api.GetAsync(ResourceKind.ServiceAccount, ns, "default", Cancelled);
                if (account["secrets"] is JsonArray { Count: > 0 })
                {
                    return;
                }
            }
            catch (KubernetesApiException e) when (e.IsNotFound)
            {
                // The controller manager makes it in a moment.
            }

            await Task.Delay(100, Cancelled);
        }
    }

    private static async Task<JsonObject> EndAsync(KubernetesWorkflowClient client, string ns, string pod)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        await foreach (var change in new ResourceWatch(client.Api, ResourceKind.Pod, ns, null, $"metadata.name={pod}").ReadAsync(limit.Token))
        {
            if ((string?)change.Object["status"]?["phase"] is "Succeeded" or "Failed")
            {
                return change.Object;
            }
        }

        throw new TimeoutException(pod);
    }

    private static async Task<string> LogAsync(KubernetesWorkflowClient client, string ns, string container)
    {
        var lines = new List<string>();
        await foreach (var line in client.LogsAsync(new LogRequest(ns, "run") { Container = container }, Cancelled))
        {
            lines.Add(line.Content);
        }

        return string.Join('\n', lines);
    }
}
