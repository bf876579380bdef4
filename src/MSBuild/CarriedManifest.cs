namespace Argosy.MSBuild;

/// <summary>
/// One manifest as an assembly carries it. <paramref name="Yaml"/> is null for a workflow that the compiler rejected; <paramref name="Errors"/> then holds
/// what was wrong, one canonical <c>file(line,column): error ARGOnnn: text</c> a line, for the builds in which no analyzer says it.
/// </summary>
internal sealed record CarriedManifest(string FileName, string? Yaml, string SourcePath, int Line, int Column, string Errors)
{
    /// <summary>The place of the declaration, the way compilers print it.</summary>
    public string Place => Column > 0 ? $"{SourcePath}({Line},{Column})" : $"{SourcePath}({Line})";
}
