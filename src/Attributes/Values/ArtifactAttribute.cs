namespace Argosy;

/// <summary>An input or output artifact: a file or folder. Where it is stored is said by <c>[S3]</c> and its like beside this.</summary>
/// <param name="name"><c>name</c>; else the C# name in kebab case (<c>result</c> for a return value).</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue | AttributeTargets.Property)]
public sealed class ArtifactAttribute(string? name = null) : Attribute
{
    /// <summary><c>name</c>; else the C# name in kebab case (<c>result</c> for a return value).</summary>
    public string? Name { get; } = name;

    /// <summary><c>path</c>: where it lies in the container.</summary>
    public string? Path { get; set; }

    /// <summary><c>optional</c>.</summary>
    public bool Optional { get; set; }

    /// <summary><c>mode</c>: permission bits of the file.</summary>
    public int Mode { get; set; }

    /// <summary><c>recurseMode</c>.</summary>
    public bool RecurseMode { get; set; }

    /// <summary><c>subPath</c>.</summary>
    public string? SubPath { get; set; }

    /// <summary><c>globalName</c>: exports it as <c>workflow.outputs.artifacts.NAME</c>.</summary>
    public string? GlobalName { get; set; }

    /// <summary><c>from</c>, a tag.</summary>
    public string? From { get; set; }

    /// <summary><c>fromExpression</c>.</summary>
    public string? FromExpression { get; set; }

    /// <summary><c>archive</c>: <c>none</c>, <c>tar</c> or <c>zip</c>.</summary>
    public string? Archive { get; set; }

    /// <summary><c>archive.tar.compressionLevel</c>.</summary>
    public int CompressionLevel { get; set; }

    /// <summary><c>archiveLogs</c>.</summary>
    public bool ArchiveLogs { get; set; }

    /// <summary><c>deleted</c>.</summary>
    public bool Deleted { get; set; }

    /// <summary><c>artifactGC.strategy</c>: <c>OnWorkflowCompletion</c>, <c>OnWorkflowDeletion</c> or <c>Never</c>.</summary>
    public string? GC { get; set; }
}
