namespace Argosy.Yaml;

/// <summary>How much a file may ask of us. The defaults are far above any real manifest (the API server takes 1.5 MB an object).</summary>
public sealed record ReadLimits
{
    /// <summary>The limits that commands use.</summary>
    public static ReadLimits Default { get; } = new();

    /// <summary>Bytes of a file.</summary>
    public long FileBytes { get; init; } = 32L << 20;

    /// <summary>Maps and lists inside each other.</summary>
    public int Depth { get; init; } = 400;

    /// <summary>Nodes of a document, each alias counted with all that it stands for.</summary>
    public int Nodes { get; init; } = 2_000_000;

    /// <summary>Nodes that the aliases of a document stand for in all.</summary>
    public int AliasedNodes { get; init; } = 200_000;
}
