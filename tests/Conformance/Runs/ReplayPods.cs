using System.Globalization;
using System.Text.Json.Nodes;
using Argosy.Engine.Pods;
using Argosy.Models;

namespace Argosy.Conformance;

/// <summary>
/// Pods that end as the record says, after as long as it says: the operator alone is compared, whatever programs and images the workflow names.
/// </summary>
internal sealed class ReplayPods(JsonObject workflow, ScaledClock clock) : IPodRunner
{
    private readonly JsonObject _nodes = workflow["status"]?["nodes"] as JsonObject ?? [];

    public async Task<PodResult> RunAsync(PodRequest request, IPodObserver observer, CancellationToken cancellation)
    {
        var recorded = _nodes.Select(n => n.Value).OfType<JsonObject>().FirstOrDefault(n => n["name"]?.GetValue<string>() == request.NodeName);
        var phase = recorded?["phase"]?.GetValue<string>();
        var message = recorded?["message"]?.GetValue<string>();
        var hasHost = recorded?["hostNodeName"] is not null;
        if (recorded is not null && phase == "Error" && !hasHost)
        {
            var prefix = $"task '{request.NodeName}' errored: ";
            throw new PodRefusedException(message is not null && message.StartsWith(prefix, StringComparison.Ordinal) ? message[prefix.Length..] : message ?? "");
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation, request.Stop);
        var started = clock.GetUtcNow();
        var duration = recorded is null ? TimeSpan.FromSeconds(1) : Duration(recorded);
        if (request.DeadlineSeconds is { } deadline && message?.StartsWith("Pod was active", StringComparison.Ordinal) == true)
            duration = TimeSpan.FromSeconds(deadline);
        try
        {
            if (recorded is not null && phase is "Pending" or "Failed" && message is "timeout" or not null && phase == "Pending")
            {
                observer.Waiting(message);
                await Task.Delay(Timeout.Infinite, ended.Token);
            }

            if (message is "timeout")
                await Task.Delay(Timeout.Infinite, ended.Token);
            await clock.Delay(TimeSpan.FromSeconds(0.5), ended.Token);
            observer.Running("10.0.0.1", "host");
            if (request.Template.Daemon == true && recorded?["podIP"] is not null)
            {
                observer.Ready();
                if (phase == "Succeeded" || message?.Contains("exit code 143", StringComparison.Ordinal) == true)
                    await Task.Delay(Timeout.Infinite, ended.Token);
            }

            // What was killed goes on until it is, within limits: some programs end so by themselves.
            if (message?.Contains("exit code 143", StringComparison.Ordinal) == true && request.NodeName.EndsWith(')'))
                duration = TimeSpan.FromSeconds(Math.Max(60, duration.TotalSeconds));
            await clock.Delay(duration - TimeSpan.FromSeconds(0.5), ended.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            await clock.Delay(TimeSpan.FromSeconds(1), cancellation);
        }

        if (phase is null or "Running" or "Pending")
            (phase, message) = ("Failed", "main: Error (exit code 143)");
        var outputs = recorded?["outputs"] is JsonObject o ? ArgoJson.Read<Outputs>(o) : null;
        return new PodResult
        {
            Phase = phase,
            Message = message,
            Outputs = outputs,
            Containers = Containers(request),
            StartedAt = started,
            FinishedAt = clock.GetUtcNow(),
        };
    }

    private List<ContainerStatus> Containers(PodRequest request)
    {
        var statuses = new List<ContainerStatus>();
        foreach (var container in request.Template.ContainerSet?.Containers ?? [])
        {
            var node = _nodes.Select(n => n.Value).OfType<JsonObject>().FirstOrDefault(n => n["name"]?.GetValue<string>() == $"{request.NodeName}.{container.Name}");
            var text = node?["message"]?.GetValue<string>() ?? "";
            var code = node?["phase"]?.GetValue<string>() == "Succeeded" ? 0 : 1;
            var rest = "";
            var at = text.IndexOf("(exit code ", StringComparison.Ordinal);
            if (at > 0)
            {
                var close = text.IndexOf(')', at);
                code = int.Parse(text.AsSpan(at + 11, close - at - 11), CultureInfo.InvariantCulture);
                rest = text.Length > close + 3 ? text[(close + 3)..] : "";
            }
            else if (code != 0)
            {
                continue;
            }

            statuses.Add(new ContainerStatus(container.Name!, ContainerRole.Main, clock.GetUtcNow(), clock.GetUtcNow(), code, rest));
        }

        return statuses;
    }

    private static TimeSpan Duration(JsonObject node)
    {
        if (!DateTimeOffset.TryParse(node["startedAt"]?.GetValue<string>(), CultureInfo.InvariantCulture, out var start) || !DateTimeOffset.TryParse(node["finishedAt"]?.GetValue<string>(), CultureInfo.InvariantCulture, out var end))
            return TimeSpan.FromHours(1);
        return end - start is var d && d > TimeSpan.FromSeconds(1) ? d : TimeSpan.FromSeconds(1);
    }
}
