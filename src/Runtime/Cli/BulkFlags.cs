using System.CommandLine;
using System.Text.Json.Nodes;
using Argosy.Workflows;

namespace Argosy.Cli;

/// <summary>Names, or <c>--selector</c> and <c>--field-selector</c>: the workflows that stop, terminate, retry and resubmit are about.</summary>
internal sealed class BulkFlags
{
    public Argument<string[]> Names { get; } = Flags.Names("WORKFLOW", "Names of workflows; @latest is the newest");

    public Option<string> Selector { get; } = Flags.Text("--selector", "Selector (label query), supports =, ==, !=, in, notin", "-l");

    public Option<string> FieldSelector { get; } = Flags.Text("--field-selector", "Selector (field query): metadata.name and metadata.namespace");

    public void AddTo(Command command)
    {
        command.Add(Names);
        command.Add(Selector);
        command.Add(FieldSelector);
    }

    public bool HasSelector(CliRun run) => run.Value(Selector)!.Length > 0 || run.Value(FieldSelector)!.Length > 0;

    /// <summary>Namespace and name of each, without repetitions: what the selectors find, then the names given.</summary>
    public async Task<List<(string Namespace, string Name)>> FindAsync(CliRun run, IWorkflowClient client, string @namespace, bool namesToo = true)
    {
        var found = new List<(string, string)>();
        if (HasSelector(run))
        {
            var filter = new WorkflowFilter
            {
                Labels = run.Value(Selector)!,
                Fields = run.Value(FieldSelector)!,
                InstanceId = run.Globals.InstanceId(run.Parsed, run.Context.Environment),
            };
            foreach (var workflow in await ListAsync(run, client, @namespace, filter).ConfigureAwait(false)) found.Add((workflow.Namespace(), workflow.Name()));
        }

        if (namesToo) found.AddRange((run.Value(Names) ?? []).Select(name => (@namespace, name)));
        return found.DistinctBy(entry => entry.Item2).ToList();
    }

    /// <summary>Lists, with wrong options as errors for the person.</summary>
    public static async Task<List<JsonObject>> ListAsync(CliRun run, IWorkflowClient client, string? @namespace, WorkflowFilter filter)
    {
        try
        {
            return await filter.ListAsync(client, @namespace, run.Context.Clock, run.Cancelled).ConfigureAwait(false);
        }
        catch (FormatException e)
        {
            throw new CliException(e.Message);
        }
    }

    /// <summary>Reads a node selector; a wrong one is an error for the person.</summary>
    public static string NodeSelector(string text)
    {
        var selector = Workflows.FieldSelector.Parse(text, out var fault) ?? throw new CliException($"unable to parse node field selector '{text}': {fault}");
        return selector.ToString();
    }
}
