using System.CommandLine;
using System.Text.Json.Nodes;
using Argosy.Workflows;

namespace Argosy.Cli.Commands;

/// <summary><c>apply</c>: creates or updates templates and cron workflows, so that a cluster holds what the files or the app say.</summary>
internal sealed class ApplyCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var files = Flags.Names("FILE", "Files, addresses, or - for standard input; without any, all templates and cron workflows of this app");
        var dryRun = Flags.Flag("--server-dry-run", "Let the server check what would be applied, without keeping it");
        var force = Flags.Flag("--force", "Take over fields that another manager set");
        return Runs(frame, new Command("apply", "Create or update templates and cron workflows") { files, dryRun, force }, async run =>
        {
            var sources = run.Value(files)!;
            if (sources.Length == 0) sources = [.. run.Context.App.Select(definition => definition.Name)];
            if (sources.Length == 0) throw new CliUsageException("requires at least 1 arg(s), only received 0");

            // What others refer to comes first.
            var found = new List<(ArgoKind Kind, JsonObject Object)>();
            foreach (var kind in new[] { ArgoKind.ClusterWorkflowTemplate, ArgoKind.WorkflowTemplate, ArgoKind.CronWorkflow })
                found.AddRange((await ManifestInput.ReadAsync(run, sources, kind, quiet: true).ConfigureAwait(false)).Select(item => (kind, item)));
            if (found.Count == 0) throw new CliException("nothing to apply: there are no templates and no cron workflows here (workflows are submitted, not applied)");
            await using var client = await run.OpenClientToCreateAsync().ConfigureAwait(false);
            foreach (var (kind, item) in found)
            {
                if (item.Name().Length == 0) throw new CliException($"a {kind.Kind} without a name cannot be applied: give it metadata.name");
                var @namespace = !kind.Namespaced ? "" : item.Namespace() is { Length: > 0 } own ? own : run.Namespace ?? client.DefaultNamespace;
                if (kind.Namespaced) item.MakeAt("metadata")["namespace"] = @namespace;
                await client.ApplyAsync(kind, @namespace, item, run.Value(force), run.Value(dryRun), run.Cancelled).ConfigureAwait(false);
                run.Out.WriteLine($"{kind.Kind} '{item.Name()}' applied{(run.Value(dryRun) ? " (server dry run)" : "")}");
            }
        });
    }
}
