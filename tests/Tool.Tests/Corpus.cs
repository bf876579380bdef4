namespace Argosy.Tool.Tests;

/// <summary>The folder of files that others wrote, where it is beside the checkout.</summary>
internal static class Corpus
{
    /// <summary>The upstream examples, or null.</summary>
    public static string? Examples()
    {
        var root = Environment.GetEnvironmentVariable("ARGOSY_CORPUS") ?? Beside();
        return root is not null && Directory.Exists(Path.Combine(root, "examples")) ? Path.Combine(root, "examples") : null;
    }

    private static string? Beside()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Generator.sln"))) return Path.Combine(folder.FullName, "../shared/argo");
        return null;
    }
}
