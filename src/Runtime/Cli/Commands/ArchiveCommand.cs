using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argosy.Cli.Printing;
using Argosy.Workflows;

namespace Argosy.Cli.Commands;

/// <summary><c>archive …</c>: workflows in the database of an Argo Server.</summary>
internal sealed partial class ArchiveCommand : CliCommand
{
    public override Command Build(CliFrame frame) => new("archive", "Manage the workflow archive of an Argo Server")
    {
        Get(frame), List(frame), Delete(frame), Again(frame, retry: true), Again(frame, retry: false), Keys(frame), Values(frame),
    };

    private static Command Get(CliFrame frame)
    {
        var (names, name, uid) = (Flags.Names("WORKFLOW", "Name or UID"), NameFlag(), UidFlag());
        var output = Flags.Output("json", "yaml", "wide");
        return Runs(frame, new Command("get", "Get a workflow in the archive") { names, output, name, uid }, async run =>
        {
            Flags.Exactly(run.Value(names), 1);
            await using var client = await run.OpenClientAsync().ConfigureAwait(false);
            var archive = Archive(client);
            var id = await ResolveAsync(run, client, archive, run.Value(names)![0], run.Value(name), run.Value(uid)).ConfigureAwait(false);
            Print(run, client, await archive.GetArchivedAsync(id, run.Cancelled).ConfigureAwait(false), run.Value(output)!);
        });
    }

    private static Command List(CliFrame frame)
    {
        var selector = Flags.Text("--selector", "Selector (label query) to filter on, supports =, ==, !=, in, notin", "-l");
        var chunkSize = Flags.Number("--chunk-size", "Return large lists in chunks rather than all at once. Pass 0 to disable.");
        var output = Flags.Output();
        return Runs(frame, new Command("list", "List workflows in the archive") { selector, chunkSize, output }, async run =>
        {
            await using var client = await run.OpenClientAsync().ConfigureAwait(false);
            var found = await ListAsync(run, Archive(client), run.Namespace ?? client.DefaultNamespace, run.Value(selector)!, run.Value(chunkSize)).ConfigureAwait(false);
            var form = run.Value(output) is { Length: > 0 } given ? given : "wide";
            run.Out.Write(WorkflowTable.Print(found, form, client.Now, namespaces: true, uids: true));
        });
    }

    private static Command Delete(CliFrame frame)
    {
        var (names, name, uid) = (Flags.Names("WORKFLOW", "Names or UIDs"), NameFlag(), UidFlag());
        return Runs(frame, new Command("delete", "Delete workflows in the archive") { names, name, uid }, async run =>
        {
            await using var client = await run.OpenClientAsync().ConfigureAwait(false);
            var archive = Archive(client);
            foreach (var given in run.Value(names)!)
            {
                var id = await ResolveAsync(run, client, archive, given, run.Value(name), run.Value(uid)).ConfigureAwait(false);
                await archive.DeleteArchivedAsync(id, run.Cancelled).ConfigureAwait(false);
                run.Out.WriteLine($"Archived workflow '{given}' deleted");
            }
        });
    }

    private static Command Again(CliFrame frame, bool retry)
    {
        var bulk = new BulkFlags();
        var follow = new FollowFlags();
        var (name, uid) = (NameFlag(), UidFlag());
        var parameters = Flags.Texts("--parameter", "Input parameter to override on the original workflow spec", "-p");
        var restart = Flags.Flag("--restart-successful", "Restart successful nodes matching the --node-field-selector too");
        var nodes = Flags.Text("--node-field-selector", "Selector of nodes to reset, eg: --node-field-selector inputs.parameters.myparam.value=abc");
        var memoized = Flags.Flag("--memoized", "Re-use successful steps and outputs from the previous run");
        var command = new Command(retry ? "retry" : "resubmit", retry ? "Retry archived workflows" : "Resubmit archived workflows") { name, uid, parameters };
        foreach (var option in retry ? new Option[] { restart, nodes } : [memoized]) command.Add(option);
        bulk.AddTo(command);
        follow.AddTo(command);
        return Runs(frame, command, async run =>
        {
            var selector = retry ? BulkFlags.NodeSelector(run.Value(nodes)!) : "";
            await using var client = await run.OpenClientAsync().ConfigureAwait(false);
            var archive = Archive(client);
            var @namespace = run.Namespace ?? client.DefaultNamespace;
            var found = new List<string>();
            if (bulk.HasSelector(run))
                found.AddRange((await ListAsync(run, archive, @namespace, run.Value(bulk.Selector)!, 0).ConfigureAwait(false)).Select(item => item.TextAt("metadata", "uid")));
            foreach (var given in run.Value(bulk.Names)!)
                found.Add(await ResolveAsync(run, client, archive, given, run.Value(name), run.Value(uid)).ConfigureAwait(false));
            (string Namespace, string Name) last = ("", "");
            foreach (var id in found.Distinct())
            {
                var workflow = retry
                    ? await archive.RetryArchivedAsync(id, @namespace, "", run.Value(restart), selector, run.Value(parameters)!, run.Cancelled).ConfigureAwait(false)
                    : await archive.ResubmitArchivedAsync(id, @namespace, "", run.Value(memoized), run.Value(parameters)!, run.Cancelled).ConfigureAwait(false);
                Print(run, client, workflow, run.Value(follow.Output)!);
                last = (workflow.Namespace(), workflow.Name());
            }

            return found.Distinct().Count() == 1 ? await follow.FollowAsync(run, client, last.Namespace, [last.Name]).ConfigureAwait(false) : 0;
        });
    }

    private static Command Keys(CliFrame frame) => Runs(frame, new Command("list-label-keys", "List the label keys of archived workflows"), async run =>
    {
        await using var client = await run.OpenClientAsync().ConfigureAwait(false);
        foreach (var key in await Archive(client).ListLabelKeysAsync(run.Namespace ?? client.DefaultNamespace, run.Cancelled).ConfigureAwait(false)) run.Out.WriteLine(key);
    });

    private static Command Values(CliFrame frame)
    {
        var selector = Flags.Text("--selector", "The label key", "-l");
        return Runs(frame, new Command("list-label-values", "List the values of a label of archived workflows") { selector }, async run =>
        {
            if (run.Value(selector)!.Length == 0) throw new CliUsageException("required flag(s) \"selector\" not set");
            await using var client = await run.OpenClientAsync().ConfigureAwait(false);
            var values = await Archive(client).ListLabelValuesAsync(run.Namespace ?? client.DefaultNamespace, run.Value(selector)!, run.Cancelled).ConfigureAwait(false);
            foreach (var value in values) run.Out.WriteLine(value);
        });
    }

    private static Option<bool> NameFlag() => Flags.Flag("--name", "Take the argument for a name");

    private static Option<bool> UidFlag() => Flags.Flag("--uid", "Take the argument for a UID");

    private static IWorkflowArchive Archive(IWorkflowClient client) => client as IWorkflowArchive
        ?? throw new CliException("this is impossible if you are not using the Argo Server, see https://argo-workflows.readthedocs.io/en/latest/cli/argo");

    private static async Task<List<JsonObject>> ListAsync(CliRun run, IWorkflowArchive archive, string @namespace, string selector, long? chunkSize)
    {
        var found = new List<JsonObject>();
        await foreach (var item in archive.ListArchivedAsync(@namespace, new ListSelection(selector, Limit: (int)(chunkSize ?? 0)), run.Cancelled).ConfigureAwait(false)) found.Add(item);
        GoSort.Sort(found, WorkflowFilter.Before);
        return found;
    }

    private static async Task<string> ResolveAsync(CliRun run, IWorkflowClient client, IWorkflowArchive archive, string given, bool isName, bool isUid)
    {
        if (isName && isUid) throw new CliException("if any flags in the group [name uid] are set none of the others can be; [name uid] were all set");
        if (isUid || (!isName && Uuid().IsMatch(given))) return given;
        var matches = new List<JsonObject>();
        await foreach (var item in archive.ListArchivedAsync(run.Namespace ?? client.DefaultNamespace, ListSelection.Named(given), run.Cancelled).ConfigureAwait(false))
        {
            if (item.Name() == given) matches.Add(item);
        }

        if (matches.Count == 0) throw new CliException($"resolve UID: archived workflow '{given}' not found");
        if (matches.Count == 1) return matches[0].TextAt("metadata", "uid");
        var text = new StringBuilder($"resolve UID: Multiple archived workflows found with name '{given}':\n");
        foreach (var match in matches)
        {
            var created = Humanize.Timestamp(match.TimeAt("metadata", "creationTimestamp"), client.Now);
            var finished = Humanize.Timestamp(match.TimeAt("status", "finishedAt"), client.Now);
            text.Append($"  {match.TextAt("metadata", "uid")} (Created: {created}, Finished: {finished})\n");
        }

        throw new CliException(text.Append("Please specify the UID.").ToString());
    }

    private static void Print(CliRun run, IWorkflowClient client, JsonObject workflow, string output)
    {
        switch (output)
        {
            case "name":
                run.Out.WriteLine(workflow.Name());
                return;
            case "json":
                run.Out.WriteLine(GoJson.Write(WorkflowPrinter.Shaped(workflow, ArgoKind.Workflow, withKind: false), "    "));
                return;
            case "yaml":
                run.Out.WriteLine(GoYaml.Write(WorkflowPrinter.Shaped(workflow, ArgoKind.Workflow, withKind: false)));
                return;
        }

        var text = new StringBuilder();
        void Line(string label, string value) => WorkflowPrinter.Line(text, 20, label, value);
        var status = workflow["status"];
        Line("Name:", workflow.Name());
        Line("Namespace:", workflow.Namespace());
        Line("ServiceAccount:", workflow.ExecutionSpec().TextAt("serviceAccountName") is { Length: > 0 } account ? account : "unset (will run with the default ServiceAccount)");
        Line("Status:", workflow.Phase());
        if (status.TextAt("message") is { Length: > 0 } message) Line("Message:", message);
        Line("Created:", Humanize.Timestamp(workflow.TimeAt("metadata", "creationTimestamp"), client.Now));
        var started = status.TimeAt("startedAt");
        var finished = status.TimeAt("finishedAt");
        if (started is not null) Line("Started:", Humanize.Timestamp(started, client.Now));
        if (finished is not null) Line("Finished:", Humanize.Timestamp(finished, client.Now));
        if (started is not null) Line("Duration:", Humanize.Between(started, finished, client.Now));
        run.Out.Write(text);
    }

    [GeneratedRegex("^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$")]
    private static partial Regex Uuid();
}
