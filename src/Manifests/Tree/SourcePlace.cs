namespace Argosy.Manifests.Tree;

/// <summary>Where something was written: a YAML or a C# file, as people count (lines and columns from 1, columns in UTF-16 units).</summary>
/// <param name="File">The path as the user named it; null where the text has no file (standard input, a cluster).</param>
/// <param name="Line">First line, from 1; 0 when unknown.</param>
/// <param name="Column">First column, from 1; 0 when unknown.</param>
/// <param name="EndLine">Last line.</param>
/// <param name="EndColumn">The column after the last character.</param>
public readonly record struct SourcePlace(string? File, int Line, int Column, int EndLine, int EndColumn)
{
    /// <summary>No place: the thing was made by the product, not written by a person.</summary>
    public static SourcePlace None => default;

    /// <summary>Whether a line is known.</summary>
    public bool IsKnown => Line > 0;

    /// <summary>A place of no length.</summary>
    public static SourcePlace At(string? file, int line, int column) => new(file, line, column, line, column);

    /// <summary><c>file:line:column</c>, without the parts that are unknown.</summary>
    public override string ToString() => IsKnown ? $"{File ?? "(input)"}:{Line}:{Column}" : File ?? "";
}
