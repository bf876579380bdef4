namespace Argosy;

/// <summary>What a submitter may change of a workflow without touching its definition.</summary>
public sealed class WorkflowSubmission
{
    /// <summary>The run's name; null: as in the definition.</summary>
    public string? Name { get; set; }

    /// <summary>The beginning of a name that is completed by chance.</summary>
    public string? GenerateName { get; set; }

    /// <summary>The namespace; null: the client's.</summary>
    public string? Namespace { get; set; }

    /// <summary>The template to begin with.</summary>
    public string? Entrypoint { get; set; }

    /// <summary>The account that the pods run as.</summary>
    public string? ServiceAccount { get; set; }

    /// <summary>The priority among waiting workflows.</summary>
    public int? Priority { get; set; }

    /// <summary>Labels to add.</summary>
    public IDictionary<string, string> Labels { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Annotations to add.</summary>
    public IDictionary<string, string> Annotations { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The server checks the workflow and keeps nothing.</summary>
    public bool DryRun { get; set; }
}
