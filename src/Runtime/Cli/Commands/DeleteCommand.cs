using System.CommandLine;
using Argosy.Workflows;

namespace Argosy.Cli.Commands;

/// <summary><c>delete</c>.</summary>
internal sealed class DeleteCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var names = Flags.Names("WORKFLOW", "Names of workflows; @latest is the newest");
        var allNamespaces = Flags.Flag("--all-namespaces", "Delete workflows from all namespaces", "-A");
        var all = Flags.Flag("--all", "Delete all workflows");
        var completed = Flags.Flag("--completed", "Delete completed workflows");
        var resubmitted = Flags.Flag("--resubmitted", "Delete resubmitted workflows");
        var prefix = Flags.Text("--prefix", "Delete workflows by prefix");
        var labels = Flags.Text("--selector", "Selector (label query) to filter on, supports =, ==, !=, in, notin", "-l");
        var fields = Flags.Text("--field-selector", "Selector (field query) to filter on: metadata.name and metadata.namespace");
        var older = Flags.Text("--older", "Delete completed workflows finished before the specified duration (e.g. 10m, 3h, 1d)");
        var status = Flags.Texts("--status", "Delete by status (comma separated)");
        var chunkSize = Flags.Number("--query-chunk-size", "Run the list query in chunks (deletes will still be executed individually)");
        var dryRun = Flags.Flag("--dry-run", "Do not delete the workflow, only print what would happen");
        var force = Flags.Flag("--force", "Force delete workflows by removing finalizers");
        var command = new Command("delete", "Delete workflows")
        {
            names, allNamespaces, all, completed, resubmitted, prefix, labels, fields, older, status, chunkSize, dryRun, force,
        };
        return Runs(frame, command, async run =>
        {
            var given = run.Value(names)!;
            var filter = new WorkflowFilter
            {
                Completed = run.Value(completed),
                Resubmitted = run.Value(resubmitted),
                Prefix = run.Value(prefix)!,
                Labels = run.Value(labels)!,
                Fields = run.Value(fields)!,
                Older = run.Value(older)!,
                Statuses = Flags.Words(run.Value(status)),
                ChunkSize = (int)(run.Value(chunkSize) ?? 0),
                InstanceId = run.Globals.InstanceId(run.Parsed, run.Context.Environment),
            };
            var filtered = run.Value(all) || run.Value(allNamespaces) || filter.Completed || filter.Resubmitted || filter.Prefix.Length > 0 || filter.Labels.Length > 0
                || filter.Fields.Length > 0 || filter.Older.Length > 0 || filter.Statuses.Count > 0;
            if (given.Length == 0 && !filtered) throw new CliUsageException("requires either a workflow or other argument");
            await using var client = await run.OpenClientAsync(filtered ? [] : given).ConfigureAwait(false);
            var @namespace = run.Namespace ?? client.DefaultNamespace;
            var found = given.Select(name => (Namespace: @namespace, Name: name)).ToList();
            if (filtered)
            {
                var listed = await BulkFlags.ListAsync(run, client, run.Value(allNamespaces) ? null : @namespace, filter).ConfigureAwait(false);
                found.AddRange(listed.Select(workflow => (workflow.Namespace(), workflow.Name())));
            }

            if (found.Count == 0) run.Out.WriteLine("No resources found");
            foreach (var (where, name) in found)
            {
                if (run.Value(dryRun))
                {
                    run.Out.WriteLine($"Workflow '{name}' deleted (dry-run)");
                    continue;
                }

                try
                {
                    await run.ActionsOf(client).DeleteAsync(where, name, run.Value(force), run.Cancelled).ConfigureAwait(false);
                    run.Out.WriteLine($"Workflow '{name}' deleted");
                }
                catch (WorkflowClientException e) when (e.Code == ClientErrorCode.NotFound)
                {
                    run.Out.WriteLine($"Workflow '{name}' not found");
                }
            }
        });
    }
}
