namespace Argosy.EndToEnd;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder of <c>Generator.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Debug or Release, as these tests were built.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string SampleFolder(string name) => Path.Combine(Root, "samples", name);

    public static string SampleOutput(string name) => Path.Combine(SampleFolder(name), "bin", Configuration, "net10.0");

    /// <summary>The program of a sample.</summary>
    public static string SampleProgram(string name) => Path.Combine(SampleOutput(name), OperatingSystem.IsWindows() ? name + ".exe" : name);

    /// <summary>The command-line tool.</summary>
    public static string ToolProgram => Path.Combine(Root, "src", "Tool", "bin", Configuration, "net10.0", OperatingSystem.IsWindows() ? "argosy.exe" : "argosy");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Generator.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No Generator.sln above {AppContext.BaseDirectory}.");
    }
}
