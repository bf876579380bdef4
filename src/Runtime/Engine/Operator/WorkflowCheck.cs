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
        return ManifestChecker.Check([document], options).FirstOrDefault(f => f.Severity == FindingSeverity.Error)?.Message;
    }

    private static ManifestDocument Document(JsonObject o) => new(null, 0, (MapNode)NodeJson.FromJson(o));
}
