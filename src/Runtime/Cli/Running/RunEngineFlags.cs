using System.CommandLine;
using Argosy.Engine;
using Argosy.Engine.Pods;
using Argosy.Engine.Store;
using Argosy.Yaml;

namespace Argosy.Cli.Running;

/// <summary>The options of every command that starts the engine: how containers run, and which objects serve them.</summary>
internal sealed class RunEngineFlags
{
    private readonly Option<string> _backEnd = Flags.Text("--backend", "How containers run: auto, podman, docker or host");
    private readonly Option<string[]> _images = Flags.Texts("--image-map", "What an image is on this machine: IMAGE=host, IMAGE=FOLDER, IMAGE=OTHER-IMAGE, or a file of such lines");
    private readonly Option<string[]> _configMaps = Flags.Texts("--configmap", "A file with ConfigMaps that the run may read");
    private readonly Option<string[]> _secrets = Flags.Texts("--secret", "A file with Secrets that the run may read");
    private readonly Option<long?> _podsAtOnce = Flags.Number("--max-pods", "How many pods run at a time; the others wait");
    private readonly Option<bool> _argoHangs = Flags.Flag("--argo-hangs", "Hang for ever where Argo would, instead of ending with an error");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _backEnd, _images, _configMaps, _secrets, _podsAtOnce, _argoHangs })
            command.Add(option);
    }

    /// <summary>The engine with everything that the files give it; the text says how containers run.</summary>
    public WorkflowEngine Open(CliRun run, EngineHome home, RunDocuments documents, out string backEnd)
    {
        var images = new ImageMap();
        try
        {
            foreach (var entry in run.Value(_images) ?? [])
                images.Add(File.Exists(run.Context.PathOf(entry)) ? run.Context.PathOf(entry) : entry);
        }
        catch (ArgumentException e)
        {
            throw new CliException(e.Message);
        }
        var chosen = ContainerBackEnds.Choose(run.Value(_backEnd) is { Length: > 0 } name ? name : "auto", images, out var problem);
        if (chosen is null && run.Given(_backEnd))
            throw new CliException(problem!);
        backEnd = chosen?.Name ?? "functions only: " + problem;
        var limit = (int)(run.Value(_podsAtOnce) ?? 64);
        var services = new EngineServices
        {
            Pods = new PodRunner(chosen, problem, limit),
            FolderOf = home.RunFolder,
            Clock = run.Context.Clock,
            ArgoHangs = run.Value(_argoHangs),
        };
        foreach (var document in documents.Others)
            services.TryAdd(document);
        foreach (var file in (run.Value(_configMaps) ?? []).Concat(run.Value(_secrets) ?? []))
        {
            var manifest = ManifestReader.ReadFile(run.Context.PathOf(file));
            foreach (var piece in manifest.Pieces)
            {
                if (piece.Problem is { } bad)
                    throw new CliException(bad.ToString());
                if (piece.Root is Manifests.Tree.MapNode map)
                    services.TryAdd(NodeJson.ToJson(map));
            }
        }
        return new WorkflowEngine(services);
    }

    /// <summary>Where the state of a run is kept.</summary>
    public Func<string, IRunLog>? LogOf(EngineHome home) => null;
}
