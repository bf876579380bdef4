using System.Text.Json.Nodes;
using Argosy.Cli;

namespace Argosy.Workflows;

/// <summary>Writes a log line.</summary>
internal delegate void ActionLog(CliLogLevel level, string message, params (string Key, object? Value)[] fields);

/// <summary>The actions on a target that only stores objects: what the Argo Server does inside, done here.</summary>
internal sealed partial class ObjectActions(IWorkflowClient client, ActionLog log, TimeProvider clock, string? instanceId) : IWorkflowActions
{
    private readonly IWorkflowClient _client = client;
    private readonly ActionLog _log = log;
    private readonly TimeProvider _clock = clock;
    private readonly string? _instanceId = instanceId;

    public Task<JsonObject> GetAsync(string @namespace, string name, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<JsonObject> CreateAsync(string @namespace, JsonObject workflow, bool serverDryRun, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<JsonObject> SubmitAsync(string @namespace, string resourceKind, string resourceName, SubmitOptions options, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<JsonObject> StopAsync(string @namespace, string name, string nodeFieldSelector, string message, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<JsonObject> TerminateAsync(string @namespace, string name, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<JsonObject> SuspendAsync(string @namespace, string name, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<JsonObject> ResumeAsync(string @namespace, string name, string nodeFieldSelector, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<JsonObject> SetAsync(string @namespace, string name, string nodeFieldSelector, string phase, string message, IReadOnlyDictionary<string, string> outputParameters, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<JsonObject> RetryAsync(string @namespace, string name, bool restartSuccessful, string nodeFieldSelector, IReadOnlyList<string> parameters, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task<JsonObject> ResubmitAsync(string @namespace, string name, bool memoized, IReadOnlyList<string> parameters, CancellationToken cancellationToken) => throw new NotImplementedException();
    public Task DeleteAsync(string @namespace, string name, bool force, CancellationToken cancellationToken) => throw new NotImplementedException();
}
