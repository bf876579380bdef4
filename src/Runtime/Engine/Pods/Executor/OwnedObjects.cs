using System.Text.Json.Nodes;
using Argosy.Kubernetes;

namespace Argosy.Engine.Pods.Executor;

/// <summary>The objects of clusters that a local run owns: a line each in a file of the run.</summary>
internal static class OwnedObjects
{
    private const string FileName = "cluster-objects.jsonl";
    private static readonly SemaphoreSlim s_gate = new(1, 1);

    public static async Task AddAsync(string runFolder, string cluster, ResourceKind kind, string ns, string name, string uid)
    {
        var line = new JsonObject
        {
            ["cluster"] = cluster,
            ["group"] = kind.Group,
            ["version"] = kind.Version,
            ["plural"] = kind.Plural,
            ["kind"] = kind.Kind,
            ["namespaced"] = kind.Namespaced,
            ["namespace"] = ns,
            ["name"] = name,
            ["uid"] = uid,
        };
        await s_gate.WaitAsync().ConfigureAwait(false);
        try
        {
            await File.AppendAllTextAsync(Path.Combine(runFolder, FileName), line.ToJsonString() + "\n").ConfigureAwait(false);
        }
        finally
        {
            s_gate.Release();
        }
    }

    /// <summary>Whether a run owns objects.</summary>
    public static bool Any(string runFolder) => File.Exists(Path.Combine(runFolder, FileName));

    /// <summary>Deletes what a run owns, the last first; an object that was made anew since by someone else stays.</summary>
    /// <exception cref="OperationException">They are in another cluster.</exception>
    public static async Task DeleteAsync(string runFolder, ClusterObjects cluster, CancellationToken cancellation)
    {
        var lines = (await File.ReadAllLinesAsync(Path.Combine(runFolder, FileName), cancellation).ConfigureAwait(false))
            .Where(l => l.EndsWith('}')).Select(l => (JsonObject)JsonNode.Parse(l)!).Reverse().ToList();
        if (lines.FirstOrDefault(l => l.Text("cluster") != cluster.Name) is { } elsewhere)
            throw new OperationException($"the run owns objects in {elsewhere.Text("cluster")}, and the current cluster is {cluster.Name}: choose the context with --context");
        foreach (var line in lines)
        {
            var kind = new ResourceKind(line.Text("group") ?? "", line.Text("version") ?? "", line.Text("plural") ?? "", line.Text("kind") ?? "", line.Flag("namespaced"));
            try
            {
                var live = await cluster.GetAsync(kind, line.Text("namespace")!, line.Text("name")!, cancellation).ConfigureAwait(false);
                if (live.Object("metadata").Text("uid") == line.Text("uid"))
                    await cluster.DeleteAsync(kind, line.Text("namespace")!, line.Text("name")!, "Background", cancellation).ConfigureAwait(false);
            }
            catch (KubernetesApiException e) when (e.IsNotFound)
            {
            }
        }
    }
}
