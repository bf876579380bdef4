using System.Text.Json.Nodes;
using Argosy.Manifests.Tree;
using Argosy.Workflows;
using Argosy.Yaml;

namespace Argosy.Cli.Running;

/// <summary>What the files of a run hold: the workflows, and the objects that serve them.</summary>
/// <param name="Workflows">To be run.</param>
/// <param name="Others">ConfigMaps, Secrets, templates.</param>
internal sealed record RunDocuments(IReadOnlyList<JsonObject> Workflows, IReadOnlyList<JsonObject> Others)
{
    /// <summary>Reads what the user named; without a name, the one workflow of the app. The app's own templates always serve.</summary>
    public static async Task<RunDocuments> ReadAsync(CliRun run, IReadOnlyList<string> sources)
    {
        var runnable = run.Context.App.Where(d => d.Kind is "Workflow").ToList();
        if (sources.Count == 0)
        {
            sources = runnable switch
            {
                [var only] => [only.Name],
                [] => throw new CliUsageException("name the file of a workflow"),
                _ => throw new CliUsageException("name the workflow to run, one of: " + string.Join(", ", runnable.Select(d => d.Name))),
            };
        }
        var workflows = new List<JsonObject>();
        var others = new List<JsonObject>();
        foreach (var definition in run.Context.App.Where(d => d.Kind is "WorkflowTemplate" or "ClusterWorkflowTemplate"))
            Add(definition.Manifest(), definition.ClassName, workflows, others);
        foreach (var (name, text) in await ManifestInput.ReadTextsAsync(run, sources).ConfigureAwait(false))
            Add(text, name, workflows, others);
        if (workflows.Count == 0)
            workflows.AddRange(others.Where(d => d.TextAt("kind") == "CronWorkflow").Select(cron => Submission.FromCron(cron, run.Context.Clock.GetUtcNow())));
        if (workflows.Count == 0)
        {
            var there = others.Select(d => d.TextAt("kind")).Distinct().ToList();
            throw new CliException($"no Workflow is in {string.Join(", ", sources)}" + (there.Count == 0 ? "" : ", only " + string.Join(", ", there)));
        }
        return new RunDocuments(workflows, others);
    }

    private static void Add(string text, string? name, List<JsonObject> workflows, List<JsonObject> others)
    {
        foreach (var piece in ManifestReader.Read(text, name).Pieces)
        {
            if (piece.Problem is { } problem)
                throw new CliException(problem.ToString());
            if (piece.Root is not MapNode map)
                continue;
            var document = NodeJson.ToJson(map);
            if (document.TextAt("kind") is "Workflow")
                workflows.Add(document);
            else
                others.Add(document);
        }
    }
}
