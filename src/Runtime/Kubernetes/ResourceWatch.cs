using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argosy.Kubernetes;

/// <summary>What a watch saw.</summary>
internal enum ResourceChangeType
{
    Added,
    Modified,
    Deleted,
}

/// <summary>One change of an object; of a deleted one its last known state.</summary>
internal sealed record ResourceChange(ResourceChangeType Type, JsonObject Object);

/// <summary>
/// A watch that goes on: over the server's own time limit, dropped and silent connections, restarts and expired versions.
/// What happened while nobody listened is made up from a new list, so that the reader sees every object's last state and every deletion.
/// </summary>
internal sealed partial class ResourceWatch(KubernetesApi api, ResourceKind kind, string? ns, string? labels, string? fields, ILogger? logger = null)
{
    private readonly ILogger _logger = logger ?? NullLogger.Instance;
    private readonly Dictionary<string, (string ResourceVersion, JsonObject Metadata)> _known = new(StringComparer.Ordinal);
    private string? _version;

    public async IAsyncEnumerable<ResourceChange> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var failures = 0;
        long? failingSince = null;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            while (_version is null)
            {
                await foreach (var change in ListAsync(cancellation).ConfigureAwait(false))
                {
                    yield return change;
                }
            }

            Exception? failure = null;
            HttpResponseMessage? response = null;
            try
            {
                response = await api.OpenStreamOnceAsync(Path(), cancellation).ConfigureAwait(false);
            }
            catch (KubernetesApiException e) when (e.IsGone)
            {
                _version = null;
                continue;
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested && e is not KubernetesApiException { IsTransient: false, IsUnknownPath: false }
                                      && e is not KubernetesConfigurationException)
            {
                failure = e;
            }

            if (response is not null)
            {
                var received = 0;
                var opened = Stopwatch.GetTimestamp();
                await using var lines = new IdleLimitedLines(response, api.Connection.Options.WatchIdleLimit);
                while (true)
                {
                    string? line = null;
                    try
                    {
                        line = await lines.NextAsync(cancellation).ConfigureAwait(false);
                    }
                    catch (Exception e) when (!cancellation.IsCancellationRequested && e is IOException or HttpRequestException or TimeoutException or OperationCanceledException)
                    {
                        failure = e;
                    }

                    if (line is null)
                    {
                        break;
                    }

                    JsonObject? entry;
                    try
                    {
                        entry = JsonNode.Parse(line) as JsonObject;
                    }
                    catch (JsonException e)
                    {
                        // The connection was cut in the middle of a line.
                        failure = e;
                        break;
                    }

                    received++;
                    failures = 0;
                    failingSince = null;
                    if (Interpret(entry, out failure) is { } change)
                    {
                        yield return change;
                    }

                    if (failure is not null || _version is null)
                    {
                        break;
                    }
                }

                // A stream that lived for a while, or brought something, is the server's own end and no failure.
                if (received > 0 || Stopwatch.GetElapsedTime(opened) > TimeSpan.FromSeconds(20))
                {
                    failures = 0;
                    failingSince = null;
                }
            }

            if (failure is KubernetesApiException { IsTransient: false, IsUnknownPath: false } final)
            {
                throw final;
            }

            Telemetry.WatchResumes.Add(1);
            if (failure is not null)
            {
                failingSince ??= Stopwatch.GetTimestamp();
                if (Stopwatch.GetElapsedTime(failingSince.Value) > api.Connection.Options.WatchBudget)
                {
                    throw new KubernetesUnreachableException(
                        $"the watch of {kind.Plural} gets no connection to {api.Connection.Server.Authority} any more: {KubernetesApi.Reason(failure)}", failure);
                }

                var retryAfter = failures == 0 ? TimeSpan.Zero : RetryDelay.Before(failures, null);
                LogResume(kind.Plural, KubernetesApi.Reason(failure), retryAfter.TotalSeconds);
                failures++;
                await Task.Delay(retryAfter + TimeSpan.FromMilliseconds(Random.Shared.Next(50, 250)), cancellation).ConfigureAwait(false);
            }
            else
            {
                await Task.Delay(Random.Shared.Next(20, 100), cancellation).ConfigureAwait(false);
            }
        }
    }

    private static string Key(JsonObject item) =>
        (string?)item["metadata"]?["uid"] ?? $"{item["metadata"]?["namespace"]}/{item["metadata"]?["name"]}";

    private string Path()
    {
        // A limit of its own per watch, so that all watches of a program do not end at the same moment.
        var seconds = Random.Shared.Next(270, 330);
        return $"{kind.CollectionPath(ns)}?watch=1&allowWatchBookmarks=true&timeoutSeconds={seconds}&resourceVersion={Uri.EscapeDataString(_version!)}"
            + (string.IsNullOrEmpty(labels) ? "" : "&labelSelector=" + Uri.EscapeDataString(labels))
            + (string.IsNullOrEmpty(fields) ? "" : "&fieldSelector=" + Uri.EscapeDataString(fields));
    }

    private async IAsyncEnumerable<ResourceChange> ListAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var present = new HashSet<string>(StringComparer.Ordinal);
        var version = "";
        var consistent = true;
        await foreach (var page in api.ListAsync(kind, ns, labels, fields, 0, cancellation).ConfigureAwait(false))
        {
            version = page.ResourceVersion;
            consistent &= page.IsConsistent;
            foreach (var item in page.Items)
            {
                var key = Key(item);
                present.Add(key);
                var current = (string?)item["metadata"]?["resourceVersion"] ?? "";
                if (!_known.TryGetValue(key, out var known))
                {
                    Remember(item);
                    yield return new ResourceChange(ResourceChangeType.Added, item);
                }
                else if (known.ResourceVersion != current)
                {
                    Remember(item);
                    yield return new ResourceChange(ResourceChangeType.Modified, item);
                }
            }
        }

        foreach (var key in _known.Keys.Where(key => !present.Contains(key)).ToList())
        {
            _known.Remove(key, out var gone);
            yield return new ResourceChange(ResourceChangeType.Deleted, new JsonObject
            {
                ["apiVersion"] = kind.ApiVersion,
                ["kind"] = kind.Kind,
                ["metadata"] = gone.Metadata,
            });
        }

        // Pages of different times leave a gap that no watch fills: list once more.
        _version = consistent ? version : null;
    }

    private ResourceChange? Interpret(JsonObject? entry, out Exception? failure)
    {
        failure = null;
        var type = (string?)entry?["type"];
        if (entry?["object"] is not JsonObject item)
        {
            return null;
        }

        if (type == "ERROR")
        {
            var error = KubernetesApiException.FromStatus(item, (int?)item["code"] ?? 500);
            if (error.IsGone)
            {
                _version = null;
            }
            else
            {
                // Whatever broke this stream: the next one begins where it ended.
                failure = error.IsTransient ? error : new KubernetesApiException(503, error.Reason, error.Message);
            }

            return null;
        }

        var version = (string?)item["metadata"]?["resourceVersion"];
        if (!string.IsNullOrEmpty(version))
        {
            _version = version;
        }

        entry.Remove("object");
        switch (type)
        {
            case "ADDED" or "MODIFIED":
                var key = Key(item);
                var isKnown = _known.TryGetValue(key, out var known);
                if (isKnown && known.ResourceVersion == version)
                {
                    return null;
                }

                Remember(item);
                return new ResourceChange(isKnown ? ResourceChangeType.Modified : ResourceChangeType.Added, item);
            case "DELETED":
                _known.Remove(Key(item));
                return new ResourceChange(ResourceChangeType.Deleted, item);
            default:
                return null;
        }

    }

    private void Remember(JsonObject item)
    {
        var metadata = item["metadata"] as JsonObject;
        var kept = new JsonObject();
        foreach (var field in (ReadOnlySpan<string>)["name", "namespace", "uid", "resourceVersion", "creationTimestamp", "labels"])
        {
            if (metadata?[field] is { } value)
            {
                kept[field] = value.DeepClone();
            }
        }

        _known[Key(item)] = ((string?)metadata?["resourceVersion"] ?? "", kept);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the watch of {Kind} was interrupted ({Reason}); going on in {Seconds:0.0} s")]
    private partial void LogResume(string kind, string reason, double seconds);
}
