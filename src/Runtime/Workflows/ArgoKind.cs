namespace Argosy.Workflows;

/// <summary>A kind of object that Argo Workflows keeps in the cluster.</summary>
internal sealed record ArgoKind(string Kind, string Plural, bool Namespaced, IReadOnlyList<string> Aliases)
{
    /// <summary>The group of all of them.</summary>
    public const string Group = "argoproj.io";

    /// <summary>The version of all of them.</summary>
    public const string Version = "v1alpha1";

    /// <summary>What stands in <c>apiVersion</c>.</summary>
    public const string ApiVersion = Group + "/" + Version;

    public static readonly ArgoKind Workflow = new("Workflow", "workflows", true, ["wf"]);
    public static readonly ArgoKind WorkflowTemplate = new("WorkflowTemplate", "workflowtemplates", true, ["wftmpl"]);
    public static readonly ArgoKind ClusterWorkflowTemplate = new("ClusterWorkflowTemplate", "clusterworkflowtemplates", false, ["cwftmpl", "cwft"]);
    public static readonly ArgoKind CronWorkflow = new("CronWorkflow", "cronworkflows", true, ["cronwf", "cwf"]);

    /// <summary>All kinds with commands of their own.</summary>
    public static readonly IReadOnlyList<ArgoKind> All = [Workflow, WorkflowTemplate, ClusterWorkflowTemplate, CronWorkflow];

    /// <summary>How the API server names the kind in messages: <c>workflows.argoproj.io</c>.</summary>
    public string Resource => $"{Plural}.{Group}";

    /// <summary>The kind that <paramref name="text"/> names: the kind itself, its singular, plural or a short name, in any case; null for another.</summary>
    public static ArgoKind? Find(string text) => All.FirstOrDefault(kind =>
        string.Equals(kind.Kind, text, StringComparison.OrdinalIgnoreCase)
        || string.Equals(kind.Plural, text, StringComparison.OrdinalIgnoreCase)
        || kind.Aliases.Contains(text, StringComparer.OrdinalIgnoreCase));

    public override string ToString() => Kind;
}
