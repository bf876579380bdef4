namespace Argosy.Manifests.Rules;

/// <summary>What documents are checked for.</summary>
public enum CheckPurpose
{
    /// <summary>Reading: whoever submits the workflow may give values that are missing.</summary>
    Lint,

    /// <summary>Creating the object: a Workflow must have all values, a template may lack some.</summary>
    Create,

    /// <summary>Submitting: all values must be there.</summary>
    Submit,
}

/// <summary>How documents are checked.</summary>
public sealed record CheckOptions
{
    /// <summary>Only the rules that Argo itself has.</summary>
    public bool ArgoRulesOnly { get; init; }

    /// <summary>What Argo accepts but fails on, or ignores, is an error and not a warning.</summary>
    public bool StrictRuntime { get; init; }

    /// <summary>What the documents are checked for: it decides which arguments may still lack a value.</summary>
    public CheckPurpose Purpose { get; init; } = CheckPurpose.Lint;

    /// <summary>Finds templates that are not among the documents, for example in a cluster. Null: there are no others, and what refers to them is an error.</summary>
    public Func<TemplateReference, Tree.ManifestDocument?>? FindTemplate { get; init; }

    /// <summary>What the cluster's administrator has set for all workflows (<c>workflowDefaults</c>); null if nothing.</summary>
    public Tree.MapNode? WorkflowDefaults { get; init; }

    /// <summary>Says whether a text is YAML; null: manifests of resource templates are not parsed.</summary>
    public Func<string, bool>? IsYaml { get; init; }
}

/// <summary>A WorkflowTemplate or ClusterWorkflowTemplate that a document refers to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">The namespace of the document; empty for one of the cluster or where the document names none.</param>
/// <param name="IsClusterScope">Whether it is a ClusterWorkflowTemplate.</param>
public sealed record TemplateReference(string Name, string Namespace, bool IsClusterScope);
