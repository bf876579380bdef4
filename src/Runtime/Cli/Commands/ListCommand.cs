using System.CommandLine;
using System.Text.Json.Nodes;
using Argosy.Cli.Printing;
using Argosy.Workflows;

namespace Argosy.Cli.Commands;

/// <summary><c>list</c>.</summary>
internal sealed class ListCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var allNamespaces = Flags.Flag("--all-namespaces", "Show workflows from all namespaces", "-A");
        var prefix = Flags.Text("--prefix", "Filter workflows by prefix");
        var older = Flags.Text("--older", "List completed workflows finished before the specified duration (e.g. 10m, 3h, 1d)");
        var status = Flags.Texts("--status", "Filter by status (comma separated)");
        var completed = Flags.Flag("--completed", "Show completed workflows. Mutually exclusive with --running.");
        var running = Flags.Flag("--running", "Show running workflows. Mutually exclusive with --completed.");
        var resubmitted = Flags.Flag("--resubmitted", "Show resubmitted workflows");
        var output = Flags.Output();
        var since = Flags.Text("--since", "Show only workflows created after than a relative duration");
        var chunkSize = Flags.Number("--chunk-size", "Return large lists in chunks rather than all at once. Pass 0 to disable.");
        var noHeaders = Flags.Flag("--no-headers", "Don't print headers (default print headers).");
        var labels = Flags.Text("--selector", "Selector (label query) to filter on, supports =, ==, !=, in, notin", "-l");
        var fields = Flags.Text("--field-selector", "Selector (field query) to filter on: metadata.name and metadata.namespace");
        var command = new Command("list", "List workflows")
        {
            allNamespaces, prefix, older, status, completed, running, resubmitted, output, since, chunkSize, noHeaders, labels, fields,
        };
        command.Aliases.Add("ls");
        return Runs(frame, command, async run =>
        {
            await using var client = await run.OpenClientAsync().ConfigureAwait(false);
            var filter = new WorkflowFilter
            {
                Prefix = run.Value(prefix)!,
                Older = run.Value(older)!,
                Since = run.Value(since)!,
                Statuses = Flags.Words(run.Value(status)),
                Completed = run.Value(completed),
                Running = run.Value(running),
                Resubmitted = run.Value(resubmitted),
                ChunkSize = (int)(run.Value(chunkSize) ?? 0),
                Labels = run.Value(labels)!,
                Fields = run.Value(fields)!,
                InstanceId = run.Globals.InstanceId(run.Parsed, run.Context.Environment),
            };
            var all = run.Value(allNamespaces);
            var workflows = await BulkFlags.ListAsync(run, client, all ? null : run.Namespace ?? client.DefaultNamespace, filter).ConfigureAwait(false);
            if (run.Value(output) == "") workflows.ForEach(WithoutNodes);
            run.Out.Write(WorkflowTable.Print(workflows, run.Value(output)!, client.Now, !run.Value(noHeaders), all));
        });
    }

    // The plain table is made without the nodes, as Argo's is: whether a workflow waits at a suspended node is not seen here.
    private static void WithoutNodes(JsonObject workflow) => (workflow["status"] as JsonObject)?.Remove("nodes");
}
