using System.Text.Json.Nodes;
using System.Threading.Channels;
using Argosy.Engine.Artifacts;
using Argosy.Engine.Pods;
using Argosy.Engine.Store;
using Argosy.Models;

namespace Argosy.Engine;

/// <summary>One run in this process: hears of its pods, lets the operator pass over it after each event, keeps its state, and starts what the pass asked for.</summary>
internal sealed class RunHost
{
    private readonly EngineServices _services;
    private readonly Operation _operation;
    private readonly IRunLog _log;
    private readonly object _gate;
    private readonly Channel<RunEvent> _events = Channel.CreateUnbounded<RunEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, CancellationTokenSource> _stops = new(StringComparer.Ordinal);
    private readonly List<Task> _tasks = [];
    private readonly CancellationTokenSource _ending = new();
    private readonly bool _isPrecise;
    private PodRun? _podRun;
    private bool _isPassing;

    private const int MostPassesInARow = 300;

    public RunHost(EngineServices services, Operation operation, IRunLog log, object gate)
    {
        _services = services;
        _operation = operation;
        _log = log;
        _gate = gate;
        operation.StartNow = StartNow;
        // Hooks look at phases that a short pod has only for a moment: each is then given a pass of its own.
        _isPrecise = GoJson.Text(operation.Workflow).Contains("\"hooks\"", StringComparison.Ordinal) || operation.Spec.ContainsKey("workflowTemplateRef");
    }

    private sealed record RunEvent(Action<Operation> Apply, string? Runs = null, string? Ends = null);

    public string Name => _operation.Name;

    /// <summary>The workflow's key among locks.</summary>
    public string Key => $"{_operation.Namespace}/{_operation.Name}";

    /// <summary>Told after each pass that changed something.</summary>
    public event Action<RunHost>? Changed;

    /// <summary>Told with each node that changed, after the pass.</summary>
    public event Action<Node>? NodeChanged;

    /// <summary>The Workflow object as it stands.</summary>
    public JsonObject Snapshot()
    {
        lock (_gate)
            return _operation.ToObject();
    }

    /// <summary>Wakes the run, because something outside it changed.</summary>
    public void Nudge() => Post(new RunEvent(_ => { }));

    /// <summary>Changes the object as a command does; the change sees the object as it stands and nothing comes between.</summary>
    public Task<JsonObject> UpdateAsync(Func<JsonObject, JsonObject> change)
    {
        var done = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        var posted = Post(new RunEvent(operation =>
        {
            try
            {
                operation.Replace(change(operation.ToObject()));
                done.SetResult(operation.ToObject());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        }));
        if (!posted)
            done.SetException(new OperationException($"workflow {Name} has ended"));
        return done.Task;
    }

    /// <summary>Runs to the end. When the engine is ended first, everything that runs is ended and the state is kept so that the run can go on.</summary>
    public async Task<JsonObject> RunAsync(CancellationToken cancellation)
    {
        try
        {
            var inARow = 0;
            while (true)
            {
                // A change may let something go on in the next pass; what changes in every pass (a defect) must not burn the machine.
                var again = PassOnce() && ++inARow < MostPassesInARow;
                if (_operation.IsCompleted)
                    break;
                if (!again)
                    inARow = 0;
                if (!again && !await WaitAsync(cancellation).ConfigureAwait(false))
                    EndHang();
                if (_operation.IsCompleted)
                    break;
                ApplyEvents();
            }

            await CollectArtifactsAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _events.Writer.TryComplete();
            await _ending.CancelAsync().ConfigureAwait(false);
            try
            {
                await Task.WhenAll(_tasks).WaitAsync(TimeSpan.FromSeconds(10), CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or TimeoutException)
            {
                // What is left was told to end.
            }

            lock (_gate)
                _log.Close(_operation);
        }

        return Snapshot();
    }

    /// <summary>Removes the artifacts that are to go with the end of the workflow.</summary>
    private async Task CollectArtifactsAsync(CancellationToken cancellation)
    {
        var ended = Snapshot();
        if (!ArtifactCollector.IsAsked(ended, ArtifactCollector.OnCompletion))
            return;
        try
        {
            await ArtifactCollector.CollectAsync(ended, PodRunOf(), ArtifactCollector.OnCompletion, cancellation).ConfigureAwait(false);
        }
        catch (ArtifactException e)
        {
            // As in Argo, the workflow's own end stays what it is.
            await Console.Error.WriteLineAsync($"artifacts of {Name} could not be removed: {e.Message}").ConfigureAwait(false);
        }

        lock (_gate)
        {
            _operation.Replace(ended);
            if (ended.Object("status").Object("artifactGCStatus") is { } told)
                _operation.Status["artifactGCStatus"] = told.DeepClone();
            Keep();
        }
    }

    private void EndHang()
    {
        lock (_gate)
        {
            _operation.EndAsHanging();
            Keep();
        }
    }

    private bool Post(RunEvent runEvent) => _events.Writer.TryWrite(runEvent);

    private bool PassOnce()
    {
        bool again;
        lock (_gate)
        {
            _isPassing = true;
            _operation.Pass();
            _isPassing = false;
            again = Keep();
            Start();
        }

        return again;
    }

    private bool Keep()
    {
        var changes = _operation.Nodes.TakeChanges();
        var status = _operation.TakeStatusChange();
        if (changes.Count == 0 && !status)
            return false;
        _log.Write(_operation, changes, status);
        if (NodeChanged is { } listener)
            foreach (var node in changes)
                listener(node);
        Changed?.Invoke(this);
        return changes.Count > 0;
    }

    private void Start()
    {
        foreach (var node in _operation.TakeStops())
            if (_stops.TryGetValue(node.Id, out var stop))
                _ = stop.CancelAsync();
        foreach (var start in _operation.TakeStarts())
            StartPod(start);
        foreach (var (node, template) in _operation.TakeRequests())
            _tasks.Add(SendAsync(node, template));
        if (_tasks.Count > 256)
            _tasks.RemoveAll(t => t.IsCompletedSuccessfully);
    }

    private void StartPod(Operation.PodStart start)
    {
        var stop = new CancellationTokenSource();
        _stops[start.Node.Id] = stop;
        PodRunOf();
        _tasks.Add(RunPodAsync(start, stop));
    }

    private PodRun PodRunOf() => _podRun ??= new PodRun
    {
        WorkflowName = _operation.Name,
        Namespace = _operation.Namespace,
        WorkflowUid = _operation.Metadata.Text("uid") ?? "",
        Spec = ArgoJson.Read<WorkflowSpec>(_operation.EffectiveSpec),
        Folder = _services.FolderOf(_operation.Name),
        Config = _services.Config,
        Repository = RepositoryReference.Resolve(_operation.Status, _services.Config) ?? _services.Repository,
    };

    private string? StartNow(Operation.PodStart start)
    {
        StartPod(start);
        var task = _tasks[^1];
        // Whether a pod can be made is seen before anything is waited for.
        return task.IsCompleted && _refused.Remove(start.Node.Id, out var message) ? message : null;
    }

    private readonly Dictionary<string, string> _refused = new(StringComparer.Ordinal);

    private async Task RunPodAsync(Operation.PodStart start, CancellationTokenSource stop)
    {
        var node = start.Node;
        try
        {
            PodRequest request;
            try
            {
                request = new PodRequest
                {
                    Run = _podRun!,
                    Template = ArgoJson.Read<Template>(start.Template),
                    NodeId = node.Id,
                    NodeName = node.Name,
                    PodName = start.PodName,
                    CaptureResult = start.CaptureResult,
                    DeadlineSeconds = start.DeadlineSeconds,
                    Stop = stop.Token,
                };
            }
            catch (System.Text.Json.JsonException e)
            {
                throw new PodRefusedException($"the template of {node.DisplayName} cannot be read: {e.Message}");
            }

            var result = await _services.Pods.RunAsync(request, new Observer(this, node), _ending.Token).ConfigureAwait(false);
            Post(new RunEvent(o => o.PodEnded(node, result), Ends: node.Id));
        }
        catch (PodRefusedException e)
        {
            lock (_gate)
            {
                if (_isPassing)
                {
                    _refused[node.Id] = e.Message;
                    return;
                }
            }

            Post(new RunEvent(o => o.PodIsRefused(node, e.Message)));
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            var result = new PodResult { Phase = Phases.Error, Message = $"the pod could not be run: {e.Message}", FinishedAt = DateTimeOffset.UtcNow };
            Post(new RunEvent(o => o.PodEnded(node, result), Ends: node.Id));
        }
    }

    private async Task SendAsync(Node node, JsonObject template)
    {
        try
        {
            var (phase, message, outputs) = await _services.Http.SendAsync(template, Secret, _ending.Token).ConfigureAwait(false);
            Post(new RunEvent(o => o.RequestEnded(node, phase, message, outputs)));
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
        }
    }

    private string? Secret(string name, string key)
    {
        var secret = _services.Config.Secret(name);
        if (secret?.StringData is { } texts && texts.TryGetValue(key, out var text))
            return text;
        return secret?.Data is { } data && data.TryGetValue(key, out var bytes) ? System.Text.Encoding.UTF8.GetString(bytes) : null;
    }

    private void ApplyEvents()
    {
        var ran = new HashSet<string>(StringComparer.Ordinal);
        lock (_gate)
        {
            while (_events.Reader.TryPeek(out var next))
            {
                if (_isPrecise && next.Ends is { } ended && ran.Contains(ended))
                    return;
                if (!_events.Reader.TryRead(out next))
                    return;
                if (next.Runs is { } runs)
                    ran.Add(runs);
                next.Apply(_operation);
            }
        }
    }

    /// <summary>Waits for an event or the next timer; false if neither can come.</summary>
    private async Task<bool> WaitAsync(CancellationToken cancellation)
    {
        if (_events.Reader.TryPeek(out _))
            return true;
        TimeSpan? timer = null;
        bool hangs;
        lock (_gate)
        {
            if (_operation.WakeAt is { } at)
                timer = at - _operation.Now;
            hangs = !_services.ArgoHangs && !_operation.HasPendingWork && (!_operation.WaitsForLock || _operation.HoldsEveryAwaitedLock);
        }

        if (hangs)
            return false;
        if (timer is { } t && t <= TimeSpan.Zero)
            return true;
        if (timer is { } wait)
        {
            using var timeout = new CancellationTokenSource(wait > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : wait + TimeSpan.FromMilliseconds(2), _services.Clock);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
            try
            {
                await _events.Reader.WaitToReadAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
            }

            return true;
        }

        await _events.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false);
        return true;
    }

    private sealed class Observer(RunHost host, Node node) : IPodObserver
    {
        public void Waiting(string? message) => host.Post(new RunEvent(o => o.PodWaits(node, message)));

        public void Running(string podIP, string hostName) => host.Post(new RunEvent(o => o.PodRuns(node, podIP, hostName), Runs: node.Id));

        public void Ready() => host.Post(new RunEvent(o => o.PodIsReady(node)));

        public void Progress(string progress) => host.Post(new RunEvent(o => o.PodProgresses(node, progress)));

        public void Container(ContainerStatus status) => host.Post(new RunEvent(o => o.ContainerChanges(node, status)));
    }
}
