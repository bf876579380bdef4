using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Argosy.Engine.Store;

namespace Argosy.Engine.Schedules;

/// <summary>The workflows of one CronWorkflow among the runs of this machine, run in this process.</summary>
internal sealed class LocalCronChildren(LocalRuns runs, WorkflowEngine engine, string cron, IReadOnlyList<JsonObject> documents, Action<JsonObject> ended, CancellationToken cancellation) : ICronChildren
{
    private readonly ConcurrentDictionary<string, RunHost> _hosts = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Task> _running = [];

    /// <summary>Waits until all that run have ended.</summary>
    public Task WhenAllAsync() => Task.WhenAll(_running);

    public bool TryStart(JsonObject workflow)
    {
        var name = workflow.Object("metadata").Text("name") ?? "";
        if (runs.Folder(name).Exists)
            return false;
        runs.Create(workflow, documents);
        _running.Add(RunAsync(name));
        return true;
    }

    public void Terminate(string name)
    {
        if (_hosts.TryGetValue(name, out var host))
            _ = host.UpdateAsync(w =>
            {
                w.Ensure("spec")["shutdown"] = "Terminate";
                return w;
            });
    }

    public string? PhaseOf(string name) => runs.Get(name) is { } workflow ? workflow.Object("status").Text("phase") ?? "" : null;

    public IReadOnlyList<string> Ended(bool succeeded) =>
    [
        .. Mine().Where(w => Phases.IsCompleted(w.Object("status").Text("phase") ?? "") && w.Object("status").Text("phase") == Phases.Succeeded == succeeded)
            .OrderByDescending(w => w.Object("status").Text("finishedAt"), StringComparer.Ordinal).Select(w => w.Object("metadata").Text("name")!),
    ];

    public void Delete(string name)
    {
        if (!runs.IsAlive(name))
            runs.Delete(name);
    }

    private IEnumerable<JsonObject> Mine() =>
        runs.Names().Where(n => n.StartsWith(cron + "-", StringComparison.Ordinal)).Select(runs.Get).OfType<JsonObject>()
            .Where(w => w.Object("metadata").Object("labels").Text("workflows.argoproj.io/cron-workflow") == cron);

    private async Task RunAsync(string name)
    {
        try
        {
            ended(await runs.RunAsync(name, engine, host => _hosts[name] = host, cancellation).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The engine ends; the run can go on later.
        }
        finally
        {
            _hosts.TryRemove(name, out _);
        }
    }
}
