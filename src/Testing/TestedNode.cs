using System.Globalization;
using System.Text.Json.Nodes;

namespace Argosy.Testing;

/// <summary>One node of a run that has ended.</summary>
public sealed class TestedNode
{
    private readonly TestedRun _run;

    internal TestedNode(TestedRun run, JsonObject status)
    {
        _run = run;
        Status = status;
    }

    /// <summary>Its status, as Argo writes it.</summary>
    public JsonObject Status { get; }

    /// <summary>Its full name.</summary>
    public string Name => Text("name");

    /// <summary>Its name in the workflow.</summary>
    public string DisplayName => Text("displayName");

    /// <summary>Its type: Pod, DAG, Steps, Retry …</summary>
    public string Type => Text("type");

    /// <summary>Its phase.</summary>
    public string Phase => Text("phase");

    /// <summary>Its message; empty: none.</summary>
    public string Message => Text("message");

    /// <summary><c>outputs.result</c>; null: none.</summary>
    public string? Result => Status["outputs"]?["result"]?.ToString();

    /// <summary>How often it was tried.</summary>
    public int Attempts => Type != "Retry" ? 1 : _run.Nodes.Count(n => n.Name.StartsWith(Name + "(", StringComparison.Ordinal) && n.Status["nodeFlag"]?["retried"]?.GetValue<bool>() == true && n.Name.IndexOf(')', Name.Length) == n.Name.Length - 1);

    internal DateTimeOffset? StartedAt => Time("startedAt");

    internal DateTimeOffset? FinishedAt => Time("finishedAt");

    /// <summary>An input parameter; null: there is none of that name.</summary>
    /// <param name="name">Its name.</param>
    public string? Input(string name) => ParameterOf(Status["inputs"], name);

    /// <summary>An output parameter; null: there is none of that name.</summary>
    /// <param name="name">Its name.</param>
    public string? Output(string name) => ParameterOf(Status["outputs"], name);

    /// <summary>Asserts the phase.</summary>
    /// <param name="phase">Succeeded, Failed, Error, Skipped or Omitted.</param>
    public TestedNode ShouldBe(string phase) => Phase == phase ? this : throw Unlike($"be {phase}", $"is {Phase}");

    /// <summary>Asserts the message.</summary>
    /// <param name="message">The whole text.</param>
    public TestedNode ShouldSay(string message) => Message == message ? this : throw Unlike($"say '{message}'", $"says '{Message}'");

    /// <summary>Asserts an output parameter.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public TestedNode ShouldOutput(string name, string value) =>
        Output(name) == value ? this : throw Unlike($"have the output '{name}' = '{value}'", Output(name) is { } actual ? $"has '{actual}'" : "has none of that name");

    /// <summary>Asserts an input parameter.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public TestedNode ShouldGet(string name, string value) =>
        Input(name) == value ? this : throw Unlike($"get the input '{name}' = '{value}'", Input(name) is { } actual ? $"got '{actual}'" : "got none of that name");

    /// <summary>Asserts how often it was tried.</summary>
    /// <param name="count">How often.</param>
    public TestedNode ShouldTake(int count) => Attempts == count ? this : throw Unlike(string.Create(CultureInfo.InvariantCulture, $"take {count} attempts"), string.Create(CultureInfo.InvariantCulture, $"took {Attempts}"));

    internal static string? ParameterOf(JsonNode? of, string name) =>
        (of?["parameters"] as JsonArray ?? []).FirstOrDefault(p => p?["name"]?.ToString() == name)?["value"]?.ToString();

    private WorkflowAssertionException Unlike(string wanted, string actual) => new($"'{DisplayName}' should {wanted}, but {actual}\n{_run}");

    private string Text(string field) => Status[field]?.ToString() ?? "";

    private DateTimeOffset? Time(string field) =>
        DateTimeOffset.TryParse(Text(field), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
