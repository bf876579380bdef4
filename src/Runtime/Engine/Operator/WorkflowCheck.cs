using System.Text.Json.Nodes;
using Argosy.Manifests.Rules;
using Argosy.Manifests.Tree;
using Argosy.Yaml;

namespace Argosy.Engine;

/// <summary>The check that Argo's controller makes before a workflow starts.</summary>
internal static class WorkflowCheck
{
    /// <summary>Argo's text for what is wrong; null if the workflow is sound.</summary>
    public static string? Fault(JsonObject workflow, IWorkflowTemplates templates)
    {
        var document = Document(workflow);
        var options = new CheckOptions
        {
            ArgoRulesOnly = true,
            Purpose = CheckPurpose.Create,
            FindTemplate = reference => templates.Find(reference.Name, reference.IsClusterScope) is { } found ? Document(found) : null,
        };
        return ManifestChecker.Check([document], options).FirstOrDefault(f => f.Severity == FindingSeverity.Error)?.Message is { } message ? AsController(message, workflow) : null;
    }

    // A missing WorkflowTemplate is worded otherwise where the API server is asked for it.
    private static string AsController(string message, JsonObject workflow)
    {
        const string Start = "couldn't find workflow template \"";
        var at = message.IndexOf(Start, StringComparison.Ordinal);
        if (at < 0)
            return message;
        var name = message[(at + Start.Length)..].Split('"')[0];
        return message[..at] + $"template reference {name}.{TemplateIn(workflow, name)} not found";
    }

    private static string? TemplateIn(JsonNode? node, string name) => node switch
    {
        JsonObject o when o.Object("templateRef") is { } r && r.Text("name") == name => r.Text("template"),
        JsonObject o => o.Select(p => TemplateIn(p.Value, name)).FirstOrDefault(t => t is not null),
        JsonArray a => a.Select(v => TemplateIn(v, name)).FirstOrDefault(t => t is not null),
        _ => null,
    };

    private static ManifestDocument Document(JsonObject o) => new(null, 0, (MapNode)NodeJson.FromJson(o));
}
