using System.CommandLine;
using System.Text.Json.Nodes;
using Argosy.Engine;
using Argosy.Engine.Pods;
using Argosy.Engine.Pods.Executor;
using Argosy.Kubernetes;
using Argosy.Yaml;

namespace Argosy.Cli.Running;

/// <summary>
/// The options of every command that starts the engine: how containers run, and which objects serve them. <c>ARGOSY_BACKEND</c> and <c>ARGOSY_IMAGE_MAP</c> (entries with
/// commas between them) stand in for missing ones, so that <c>submit</c> and <c>retry</c>, whose engine is a process of its own, can be told too.
/// </summary>
internal sealed class RunEngineFlags
{
    private readonly Option<string> _backEnd = Flags.Text("--backend", "How containers run: auto, podman, docker or host");
    private readonly Option<string[]> _images = Flags.Texts("--image-map", "What an image is on this machine: IMAGE=host, IMAGE=FOLDER, IMAGE=OTHER-IMAGE, or a file of such lines");
    private readonly Option<string[]> _configMaps = Flags.Texts("--configmap", "A file with ConfigMaps that the run may read");
    private readonly Option<string[]> _secrets = Flags.Texts("--secret", "A file with Secrets that the run may read");
    private readonly Option<long?> _podsAtOnce = Flags.Number("--max-pods", "How many pods run at a time; the others wait");
    private readonly Option<string[]> _nodeLabels = Flags.Texts("--node-label", "A label KEY=VALUE that this machine counts as having for a nodeSelector; * for every label");
    private readonly Option<bool> _withCluster = Flags.Flag("--with-cluster", "Let resource templates act on the cluster of the kubeconfig");
    private readonly Option<bool> _argoHangs = Flags.Flag("--argo-hangs", "Hang for ever where Argo would, instead of ending with an error");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _backEnd, _images, _configMaps, _secrets, _podsAtOnce, _nodeLabels, _withCluster, _argoHangs })
            command.Add(option);
    }

    /// <summary>What the engine of a run needs; the text says how containers run.</summary>
    public EngineServices Open(CliRun run, EngineHome home, out string backEnd)
    {
        var images = new ImageMap();
        try
        {
            var named = run.Value(_images) is { Length: > 0 } given ? given : (run.Context.Environment("ARGOSY_IMAGE_MAP") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
            foreach (var entry in named)
                images.Add(File.Exists(run.Context.PathOf(entry)) ? run.Context.PathOf(entry) : entry);
        }
        catch (ArgumentException e)
        {
            throw new CliException(e.Message);
        }
        var chosen = ContainerBackEnds.Choose(run.Value(_backEnd) is { Length: > 0 } name ? name : run.Context.Environment("ARGOSY_BACKEND") is { Length: > 0 } set ? set : "auto", images, out var problem);
        if (chosen is null && run.Given(_backEnd))
            throw new CliException(problem!);
        backEnd = chosen?.Name ?? "functions only: " + problem;
        return new EngineServices
        {
            Pods = new PodRunner(chosen, problem, (int)(run.Value(_podsAtOnce) ?? 64)) { NodeLabels = NodeLabels(run), Cluster = Cluster(run) },
            FolderOf = home.RunFolder,
            Clock = run.Context.Clock,
            ArgoHangs = run.Value(_argoHangs),
        };
    }

    /// <summary>Labels that this machine counts as having.</summary>
    public IReadOnlyList<string> NodeLabels(CliRun run) => run.Value(_nodeLabels) ?? [];

    /// <summary>The cluster that resource templates act on; null: none was asked for.</summary>
    public ClusterObjects? Cluster(CliRun run) => run.Value(_withCluster) ? _cluster ??= OpenCluster(run) : null;

    private ClusterObjects? _cluster;

    /// <summary>The cluster of the kubeconfig, for what acts on its objects.</summary>
    public static ClusterObjects OpenCluster(CliRun run)
    {
        try
        {
            return new ClusterObjects(new KubernetesApi(KubernetesConnection.Open(ClusterTarget.Options(run))));
        }
        catch (KubernetesConfigurationException e)
        {
            throw new CliException(e.Message);
        }
    }

    /// <summary>The objects in the files of <c>--configmap</c> and <c>--secret</c>.</summary>
    public IReadOnlyList<JsonObject> Documents(CliRun run)
    {
        var documents = new List<JsonObject>();
        foreach (var file in (run.Value(_configMaps) ?? []).Concat(run.Value(_secrets) ?? []))
        {
            foreach (var piece in ManifestReader.ReadFile(run.Context.PathOf(file)).Pieces)
            {
                if (piece.Problem is { } bad)
                    throw new CliException(bad.ToString());
                if (piece.Root is Manifests.Tree.MapNode map)
                    documents.Add(NodeJson.ToJson(map));
            }
        }
        return documents;
    }

    /// <summary>The options again, for a later engine of the same run.</summary>
    public IReadOnlyList<string> Words(CliRun run)
    {
        var words = new List<string>();
        if (run.Value(_backEnd) is { Length: > 0 } backEnd)
            words.AddRange(["--backend", backEnd]);
        foreach (var entry in run.Value(_images) ?? [])
            words.AddRange(["--image-map", File.Exists(run.Context.PathOf(entry)) ? run.Context.PathOf(entry) : entry]);
        if (run.Value(_podsAtOnce) is { } limit)
            words.AddRange(["--max-pods", limit.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        foreach (var label in run.Value(_nodeLabels) ?? [])
            words.AddRange(["--node-label", label]);
        if (run.Value(_withCluster))
        {
            words.Add("--with-cluster");
            words.AddRange(run.Globals.Kube.Words(run));
        }
        if (run.Value(_argoHangs))
            words.Add("--argo-hangs");
        return words;
    }
}
