namespace Argosy.Workflows;

/// <summary>What a submitter may change of a workflow without touching its file.</summary>
internal sealed record SubmitOptions
{
    /// <summary>The name; empty: as in the file.</summary>
    public string Name { get; init; } = "";

    /// <summary>The beginning of a name that the target completes.</summary>
    public string GenerateName { get; init; } = "";

    /// <summary>The template to begin with.</summary>
    public string Entrypoint { get; init; } = "";

    /// <summary>The account of the pods.</summary>
    public string ServiceAccount { get; init; } = "";

    /// <summary><c>name=value</c>, in the order given; those of a file follow.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary><c>k=v,k2=v2</c>.</summary>
    public string Labels { get; init; } = "";

    /// <summary><c>k=v,k2=v2</c>.</summary>
    public string Annotations { get; init; } = "";

    /// <summary>The priority; null: as in the file.</summary>
    public int? Priority { get; init; }

    /// <summary>Nothing is sent.</summary>
    public bool DryRun { get; init; }

    /// <summary>The target checks and keeps nothing.</summary>
    public bool ServerDryRun { get; init; }
}
