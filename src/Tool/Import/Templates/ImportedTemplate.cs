namespace Argosy.Tool.Import.Templates;

/// <summary>An input of a template as its C# method takes it.</summary>
/// <param name="Name">Its name in Argo.</param>
/// <param name="CSharp">The C# parameter.</param>
/// <param name="IsArtifact">Whether it is an artifact.</param>
/// <param name="HasDefault">Whether a call may leave it out.</param>
internal sealed record ImportedInput(string Name, string CSharp, bool IsArtifact, bool HasDefault);

/// <summary>What a call of a template gives.</summary>
internal enum OutputShape
{
    /// <summary>No value that is used.</summary>
    None,

    /// <summary><c>outputs.result</c>.</summary>
    Result,

    /// <summary>One parameter.</summary>
    Parameter,

    /// <summary>One artifact.</summary>
    Artifact,

    /// <summary>A record of several.</summary>
    Record,
}

/// <summary>A member of an outputs record, or the one output of a method.</summary>
/// <param name="Name">Its name in Argo.</param>
/// <param name="CSharp">The member.</param>
/// <param name="IsArtifact">Whether it is an artifact.</param>
internal sealed record ImportedOutput(string Name, string CSharp, bool IsArtifact);

/// <summary>A template of the imported object as the bodies that call it see it.</summary>
internal sealed class ImportedTemplate
{
    /// <summary>Its name in Argo.</summary>
    public required string Name { get; init; }

    /// <summary>The C# method.</summary>
    public required string Method { get; init; }

    /// <summary>The C# class that holds it.</summary>
    public required string Class { get; init; }

    /// <summary>Its inputs in the order of the C# parameters.</summary>
    public List<ImportedInput> Inputs { get; } = [];

    /// <summary>What a call gives.</summary>
    public OutputShape Shape { get; set; }

    /// <summary>Its outputs.</summary>
    public List<ImportedOutput> Outputs { get; } = [];
}
