using System.CommandLine;
using System.Globalization;
using Argosy.ArgoServer;
using Argosy.Workflows;

namespace Argosy.Cli.Commands;

/// <summary><c>cp</c>: copies output artifacts of a workflow into a folder.</summary>
internal sealed class CpCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var words = Flags.Names("WORKFLOW DIRECTORY", "Name of a workflow, then the folder");
        var nodeId = Flags.Text("--node-id", "Only artifacts of this node");
        var template = Flags.Text("--template-name", "Only artifacts of nodes of this template");
        var artifact = Flags.Text("--artifact-name", "Only artifacts of this name");
        var path = new Option<string>("--path") { Description = "Folder of each artifact below the target", DefaultValueFactory = _ => "{namespace}/{workflowName}/{nodeId}/outputs/{artifactName}" };
        return Runs(frame, new Command("cp", "Copy artifacts from a workflow") { words, nodeId, template, artifact, path }, async run =>
        {
            var given = run.Value(words)!;
            Flags.Exactly(given, 2);
            await using var client = await run.OpenClientAsync([given[0]]).ConfigureAwait(false);
            var @namespace = run.Namespace ?? client.DefaultNamespace;
            System.Text.Json.Nodes.JsonObject workflow;
            try
            {
                workflow = await run.ActionsOf(client).GetAsync(@namespace, given[0], run.Cancelled).ConfigureAwait(false);
            }
            catch (WorkflowClientException e)
            {
                throw new CliException($"failed to get workflow: {e.Message}");
            }

            if (client is not ArgoServerClient server)
                throw new CliException("this is impossible if you are not using the Argo Server, see https://argo-workflows.readthedocs.io/en/latest/cli/argo");
            var target = run.Context.PathOf(given[1]);
            foreach (var (id, node) in workflow.Nodes())
            {
                if (run.Value(nodeId) is { Length: > 0 } wantedNode && wantedNode != id) continue;
                if (run.Value(template) is { Length: > 0 } wantedTemplate && wantedTemplate != node.TemplateOf()) continue;
                foreach (var name in node.ItemsAt("outputs", "artifacts").Select(item => item.TextAt("name")))
                {
                    if (run.Value(artifact) is { Length: > 0 } wanted && wanted != name) continue;
                    var below = run.Value(path)!.Replace("{namespace}", @namespace, StringComparison.Ordinal).Replace("{workflowName}", workflow.Name(), StringComparison.Ordinal)
                        .Replace("{nodeId}", id, StringComparison.Ordinal).Replace("{templateName}", node.TemplateOf(), StringComparison.Ordinal).Replace("{artifactName}", name, StringComparison.Ordinal);
                    var folder = Path.GetFullPath(below, target);
                    if (folder != target && !folder.StartsWith(target + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                        throw new CliException($"artifact {name} would be written outside of {target}: {folder}");
                    var content = await server.OpenArtifactAsync(@namespace, workflow.Name(), id, name, run.Cancelled).ConfigureAwait(false);
                    await using var stream = content.Content;
                    Directory.CreateDirectory(folder);
                    await using (var file = File.Create(Path.Combine(folder, content.FileName))) await stream.CopyToAsync(file, run.Cancelled).ConfigureAwait(false);
                    var time = run.Context.Clock.GetLocalNow().ToString("yyyy/MM/dd HH:mm:ss", CultureInfo.InvariantCulture);
                    run.Error.WriteLine($"{time} Created {GoText.Quote(content.FileName)}");
                }
            }
        });
    }
}
