using System.CommandLine;
using System.Text.Json.Nodes;
using Argosy.Cli.Printing;
using Argosy.Workflows;

namespace Argosy.Cli.Commands;

/// <summary><c>cron …</c>.</summary>
internal sealed class CronCommand : CliCommand
{
    public override Command Build(CliFrame frame) => new("cron", "Manage cron workflows")
    {
        Get(frame), List(frame), Write(frame, update: false), Write(frame, update: true), Delete(frame), Suspend(frame, suspend: true), Suspend(frame, suspend: false),
        KindLintCommand.Build(frame, "CronWorkflow", "cron workflow", Runs), CronBackfillCommand.Build(frame, Runs),
    };

    private static Command Get(CliFrame frame)
    {
        var names = Flags.Names("CRON_WORKFLOW", "Names of cron workflows");
        var output = Flags.Output();
        return Runs(frame, new Command("get", "Display details about cron workflows") { names, output }, async run =>
        {
            Flags.AtLeast(run.Value(names), 1);
            await using var client = await run.OpenClientAsync().ConfigureAwait(false);
            foreach (var name in run.Value(names)!)
            {
                var cron = await client.GetAsync(ArgoKind.CronWorkflow, run.Namespace ?? client.DefaultNamespace, name, run.Cancelled).ConfigureAwait(false);
                run.Out.Write(CronPrinter.Print(cron, run.Value(output)!, client.Now));
            }
        });
    }

    private static Command List(CliFrame frame)
    {
        var allNamespaces = Flags.Flag("--all-namespaces", "Show cron workflows from all namespaces", "-A");
        var labels = Flags.Text("--selector", "Selector (label query) to filter on, supports =, ==, !=, in, notin", "-l");
        var output = Flags.Output("wide", "name");
        return Runs(frame, new Command("list", "List cron workflows") { allNamespaces, labels, output }, async run =>
        {
            await using var client = await run.OpenClientAsync().ConfigureAwait(false);
            var all = run.Value(allNamespaces);
            var found = new List<JsonObject>();
            var selection = new ListSelection(run.Value(labels)!);
            await foreach (var item in client.ListAsync(ArgoKind.CronWorkflow, all ? null : run.Namespace ?? client.DefaultNamespace, selection, run.Cancelled).ConfigureAwait(false))
                found.Add(item);
            if (run.Value(output) == "name") found.ForEach(item => run.Out.WriteLine(item.Name()));
            else run.Out.Write(CronPrinter.Table(found, all, client.Now));
        });
    }

    private static Command Write(CliFrame frame, bool update)
    {
        var files = Flags.Names("FILE", "Files, addresses, or - for standard input");
        var output = Flags.Output();
        var strict = new Option<bool>("--strict") { Description = "Perform strict workflow validation", DefaultValueFactory = _ => true };
        var schedule = Flags.Text("--schedule", "Override cron workflow schedule");
        var submit = new SubmitFlags(withDryRun: false);
        var command = new Command(update ? "update" : "create", update ? "Update cron workflows" : "Create cron workflows") { files, output, strict };
        if (!update) command.Add(schedule);
        submit.AddTo(command);
        return Runs(frame, command, async run =>
        {
            Flags.AtLeast(run.Value(files), 1);
            var options = await submit.ReadAsync(run).ConfigureAwait(false);
            var crons = await ManifestInput.ReadAsync(run, run.Value(files)!, ArgoKind.CronWorkflow, run.Value(strict)).ConfigureAwait(false);
            if (crons.Count == 0) throw new CliException("no cron workflow found in given files");
            await using var client = await run.OpenClientAsync().ConfigureAwait(false);
            foreach (var cron in crons)
            {
                if (!update && run.Value(schedule) is { Length: > 0 } given)
                {
                    cron.MakeAt("spec").Remove("schedule");
                    cron.MakeAt("spec")["schedules"] = new JsonArray(given);
                }

                Apply(cron, options, renames: !update);
                if (cron.Namespace().Length == 0) cron.MakeAt("metadata")["namespace"] = run.Namespace ?? client.DefaultNamespace;
                var stored = await StoreAsync(run, client, cron, update).ConfigureAwait(false);
                run.Out.Write(CronPrinter.Print(stored, run.Value(output)!, client.Now));
            }
        });
    }

    // The options are about the workflow inside; name and labels are the cron workflow's own.
    private static void Apply(JsonObject cron, SubmitOptions options, bool renames)
    {
        var workflow = new JsonObject { ["spec"] = cron.At("spec", "workflowSpec")?.DeepClone() ?? new JsonObject() };
        try
        {
            Submission.Apply(workflow, options);
        }
        catch (FormatException e)
        {
            throw new CliException(e.Message);
        }

        var spec = workflow["spec"]!;
        workflow.Remove("spec");
        cron.MakeAt("spec")["workflowSpec"] = spec;
        if (!renames) return;
        var metadata = cron.MakeAt("metadata");
        Submission.Copy(workflow.At("metadata", "labels"), cron.MakeAt("metadata", "labels"));
        if (options.GenerateName.Length > 0)
        {
            metadata["generateName"] = options.GenerateName;
            metadata.Remove("name");
        }

        if (options.Name.Length == 0) return;
        metadata["name"] = options.Name;
        metadata.Remove("generateName");
    }

    private static async Task<JsonObject> StoreAsync(CliRun run, IWorkflowClient client, JsonObject cron, bool update)
    {
        var @namespace = cron.Namespace();
        if (update)
        {
            try
            {
                var current = await client.GetAsync(ArgoKind.CronWorkflow, @namespace, cron.Name(), run.Cancelled).ConfigureAwait(false);
                cron.MakeAt("metadata")["resourceVersion"] = current.TextAt("metadata", "resourceVersion");
            }
            catch (WorkflowClientException e)
            {
                throw new CliException($"failed to get existing cron workflow {GoText.Quote(cron.Name())} to update: {e.Message}");
            }
        }

        try
        {
            return update
                ? await client.UpdateAsync(ArgoKind.CronWorkflow, @namespace, cron, run.Cancelled).ConfigureAwait(false)
                : await client.CreateAsync(ArgoKind.CronWorkflow, @namespace, cron, false, run.Cancelled).ConfigureAwait(false);
        }
        catch (WorkflowClientException e)
        {
            throw new CliException($"failed to {(update ? "update" : "create")} cron workflow: {e.Message}");
        }
    }

    private static Command Delete(CliFrame frame)
    {
        var names = Flags.Names("CRON_WORKFLOW", "Names of cron workflows");
        var all = Flags.Flag("--all", "Delete all cron workflows");
        return Runs(frame, new Command("delete", "Delete cron workflows") { names, all }, async run =>
        {
            await using var client = await run.OpenClientAsync().ConfigureAwait(false);
            var @namespace = run.Namespace ?? client.DefaultNamespace;
            var given = run.Value(names)!.ToList();
            if (run.Value(all))
            {
                await foreach (var item in client.ListAsync(ArgoKind.CronWorkflow, @namespace, ListSelection.All, run.Cancelled).ConfigureAwait(false)) given.Add(item.Name());
            }

            foreach (var name in given) await client.DeleteAsync(ArgoKind.CronWorkflow, @namespace, name, run.Cancelled).ConfigureAwait(false);
        });
    }

    private static Command Suspend(CliFrame frame, bool suspend)
    {
        var names = Flags.Names("CRON_WORKFLOW", "Names of cron workflows");
        var command = new Command(suspend ? "suspend" : "resume", suspend ? "Suspend cron workflows" : "Resume cron workflows") { names };
        return Runs(frame, command, async run =>
        {
            await using var client = await run.OpenClientAsync().ConfigureAwait(false);
            foreach (var name in run.Value(names)!)
            {
                var patch = new JsonObject { ["spec"] = new JsonObject { ["suspend"] = suspend } };
                await client.PatchAsync(ArgoKind.CronWorkflow, run.Namespace ?? client.DefaultNamespace, name, patch, run.Cancelled).ConfigureAwait(false);
                run.Out.WriteLine($"CronWorkflow '{name}' {(suspend ? "suspended" : "resumed")}");
            }
        });
    }
}
