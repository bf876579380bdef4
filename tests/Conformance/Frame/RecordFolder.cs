namespace Argosy.Conformance;

/// <summary>Finds the records of the real Argo: <c>ARGOSY_RECORDED</c>, else <c>../shared/argo/recorded</c> beside the checkout.</summary>
internal static class RecordFolder
{
    private static readonly Lazy<string?> Found = new(Find);

    /// <summary>The folder, or null when there is none.</summary>
    public static string? Path => Found.Value;

    /// <summary>Why there is nothing to compare with.</summary>
    public static string MissingReason =>
        "No records of Argo: set ARGOSY_RECORDED to their folder, or keep it at ../shared/argo/recorded beside the checkout.";

    private static string? Find()
    {
        var named = Environment.GetEnvironmentVariable("ARGOSY_RECORDED");
        if (!string.IsNullOrEmpty(named))
        {
            return Directory.Exists(named) ? System.IO.Path.GetFullPath(named) : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Generator.sln")))
            {
                var beside = System.IO.Path.Combine(folder.FullName, "..", "shared", "argo", "recorded");
                return Directory.Exists(beside) ? System.IO.Path.GetFullPath(beside) : null;
            }
        }

        return null;
    }
}
