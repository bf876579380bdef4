using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Argosy.Cli.Printing;
using Argosy.Workflows;

namespace Argosy.Cli.Commands;

/// <summary><c>submit</c>.</summary>
internal sealed class SubmitCommand : CliCommand
{
    private readonly Argument<string[]> _files = Flags.Names("FILE", "Files, addresses, - for standard input, or workflows of this app");
    private readonly SubmitFlags _submit = new(withDryRun: true);
    private readonly FollowFlags _follow = new();
    private readonly Option<bool> _strict = new("--strict") { Description = "Perform strict workflow validation", DefaultValueFactory = _ => true };
    private readonly Option<long?> _priority = Flags.Number("--priority", "Workflow priority");
    private readonly Option<string> _from = Flags.Text("--from", "Submit from an existing kind/name, eg: --from=cronwf/hello-world-cwf");
    private readonly Option<string> _status = Flags.Text("--status", "Filter by status; only with --watch");
    private readonly Option<string> _nodes = Flags.Text("--node-field-selector", "Selector of nodes to display, eg: --node-field-selector phase=abc");
    private readonly Option<string> _scheduledTime = Flags.Text("--scheduled-time", "Override the workflow's scheduledTime parameter (useful for backfilling), RFC3339");

    public override Command Build(CliFrame frame)
    {
        var command = new Command("submit", "Submit a workflow") { _files, _strict, _priority, _from, _status, _nodes, _scheduledTime };
        _submit.AddTo(command);
        _follow.AddTo(command);
        return Runs(frame, command, SubmitAsync);
    }

    private async Task<int> SubmitAsync(CliRun run)
    {
        var files = run.Value(_files)!;
        var from = run.Value(_from)!;
        if (from.Length > 0 && files.Length > 0) throw new CliUsageException("cannot combine --from with file arguments");
        if (!run.Value(_follow.Watch) && run.Value(_status)!.Length > 0) run.Log.Write(CliLogLevel.Warn, "--status should only be used with --watch");
        var options = await _submit.ReadAsync(run).ConfigureAwait(false);
        if (from.Length > 0) return await SubmitFromAsync(run, from, options).ConfigureAwait(false);
        if (files.Length == 0 && run.Context.App.Where(definition => definition.Kind == "Workflow").ToList() is [var only]) files = [only.Name];
        var workflows = await ManifestInput.ReadAsync(run, files, ArgoKind.Workflow, run.Value(_strict)).ConfigureAwait(false);
        Check(run, workflows.Count, options);
        if (workflows.Count == 0) throw new CliException("no workflow found in given files");
        await using var client = await (options.DryRun ? run.OpenClientAsync() : run.OpenClientToCreateAsync()).ConfigureAwait(false);
        var fallback = run.Namespace ?? client.DefaultNamespace;
        var names = new List<string>();
        foreach (var workflow in workflows)
        {
            if (workflow.Namespace().Length == 0) workflow.MakeAt("metadata")["namespace"] = fallback;
            try
            {
                ArgumentTypes.Check(run.Context.App, workflow, options.Parameters);
                Submission.Apply(workflow, options with { Priority = (int?)run.Value(_priority) });
            }
            catch (FormatException e)
            {
                throw new CliException(e.Message);
            }

            var created = await CreateAsync(run, client, workflow, options).ConfigureAwait(false);
            Print(run, client, created, options);
            names.Add(created.Name());
        }

        return await FollowAsync(run, client, fallback, names).ConfigureAwait(false);
    }

    private static async Task<JsonObject> CreateAsync(CliRun run, IWorkflowClient client, JsonObject workflow, SubmitOptions options)
    {
        try
        {
            return options.DryRun
                ? await run.ActionsOf(client).PreviewAsync(workflow.Namespace(), workflow, run.Cancelled).ConfigureAwait(false)
                : await run.ActionsOf(client).CreateAsync(workflow.Namespace(), workflow, options.ServerDryRun, run.Cancelled).ConfigureAwait(false);
        }
        catch (WorkflowClientException e)
        {
            throw new CliException($"failed to submit workflow: {e.Message}");
        }
    }

    private async Task<int> SubmitFromAsync(CliRun run, string from, SubmitOptions options)
    {
        var parts = from.Split('/', 2);
        if (parts.Length != 2) throw new CliException($"resource identifier '{from}' is malformed. Should be `kind/name`, e.g. cronwf/hello-world-cwf");
        Check(run, 1, options);
        if (run.Value(_scheduledTime) is { Length: > 0 } time)
        {
            if (!DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _) || !time.Contains('T', StringComparison.Ordinal))
                throw new CliException("scheduled-time contains invalid time.RFC3339 format. (e.g.: `2006-01-02T15:04:05-07:00`)");
            options = options with { Annotations = $"{WorkflowStates.AnnotationScheduledTime}={time}" };
        }

        await using var client = await run.OpenClientToCreateAsync().ConfigureAwait(false);
        var @namespace = run.Namespace ?? client.DefaultNamespace;
        JsonObject created;
        try
        {
            created = await run.ActionsOf(client).SubmitAsync(@namespace, parts[0], parts[1], options, run.Cancelled).ConfigureAwait(false);
        }
        catch (WorkflowClientException e)
        {
            throw new CliException($"failed to submit workflow: {e.Message}");
        }

        Print(run, client, created, options);
        return await FollowAsync(run, client, @namespace, [created.Name()]).ConfigureAwait(false);
    }

    private Task<int> FollowAsync(CliRun run, IWorkflowClient client, string @namespace, List<string> names) =>
        _follow.FollowAsync(run, client, @namespace, names, new NodeFilter(run.Value(_status)!, run.Value(_nodes)!));

    private void Print(CliRun run, IWorkflowClient client, JsonObject workflow, SubmitOptions options) =>
        WorkflowOutput.Print(run, client, workflow, run.Value(_follow.Output)!, withKind: options.DryRun || options.ServerDryRun);

    private void Check(CliRun run, int count, SubmitOptions options)
    {
        var wait = run.Value(_follow.Wait);
        if (run.Value(_follow.Watch))
        {
            if (count > 1) throw new CliException("cannot watch more than one workflow");
            if (wait) throw new CliException("--wait cannot be combined with --watch");
            if (options.DryRun) throw new CliException("--watch cannot be combined with --dry-run");
            if (options.ServerDryRun) throw new CliException("--watch cannot be combined with --server-dry-run");
        }

        if (wait && options.DryRun) throw new CliException("--wait cannot be combined with --dry-run");
        if (wait && options.ServerDryRun) throw new CliException("--wait cannot be combined with --server-dry-run");
        var output = run.Value(_follow.Output)!;
        if (options.DryRun && output.Length == 0) throw new CliException("--dry-run should have an output option");
        if (options.DryRun && options.ServerDryRun) throw new CliException("--dry-run cannot be combined with --server-dry-run");
        if (options.ServerDryRun && output.Length == 0) throw new CliException("--server-dry-run should have an output option");
    }
}
