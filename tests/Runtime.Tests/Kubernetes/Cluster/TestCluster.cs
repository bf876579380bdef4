using System.Diagnostics;
using System.Text.Json.Nodes;
using Argosy.Kubernetes;

namespace Argosy.Runtime.Tests.Kubernetes.Cluster;

/// <summary>
/// The API server that <c>ARGOSY_TEST_KUBECONFIG</c> (else <c>KUBECONFIG</c>) names, with Argo's CRDs; tests skip without one.
/// What stops and starts its parts needs <c>ARGOSY_CLUSTER_KIT</c>: a command that understands <c>kill|freeze|thaw|start COMPONENT</c>.
/// </summary>
internal static class TestCluster
{
    private const string Missing = "No test cluster: set ARGOSY_TEST_KUBECONFIG (or KUBECONFIG) to a kubeconfig of an API server with Argo's CRDs.";

    public static string Kubeconfig
    {
        get
        {
            var path = Environment.GetEnvironmentVariable("ARGOSY_TEST_KUBECONFIG") is { Length: > 0 } own ? own : Environment.GetEnvironmentVariable("KUBECONFIG");
            Assert.SkipWhen(string.IsNullOrEmpty(path) || !File.Exists(path), Missing);
            return path!;
        }
    }

    /// <summary>The cluster whose node runs pods: <c>KUBECONFIG</c>, else the same one.</summary>
    public static string NodeKubeconfig => Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } path && File.Exists(path) ? path : Kubeconfig;

    public static KubernetesWorkflowClient NodeClient() => KubernetesWorkflowClient.Open(new KubernetesConnectionOptions { Kubeconfig = NodeKubeconfig });

    public static KubernetesWorkflowClient Client(KubernetesConnectionOptions? options = null) =>
        KubernetesWorkflowClient.Open((options ?? new KubernetesConnectionOptions()) with { Kubeconfig = Kubeconfig });

    /// <summary>A namespace of the test's own.</summary>
    public static async Task<string> NamespaceAsync(KubernetesWorkflowClient client, CancellationToken cancellation)
    {
        var name = "t-" + Guid.NewGuid().ToString("n")[..10];
        await client.Api.CreateAsync(new ResourceKind("", "v1", "namespaces", "Namespace", Namespaced: false), null,
            new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } }, dryRun: false, cancellation);
        return name;
    }

    public static async Task KitAsync(string action, string component)
    {
        var command = Environment.GetEnvironmentVariable("ARGOSY_CLUSTER_KIT");
        Assert.SkipWhen(string.IsNullOrEmpty(command), "Nothing here can stop parts of the cluster: set ARGOSY_CLUSTER_KIT to its command.");
        var name = Environment.GetEnvironmentVariable("ARGOSY_CLUSTER_NAME") is { Length: > 0 } set ? new[] { "--name", set } : [];
        using var process = Process.Start(new ProcessStartInfo(command!, [action, component, .. name]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{action} {component}: {await output}");
    }

    public static void SkipWithoutKit() => Assert.SkipWhen(
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("ARGOSY_CLUSTER_KIT")), "Nothing here can stop parts of the cluster: set ARGOSY_CLUSTER_KIT to its command.");

    public static JsonObject Workflow(string? name = null, string label = "test") => new()
    {
        ["apiVersion"] = "argoproj.io/v1alpha1",
        ["kind"] = "Workflow",
        ["metadata"] = name is null
            ? new JsonObject { ["generateName"] = "hello-", ["labels"] = new JsonObject { ["argosy.test"] = label } }
            : new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["argosy.test"] = label } },
        ["spec"] = new JsonObject
        {
            ["entrypoint"] = "main",
            ["arguments"] = new JsonObject { ["parameters"] = new JsonArray(new JsonObject { ["name"] = "message", ["value"] = "hi" }) },
            ["templates"] = new JsonArray(new JsonObject
            {
                ["name"] = "main",
                ["container"] = new JsonObject { ["image"] = "alpine:3.23", ["command"] = new JsonArray("echo", "{{workflow.parameters.message}}") },
            }),
        },
    };
}
