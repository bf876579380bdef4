namespace Argosy;

/// <summary>The phases of a node or of a workflow, to compare <see cref="Step.Status"/> and <see cref="Workflow.Status"/> with.</summary>
public static class Status
{
    /// <summary>Not started yet.</summary>
    public const string Pending = nameof(Pending);

    /// <summary>Running.</summary>
    public const string Running = nameof(Running);

    /// <summary>Ended well.</summary>
    public const string Succeeded = nameof(Succeeded);

    /// <summary>Ended with a failure.</summary>
    public const string Failed = nameof(Failed);

    /// <summary>Could not be run.</summary>
    public const string Error = nameof(Error);

    /// <summary>Its <c>when</c> was false.</summary>
    public const string Skipped = nameof(Skipped);

    /// <summary>What it depends on did not hold.</summary>
    public const string Omitted = nameof(Omitted);
}
