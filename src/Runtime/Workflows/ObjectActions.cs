using System.Text.Json.Nodes;
using Argosy.Cli;

namespace Argosy.Workflows;

/// <summary>Writes a log line.</summary>
internal delegate void ActionLog(CliLogLevel level, string message, params (string Key, object? Value)[] fields);

/// <summary>The actions on a target that only stores objects: what the Argo Server does inside, done here.</summary>
internal sealed class ObjectActions(IWorkflowClient client, ActionLog log, TimeProvider clock, string? instanceId) : IWorkflowActions
{
    private const int Attempts = 5;

    public async Task<JsonObject> GetAsync(string @namespace, string name, CancellationToken cancellationToken)
    {
        var workflow = name == "@latest"
            ? await LatestAsync(@namespace, cancellationToken).ConfigureAwait(false)
            : await FindAsync(@namespace, name, cancellationToken).ConfigureAwait(false);
        var label = workflow.At("metadata", "labels", WorkflowStates.LabelInstanceId).AsText();
        if ((label ?? "") != (instanceId ?? ""))
            throw new WorkflowClientException(ClientErrorCode.InvalidArgument, $"'{workflow.Name()}' is not managed by the current Argo Server");
        return workflow;
    }

    public async Task<JsonObject> CreateAsync(string @namespace, JsonObject workflow, bool serverDryRun, CancellationToken cancellationToken)
    {
        var prepared = await PreviewAsync(@namespace, workflow, cancellationToken).ConfigureAwait(false);
        try
        {
            return await client.CreateAsync(ArgoKind.Workflow, @namespace, prepared, serverDryRun, cancellationToken).ConfigureAwait(false);
        }
        catch (WorkflowClientException e) when (!serverDryRun)
        {
            log(CliLogLevel.Error, "Create request failed", ("error", e.Description));
            throw;
        }
    }

    public async Task<JsonObject> PreviewAsync(string @namespace, JsonObject workflow, CancellationToken cancellationToken)
    {
        Label(workflow);
        await SubmissionRules.CheckAsync(client, @namespace, workflow, submitted: false, cancellationToken).ConfigureAwait(false);
        return workflow;
    }

    public async Task<JsonObject> SubmitAsync(
        string @namespace, string resourceKind, string resourceName, SubmitOptions options, CancellationToken cancellationToken)
    {
        var kind = ArgoKind.Find(resourceKind);
        JsonObject workflow;
        if (kind == ArgoKind.CronWorkflow)
            workflow = Submission.FromCron(await client.GetAsync(kind, @namespace, resourceName, cancellationToken).ConfigureAwait(false), clock.GetUtcNow());
        else if (kind == ArgoKind.WorkflowTemplate || kind == ArgoKind.ClusterWorkflowTemplate)
            workflow = Submission.FromTemplate(resourceName, kind == ArgoKind.ClusterWorkflowTemplate);
        else
            throw new WorkflowClientException(ClientErrorCode.InvalidArgument, $"Resource kind '{resourceKind}' is not supported for submitting");
        Label(workflow);
        try
        {
            Submission.Apply(workflow, options);
        }
        catch (FormatException e)
        {
            throw new WorkflowClientException(ClientErrorCode.Internal, e.Message);
        }

        await SubmissionRules.CheckAsync(client, @namespace, workflow, submitted: true, cancellationToken).ConfigureAwait(false);
        if (options.DryRun) return workflow;
        workflow.MakeAt("metadata")["namespace"] = @namespace;
        return await client.CreateAsync(ArgoKind.Workflow, @namespace, workflow, options.ServerDryRun, cancellationToken).ConfigureAwait(false);
    }

    public Task<JsonObject> StopAsync(string @namespace, string name, string nodeFieldSelector, string message, CancellationToken cancellationToken) =>
        nodeFieldSelector.Length > 0
            ? SetNodesAsync(@namespace, name, nodeFieldSelector, new SuspendedNodeChange("Failed", message, new Dictionary<string, string>()), "Stop", cancellationToken)
            : ShutDownAsync(@namespace, name, "Stop", cancellationToken);

    public Task<JsonObject> TerminateAsync(string @namespace, string name, CancellationToken cancellationToken) =>
        ShutDownAsync(@namespace, name, "Terminate", cancellationToken);

    public async Task<JsonObject> SuspendAsync(string @namespace, string name, CancellationToken cancellationToken)
    {
        name = (await GetAsync(@namespace, name, cancellationToken).ConfigureAwait(false)).Name();
        return await ChangeAsync(
            @namespace,
            name,
            workflow =>
            {
                if (workflow.TextAt("metadata", "labels", WorkflowStates.LabelCompleted) == "true")
                    throw new WorkflowClientException(ClientErrorCode.InvalidArgument, "timed out waiting for the condition: cannot suspend completed workflows");
                if (workflow.FlagAt("spec", "suspend")) return false;
                workflow.MakeAt("spec")["suspend"] = true;
                return true;
            },
            "Suspend",
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<JsonObject> ResumeAsync(string @namespace, string name, string nodeFieldSelector, CancellationToken cancellationToken)
    {
        name = (await GetAsync(@namespace, name, cancellationToken).ConfigureAwait(false)).Name();
        try
        {
            if (nodeFieldSelector.Length == 0)
                return await ChangeAsync(@namespace, name, workflow => SuspendedNodes.Resume(workflow, client.Identity, clock.GetUtcNow()), "Resume", cancellationToken).ConfigureAwait(false);
            var by = client.Identity is null ? "" : $"Resumed by: {client.Identity}";
            var change = new SuspendedNodeChange("Succeeded", by, new Dictionary<string, string>());
            return await SetNodesAsync(@namespace, name, nodeFieldSelector, change, "Resume", cancellationToken).ConfigureAwait(false);
        }
        catch (WorkflowClientException e)
        {
            log(CliLogLevel.Warn, "Failed to resume", ("name", name), ("error", e.Description));
            throw;
        }
    }

    public async Task<JsonObject> SetAsync(
        string @namespace, string name, string nodeFieldSelector, string phase, string message, IReadOnlyDictionary<string, string> outputParameters,
        CancellationToken cancellationToken)
    {
        name = (await GetAsync(@namespace, name, cancellationToken).ConfigureAwait(false)).Name();
        if (phase is not ("" or "Succeeded" or "Failed" or "Error"))
            throw new WorkflowClientException(ClientErrorCode.InvalidArgument, $"{phase} is an invalid phase to set to");
        if (nodeFieldSelector.Length == 0)
            throw new WorkflowClientException(ClientErrorCode.Internal, "'set' currently only targets suspend nodes, use a node field selector to target them");
        return await SetNodesAsync(@namespace, name, nodeFieldSelector, new SuspendedNodeChange(phase, message, outputParameters), null, cancellationToken).ConfigureAwait(false);
    }

    public async Task<JsonObject> RetryAsync(
        string @namespace, string name, bool restartSuccessful, string nodeFieldSelector, IReadOnlyList<string> parameters, CancellationToken cancellationToken)
    {
        var old = await GetAsync(@namespace, name, cancellationToken).ConfigureAwait(false);
        JsonObject workflow;
        IReadOnlyList<string> pods;
        try
        {
            (workflow, pods) = RetryPlan.Of(old, restartSuccessful, nodeFieldSelector, parameters, log, clock.GetUtcNow());
        }
        catch (FormatException e)
        {
            throw new WorkflowClientException(ClientErrorCode.Internal, e.Message);
        }

        foreach (var pod in pods)
        {
            log(CliLogLevel.Info, "Deleting pod", ("podDeleted", pod));
            await client.DeletePodAsync(workflow.Namespace(), pod, cancellationToken).ConfigureAwait(false);
        }

        WorkflowIdentity.LabelActor(workflow, client.Identity, "Retry");
        return await client.UpdateAsync(ArgoKind.Workflow, @namespace, workflow, cancellationToken).ConfigureAwait(false);
    }

    public async Task<JsonObject> ResubmitAsync(
        string @namespace, string name, bool memoized, IReadOnlyList<string> parameters, CancellationToken cancellationToken)
    {
        var old = await GetAsync(@namespace, name, cancellationToken).ConfigureAwait(false);
        JsonObject workflow;
        try
        {
            workflow = Resubmission.Of(old, memoized, parameters, client.Identity, log, clock.GetUtcNow());
        }
        catch (FormatException e)
        {
            throw new WorkflowClientException(ClientErrorCode.Internal, e.Message);
        }

        await SubmissionRules.CheckAsync(client, @namespace, workflow, submitted: true, cancellationToken).ConfigureAwait(false);
        return await client.CreateAsync(ArgoKind.Workflow, @namespace, workflow, false, cancellationToken).ConfigureAwait(false);
    }

    public async Task DeleteAsync(string @namespace, string name, bool force, CancellationToken cancellationToken)
    {
        var workflow = await GetAsync(@namespace, name, cancellationToken).ConfigureAwait(false);
        if (force)
        {
            var patch = new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = null } };
            await client.PatchAsync(ArgoKind.Workflow, workflow.Namespace(), workflow.Name(), patch, cancellationToken).ConfigureAwait(false);
        }

        await client.DeleteAsync(ArgoKind.Workflow, workflow.Namespace(), workflow.Name(), cancellationToken).ConfigureAwait(false);
    }

    private async Task<JsonObject> FindAsync(string @namespace, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetAsync(ArgoKind.Workflow, @namespace, name, cancellationToken).ConfigureAwait(false);
        }
        catch (WorkflowClientException e)
        {
            log(
                CliLogLevel.Error,
                "failed to get live workflow and failed to get archived workflow",
                ("liveError", e.Description),
                ("archivedError", "getting archived workflows not supported"));
            throw;
        }
    }

    private async Task<JsonObject> LatestAsync(string @namespace, CancellationToken cancellationToken)
    {
        JsonObject? latest = null;
        await foreach (var workflow in client.ListAsync(ArgoKind.Workflow, @namespace, ListSelection.All, cancellationToken).ConfigureAwait(false))
        {
            if (latest is null || latest.TimeAt("metadata", "creationTimestamp") < workflow.TimeAt("metadata", "creationTimestamp")) latest = workflow;
        }

        return latest ?? throw new WorkflowClientException(ClientErrorCode.NotFound, "no workflows found");
    }

    private async Task<JsonObject> ShutDownAsync(string @namespace, string name, string strategy, CancellationToken cancellationToken)
    {
        var workflow = await GetAsync(@namespace, name, cancellationToken).ConfigureAwait(false);
        if (WorkflowStates.IsFulfilled(workflow.Phase()))
        {
            throw new WorkflowClientException(
                ClientErrorCode.Internal,
                $"cannot shutdown a completed workflow: workflow: {GoText.Quote(workflow.Name())}, namespace: {GoText.Quote(workflow.Namespace())}");
        }

        var patch = new JsonObject { ["spec"] = new JsonObject { ["shutdown"] = strategy } };
        if (WorkflowIdentity.ActionLabels(client.Identity, strategy) is { } labels) patch["metadata"] = new JsonObject { ["labels"] = labels };
        return await client.PatchAsync(ArgoKind.Workflow, @namespace, workflow.Name(), patch, cancellationToken).ConfigureAwait(false);
    }

    private async Task<JsonObject> SetNodesAsync(
        string @namespace, string name, string selectorText, SuspendedNodeChange change, string? action, CancellationToken cancellationToken)
    {
        var selector = FieldSelector.Parse(selectorText, out var fault) ?? throw new WorkflowClientException(ClientErrorCode.Internal, fault!);
        name = (await GetAsync(@namespace, name, cancellationToken).ConfigureAwait(false)).Name();
        return await ChangeAsync(
            @namespace,
            name,
            workflow =>
            {
                SuspendedNodes.Set(workflow, selector, selectorText, change, clock.GetUtcNow());
                return true;
            },
            action,
            cancellationToken).ConfigureAwait(false);
    }

    // Reads, changes and stores; again from the start where someone else stored in between.
    private async Task<JsonObject> ChangeAsync(
        string @namespace, string name, Func<JsonObject, bool> change, string? action, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var workflow = await client.GetAsync(ArgoKind.Workflow, @namespace, name, cancellationToken).ConfigureAwait(false);
            if (!change(workflow)) return workflow;
            WorkflowIdentity.LabelActor(workflow, client.Identity, action);
            try
            {
                return await client.UpdateAsync(ArgoKind.Workflow, @namespace, workflow, cancellationToken).ConfigureAwait(false);
            }
            catch (WorkflowClientException e) when (e.Code == ClientErrorCode.Conflict && attempt < Attempts)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10 << attempt), clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void Label(JsonObject workflow)
    {
        if (instanceId is { Length: > 0 }) workflow.MakeAt("metadata", "labels")[WorkflowStates.LabelInstanceId] = instanceId;
        else (workflow.At("metadata", "labels") as JsonObject)?.Remove(WorkflowStates.LabelInstanceId);
        WorkflowIdentity.LabelCreator(workflow, client.Identity);
    }
}
