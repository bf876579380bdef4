namespace Argosy.Engine.Pods.Host;

/// <summary>Looks a program up as Argo's executor does: in the container's PATH, or at its path; with that executor's words when it is not there.</summary>
internal static class ProgramLookup
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Null: it is there. Else why not.</summary>
    public static string? Problem(string root, string workingDir, string program, string searchPath)
    {
        if (program.Contains('/', StringComparison.Ordinal))
        {
            var path = program.StartsWith('/') ? program : workingDir + "/" + program;
            return RootedPath.Find(root, path) is not { } found ? $"stat {program}: no such file or directory"
                : Directory.Exists(found) ? "is a directory"
                : IsExecutable(found) ? null
                : "permission denied";
        }
        foreach (var folder in searchPath.Split(':'))
        {
            if (RootedPath.Find(root, (folder.Length == 0 ? workingDir : folder) + "/" + program) is { } found && File.Exists(found) && IsExecutable(found))
                return null;
        }
        return "executable file not found in $PATH";
    }

    private static bool IsExecutable(string path) => OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Executable) != 0;
}
