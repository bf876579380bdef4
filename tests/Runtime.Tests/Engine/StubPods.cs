using Argosy.Engine.Pods;
using Argosy.Models;

namespace Argosy.Runtime.Tests.Operator;

/// <summary>
/// Pods without programs. A container's command says what they do: <c>[ok]</c>, <c>[fail, CODE]</c>, <c>[print, TEXT]</c>, <c>[flaky, N]</c> (fails N times, told by the
/// attempt in its name), <c>[error]</c> (the executor fails), <c>[hang]</c> (until it is stopped), <c>[refuse]</c>. Output parameters get their name as value.
/// </summary>
internal sealed class StubPods : IPodRunner
{
    private readonly List<string> _started = [];

    /// <summary>Names of the nodes whose pods were started, in order.</summary>
    public IReadOnlyList<string> Started
    {
        get
        {
            lock (_started)
                return [.. _started];
        }
    }

    public async Task<PodResult> RunAsync(PodRequest request, IPodObserver observer, CancellationToken cancellation)
    {
        lock (_started)
            _started.Add(request.NodeName);
        var command = request.Template.Container?.Command ?? request.Template.Script?.Command ?? ["ok"];
        if (command[0] == "refuse")
            throw new PodRefusedException("pods \"x\" is forbidden: no");
        await Task.Yield();
        observer.Running("10.0.0.9", "here");
        if (request.Template.Daemon == true && command[0] == "hang")
            observer.Ready();
        var code = 0;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation, request.Stop);
        if (command[0] == "hang")
        {
            try
            {
                await Task.Delay(Timeout.Infinite, ended.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                code = 143;
            }
        }

        if (command[0] == "slow")
            await Task.Delay(int.Parse(command[1], System.Globalization.CultureInfo.InvariantCulture), cancellation);
        if (command[0] == "fail")
            code = int.Parse(command[1], System.Globalization.CultureInfo.InvariantCulture);
        if (command[0] == "flaky" && Attempt(request.NodeName) < int.Parse(command[1], System.Globalization.CultureInfo.InvariantCulture))
            code = 1;
        var isError = command[0] == "error";
        var outputs = new Outputs
        {
            ExitCode = code.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Result = request.CaptureResult ? command[0] == "print" ? command[1] : "" : null,
            Parameters = code == 0 && !isError ? request.Template.Outputs?.Parameters?.Select(p => new Parameter { Name = p.Name, Value = command[0] == "print" ? command[1] : p.Name, ValueFrom = p.ValueFrom, GlobalName = p.GlobalName }).ToList() : null,
            Artifacts = code == 0 ? request.Template.Outputs?.Artifacts?.Select(a => new Argosy.Models.Artifact { Name = a.Name, Path = a.Path, GlobalName = a.GlobalName, S3 = new S3Artifact { Key = $"{request.Run.WorkflowName}/{request.PodName}/{a.Name}.tgz" } }).ToList() : null,
        };
        return new PodResult
        {
            Phase = isError ? "Error" : code == 0 ? "Succeeded" : "Failed",
            Message = isError ? "wait: Error (exit code 64): no such file" : code == 0 ? null : $"main: Error (exit code {code})",
            Outputs = outputs,
            StartedAt = DateTimeOffset.UtcNow,
            FinishedAt = DateTimeOffset.UtcNow,
        };
    }

    private static int Attempt(string name)
    {
        var open = name.LastIndexOf('(');
        return open < 0 ? 0 : int.Parse(name.AsSpan(open + 1, name.Length - open - 2), System.Globalization.CultureInfo.InvariantCulture);
    }
}
