using System.Globalization;
using System.Text.Json.Nodes;
using Argosy.Workflows;

namespace Argosy.Cli;

/// <summary>
/// The app knows the C# types of its workflows' arguments, so a value that cannot be one is refused before anything runs, and not by the first function that reads it.
/// </summary>
internal static class ArgumentTypes
{
    /// <summary>Refuses values of the wrong type, all at once.</summary>
    /// <param name="app">The workflows of this app.</param>
    /// <param name="workflow">The one that is about to run, as the app emitted it.</param>
    /// <param name="given"><c>NAME=VALUE</c>, from the command line.</param>
    /// <exception cref="CliException">A value is wrong.</exception>
    public static void Check(IReadOnlyList<WorkflowDefinition> app, JsonObject workflow, IReadOnlyList<string> given)
    {
        if (app.FirstOrDefault(d => d.Kind == workflow.TextAt("kind") && d.Name.Length > 0 && IsOf(workflow, d.Name)) is not { } definition)
            return;
        var problems = new List<string>();
        foreach (var pair in given)
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at > 0 && !Knows(workflow, definition, pair[..at]))
                problems.Add($"{definition.ClassName} has no parameter '{pair[..at]}'; it has {(definition.Parameters.Count == 0 ? "none" : string.Join(", ", definition.Parameters.Select(p => p.Name)))}");
            else if (at > 0 && definition.Parameters.FirstOrDefault(p => p.Name == pair[..at]) is { } parameter && Problem(parameter.Type, pair[(at + 1)..]) is { } expected)
                problems.Add($"parameter '{parameter.Name}' of {definition.ClassName} is {expected}, not '{pair[(at + 1)..]}'");
        }
        if (problems.Count > 0)
            throw new CliException(string.Join("\n", problems));
    }

    private static bool IsOf(JsonObject workflow, string name) =>
        workflow.TextAt("metadata", "name") == name || workflow.TextAt("metadata", "generateName").TrimEnd('-') == name.TrimEnd('-');

    // A stored template that the workflow runs may take more than the class says.
    private static bool Knows(JsonObject workflow, WorkflowDefinition definition, string name) =>
        workflow["spec"]?["workflowTemplateRef"] is not null
        || definition.Parameters.Any(p => p.Name == name)
        || (workflow["spec"]?["arguments"]?["parameters"] as JsonArray)?.Any(p => p?["name"]?.ToString() == name) == true;

    /// <summary>What a type takes, if a text is not that. Tags are left to the run; types of the app's own to the function.</summary>
    private static string? Problem(string type, string text)
    {
        if (text.Contains("{{", StringComparison.Ordinal))
            return null;
        var value = text.Trim();
        var invariant = CultureInfo.InvariantCulture;
        return type.TrimEnd('?').Replace("System.", "", StringComparison.Ordinal) switch
        {
            "int" or "Int32" => int.TryParse(value, NumberStyles.Integer, invariant, out _) ? null : "a whole number (int)",
            "long" or "Int64" => long.TryParse(value, NumberStyles.Integer, invariant, out _) ? null : "a whole number (long)",
            "double" or "Double" or "float" or "Single" => double.TryParse(value, NumberStyles.Float, invariant, out _) ? null : "a number",
            "decimal" or "Decimal" => decimal.TryParse(value, NumberStyles.Float, invariant, out _) ? null : "a number (decimal)",
            "bool" or "Boolean" => bool.TryParse(value, out _) ? null : "true or false",
            _ => null,
        };
    }
}
