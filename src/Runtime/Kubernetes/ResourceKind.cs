namespace Argosy.Kubernetes;

/// <summary>One kind of object of the Kubernetes API and where it is served.</summary>
internal sealed record ResourceKind(string Group, string Version, string Plural, string Kind, bool Namespaced = true)
{
    private const string Argo = "argoproj.io";

    public static ResourceKind Workflow { get; } = new(Argo, "v1alpha1", "workflows", "Workflow");

    public static ResourceKind WorkflowTemplate { get; } = new(Argo, "v1alpha1", "workflowtemplates", "WorkflowTemplate");

    public static ResourceKind ClusterWorkflowTemplate { get; } =
        new(Argo, "v1alpha1", "clusterworkflowtemplates", "ClusterWorkflowTemplate", Namespaced: false);

    public static ResourceKind CronWorkflow { get; } = new(Argo, "v1alpha1", "cronworkflows", "CronWorkflow");

    public static ResourceKind Pod { get; } = new("", "v1", "pods", "Pod");

    public static ResourceKind ConfigMap { get; } = new("", "v1", "configmaps", "ConfigMap");

    public static ResourceKind Secret { get; } = new("", "v1", "secrets", "Secret");

    public static ResourceKind ServiceAccount { get; } = new("", "v1", "serviceaccounts", "ServiceAccount");

    public static ResourceKind PersistentVolumeClaim { get; } = new("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim");

    public static ResourceKind Job { get; } = new("batch", "v1", "jobs", "Job");

    public static ResourceKind Role { get; } = new("rbac.authorization.k8s.io", "v1", "roles", "Role");

    public static ResourceKind RoleBinding { get; } = new("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding");

    private static readonly ResourceKind[] Known =
    [
        Workflow, WorkflowTemplate, ClusterWorkflowTemplate, CronWorkflow, Pod, ConfigMap, Secret, ServiceAccount,
        PersistentVolumeClaim, Job, Role, RoleBinding,
    ];

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The name that the API uses in its messages: <c>workflows.argoproj.io</c>, <c>pods</c>.</summary>
    public string QualifiedName => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>The kind that an object says it is, or null when this client has no fixed knowledge of it.</summary>
    public static ResourceKind? Find(string? apiVersion, string? kind) =>
        Array.Find(Known, known => known.Kind == kind && known.ApiVersion == apiVersion);

    /// <summary>The path of the collection; every namespace when <paramref name="ns"/> is null.</summary>
    public string CollectionPath(string? ns)
    {
        var root = Group.Length == 0 ? $"api/{Version}" : $"apis/{Group}/{Version}";
        return Namespaced && !string.IsNullOrEmpty(ns) ? $"{root}/namespaces/{Uri.EscapeDataString(ns)}/{Plural}" : $"{root}/{Plural}";
    }

    public string ObjectPath(string? ns, string name) => $"{CollectionPath(ns)}/{Uri.EscapeDataString(name)}";
}
