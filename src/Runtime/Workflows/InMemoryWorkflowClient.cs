using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Argosy.Workflows;

/// <summary>Objects in memory, with an API server's manners: versions, conflicts, generated names, selectors, watches. For tests and for playing commands on a file.</summary>
internal sealed class InMemoryWorkflowClient : IWorkflowClient
{
    private const string NameLetters = "bcdfghjklmnpqrstvwxz2456789";

    private readonly object _gate = new();
    private readonly Dictionary<(string Kind, string Namespace, string Name), JsonObject> _objects = [];
    private readonly List<Channel<(ArgoKind Kind, WatchChange Change)>> _watchers = [];
    private readonly TimeProvider _clock;
    private long _version = 1000;

    public InMemoryWorkflowClient(TimeProvider? clock = null, string @namespace = "default")
    {
        _clock = clock ?? TimeProvider.System;
        DefaultNamespace = @namespace;
    }

    public string Target => "memory";

    public string DefaultNamespace { get; }

    public DateTimeOffset Now => _clock.GetUtcNow();

    public WorkflowIdentity? Identity { get; init; }

    /// <summary>The log lines of each pod, by workflow.</summary>
    public Dictionary<string, List<LogLine>> Logs { get; } = [];

    /// <summary>The pods that were deleted.</summary>
    public List<string> DeletedPods { get; } = [];

    /// <summary>All objects, by kind, namespace and name.</summary>
    public IReadOnlyList<JsonObject> Objects
    {
        get
        {
            lock (_gate)
            {
                return _objects.OrderBy(entry => entry.Key.Kind, StringComparer.Ordinal).ThenBy(entry => entry.Key.Namespace, StringComparer.Ordinal)
                    .ThenBy(entry => entry.Key.Name, StringComparer.Ordinal).Select(entry => Copy(entry.Value)).ToList();
            }
        }
    }

    /// <summary>Puts an object as it is.</summary>
    public void Put(JsonObject @object)
    {
        var kind = ArgoKind.Find(@object.TextAt("kind"));
        lock (_gate)
        {
            var key = (@object.TextAt("kind"), kind is { Namespaced: false } ? "" : @object.Namespace(), @object.Name());
            var type = _objects.ContainsKey(key) ? WatchChangeType.Modified : WatchChangeType.Added;
            _objects[key] = Copy(@object);
            if (kind is not null) Tell(kind, type, @object);
        }
    }

    public Task<JsonObject> GetAsync(ArgoKind kind, string @namespace, string name, CancellationToken cancellationToken)
    {
        lock (_gate) return Task.FromResult(Copy(Find(kind, @namespace, name)));
    }

    public async IAsyncEnumerable<JsonObject> ListAsync(
        ArgoKind kind, string? @namespace, ListSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        List<JsonObject> found;
        lock (_gate)
        {
            // The API server lists in the order of its keys: namespace/name.
            found = _objects.Where(entry => entry.Key.Kind == kind.Kind && (string.IsNullOrEmpty(@namespace) || !kind.Namespaced || entry.Key.Namespace == @namespace))
                .OrderBy(entry => $"{entry.Key.Namespace}/{entry.Key.Name}", StringComparer.Ordinal).Select(entry => Copy(entry.Value)).ToList();
        }

        var matches = Selector(selection);
        foreach (var item in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (matches(item)) yield return item;
        }
    }

    public Task<JsonObject> CreateAsync(ArgoKind kind, string @namespace, JsonObject @object, bool dryRun, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var copy = Stored(@object, kind, @namespace);
            var metadata = copy.MakeAt("metadata");
            var generated = copy.TextAt("metadata", "generateName");
            if (copy.Name().Length == 0 && generated.Length > 0) metadata["name"] = generated + new string(Random.Shared.GetItems<char>(NameLetters, 5));
            if (copy.Name().Length == 0) throw new WorkflowClientException(ClientErrorCode.InvalidArgument, "name or generateName is required");
            if (_objects.ContainsKey(Key(kind, @namespace, copy.Name()))) throw WorkflowClientException.AlreadyExists(kind, copy.Name());
            metadata["uid"] = Guid.NewGuid().ToString();
            metadata["creationTimestamp"] = JsonReading.Time(Now);
            metadata["generation"] = 1;
            if (dryRun)
            {
                metadata.Remove("resourceVersion");
                return Task.FromResult(copy);
            }

            metadata["resourceVersion"] = NextVersion();
            _objects[Key(kind, @namespace, copy.Name())] = copy;
            Tell(kind, WatchChangeType.Added, copy);
            return Task.FromResult(Copy(copy));
        }
    }

    public Task<JsonObject> UpdateAsync(ArgoKind kind, string @namespace, JsonObject @object, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var known = Find(kind, @namespace, @object.Name());
            var version = @object.TextAt("metadata", "resourceVersion");
            if (version.Length > 0 && version != known.TextAt("metadata", "resourceVersion")) throw WorkflowClientException.Conflict(kind, @object.Name());
            return Task.FromResult(Replace(kind, @namespace, known, Stored(@object, kind, @namespace)));
        }
    }

    public Task<JsonObject> PatchAsync(ArgoKind kind, string @namespace, string name, JsonObject patch, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var known = Find(kind, @namespace, name);
            var copy = Copy(known);
            Merge(copy, patch);
            return Task.FromResult(Replace(kind, @namespace, known, copy));
        }
    }

    public Task<JsonObject> ApplyAsync(ArgoKind kind, string @namespace, JsonObject @object, bool force, bool dryRun, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_objects.TryGetValue(Key(kind, @namespace, @object.Name()), out var known)) return CreateAsync(kind, @namespace, @object, dryRun, cancellationToken);
            var copy = Copy(known);
            Merge(copy, Copy(@object));
            return Task.FromResult(dryRun ? copy : Replace(kind, @namespace, known, copy));
        }
    }

    public Task DeleteAsync(ArgoKind kind, string @namespace, string name, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var known = Find(kind, @namespace, name);
            if (known.At("metadata", "finalizers") is JsonArray { Count: > 0 })
            {
                known.MakeAt("metadata")["deletionTimestamp"] = JsonReading.Time(Now);
                known.MakeAt("metadata")["deletionGracePeriodSeconds"] = 0;
                known.MakeAt("metadata")["resourceVersion"] = NextVersion();
                Tell(kind, WatchChangeType.Modified, known);
                return Task.CompletedTask;
            }

            _objects.Remove(Key(kind, @namespace, name));
            Tell(kind, WatchChangeType.Deleted, known);
            return Task.CompletedTask;
        }
    }

    public async IAsyncEnumerable<WatchChange> WatchAsync(
        ArgoKind kind, string? @namespace, ListSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<(ArgoKind Kind, WatchChange Change)>();
        var matches = Selector(selection);
        lock (_gate)
        {
            _watchers.Add(channel);
            foreach (var (key, value) in _objects)
            {
                if (key.Kind == kind.Kind) channel.Writer.TryWrite((kind, new WatchChange(WatchChangeType.Added, Copy(value))));
            }
        }

        try
        {
            await foreach (var (changed, change) in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                if (changed == kind && (string.IsNullOrEmpty(@namespace) || change.Object.Namespace() == @namespace) && matches(change.Object)) yield return change;
            }
        }
        finally
        {
            lock (_gate) _watchers.Remove(channel);
        }
    }

    public async IAsyncEnumerable<LogLine> LogsAsync(LogRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var line in Logs.GetValueOrDefault(request.Workflow) ?? [])
        {
            if (request.Pod is not null && line.PodName != request.Pod) continue;
            if (request.Grep is not null && !System.Text.RegularExpressions.Regex.IsMatch(line.Content, request.Grep)) continue;
            yield return line;
        }
    }

    public Task DeletePodAsync(string @namespace, string name, CancellationToken cancellationToken)
    {
        lock (_gate) DeletedPods.Add(name);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static (string, string, string) Key(ArgoKind kind, string @namespace, string name) => (kind.Kind, kind.Namespaced ? @namespace : "", name);

    private static JsonObject Copy(JsonObject @object) => (JsonObject)@object.DeepClone();

    // A store has no nulls: the API server drops them where the schema has no place for them.
    private static JsonObject Stored(JsonObject @object, ArgoKind kind, string @namespace)
    {
        var copy = GoShape.Of(@object, kind);
        copy["apiVersion"] = ArgoKind.ApiVersion;
        copy["kind"] = kind.Kind;
        if (kind.Namespaced) copy.MakeAt("metadata")["namespace"] = @namespace;
        return copy;
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null) target.Remove(name);
            else if (value is JsonObject inner && target[name] is JsonObject known) Merge(known, inner);
            else target[name] = value.DeepClone();
        }
    }

    private static Func<JsonObject, bool> Selector(ListSelection selection)
    {
        var labels = LabelSelector.Parse(selection.Labels, out var labelFault) ?? throw new WorkflowClientException(ClientErrorCode.InvalidArgument, labelFault!);
        var fields = FieldSelector.Parse(selection.Fields, out var fieldFault) ?? throw new WorkflowClientException(ClientErrorCode.InvalidArgument, fieldFault!);
        return item => labels.Matches(item) && fields.MatchesMetadata(item);
    }

    private JsonObject Find(ArgoKind kind, string @namespace, string name) =>
        _objects.TryGetValue(Key(kind, @namespace, name), out var known) ? known : throw WorkflowClientException.NotFound(kind, name);

    private JsonObject Replace(ArgoKind kind, string @namespace, JsonObject known, JsonObject next)
    {
        var metadata = next.MakeAt("metadata");
        if (!JsonNode.DeepEquals(known["spec"], next["spec"]))
            metadata["generation"] = long.Parse(known.At("metadata", "generation").AsText() ?? "1", CultureInfo.InvariantCulture) + 1;
        metadata["resourceVersion"] = NextVersion();
        var key = Key(kind, @namespace, known.Name());
        if (known.At("metadata", "deletionTimestamp") is not null && next.At("metadata", "finalizers") is not JsonArray { Count: > 0 })
        {
            _objects.Remove(key);
            Tell(kind, WatchChangeType.Deleted, next);
            return Copy(next);
        }

        _objects[key] = next;
        Tell(kind, WatchChangeType.Modified, next);
        return Copy(next);
    }

    private string NextVersion() => (++_version).ToString(CultureInfo.InvariantCulture);

    private void Tell(ArgoKind kind, WatchChangeType type, JsonObject @object)
    {
        foreach (var watcher in _watchers) watcher.Writer.TryWrite((kind, new WatchChange(type, Copy(@object))));
    }
}
