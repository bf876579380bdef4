using System.Globalization;

[assembly: AssemblyFixture(typeof(Argosy.EndToEnd.PackageFeed))]

namespace Argosy.EndToEnd;

/// <summary>The packages of this checkout in a folder, packed once for all tests, with a version that no cache knows.</summary>
public sealed class PackageFeed : IDisposable
{
    private readonly Lazy<string> _folder;

    /// <summary>Packs when it is first asked.</summary>
    public PackageFeed() => _folder = new Lazy<string>(Pack);

    /// <summary>The folder.</summary>
    public string Folder => _folder.Value;

    /// <summary>The version of its packages.</summary>
    public string Version { get; } = "0.1.0-test." + DateTime.UtcNow.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_folder.IsValueCreated) return;
        Directory.Delete(_folder.Value, recursive: true);
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (var id in new[] { "argosy", "argosy.testing", "argosy.tool" })
        {
            var unpacked = Path.Combine(cache, id, Version);
            if (Directory.Exists(unpacked)) Directory.Delete(unpacked, recursive: true);
        }
    }

    private string Pack()
    {
        var folder = Directory.CreateTempSubdirectory("argosy-feed-").FullName;
        foreach (var project in new[] { "Package", "Testing", "Tool" })
        {
            Command.Run(
                "dotnet",
                ["pack", Path.Combine(Repository.Root, "src", project), "--no-build", "-c", Repository.Configuration, "-o", folder, $"-p:PackageVersion={Version}", "-v", "quiet"],
                Repository.Root).Succeeds();
        }

        return folder;
    }
}
