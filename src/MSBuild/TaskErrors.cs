namespace Argosy.MSBuild;

/// <summary>The errors of the build task; each has a page under <c>docs/diagnostics/</c>.</summary>
internal static class TaskErrors
{
    /// <summary>A workflow has errors and analyzers are off.</summary>
    public const string Rejected = "ARGO900";

    /// <summary>A manifest's name cannot be a file's.</summary>
    public const string BadFileName = "ARGO901";

    /// <summary>Two workflows of a project write one file.</summary>
    public const string DuplicateFile = "ARGO902";

    /// <summary>The committed copy differs from what the sources mean.</summary>
    public const string StaleCopy = "ARGO903";

    /// <summary>The disk or the assembly refused.</summary>
    public const string CannotWrite = "ARGO904";
}
