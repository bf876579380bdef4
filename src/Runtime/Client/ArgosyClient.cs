using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Argosy.ArgoServer;
using Argosy.Cli;
using Argosy.Kubernetes;
using Argosy.Workflows;
using Argosy.Yaml;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argosy;

/// <summary>
/// Runs workflows on Argo, through the Kubernetes API or an Argo Server. Thread-safe; make one and keep it
/// (<c>services.AddArgosy()</c> does).
/// </summary>
public sealed partial class ArgosyClient : IAsyncDisposable
{
    // A kubeconfig that cannot be read today may be readable at the next call: a failure is not kept.
    private static readonly Lazy<ArgosyClient> s_default = new(() => Connect(), LazyThreadSafetyMode.PublicationOnly);
    private readonly Uri? _serverAddress;
    private readonly ILogger _logger;

    internal ArgosyClient(IWorkflowClient workflows, string? instanceId, ILogger? logger, Uri? serverAddress = null)
    {
        Workflows = workflows;
        InstanceId = instanceId;
        _logger = logger ?? NullLogger.Instance;
        _serverAddress = serverAddress;
        Actions = workflows as IWorkflowActions ?? new ObjectActions(workflows, WriteLog, TimeProvider.System, instanceId);
    }

    /// <summary>Where this client runs workflows, for a person.</summary>
    public string Target => Workflows.Target;

    /// <summary>The namespace where a call names none.</summary>
    public string DefaultNamespace => Workflows.DefaultNamespace;

    /// <summary>The time as the cluster sees it.</summary>
    public DateTimeOffset Now => Workflows.Now;

    internal IWorkflowClient Workflows { get; }

    internal IWorkflowActions Actions { get; }

    internal string? InstanceId { get; }

    /// <summary>
    /// The client of generated <c>SubmitAsync</c> and <c>RunAsync</c> methods where a call gives none: connected as the environment says, on first use. It lives as long as the program.
    /// </summary>
    public static ArgosyClient Default => s_default.Value;

    /// <summary>Connects as the options say. Nothing is sent yet.</summary>
    /// <param name="options">Where to; null: as the environment says.</param>
    public static ArgosyClient Connect(ArgosyClientOptions? options = null)
    {
        options ??= new ArgosyClientOptions();
        var logger = options.LoggerFactory?.CreateLogger("Argosy");
        Func<string, string?> environment = Environment.GetEnvironmentVariable;
        var instanceId = options.InstanceId ?? environment("ARGO_INSTANCEID");
        try
        {
            if ((options.ArgoServer ?? environment("ARGO_SERVER")) is { Length: > 0 } server)
            {
                var settings = ArgoServerSettings.FromEnvironment(environment) with { Address = server };
                settings = settings with
                {
                    Token = options.ArgoToken ?? settings.Token,
                    Namespace = options.Namespace ?? settings.Namespace,
                    InstanceId = instanceId,
                    Kubernetes = new KubernetesConnectionOptions { Kubeconfig = options.Kubeconfig, Context = options.Context, Logger = logger },
                };
                return new ArgosyClient(ArgoServerClient.Open(settings, logger), instanceId, logger, settings.BaseAddress);
            }

            var kubernetes = KubernetesWorkflowClient.Open(new KubernetesConnectionOptions
            {
                Kubeconfig = options.Kubeconfig,
                Context = options.Context,
                Logger = logger,
                Namespace = options.Namespace ?? (environment("ARGO_NAMESPACE") is { Length: > 0 } ns ? ns : null),
            }, logger);
            return new ArgosyClient(kubernetes, instanceId, logger);
        }
        catch (KubernetesConfigurationException e)
        {
            throw new ArgosyException(e.Message, e) { Reason = "Unavailable" };
        }
    }

    /// <summary>Runs a workflow of this app. Generated <c>SubmitAsync</c> methods call this one.</summary>
    /// <param name="definition">The workflow: its class's entry in <see cref="WorkflowRegistry"/>. A template is run by reference and must be in the cluster.</param>
    /// <param name="arguments">The arguments; those with a default may be missing.</param>
    /// <param name="submission">What else is to differ from the definition.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<WorkflowRun> SubmitAsync(
        WorkflowDefinition definition, WorkflowArguments? arguments = null, WorkflowSubmission? submission = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        foreach (var parameter in definition.Parameters)
        {
            if (parameter.Default is null && arguments?.Any(given => given.Key == parameter.Name) != true)
            {
                throw new ArgosyException($"workflow {definition.Name} needs a value for its parameter {parameter.Name} ({parameter.Type})") { Reason = "InvalidArgument" };
            }
        }

        return definition.Kind switch
        {
            "Workflow" => SubmitAsync(definition.Manifest(), arguments, submission, cancellationToken),
            "WorkflowTemplate" or "ClusterWorkflowTemplate" or "CronWorkflow" => SubmitFromAsync(definition.Kind, definition.Name, arguments, submission, cancellationToken),
            var kind => throw new ArgosyException($"{definition.Name} is a {kind}, which cannot be submitted as a workflow") { Reason = "InvalidArgument" },
        };
    }

    /// <summary>Runs a workflow from the text of its manifest (YAML or JSON).</summary>
    /// <param name="manifest">The text: one Workflow.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="submission">What else is to differ from the manifest.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<WorkflowRun> SubmitAsync(
        string manifest, WorkflowArguments? arguments = null, WorkflowSubmission? submission = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(manifest);
        var read = ManifestReader.Read(manifest, null);
        if (read.Problems.FirstOrDefault() is { } problem)
        {
            throw new ArgosyException($"the manifest cannot be read: {problem.Message}") { Reason = "InvalidArgument" };
        }

        var found = read.Documents.Where(document => document.Kind == "Workflow").ToList();
        return found is [var only]
            ? SubmitJsonAsync(NodeJson.ToJson(only.Root), arguments, submission, cancellationToken)
            : throw new ArgosyException($"the manifest must hold one Workflow, and holds {found.Count}") { Reason = "InvalidArgument" };
    }

    /// <summary>Runs a workflow from its typed object.</summary>
    /// <param name="workflow">The workflow.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="submission">What else is to differ from the object.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<WorkflowRun> SubmitAsync(
        Models.Workflow workflow, WorkflowArguments? arguments = null, WorkflowSubmission? submission = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        return SubmitJsonAsync(Models.ArgoJson.Write(workflow), arguments, submission, cancellationToken);
    }

    /// <summary>Runs a WorkflowTemplate, ClusterWorkflowTemplate or CronWorkflow that is in the cluster.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="submission">What else is to differ from it.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<WorkflowRun> SubmitFromAsync(
        string kind, string name, WorkflowArguments? arguments = null, WorkflowSubmission? submission = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentException.ThrowIfNullOrEmpty(name);
        submission ??= new WorkflowSubmission();
        var ns = submission.Namespace ?? DefaultNamespace;
        var options = new SubmitOptions
        {
            Name = submission.Name ?? "",
            GenerateName = submission.GenerateName ?? "",
            Entrypoint = submission.Entrypoint ?? "",
            ServiceAccount = submission.ServiceAccount ?? "",
            Priority = submission.Priority,
            Parameters = [.. (arguments ?? []).Select(pair => $"{pair.Key}={pair.Value}")],
            Labels = string.Join(',', submission.Labels.Select(pair => $"{pair.Key}={pair.Value}")),
            Annotations = string.Join(',', submission.Annotations.Select(pair => $"{pair.Key}={pair.Value}")),
            ServerDryRun = submission.DryRun,
        };
        using var activity = Telemetry.Source.StartActivity("argosy.submit");
        var created = await CallAsync(() => Actions.SubmitAsync(ns, kind, name, options, cancellationToken)).ConfigureAwait(false);
        return Handle(created, ns);
    }

    /// <summary>A handle of a run that exists.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="namespace">Its namespace; null: the client's.</param>
    public WorkflowRun Run(string name, string? @namespace = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new WorkflowRun(this, @namespace ?? DefaultNamespace, name, null);
    }

    /// <summary>Runs in the cluster, page by page.</summary>
    /// <param name="labelSelector">A label selector; null: all.</param>
    /// <param name="namespace">The namespace; null: the client's; empty: all.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public async IAsyncEnumerable<RunState> ListAsync(
        string? labelSelector = null, string? @namespace = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var items = Workflows.ListAsync(ArgoKind.Workflow, @namespace ?? DefaultNamespace, new ListSelection(labelSelector ?? ""), cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (items.ConfigureAwait(false))
        {
            while (await CallAsync(() => items.MoveNextAsync().AsTask()).ConfigureAwait(false))
            {
                yield return new RunState(items.Current);
            }
        }
    }

    /// <summary>Creates or updates an object of this app in the cluster: its template, its cron workflow (server-side apply).</summary>
    /// <param name="definition">The object.</param>
    /// <param name="namespace">The namespace; null: the client's.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task ApplyAsync(WorkflowDefinition definition, string? @namespace = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var kind = ArgoKind.All.FirstOrDefault(known => known.Kind == definition.Kind)
            ?? throw new ArgosyException($"{definition.Name} is a {definition.Kind}, which is no object of Argo") { Reason = "InvalidArgument" };
        foreach (var document in ManifestReader.Read(definition.Manifest(), null).Documents)
        {
            await CallAsync(() => Workflows.ApplyAsync(
                kind, @namespace ?? DefaultNamespace, NodeJson.ToJson(document.Root), force: false, dryRun: false, cancellationToken)).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Workflows.DisposeAsync();

    internal static async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (WorkflowClientException e)
        {
            throw ArgosyException.From(e);
        }
    }

    internal Uri? LinkTo(WorkflowRun run) => _serverAddress is null ? null : new Uri(_serverAddress, $"workflows/{Uri.EscapeDataString(run.Namespace)}/{Uri.EscapeDataString(run.Name)}");

    private async Task<WorkflowRun> SubmitJsonAsync(JsonObject workflow, WorkflowArguments? arguments, WorkflowSubmission? submission, CancellationToken cancellation)
    {
        submission ??= new WorkflowSubmission();
        var ns = submission.Namespace ?? (string?)workflow["metadata"]?["namespace"] ?? DefaultNamespace;
        SubmissionChanges.Apply(workflow, arguments, submission, InstanceId);
        using var activity = Telemetry.Source.StartActivity("argosy.submit");

        // The actions check it with all of Argo's rules and label it with who made it, as the command line does.
        var created = await CallAsync(() => Actions.CreateAsync(ns, workflow, submission.DryRun, cancellation)).ConfigureAwait(false);
        activity?.SetTag("argosy.workflow", (string?)created["metadata"]?["name"]);
        return Handle(created, ns);
    }

    private WorkflowRun Handle(JsonObject created, string ns)
    {
        var state = new RunState(created);
        LogSubmitted(state.Name, ns, Target);
        return new WorkflowRun(this, state.Namespace.Length > 0 ? state.Namespace : ns, state.Name, state);
    }

    private void WriteLog(CliLogLevel level, string message, params (string Key, object? Value)[] fields)
    {
        var kind = level switch { CliLogLevel.Debug => LogLevel.Debug, CliLogLevel.Info => LogLevel.Information, CliLogLevel.Warn => LogLevel.Warning, _ => LogLevel.Error };
        if (_logger.IsEnabled(kind))
        {
#pragma warning disable CA2254 // the texts are those of Argo's own log lines
            _logger.Log(kind, message + string.Concat(fields.Select(field => $" {field.Key}={field.Value}")));
#pragma warning restore CA2254
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "submitted workflow {Name} in namespace {Namespace} on {Target}")]
    private partial void LogSubmitted(string name, string @namespace, string target);
}
