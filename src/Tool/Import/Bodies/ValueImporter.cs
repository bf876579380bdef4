using System.Text;
using System.Text.RegularExpressions;
using Argosy.Tool.Import.Templates;
using Argosy.Tool.Import.Writing;

namespace Argosy.Tool.Import.Bodies;

/// <summary>The texts of arguments as C# values: tags become the variables that they mean.</summary>
internal static partial class ValueImporter
{
    private static readonly Dictionary<string, string> WorkflowMembers = new(StringComparer.Ordinal)
    {
        ["workflow.name"] = "Workflow.Name",
        ["workflow.namespace"] = "Workflow.Namespace",
        ["workflow.uid"] = "Workflow.Uid",
        ["workflow.mainEntrypoint"] = "Workflow.MainEntrypoint",
        ["workflow.serviceAccountName"] = "Workflow.ServiceAccountName",
        ["workflow.status"] = "Workflow.Status",
        ["workflow.failures"] = "Workflow.Failures",
        ["workflow.duration"] = "Workflow.Duration",
        ["workflow.priority"] = "Workflow.Priority",
        ["workflow.creationTimestamp"] = "Workflow.CreationTimestamp",
        ["workflow.scheduledTime"] = "Workflow.ScheduledTime",
    };

    /// <summary>An argument's text as a string expression.</summary>
    public static string Parameter(string text, GraphScope scope, string indent)
    {
        var matches = Tag().Matches(text);
        if (matches.Count == 0) return text.Contains("{{", StringComparison.Ordinal) ? $"Raw({Literal.Text(text, indent)})" : Literal.Text(text, indent);
        if (matches.Count == 1 && matches[0].Length == text.Length && Of(matches[0].Groups[1].Value, scope) is { } only)
            return only.IsText ? only.Expression : $"$\"{{{only.Expression}}}\"";

        var interpolated = new StringBuilder("$\"");
        var at = 0;
        foreach (Match match in matches)
        {
            if (Of(match.Groups[1].Value, scope) is not { } value) return Raw(text, scope, indent);
            interpolated.Append(Literal.InterpolatedPart(text[at..match.Index])).Append('{').Append(value.Expression).Append('}');
            at = match.Index + match.Length;
        }

        var rest = text[at..];
        return rest.Contains("{{", StringComparison.Ordinal) ? Raw(text, scope, indent) : interpolated.Append(Literal.InterpolatedPart(rest)).Append('"').ToString();
    }

    /// <summary>An artifact's <c>from</c>, or null where C# has no variable for it.</summary>
    public static string? Artifact(string from, GraphScope scope)
    {
        var match = Tag().Match(from);
        if (!match.Success || match.Length != from.Length) return null;
        var parts = match.Groups[1].Value.Split('.');
        if (parts is ["inputs", "artifacts", var input]) return scope.Inputs.FirstOrDefault(i => i.IsArtifact && i.Name == input)?.CSharp;
        if (parts is not [var prefix, var node, "outputs", "artifacts", var name] || prefix != scope.Prefix) return null;
        return Output(node, name, isArtifact: true, scope);
    }

    /// <summary>An artifact's <c>from</c> in Argo's own words.</summary>
    public static string RawArtifact(string from, GraphScope scope)
    {
        foreach (var node in NodesIn(from, scope.Prefix)) scope.Used.Add(node);
        return $"Raw<Artifact>({Literal.Ordinary(from)})";
    }

    /// <summary>The nodes that a text reads, so that their order needs no further word.</summary>
    public static IEnumerable<string> NodesIn(string text, string prefix)
    {
        foreach (Match match in Tag().Matches(text))
        {
            var parts = match.Groups[1].Value.Trim().Split('.');
            if (parts.Length > 2 && parts[0] == prefix) yield return parts[1];
        }
    }

    private static (string Expression, bool IsText)? Of(string tag, GraphScope scope)
    {
        if (WorkflowMembers.TryGetValue(tag, out var member)) return (member, true);
        var parts = tag.Split('.');
        switch (parts)
        {
            case ["inputs", "parameters", var input] when scope.Inputs.FirstOrDefault(i => !i.IsArtifact && i.Name == input) is { } known:
                return (known.CSharp, true);
            case ["workflow", "parameters", var name]:
                return ($"Workflow.Parameter({Literal.Ordinary(name)})", true);
            case ["item"] when scope.Item is { } item && scope.ItemMembers is null:
                return (item, scope.ItemIsText);
            case ["item", var key] when scope.Item is { } item && scope.ItemMembers?.TryGetValue(key, out var itemMember) == true:
                return ($"{item}.{itemMember}", false);
            case [var prefix, var node, "outputs", "parameters", var name] when prefix == scope.Prefix:
                return Output(node, name, isArtifact: false, scope) is { } output ? (output, !scope.Nodes[node].IsLoop) : null;
            case [var prefix, var node, "outputs", "result"] when prefix == scope.Prefix && scope.Nodes.TryGetValue(node, out var variable):
                scope.Used.Add(node);
                if (variable.IsLoop && variable.Template?.Shape != OutputShape.Result) return null;
                return (variable.Template is null || variable.Template.Shape == OutputShape.Result ? variable.Variable : variable.Variable + ".Stdout", !variable.IsLoop);
            case [var prefix, var node, var status] when prefix == scope.Prefix && scope.Nodes.TryGetValue(node, out var variable)
                // In a DAG, C# that reads how a task ended waits for every end of it; the file waits for a good one.
                && (prefix == "steps" || status is not ("status" or "exitCode"))
                && status is "status" or "id" or "ip" or "startedAt" or "finishedAt" or "hostNodeName" or "exitCode":
                scope.Used.Add(node);
                return ($"{variable.Variable}.{char.ToUpperInvariant(status[0])}{status[1..]}", status != "exitCode");
            default:
                return null;
        }
    }

    private static string? Output(string node, string name, bool isArtifact, GraphScope scope)
    {
        if (!scope.Nodes.TryGetValue(node, out var variable) || variable.Template?.Outputs.FirstOrDefault(o => o.Name == name && o.IsArtifact == isArtifact) is not { } output)
            return null;
        // What the items of a loop gave is one list of values; the lists of a record's members are said in Argo's words.
        if (variable.IsLoop && variable.Template.Shape != OutputShape.Parameter) return null;
        scope.Used.Add(node);
        return variable.Template.Shape == OutputShape.Record ? $"{variable.Variable}.Value.{output.CSharp}" : variable.Variable;
    }

    private static string Raw(string text, GraphScope scope, string indent)
    {
        foreach (var node in NodesIn(text, scope.Prefix)) scope.Used.Add(node);
        return $"Raw({Literal.Text(text, indent)})";
    }

    [GeneratedRegex(@"\{\{(?!=)([^{}]*)\}\}")]
    private static partial Regex Tag();
}
