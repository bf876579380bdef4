using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Argosy.Workflows;

namespace Argosy;

/// <summary>A handle of one run: wait for it, watch it, read its logs and outputs, stop it.</summary>
public sealed class WorkflowRun
{
    private readonly ArgosyClient _client;

    internal WorkflowRun(ArgosyClient client, string ns, string name, RunState? created)
    {
        _client = client;
        Namespace = ns;
        Name = name;
        Created = created;
    }

    /// <summary>The run's name.</summary>
    public string Name { get; }

    /// <summary>The run's namespace.</summary>
    public string Namespace { get; }

    /// <summary>The object as it was made; null when the handle was made from a name.</summary>
    public RunState? Created { get; }

    /// <summary>Where to look at it in Argo's user interface; null where none is known.</summary>
    public Uri? Link => _client.LinkTo(this);

    /// <summary>The run as it is now.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<RunState> GetAsync(CancellationToken cancellationToken = default) =>
        new(await ArgosyClient.CallAsync(() => _client.Workflows.GetAsync(ArgoKind.Workflow, Namespace, Name, cancellationToken)).ConfigureAwait(false));

    /// <summary>Waits until the run is over, however it ends; <see cref="RunState.EnsureSucceeded"/> turns a bad end into an exception.</summary>
    /// <param name="cancellationToken">Ends the waiting, not the run.</param>
    public async Task<RunState> WaitAsync(CancellationToken cancellationToken = default)
    {
        using var activity = Telemetry.Source.StartActivity("argosy.wait");
        activity?.SetTag("argosy.workflow", Name);
        await foreach (var change in WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            if (change.Deleted)
            {
                throw new ArgosyException($"workflow {Name} was deleted before it was over") { Reason = "NotFound" };
            }

            if (change.State.IsFinished)
            {
                activity?.SetTag("argosy.phase", change.State.Phase);
                Record(change.State);
                return change.State;
            }
        }

        throw new ArgosyException($"the watch of workflow {Name} ended before the workflow did") { Reason = "Unavailable" };
    }

    /// <summary>
    /// Every change from the present state on, until the run is over. The watch survives dropped connections and restarted servers;
    /// a reader that is slower than the workflow sees the newest state, not a growing queue.
    /// </summary>
    /// <param name="cancellationToken">Ends the watch.</param>
    public async IAsyncEnumerable<RunChange> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // A name that does not exist would be watched for ever.
        _ = await GetAsync(cancellationToken).ConfigureAwait(false);
        JsonObject? before = null;
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var changes = LatestOnly.ReadAsync(
            _client.Workflows.WatchAsync(ArgoKind.Workflow, Namespace, ListSelection.Named(Name), done.Token), done.Token).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (await ArgosyClient.CallAsync(() => changes.MoveNextAsync().AsTask()).ConfigureAwait(false))
            {
                var change = changes.Current;
                var deleted = change.Type == WatchChangeType.Deleted;
                var state = new RunState(deleted && change.Object["status"] is null && before is not null ? before : change.Object);
                yield return new RunChange(state, ChangedNodes(before, state.Json), deleted);
                if (deleted || state.IsFinished)
                {
                    yield break;
                }

                before = state.Json;
            }
        }
        finally
        {
            await done.CancelAsync().ConfigureAwait(false);
            await changes.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The log lines of the run's pods, in order of time.</summary>
    /// <param name="follow">Goes on until the run is over.</param>
    /// <param name="container">The container.</param>
    /// <param name="pod">One pod only.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<RunLogLine> LogsAsync(
        bool follow = false, string container = "main", string? pod = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var lines = _client.Workflows.LogsAsync(new LogRequest(Namespace, Name) { Follow = follow, Container = container, Pod = pod }, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (lines.ConfigureAwait(false))
        {
            while (await ArgosyClient.CallAsync(() => lines.MoveNextAsync().AsTask()).ConfigureAwait(false))
            {
                yield return new RunLogLine(lines.Current.PodName, lines.Current.Content);
            }
        }
    }

    /// <summary>Waits for a good end and reads a typed output parameter.</summary>
    /// <typeparam name="T">The C# type.</typeparam>
    /// <param name="name">The parameter.</param>
    /// <param name="node">The node; null: the workflow itself.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<T> OutputAsync<T>(string name, string? node = null, CancellationToken cancellationToken = default) =>
        (await WaitAsync(cancellationToken).ConfigureAwait(false)).EnsureSucceeded().Output<T>(name, node);

    /// <summary>
    /// Opens an output artifact as it is stored, usually a gzipped tar: through the Argo Server where the client has one, else from the S3 bucket itself, with the
    /// credentials that the artifact repository names.
    /// </summary>
    /// <param name="node">The node: its name, its display name or its ID.</param>
    /// <param name="artifact">The artifact's name in the template.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<Stream> OpenArtifactAsync(string node, string artifact, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(node);
        ArgumentException.ThrowIfNullOrEmpty(artifact);
        var workflow = (await GetAsync(cancellationToken).ConfigureAwait(false)).Json;
        bool Has(JsonObject item) => item.ItemsAt("outputs", "artifacts").Any(entry => entry.TextAt("name") == artifact);
        var named = workflow.Nodes().Where(entry => entry.Key == node || entry.Value.TextAt("name") == node || entry.Value.TextAt("displayName") == node).ToList();
        var found = named.LastOrDefault(entry => Has(entry.Value));
        if (found.Value is null)
        {
            var why = named.Count == 0 ? "there is no such node" : $"the node has no such artifact ({named[^1].Value.TextAt("phase")})";
            throw new ArgosyException($"artifact {artifact} of node {node} in workflow {Name}: {why}") { Reason = "NotFound" };
        }

        return await ArtifactDownload.OpenAsync(_client, workflow, found.Key, artifact, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops the run; exit handlers still run.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task StopAsync(CancellationToken cancellationToken = default) =>
        ArgosyClient.CallAsync(() => _client.Actions.StopAsync(Namespace, Name, "", "", cancellationToken));

    /// <summary>Ends the run at once, without exit handlers.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task TerminateAsync(CancellationToken cancellationToken = default) =>
        ArgosyClient.CallAsync(() => _client.Actions.TerminateAsync(Namespace, Name, cancellationToken));

    /// <summary>Starts no further nodes until <see cref="ResumeAsync"/>.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task SuspendAsync(CancellationToken cancellationToken = default) =>
        ArgosyClient.CallAsync(() => _client.Actions.SuspendAsync(Namespace, Name, cancellationToken));

    /// <summary>Lets a suspended run go on, and answers its suspended nodes.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task ResumeAsync(CancellationToken cancellationToken = default) =>
        ArgosyClient.CallAsync(() => _client.Actions.ResumeAsync(Namespace, Name, "", cancellationToken));

    /// <summary>Deletes the run and its pods.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task DeleteAsync(CancellationToken cancellationToken = default) => await ArgosyClient.CallAsync(async () =>
    {
        await _client.Workflows.DeleteAsync(ArgoKind.Workflow, Namespace, Name, cancellationToken).ConfigureAwait(false);
        return true;
    }).ConfigureAwait(false);

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Name}";

    private static List<string> ChangedNodes(JsonObject? before, JsonObject now)
    {
        var changed = new List<string>();
        var earlier = before?["status"]?["nodes"] as JsonObject;
        foreach (var (id, node) in now["status"]?["nodes"] as JsonObject ?? [])
        {
            if (earlier?[id] is not { } old || !JsonNode.DeepEquals(old, node))
            {
                changed.Add(id);
            }
        }

        return changed;
    }

    private static void Record(RunState state)
    {
        if (state.Workflow.Status is { StartedAt: { } started, FinishedAt: { } finished })
        {
            Telemetry.WorkflowDuration.Record((finished - started).TotalSeconds, new KeyValuePair<string, object?>("argosy.phase", state.Phase));
        }
    }
}

/// <summary>One line of a pod's log.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Content">The line.</param>
public sealed record RunLogLine(string Pod, string Content);
