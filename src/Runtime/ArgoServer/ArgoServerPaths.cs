using Argosy.Workflows;

namespace Argosy.ArgoServer;

/// <summary>The addresses of an Argo Server.</summary>
internal static class ArgoServerPaths
{
    public static string Collection(ArgoKind kind, string? ns) => kind.Namespaced ? $"api/v1/{Name(kind)}/{Uri.EscapeDataString(ns ?? "")}" : $"api/v1/{Name(kind)}";

    public static string Object(ArgoKind kind, string ns, string name) => $"{Collection(kind, ns)}/{Uri.EscapeDataString(name)}";

    public static string Action(string ns, string name, string action) => $"{Object(ArgoKind.Workflow, ns, name)}/{action}";

    /// <summary>What the body of a create or update calls the object.</summary>
    public static string BodyField(ArgoKind kind) =>
        kind == ArgoKind.Workflow ? "workflow" : kind == ArgoKind.CronWorkflow ? "cronWorkflow" : "template";

    public static string Selection(ListSelection selection, string? limit, string? token)
    {
        var query = new List<string>();
        Add(query, "listOptions.labelSelector", selection.Labels);
        Add(query, "listOptions.fieldSelector", selection.Fields);
        Add(query, "listOptions.limit", limit);
        Add(query, "listOptions.continue", token);
        return query.Count == 0 ? "" : "?" + string.Join('&', query);
    }

    public static void Add(List<string> query, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            // Selectors stay readable: the signs that they are made of need no escape in a query.
            query.Add(name + "=" + Uri.EscapeDataString(value).Replace("%3D", "=", StringComparison.Ordinal).Replace("%2F", "/", StringComparison.Ordinal)
                .Replace("%21", "!", StringComparison.Ordinal).Replace("%2C", ",", StringComparison.Ordinal));
        }
    }

    private static string Name(ArgoKind kind) => kind.Kind switch
    {
        "Workflow" => "workflows",
        "WorkflowTemplate" => "workflow-templates",
        "ClusterWorkflowTemplate" => "cluster-workflow-templates",
        "CronWorkflow" => "cron-workflows",
        _ => throw new WorkflowClientException(ClientErrorCode.Unimplemented, $"the Argo Server has no {kind.Kind}"),
    };
}
