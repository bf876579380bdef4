using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Argosy.Cli.Printing;
using Argosy.Workflows;

namespace Argosy.Cli.Commands;

/// <summary><c>template …</c> and <c>cluster-template …</c>.</summary>
internal sealed class TemplateCommand(bool clusterScope) : CliCommand
{
    private readonly ArgoKind _kind = clusterScope ? ArgoKind.ClusterWorkflowTemplate : ArgoKind.WorkflowTemplate;
    private readonly string _what = clusterScope ? "cluster workflow template" : "workflow template";

    public override Command Build(CliFrame frame)
    {
        var group = new Command(clusterScope ? "cluster-template" : "template", $"Manage {_what}s")
        {
            Get(frame), List(frame), Write(frame, update: false), Write(frame, update: true), Delete(frame), KindLintCommand.Build(frame, _kind.Kind, _what, Runs),
        };
        if (clusterScope)
        {
            group.Aliases.Add("cwftmpl");
            group.Aliases.Add("cwft");
        }

        return group;
    }

    private Command Get(CliFrame frame)
    {
        var names = Flags.Names("NAME", $"Names of {_what}s");
        var output = Flags.Output();
        return Runs(frame, new Command("get", $"Display details about {_what}s") { names, output }, async run =>
        {
            var given = run.Value(names)!;
            if (clusterScope) Flags.AtLeast(given, 1);
            await using var client = await run.OpenClientAsync().ConfigureAwait(false);
            foreach (var name in given)
                Print(run, client, await client.GetAsync(_kind, run.Namespace ?? client.DefaultNamespace, name, run.Cancelled).ConfigureAwait(false), run.Value(output)!);
        });
    }

    private Command List(CliFrame frame)
    {
        var allNamespaces = Flags.Flag("--all-namespaces", "Show templates from all namespaces", "-A");
        var labels = Flags.Text("--selector", "Selector (label query) to filter on, supports =, ==, !=, in, notin", "-l");
        var output = Flags.Output("wide", "name");
        var command = new Command("list", $"List {_what}s") { output };
        if (!clusterScope)
        {
            command.Add(allNamespaces);
            command.Add(labels);
        }

        return Runs(frame, command, async run =>
        {
            await using var client = await run.OpenClientAsync().ConfigureAwait(false);
            var all = !clusterScope && run.Value(allNamespaces);
            var selection = new ListSelection(clusterScope ? "" : run.Value(labels)!);
            var found = new List<JsonObject>();
            await foreach (var item in client.ListAsync(_kind, all ? null : run.Namespace ?? client.DefaultNamespace, selection, run.Cancelled).ConfigureAwait(false)) found.Add(item);

            // The lists of templates are in the order of names, in all namespaces too.
            found = [.. found.OrderBy(item => item.Name(), StringComparer.Ordinal)];
            if (run.Value(output) == "name")
            {
                foreach (var item in found) run.Out.WriteLine(item.Name());
                return;
            }

            var rows = new TabWriter(3);
            rows.Write(all ? "NAMESPACE\tNAME\n" : "NAME\n");
            foreach (var item in found)
            {
                if (all) rows.Write(item.Namespace()).Write("\t");
                rows.Write(item.Name()).Write("\t\n");
            }

            run.Out.Write(rows.ToString());
        });
    }

    private Command Write(CliFrame frame, bool update)
    {
        var files = Flags.Names("FILE", "Files, addresses, or - for standard input");
        var output = Flags.Output();
        var strict = new Option<bool>("--strict") { Description = "Perform strict workflow validation", DefaultValueFactory = _ => true };
        var verb = update ? "update" : "create";
        return Runs(frame, new Command(verb, $"{(update ? "Update" : "Create")} {_what}s") { files, output, strict }, async run =>
        {
            var given = run.Value(files)!;
            Flags.AtLeast(given, 1);
            var templates = await ManifestInput.ReadAsync(run, given, _kind, run.Value(strict)).ConfigureAwait(false);
            if (templates.Count == 0) throw new CliException($"no {_what} found in given files");
            await using var client = await run.OpenClientAsync().ConfigureAwait(false);
            foreach (var template in templates)
            {
                var @namespace = clusterScope ? "" : template.Namespace() is { Length: > 0 } own ? own : run.Namespace ?? client.DefaultNamespace;
                if (!clusterScope) template.MakeAt("metadata")["namespace"] = @namespace;
                Print(run, client, update ? await UpdateAsync(run, client, template, @namespace).ConfigureAwait(false) : await CreateAsync(run, client, template, @namespace).ConfigureAwait(false), run.Value(output)!);
            }
        });
    }

    private async Task<JsonObject> CreateAsync(CliRun run, IWorkflowClient client, JsonObject template, string @namespace)
    {
        try
        {
            return await client.CreateAsync(_kind, @namespace, template, false, run.Cancelled).ConfigureAwait(false);
        }
        catch (WorkflowClientException e)
        {
            throw new CliException($"failed to create {_what}: {(clusterScope ? template.Name() + ",  " : "")}{e.Message}");
        }
    }

    private async Task<JsonObject> UpdateAsync(CliRun run, IWorkflowClient client, JsonObject template, string @namespace)
    {
        try
        {
            var current = await client.GetAsync(_kind, @namespace, template.Name(), run.Cancelled).ConfigureAwait(false);
            template.MakeAt("metadata")["resourceVersion"] = current.TextAt("metadata", "resourceVersion");
        }
        catch (WorkflowClientException e)
        {
            throw new CliException($"failed to get existing {_what} {GoText.Quote(template.Name())} to update: {e.Message}");
        }

        try
        {
            return await client.UpdateAsync(_kind, @namespace, template, run.Cancelled).ConfigureAwait(false);
        }
        catch (WorkflowClientException e)
        {
            throw new CliException($"failed to update {_what}: {(clusterScope ? template.Name() + ",  " : "")}{e.Message}");
        }
    }

    private Command Delete(CliFrame frame)
    {
        var names = Flags.Names("NAME", $"Names of {_what}s");
        var all = Flags.Flag("--all", $"Delete all {_what}s");
        return Runs(frame, new Command("delete", $"Delete {_what}s") { names, all }, async run =>
        {
            await using var client = await run.OpenClientAsync().ConfigureAwait(false);
            var @namespace = run.Namespace ?? client.DefaultNamespace;
            var given = run.Value(names)!.ToList();
            if (run.Value(all))
            {
                given.Clear();
                await foreach (var item in client.ListAsync(_kind, @namespace, ListSelection.All, run.Cancelled).ConfigureAwait(false)) given.Add(item.Name());
            }

            foreach (var name in given)
            {
                await client.DeleteAsync(_kind, @namespace, name, run.Cancelled).ConfigureAwait(false);
                run.Out.WriteLine($"{_kind.Kind} '{name}' deleted");
            }
        });
    }

    private void Print(CliRun run, IWorkflowClient client, JsonObject template, string output)
    {
        switch (output)
        {
            case "name":
                run.Out.WriteLine(template.Name());
                break;
            case "json":
                run.Out.WriteLine(GoJson.Write(WorkflowPrinter.Shaped(template, _kind, withKind: false), "    "));
                break;
            case "yaml":
                run.Out.Write(GoYaml.Write(WorkflowPrinter.Shaped(template, _kind, withKind: false)));
                break;
            default:
                var text = new StringBuilder();
                WorkflowPrinter.Line(text, 20, "Name:", template.Name());
                if (!clusterScope) WorkflowPrinter.Line(text, 20, "Namespace:", template.Namespace());
                WorkflowPrinter.Line(text, 20, "Created:", Humanize.Timestamp(template.TimeAt("metadata", "creationTimestamp"), client.Now));
                run.Out.Write(text);
                break;
        }
    }
}
