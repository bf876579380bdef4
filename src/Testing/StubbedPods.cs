using System.Collections.Concurrent;
using System.Globalization;
using Argosy.Engine.Artifacts;
using Argosy.Engine.Pods;
using Argosy.Models;

namespace Argosy.Testing;

/// <summary>Runs stubs in the place of pods, and everything else by the real runner.</summary>
internal sealed class StubbedPods : IPodRunner
{
    private readonly IPodRunner _real;
    private readonly IReadOnlyDictionary<string, TemplateStub> _stubs;
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<StubCall> _calls = new();

    public StubbedPods(IPodRunner real, IReadOnlyDictionary<string, TemplateStub> stubs)
    {
        _real = real;
        _stubs = stubs;
    }

    public IReadOnlyList<StubCall> Calls => [.. _calls];

    public async Task<PodResult> RunAsync(PodRequest request, IPodObserver observer, CancellationToken cancellation)
    {
        var template = request.Template.Name ?? "";
        if (!_stubs.TryGetValue(template, out var stub))
            return await _real.RunAsync(request, observer, cancellation).ConfigureAwait(false);
        var startedAt = DateTimeOffset.UtcNow;
        var inputs = (request.Template.Inputs?.Parameters ?? []).Where(p => p.Name is not null && p.Value is not null).ToDictionary(p => p.Name!, p => p.Value!, StringComparer.Ordinal);
        _calls.Enqueue(new StubCall(template, request.NodeName, inputs));
        observer.Running("127.0.0.1", "test");
        observer.Ready();
        if (stub.Delay > TimeSpan.Zero)
            await Task.Delay(stub.Delay, cancellation).ConfigureAwait(false);
        var (phase, message) = stub.Attempt(_counts.AddOrUpdate(template, 0, (_, n) => n + 1));
        var outputs = new Outputs { ExitCode = phase == "Succeeded" ? "0" : "1", Result = request.CaptureResult ? stub.ResultOf?.Invoke(inputs) ?? "" : null };
        foreach (var declared in request.Template.Outputs?.Parameters ?? [])
        {
            var value = stub.Parameters.TryGetValue(declared.Name ?? "", out var compute) ? compute(inputs) : declared.ValueFrom?.Default;
            if (value is null && phase == "Succeeded")
                (phase, message) = ("Error", $"the stub of '{template}' does not give the output parameter '{declared.Name}': add .Outputs(\"{declared.Name}\", …)");
            (outputs.Parameters ??= []).Add(new Parameter { Name = declared.Name, GlobalName = declared.GlobalName, ValueFrom = declared.ValueFrom, Value = value });
        }
        foreach (var declared in request.Template.Outputs?.Artifacts ?? [])
        {
            if (!stub.Artifacts.TryGetValue(declared.Name ?? "", out var text))
            {
                if (declared.Optional != true && phase == "Succeeded")
                    (phase, message) = ("Error", $"the stub of '{template}' does not give the output artifact '{declared.Name}': add .Artifact(\"{declared.Name}\", …)");
                continue;
            }
            var folder = Path.Combine(request.Run.Folder, "stubs", request.PodName);
            Directory.CreateDirectory(folder);
            var file = Path.Combine(folder, declared.Name!);
            await File.WriteAllTextAsync(file, text, cancellation).ConfigureAwait(false);
            (outputs.Artifacts ??= []).Add(await ArtifactSaver.SaveAsync(request, declared, file, isInVolume: true, folder, cancellation).ConfigureAwait(false));
        }
        var status = new ContainerStatus("main", ContainerRole.Main, startedAt, DateTimeOffset.UtcNow, int.Parse(outputs.ExitCode, CultureInfo.InvariantCulture), "");
        return new PodResult { Phase = phase, Message = message, Outputs = outputs, Containers = [status], StartedAt = startedAt, FinishedAt = DateTimeOffset.UtcNow };
    }
}
