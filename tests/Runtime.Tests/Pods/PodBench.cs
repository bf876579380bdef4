using System.Text.Json.Nodes;
using Argosy.Engine.Pods;
using Argosy.Models;

namespace Argosy.Runtime.Tests.Pods;

/// <summary>Runs single pods in a folder of their own.</summary>
internal sealed class PodBench : IDisposable
{
    private int _count;

    public PodBench()
    {
        Folder = Directory.CreateTempSubdirectory("argosy-pods-").FullName;
    }

    public string Folder { get; }

    public ConfigSource Config { get; } = new();

    public ImageMap Images { get; } = new();

    public ArtifactRepository? Repository { get; set; }

    public Recorder Observer { get; } = new();

    public IContainerBackEnd? BackEnd { get; set; }

    /// <summary>Runs a template, given as JSON with single quotes for double ones.</summary>
    public Task<PodResult> RunAsync(string template, bool capture = false, string spec = "{}", double? deadline = null, CancellationTokenSource? stop = null, CancellationTokenSource? cancellation = null, string? pod = null)
    {
        var backEnd = BackEnd ?? ContainerBackEnds.Choose("host", Images, out _);
        if (backEnd is null)
            Assert.Skip("host processes are not possible here");
        var request = new PodRequest
        {
            Run = new PodRun
            {
                WorkflowName = "wf",
                Namespace = "default",
                WorkflowUid = "uid-1",
                Spec = ArgoJson.Read<WorkflowSpec>(Json(spec)),
                Folder = Path.Combine(Folder, "run"),
                Config = Config,
                Repository = Repository,
            },
            Template = ArgoJson.Read<Template>(Json(template)),
            NodeId = "wf-1",
            NodeName = "wf[0].p",
            PodName = pod ?? "wf-p-" + Interlocked.Increment(ref _count),
            CaptureResult = capture,
            DeadlineSeconds = deadline,
            Stop = stop?.Token ?? CancellationToken.None,
        };
        return new PodRunner(backEnd).RunAsync(request, Observer, cancellation?.Token ?? TestContext.Current.CancellationToken);
    }

    public static JsonNode Json(string text) => JsonNode.Parse(text.Contains('"', StringComparison.Ordinal) ? text : text.Replace('\'', '"'))!;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    internal sealed class Recorder : IPodObserver
    {
        public List<string> Heard { get; } = [];

        private void Add(string text)
        {
            lock (Heard)
                Heard.Add(text);
        }

        public void Waiting(string? message) => Add("waiting " + message);

        public Action? OnRunning { get; set; }

        public void Running(string podIP, string hostName)
        {
            Add("running");
            OnRunning?.Invoke();
        }

        public void Ready() => Add("ready");

        public void Progress(string progress) => Add("progress " + progress);

        public void Container(ContainerStatus status) => Add($"{status.Name} {status.ExitCode}");
    }
}
