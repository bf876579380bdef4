using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argosy.Kubernetes;
using Argosy.Workflows;
using Microsoft.Extensions.Logging;

namespace Argosy.ArgoServer;

internal sealed partial class ArgoServerClient
{
    public async IAsyncEnumerable<WatchChange> WatchAsync(
        ArgoKind kind, string? @namespace, ListSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (kind != ArgoKind.Workflow)
        {
            throw new WorkflowClientException(ClientErrorCode.Unimplemented, $"an Argo Server watches workflows, not {kind.Plural}");
        }

        // A new stream begins with everything that is there, so a break needs no version to go on from: what is known is passed over.
        var known = new Dictionary<string, (string Version, JsonObject Metadata)>(StringComparer.Ordinal);
        var path = $"api/v1/workflow-events/{Uri.EscapeDataString(@namespace ?? "")}{ArgoServerPaths.Selection(selection, null, null)}";
        var failures = 0;
        var first = true;
        while (true)
        {
            if (!first)
            {
                foreach (var gone in await VanishedAsync(@namespace, selection, known, cancellationToken).ConfigureAwait(false))
                {
                    yield return new WatchChange(WatchChangeType.Deleted, gone);
                }
            }

            first = false;
            Exception? failure = null;
            var response = await _api.OpenAsync(path, cancellationToken).ConfigureAwait(false);
            await using (var lines = new IdleLimitedLines(response, _api.Settings.WatchIdleLimit))
            {
                while (true)
                {
                    JsonObject? entry = null;
                    try
                    {
                        entry = await NextAsync(lines, cancellationToken).ConfigureAwait(false);
                    }
                    catch (Exception e) when (e is IOException or HttpRequestException or TimeoutException or JsonException
                        || e is WorkflowClientException { Code: ClientErrorCode.Expired or ClientErrorCode.Unavailable })
                    {
                        failure = e;
                    }

                    if (entry is null)
                    {
                        break;
                    }

                    failures = 0;
                    if (Change(entry, known) is { } change)
                    {
                        yield return change;
                    }
                }
            }

            Telemetry.WatchResumes.Add(1);
            if (failure is not null)
            {
                LogResume(failure.Message);
            }

            await Task.Delay(RetryDelay.Before(Math.Min(failures++, 5), null), cancellationToken).ConfigureAwait(false);
        }
    }

    public async IAsyncEnumerable<LogLine> LogsAsync(LogRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var response = await _api.OpenAsync(LogPath(request), cancellationToken).ConfigureAwait(false);
        await using var lines = new IdleLimitedLines(response, TimeSpan.Zero);
        while (true)
        {
            JsonObject? entry;
            try
            {
                entry = await NextAsync(lines, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or HttpRequestException or JsonException)
            {
                throw new WorkflowClientException(ClientErrorCode.Unavailable, $"the log broke off: {e.Message}", e);
            }

            if (entry is null)
            {
                yield break;
            }

            yield return new LogLine((string?)entry["podName"] ?? "", (string?)entry["content"] ?? "");
        }
    }

    /// <summary>What the controller tells about the workflows of a namespace: Kubernetes events, as they come.</summary>
    public async IAsyncEnumerable<JsonObject> EventsAsync(string @namespace, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var response = await _api.OpenAsync($"api/v1/stream/events/{Uri.EscapeDataString(@namespace)}", cancellationToken).ConfigureAwait(false);
        await using var lines = new IdleLimitedLines(response, TimeSpan.Zero);
        while (await NextAsync(lines, cancellationToken).ConfigureAwait(false) is { } entry)
        {
            yield return entry;
        }
    }

    internal static string LogPath(LogRequest request)
    {
        var path = ArgoServerPaths.Object(ArgoKind.Workflow, request.Namespace, request.Workflow)
            + (string.IsNullOrEmpty(request.Pod) ? "/log" : $"/{Uri.EscapeDataString(request.Pod)}/log");
        var query = new List<string>();
        ArgoServerPaths.Add(query, "logOptions.container", request.Container);
        ArgoServerPaths.Add(query, "logOptions.follow", request.Follow ? "true" : null);
        ArgoServerPaths.Add(query, "logOptions.previous", request.Previous ? "true" : null);
        ArgoServerPaths.Add(query, "logOptions.sinceSeconds", request.SinceSeconds?.ToString(CultureInfo.InvariantCulture));
        ArgoServerPaths.Add(query, "logOptions.sinceTime.seconds", request.SinceTime?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        ArgoServerPaths.Add(query, "logOptions.tailLines", request.TailLines?.ToString(CultureInfo.InvariantCulture));
        ArgoServerPaths.Add(query, "logOptions.timestamps", request.Timestamps ? "true" : null);
        ArgoServerPaths.Add(query, "grep", request.Grep);
        ArgoServerPaths.Add(query, "selector", request.Selector);
        return path + "?" + string.Join('&', query);
    }

    /// <summary>The next result of a stream: a JSON object a line, or the same behind <c>data:</c> as an event stream has it.</summary>
    private static async Task<JsonObject?> NextAsync(IdleLimitedLines lines, CancellationToken cancellation)
    {
        while (await lines.NextAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            var text = line.StartsWith("data:", StringComparison.Ordinal) ? line[5..].Trim() : line.Trim();
            if (text.Length == 0 || text[0] != '{')
            {
                // Blank lines, comments and other fields of an event stream.
                continue;
            }

            if (JsonNode.Parse(text) is not JsonObject entry)
            {
                continue;
            }

            if (entry["result"] is JsonObject result)
            {
                entry.Remove("result");
                return result;
            }

            if (ArgoServerAnswer.Failure(entry) is { } failure)
            {
                throw failure;
            }
        }

        return null;
    }

    private static WatchChange? Change(JsonObject entry, Dictionary<string, (string Version, JsonObject Metadata)> known)
    {
        if (entry["object"] is not JsonObject item || (string?)item["metadata"]?["name"] is not { Length: > 0 })
        {
            return null;
        }

        entry.Remove("object");
        var key = (string?)item["metadata"]?["uid"] ?? "";
        var version = (string?)item["metadata"]?["resourceVersion"] ?? "";
        if ((string?)entry["type"] == "DELETED")
        {
            known.Remove(key);
            return new WatchChange(WatchChangeType.Deleted, Prepared(ArgoKind.Workflow, item));
        }

        var isKnown = known.TryGetValue(key, out var before);
        if (isKnown && before.Version == version && version.Length > 0)
        {
            return null;
        }

        var metadata = (JsonObject)item["metadata"]!.DeepClone();
        metadata.Remove("managedFields");
        known[key] = (version, metadata);
        return new WatchChange(isKnown ? WatchChangeType.Modified : WatchChangeType.Added, Prepared(ArgoKind.Workflow, item));
    }

    /// <summary>What was deleted while no stream was open.</summary>
    private async Task<List<JsonObject>> VanishedAsync(
        string? ns, ListSelection selection, Dictionary<string, (string Version, JsonObject Metadata)> known, CancellationToken cancellation)
    {
        var present = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var item in ListAsync(ArgoKind.Workflow, ns, selection with { Limit = 0 }, cancellation).ConfigureAwait(false))
        {
            present.Add((string?)item["metadata"]?["uid"] ?? "");
        }

        var gone = new List<JsonObject>();
        foreach (var key in known.Keys.Where(key => !present.Contains(key)).ToList())
        {
            known.Remove(key, out var last);
            gone.Add(new JsonObject { ["apiVersion"] = ArgoKind.ApiVersion, ["kind"] = "Workflow", ["metadata"] = last.Metadata });
        }

        return gone;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the event stream of the Argo Server was interrupted ({Reason}); going on")]
    private partial void LogResume(string reason);
}
