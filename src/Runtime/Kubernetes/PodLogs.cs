using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using Argosy.Workflows;
using Microsoft.Extensions.Logging;

namespace Argosy.Kubernetes;

/// <summary>
/// The logs of a workflow's pods, merged by time. Followed, it goes on until the workflow is completed and its pods have said
/// everything; a stream that breaks off is continued behind its last line.
/// </summary>
internal sealed partial class PodLogs(KubernetesApi api, LogRequest request, ILogger logger)
{
    private const int PodsAtOnce = 16;
    private static readonly TimeSpan MergeWindow = TimeSpan.FromSeconds(1);
    private readonly ILogger _logger = logger;
    private readonly Regex? _pattern = Pattern(request.Grep);

    public IAsyncEnumerable<LogLine> ReadAsync(CancellationToken cancellation) => request.Follow ? FollowAsync(cancellation) : CollectAsync(cancellation);

    private static Regex? Pattern(string? grep)
    {
        if (string.IsNullOrEmpty(grep))
        {
            return null;
        }

        try
        {
            // The engine without backtracking understands what Go's does, and takes no more time for a nasty pattern.
            return new Regex(grep, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new WorkflowClientException(ClientErrorCode.InvalidArgument, $"--grep {grep}: {e.Message}", e);
        }
    }

    private string Labels => $"workflows.argoproj.io/workflow={request.Workflow}" + (string.IsNullOrEmpty(request.Selector) ? "" : "," + request.Selector);

    private string? Fields => string.IsNullOrEmpty(request.Pod) ? null : $"metadata.name={request.Pod}";

    private async IAsyncEnumerable<LogLine> CollectAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var pods = new List<string>();
        await foreach (var page in api.ListAsync(ResourceKind.Pod, request.Namespace, Labels, Fields, 0, cancellation).ConfigureAwait(false))
        {
            pods.AddRange(page.Items.Select(pod => (string?)pod["metadata"]?["name"] ?? ""));
        }

        var all = new List<StampedLine>();
        await Parallel.ForEachAsync(pods, new ParallelOptions { MaxDegreeOfParallelism = PodsAtOnce, CancellationToken = cancellation }, async (pod, token) =>
        {
            var mine = new List<StampedLine>();
            await foreach (var line in ReadPodAsync(pod, follow: false, token).ConfigureAwait(false))
            {
                mine.Add(line);
            }

            lock (all)
            {
                all.AddRange(mine);
            }
        }).ConfigureAwait(false);

        // A stable order: what one pod said at the same moment stays as it was said.
        foreach (var line in all.OrderBy(line => line.Time).ThenBy(line => line.Pod, StringComparer.Ordinal).ThenBy(line => line.Number))
        {
            yield return new LogLine(line.Pod, line.Content);
        }
    }

    private async IAsyncEnumerable<LogLine> FollowAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var lines = Channel.CreateUnbounded<StampedLine>(new UnboundedChannelOptions { SingleReader = true });
        var producing = ProduceAsync(lines.Writer, ended.Token);
        try
        {
            var waiting = new List<StampedLine>();
            while (await lines.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false))
            {
                // Lines of several pods arrive out of order: what comes within a moment is put in order first.
                await Task.WhenAny(producing, Task.Delay(MergeWindow, cancellation)).ConfigureAwait(false);
                while (lines.Reader.TryRead(out var line))
                {
                    waiting.Add(line);
                }

                foreach (var line in waiting.OrderBy(line => line.Time).ThenBy(line => line.Pod, StringComparer.Ordinal).ThenBy(line => line.Number))
                {
                    yield return new LogLine(line.Pod, line.Content);
                }

                waiting.Clear();
            }

            await producing.ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task ProduceAsync(ChannelWriter<StampedLine> writer, CancellationToken cancellation)
    {
        try
        {
            using var completed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var streams = new List<Task>();
            var watchingPods = WatchPodsAsync(writer, streams, completed.Token);
            var finished = WaitForCompletionAsync(cancellation);
            await Task.WhenAny(watchingPods, finished).ConfigureAwait(false);
            if (watchingPods.IsFaulted)
            {
                await watchingPods.ConfigureAwait(false);
            }

            await finished.ConfigureAwait(false);

            // The last pods may have been seen by the workflow's status before the pod watch brought them.
            await Task.Delay(MergeWindow, cancellation).ConfigureAwait(false);
            await completed.CancelAsync().ConfigureAwait(false);
            try
            {
                await watchingPods.ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // As asked.
            }

            // Containers that ended close their streams; one that goes on for no reason must not hold the command.
            await Task.WhenAny(Task.WhenAll(streams), Task.Delay(TimeSpan.FromSeconds(15), cancellation)).ConfigureAwait(false);
            writer.TryComplete();
        }
        catch (Exception e)
        {
            writer.TryComplete(e is OperationCanceledException && cancellation.IsCancellationRequested ? null : e);
        }
    }

    private async Task WaitForCompletionAsync(CancellationToken cancellation)
    {
        var watch = new ResourceWatch(api, ResourceKind.Workflow, request.Namespace, null, $"metadata.name={request.Workflow}", _logger);
        await foreach (var change in watch.ReadAsync(cancellation).ConfigureAwait(false))
        {
            if (change.Type == ResourceChangeType.Deleted || (string?)change.Object["metadata"]?["labels"]?["workflows.argoproj.io/completed"] == "true"
                || (string?)change.Object["status"]?["finishedAt"] is { Length: > 0 })
            {
                return;
            }
        }
    }

    private async Task WatchPodsAsync(ChannelWriter<StampedLine> writer, List<Task> streams, CancellationToken cancellation)
    {
        var started = new HashSet<string>(StringComparer.Ordinal);
        var watch = new ResourceWatch(api, ResourceKind.Pod, request.Namespace, Labels, Fields, _logger);
        await foreach (var change in watch.ReadAsync(cancellation).ConfigureAwait(false))
        {
            var name = (string?)change.Object["metadata"]?["name"];
            if (name is not null && change.Type != ResourceChangeType.Deleted && HasStarted(change.Object)
                && started.Add((string?)change.Object["metadata"]?["uid"] ?? name))
            {
                streams.Add(StreamPodAsync(name, writer, cancellation));
            }
        }
    }

    private bool HasStarted(JsonObject pod)
    {
        foreach (var field in (ReadOnlySpan<string>)["containerStatuses", "initContainerStatuses"])
        {
            foreach (var status in pod["status"]?[field] as JsonArray ?? [])
            {
                if ((string?)status?["name"] == request.Container)
                {
                    return status["state"]?["running"] is not null || status["state"]?["terminated"] is not null;
                }
            }
        }

        return false;
    }

    private async Task StreamPodAsync(string pod, ChannelWriter<StampedLine> writer, CancellationToken cancellation)
    {
        await foreach (var line in ReadPodAsync(pod, follow: true, cancellation).ConfigureAwait(false))
        {
            writer.TryWrite(line);
        }
    }

    private async IAsyncEnumerable<StampedLine> ReadPodAsync(string pod, bool follow, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? last = null;
        var atLast = 0;
        var number = 0L;
        var failures = 0;
        while (true)
        {
            Exception? failure = null;
            HttpResponseMessage? response = null;
            try
            {
                response = await api.OpenStreamAsync(Path(pod, follow, last), cancellation).ConfigureAwait(false);
            }
            catch (KubernetesApiException e) when (e.IsNotFound)
            {
                // The pod was removed meanwhile.
                yield break;
            }
            catch (KubernetesApiException e) when (e.Code == 400 && (e.Message.Contains("waiting to start", StringComparison.Ordinal)
                || e.Message.Contains("is not valid for pod", StringComparison.Ordinal) || e.Message.Contains("not found", StringComparison.Ordinal)))
            {
                // Nothing was said yet, or this pod has no such container (an agent's pod, for example).
                yield break;
            }

            // Lines at the very moment of the last one come again after a break: skip as many as were seen.
            var resumedFrom = last;
            var toSkip = last is null ? 0 : atLast;
            var any = false;
            await using (var lines = new IdleLimitedLines(response, TimeSpan.Zero))
            {
                while (true)
                {
                    string? raw = null;
                    try
                    {
                        raw = await lines.NextAsync(cancellation).ConfigureAwait(false);
                    }
                    catch (Exception e) when (e is IOException or HttpRequestException && !cancellation.IsCancellationRequested)
                    {
                        failure = e;
                    }

                    if (raw is null)
                    {
                        break;
                    }

                    any = true;
                    var blank = raw.IndexOf(' ', StringComparison.Ordinal);
                    var stamp = blank < 0 ? raw : raw[..blank];
                    if (!DateTimeOffset.TryParse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
                    {
                        // The kubelet's own remark ("unable to retrieve container logs …"): it has no time.
                        LogRemark(pod, raw);
                        continue;
                    }

                    if (resumedFrom is not null)
                    {
                        var order = CompareStamps(stamp, resumedFrom);
                        if (order < 0 || (order == 0 && toSkip-- > 0))
                        {
                            continue;
                        }
                    }

                    atLast = stamp == last ? atLast + 1 : 1;
                    last = stamp;
                    var content = blank < 0 ? "" : raw[(blank + 1)..];
                    if (_pattern?.IsMatch(content) != false)
                    {
                        yield return new StampedLine(time, pod, request.Timestamps ? raw : content, number++);
                    }
                }
            }

            if (failure is null && (!follow || await HasEndedAsync(pod, cancellation).ConfigureAwait(false)))
            {
                yield break;
            }

            failures = any ? 0 : failures + 1;
            if (failures > 20)
            {
                throw new KubernetesUnreachableException($"the log of pod {pod} breaks off again and again: {(failure is null ? "no reason given" : KubernetesApi.Reason(failure))}", failure);
            }

            await Task.Delay(RetryDelay.Before(Math.Min(failures, 5), null), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Whether a stream's end is the container's own: a server that shuts down ends it just as politely.</summary>
    private async Task<bool> HasEndedAsync(string pod, CancellationToken cancellation)
    {
        try
        {
            var now = await api.GetAsync(ResourceKind.Pod, request.Namespace, pod, cancellation).ConfigureAwait(false);
            return (string?)now["status"]?["phase"] is "Succeeded" or "Failed"
                || (now["status"]?["containerStatuses"] as JsonArray ?? []).Concat(now["status"]?["initContainerStatuses"] as JsonArray ?? [])
                    .Any(status => (string?)status?["name"] == request.Container && status["state"]?["terminated"] is not null);
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return true;
        }
    }

    private string Path(string pod, bool follow, string? last)
    {
        var query = new List<string> { "container=" + Uri.EscapeDataString(request.Container), "timestamps=true" };
        if (follow)
        {
            query.Add("follow=true");
        }

        if (request.Previous)
        {
            query.Add("previous=true");
        }

        if (last is not null)
        {
            // The API knows whole seconds here; what comes twice is skipped by its time.
            query.Add("sinceTime=" + Uri.EscapeDataString(last[..Math.Min(19, last.Length)] + "Z"));
        }
        else
        {
            if (request.SinceTime is { } since)
            {
                query.Add("sinceTime=" + Uri.EscapeDataString(since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
            }

            if (request.SinceSeconds is { } seconds)
            {
                query.Add("sinceSeconds=" + seconds.ToString(CultureInfo.InvariantCulture));
            }

            if (request.TailLines is { } tail)
            {
                query.Add("tailLines=" + tail.ToString(CultureInfo.InvariantCulture));
            }
        }

        return $"{ResourceKind.Pod.ObjectPath(request.Namespace, pod)}/log?{string.Join('&', query)}";
    }

    /// <summary>Times of one container, all in UTC: nanoseconds matter, and .NET's own times drop two digits of them.</summary>
    private static int CompareStamps(string left, string right)
    {
        static string Padded(string stamp)
        {
            var bare = stamp.TrimEnd('Z');
            var dot = bare.IndexOf('.', StringComparison.Ordinal);
            return dot < 0 ? bare + ".000000000" : bare.PadRight(dot + 10, '0');
        }

        return string.CompareOrdinal(Padded(left), Padded(right));
    }

    private readonly record struct StampedLine(DateTimeOffset Time, string Pod, string Content, long Number);

    [LoggerMessage(Level = LogLevel.Warning, Message = "pod {Pod}: {Remark}")]
    private partial void LogRemark(string pod, string remark);
}
