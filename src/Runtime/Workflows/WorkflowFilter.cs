using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Argosy.Workflows;

/// <summary>Which workflows a list, a delete or a bulk action is about, as the options of Argo's CLI say it.</summary>
internal sealed partial record WorkflowFilter
{
    public IReadOnlyList<string> Statuses { get; init; } = [];

    public bool Completed { get; init; }

    public bool Running { get; init; }

    public bool Resubmitted { get; init; }

    public string Prefix { get; init; } = "";

    public string Since { get; init; } = "";

    public string Older { get; init; } = "";

    public int ChunkSize { get; init; }

    public string Labels { get; init; } = "";

    public string Fields { get; init; } = "";

    public string? InstanceId { get; init; }

    /// <summary>The workflows, unfinished ones first (newest first), then by their end.</summary>
    /// <param name="client">Where.</param>
    /// <param name="namespace">Null: all namespaces.</param>
    /// <param name="clock">For the ages.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public async Task<List<JsonObject>> ListAsync(IWorkflowClient client, string? @namespace, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (Completed && Running) throw new FormatException("--completed and --running cannot be used together");
        if (LabelSelector.Parse(Labels, out var fault) is null) throw new FormatException(fault);
        CheckFields();
        var now = clock.GetUtcNow();
        var since = Since.Length > 0 ? now - ParseAge(Since) : (DateTimeOffset?)null;
        var older = Older.Length > 0 ? now - ParseAge(Older) : (DateTimeOffset?)null;
        var found = new List<JsonObject>();
        await foreach (var workflow in client.ListAsync(ArgoKind.Workflow, @namespace, new ListSelection(Selector(), Fields, ChunkSize), cancellationToken).ConfigureAwait(false))
        {
            if (!workflow.Name().StartsWith(Prefix, StringComparison.Ordinal)) continue;
            if (since is not null && !(workflow.TimeAt("metadata", "creationTimestamp") > since)) continue;
            if (older is not null && !(workflow.TimeAt("status", "finishedAt") < older)) continue;
            found.Add(workflow);
        }

        // Argo's server sorts once and its CLI again.
        GoSort.Sort(found, Before);
        GoSort.Sort(found, Before);
        return found;
    }

    /// <summary>Argo's order of workflows.</summary>
    public static bool Before(JsonObject a, JsonObject b)
    {
        var aFinished = a.TimeAt("status", "finishedAt");
        var bFinished = b.TimeAt("status", "finishedAt");
        if (aFinished is null && bFinished is null) return !(Nullable.Compare(a.TimeAt("metadata", "creationTimestamp"), b.TimeAt("metadata", "creationTimestamp")) < 0);
        if (aFinished is null || bFinished is null) return aFinished is null;
        return bFinished < aFinished;
    }

    /// <summary>Reads <c>10m</c>, <c>3h</c>, <c>1d</c>.</summary>
    public static TimeSpan ParseAge(string text)
    {
        var match = Age().Match(text);
        if (!match.Success || !long.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var count))
            throw new FormatException($"Invalid since format '{text}'. Expected format <duration><unit> (e.g. 3h)");
        return match.Groups[2].Value switch
        {
            "s" => TimeSpan.FromSeconds(count),
            "m" => TimeSpan.FromMinutes(count),
            "h" => TimeSpan.FromHours(count),
            _ => TimeSpan.FromDays(count),
        };
    }

    private string Selector()
    {
        var terms = new List<string>();
        if (Labels.Length > 0) terms.Add(Labels);
        if (Statuses.Count > 0) terms.Add($"{WorkflowStates.LabelPhase} in ({string.Join(',', Statuses)})");
        if (Completed) terms.Add($"{WorkflowStates.LabelCompleted}=true");
        if (Running) terms.Add($"{WorkflowStates.LabelCompleted}!=true");
        if (Resubmitted) terms.Add(WorkflowStates.LabelPreviousWorkflow);
        terms.Add(InstanceId is { Length: > 0 } ? $"{WorkflowStates.LabelInstanceId}={InstanceId}" : $"!{WorkflowStates.LabelInstanceId}");
        return string.Join(',', terms);
    }

    private void CheckFields()
    {
        var selector = FieldSelector.Parse(Fields, out var fault) ?? throw new WorkflowClientException(ClientErrorCode.InvalidArgument, fault!);
        foreach (var (field, equal, value) in selector.Terms)
        {
            if (field is not ("metadata.name" or "metadata.namespace"))
                throw new WorkflowClientException(ClientErrorCode.InvalidArgument, $"unsupported requirement {field}{(equal ? "=" : "!=")}{value}");
        }
    }

    [GeneratedRegex(@"^(\d+)([smhd])$")]
    private static partial Regex Age();
}
