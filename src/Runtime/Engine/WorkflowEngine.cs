using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Argosy.Engine.Store;

namespace Argosy.Engine;

/// <summary>Runs workflows in this process. Runs of one engine share templates, ConfigMaps, locks and caches.</summary>
internal sealed class WorkflowEngine
{
    private readonly ConcurrentDictionary<string, RunHost> _running = new(StringComparer.Ordinal);
    private readonly object _gate = new();

    public WorkflowEngine(EngineServices services)
    {
        Services = services;
        services.Locks.MayBeFree += key =>
        {
            if (_running.TryGetValue(key, out var host))
                host.Nudge();
        };
    }

    public EngineServices Services { get; }

    /// <summary>The runs under way.</summary>
    public IEnumerable<RunHost> Running => _running.Values;

    /// <summary>A new run of a Workflow object: name, UID and creation time are given where they are missing.</summary>
    public RunHost Create(JsonObject workflow, Func<string, IRunLog>? log = null)
    {
        var normal = SpecNormalizer.Normalize(workflow);
        var metadata = normal.Ensure("metadata");
        if (metadata.Text("name") is not { Length: > 0 })
            metadata["name"] = (metadata.Text("generateName") ?? "workflow-") + RandomSuffix();
        metadata["namespace"] ??= "default";
        metadata["uid"] ??= Guid.NewGuid().ToString();
        metadata["creationTimestamp"] ??= NodeJsonForm.Time(Services.Clock.GetUtcNow().UtcDateTime);
        normal["apiVersion"] ??= "argoproj.io/v1alpha1";
        normal["kind"] ??= "Workflow";
        return Host(new Operation(Services, normal), log);
    }

    /// <summary>A stored run that goes on: what has ended is not run again.</summary>
    public RunHost Continue(JsonObject stored, Func<string, IRunLog>? log = null)
    {
        var operation = new Operation(Services, SpecNormalizer.Normalize(stored));
        operation.ContinueAfterRestart();
        return Host(operation, log);
    }

    /// <summary>Runs to the end.</summary>
    public async Task<JsonObject> RunAsync(RunHost host, CancellationToken cancellation = default)
    {
        if (!_running.TryAdd(host.Key, host))
            throw new OperationException($"workflow {host.Name} is running already");
        try
        {
            return await Task.Run(() => host.RunAsync(cancellation), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _running.TryRemove(host.Key, out _);
        }
    }

    private RunHost Host(Operation operation, Func<string, IRunLog>? log) =>
        new(Services, operation, log?.Invoke(operation.Name) ?? new NoRunLog(), _gate);

    /// <summary>Five letters and digits as the API server makes them.</summary>
    internal static string RandomSuffix()
    {
        const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";
        return new string(Random.Shared.GetItems<char>(Alphabet, 5));
    }
}
