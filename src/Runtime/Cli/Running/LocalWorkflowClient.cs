using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argosy.Engine;
using Argosy.Engine.Artifacts;
using Argosy.Engine.Pods;
using Argosy.Engine.Pods.Executor;
using Argosy.Engine.Store;
using Argosy.Models;
using Argosy.Workflows;

namespace Argosy.Cli.Running;

/// <summary>The runs of this machine as a target of workflows: what commands do to a cluster's workflows they do to these.</summary>
internal sealed class LocalWorkflowClient : IWorkflowClient
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(150);
    private readonly LocalRuns _runs;
    private readonly EngineHome _home;
    private readonly Action<string> _startEngine;
    private readonly Func<string, CancellationToken, Task>? _deleteOwned;
    private readonly TimeProvider _clock;

    /// <param name="home">Where the runs are.</param>
    /// <param name="startEngine">Starts a process that goes on with the run of that name.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="deleteOwned">Deletes the objects of a cluster that the run in a folder owns.</param>
    public LocalWorkflowClient(EngineHome home, Action<string> startEngine, TimeProvider clock, Func<string, CancellationToken, Task>? deleteOwned = null)
    {
        _deleteOwned = deleteOwned;
        _home = home;
        _runs = new LocalRuns(home.Root);
        _startEngine = startEngine;
        _clock = clock;
    }

    public string Target => $"this machine ({_home.Root})";

    public string DefaultNamespace => "default";

    public DateTimeOffset Now => _clock.GetUtcNow();

    public Task<JsonObject> GetAsync(ArgoKind kind, string @namespace, string name, CancellationToken cancellationToken) =>
        Task.FromResult(Find(kind, name));

    public async IAsyncEnumerable<JsonObject> ListAsync(ArgoKind kind, string? @namespace, ListSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var workflow in Select(kind, @namespace, selection))
            yield return workflow;
    }

    public Task<JsonObject> CreateAsync(ArgoKind kind, string @namespace, JsonObject @object, bool dryRun, CancellationToken cancellationToken)
    {
        Only(kind);
        var workflow = (JsonObject)@object.DeepClone();
        Complete(workflow, @namespace, Now);
        if (dryRun)
            return Task.FromResult(workflow);
        var before = workflow.TextAt("metadata", "labels", WorkflowStates.LabelPreviousWorkflow);
        var known = before.Length > 0 && _runs.Folder(before).Exists;
        try
        {
            _runs.Create(workflow, known ? _runs.Documents(before) : []);
        }
        catch (OperationException)
        {
            throw WorkflowClientException.AlreadyExists(kind, workflow.Name());
        }

        // What served the old run and how its containers ran is what the new one of the same workflow needs.
        if (known)
            DetachedEngine.CopyOptions(_home, before, workflow.Name());
        Start(workflow.Name());
        return Task.FromResult(Find(kind, workflow.Name()));
    }

    public async Task<JsonObject> UpdateAsync(ArgoKind kind, string @namespace, JsonObject @object, CancellationToken cancellationToken)
    {
        var name = @object.Name();
        Find(kind, name);
        try
        {
            if (!await _runs.TryReplaceAsync(_runs.Folder(name), @object, cancellationToken).ConfigureAwait(false))
                throw WorkflowClientException.Conflict(kind, name);
        }
        catch (OperationException e)
        {
            throw new WorkflowClientException(ClientErrorCode.Internal, e.Message, e);
        }
        var changed = Find(kind, name);
        Start(name, changed);
        return changed;
    }

    public async Task<JsonObject> PatchAsync(ArgoKind kind, string @namespace, string name, JsonObject patch, CancellationToken cancellationToken)
    {
        Find(kind, name);
        try
        {
            var changed = await _runs.UpdateAsync(
                name,
                workflow =>
                {
                    Merge(workflow, patch);
                    return workflow;
                },
                cancellationToken).ConfigureAwait(false);
            Start(name, changed);
            return changed;
        }
        catch (OperationException e)
        {
            throw new WorkflowClientException(ClientErrorCode.Internal, e.Message, e);
        }
    }

    public Task<JsonObject> ApplyAsync(ArgoKind kind, string @namespace, JsonObject @object, bool force, bool dryRun, CancellationToken cancellationToken) =>
        _runs.Folder(@object.Name()).Exists
            ? PatchAsync(kind, @namespace, @object.Name(), @object, cancellationToken)
            : CreateAsync(kind, @namespace, @object, dryRun, cancellationToken);

    public async Task DeleteAsync(ArgoKind kind, string @namespace, string name, CancellationToken cancellationToken)
    {
        var workflow = Find(kind, name);
        try
        {
            if (!_runs.IsAlive(name))
            {
                Leftovers.Clean(_home.RunFolder(name));
                if (_deleteOwned is not null && OwnedObjects.Any(_home.RunFolder(name)))
                    await _deleteOwned(_home.RunFolder(name), cancellationToken).ConfigureAwait(false);
                if (ArtifactCollector.IsAsked(workflow, ArtifactCollector.OnDeletion))
                    await ArtifactCollector.CollectAsync(workflow, PodRunOf(workflow), ArtifactCollector.OnDeletion, cancellationToken).ConfigureAwait(false);
            }
            _runs.Delete(name);
        }
        catch (Exception e) when (e is OperationException or ArtifactException or Kubernetes.KubernetesApiException or Kubernetes.KubernetesUnreachableException)
        {
            throw new WorkflowClientException(ClientErrorCode.Internal, e.Message, e);
        }
    }

    public async IAsyncEnumerable<WatchChange> WatchAsync(ArgoKind kind, string? @namespace, ListSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, (string Text, JsonObject Object)>(StringComparer.Ordinal);
        while (true)
        {
            var found = Select(kind, @namespace, selection);
            foreach (var workflow in found)
            {
                var text = workflow.ToJsonString();
                var isNew = !known.TryGetValue(workflow.Name(), out var before);
                if (!isNew && before.Text == text)
                    continue;
                known[workflow.Name()] = (text, workflow);
                yield return new WatchChange(isNew ? WatchChangeType.Added : WatchChangeType.Modified, workflow);
            }
            foreach (var gone in known.Keys.Except(found.Select(w => w.Name()), StringComparer.Ordinal).ToList())
            {
                known.Remove(gone, out var last);
                yield return new WatchChange(WatchChangeType.Deleted, last.Object);
            }
            await Task.Delay(s_look, cancellationToken).ConfigureAwait(false);
        }
    }

    public async IAsyncEnumerable<LogLine> LogsAsync(LogRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Find(ArgoKind.Workflow, request.Workflow);
        var since = request.SinceTime ?? (request.SinceSeconds is { } seconds ? Now.AddSeconds(-seconds) : DateTimeOffset.MinValue);
        var grep = request.Grep is { Length: > 0 } pattern ? new Regex(pattern) : null;
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        while (true)
        {
            var isOver = !request.Follow || Find(ArgoKind.Workflow, request.Workflow).TimeAt("status", "finishedAt") is not null;
            var lines = new List<(DateTimeOffset Time, LogLine Line)>();
            var folder = Path.Combine(_home.RunFolder(request.Workflow), "logs");
            foreach (var pod in Directory.Exists(folder) ? Directory.GetDirectories(folder) : [])
            {
                var name = Path.GetFileName(pod);
                if (request.Pod is { Length: > 0 } only && only != name)
                    continue;
                var all = LogLines.Read(Path.Combine(pod, request.Container + ".log")).ToList();
                var first = seen.GetValueOrDefault(name);
                seen[name] = all.Count;
                if (first == 0 && request.TailLines is { } tail)
                    first = (int)Math.Max(0, all.Count - tail);
                foreach (var line in all.Skip(first).Where(l => l.Time >= since && grep?.IsMatch(l.Text) != false))
                    lines.Add((line.Time, new LogLine(name, request.Timestamps ? line.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z' ", System.Globalization.CultureInfo.InvariantCulture) + line.Text : line.Text)));
            }
            foreach (var (_, line) in lines.OrderBy(l => l.Time))
                yield return line;
            if (isOver)
                yield break;
            await Task.Delay(s_look, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task DeletePodAsync(string @namespace, string name, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Gives a new workflow what an API server gives it.</summary>
    public static void Complete(JsonObject workflow, string @namespace, DateTimeOffset now)
    {
        workflow["apiVersion"] ??= ArgoKind.ApiVersion;
        workflow["kind"] ??= ArgoKind.Workflow.Kind;
        var metadata = workflow.MakeAt("metadata");
        if (workflow.Name().Length == 0)
            metadata["name"] = (workflow.TextAt("metadata", "generateName") is { Length: > 0 } prefix ? prefix : "workflow-") + WorkflowEngine.RandomSuffix();
        if (workflow.Namespace().Length == 0)
            metadata["namespace"] = @namespace;
        metadata["uid"] ??= Guid.NewGuid().ToString();
        metadata["creationTimestamp"] ??= JsonReading.Time(now);
    }

    /// <summary>What is needed to reach the artifacts of a run.</summary>
    private PodRun PodRunOf(JsonObject workflow)
    {
        var config = new ConfigSource();
        foreach (var document in _runs.Documents(workflow.Name()))
        {
            if (document.TextAt("kind") == "ConfigMap")
                config.Put(ArgoJson.Read<k8s.Models.V1ConfigMap>(document));
            else if (document.TextAt("kind") == "Secret")
                config.Put(ArgoJson.Read<k8s.Models.V1Secret>(document));
        }
        return new PodRun
        {
            WorkflowName = workflow.Name(),
            Namespace = workflow.Namespace(),
            WorkflowUid = workflow.TextAt("metadata", "uid") ?? "",
            Spec = new WorkflowSpec(),
            Folder = _home.RunFolder(workflow.Name()),
            Config = config,
            Repository = RepositoryReference.Resolve(workflow["status"] as JsonObject, config),
        };
    }

    private void Start(string name, JsonObject? workflow = null)
    {
        if (workflow?.TimeAt("status", "finishedAt") is null && !_runs.IsAlive(name))
            _startEngine(name);
    }

    private List<JsonObject> Select(ArgoKind kind, string? @namespace, ListSelection selection)
    {
        if (kind != ArgoKind.Workflow)
            return [];
        var labels = LabelSelector.Parse(selection.Labels, out var labelFault) ?? throw new WorkflowClientException(ClientErrorCode.InvalidArgument, labelFault!);
        var fields = FieldSelector.Parse(selection.Fields, out var fieldFault) ?? throw new WorkflowClientException(ClientErrorCode.InvalidArgument, fieldFault!);
        return [.. _runs.List().Where(w => (string.IsNullOrEmpty(@namespace) || w.Namespace() == @namespace) && labels.Matches(w) && fields.MatchesMetadata(w))];
    }

    private JsonObject Find(ArgoKind kind, string name)
    {
        try
        {
            return (kind == ArgoKind.Workflow ? _runs.Get(name) : FindDocument(kind, name)) ?? throw WorkflowClientException.NotFound(kind, name);
        }
        catch (OperationException)
        {
            throw WorkflowClientException.NotFound(kind, name);
        }
    }

    // Templates are kept with the runs that came with them; the newest is meant.
    private JsonObject? FindDocument(ArgoKind kind, string name) => _runs.List().OrderByDescending(run => run.TimeAt("metadata", "creationTimestamp"))
        .SelectMany(run => _runs.Documents(run.Name())).FirstOrDefault(document => document.TextAt("kind") == kind.Kind && document.Name() == name);

    private static void Only(ArgoKind kind)
    {
        if (kind != ArgoKind.Workflow)
            throw new WorkflowClientException(ClientErrorCode.Unimplemented, $"this machine keeps workflows only; {kind.Resource} are kept in a cluster, or in the file that is run");
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
                target.Remove(name);
            else if (value is JsonObject inner && target[name] is JsonObject known)
                Merge(known, inner);
            else
                target[name] = value.DeepClone();
        }
    }
}
