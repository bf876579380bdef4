using System.Reflection;

namespace Argosy.Cli;

/// <summary>One object of an app: its YAML as the build wrote it.</summary>
internal sealed record AppManifest(string Kind, string Name, string Yaml);

/// <summary>The objects that an app declares.</summary>
internal sealed class AppManifests(IReadOnlyList<AppManifest> manifests)
{
    /// <summary>No app: the tool.</summary>
    public static readonly AppManifests None = new([]);

    /// <summary>All of them, in the order of the build.</summary>
    public IReadOnlyList<AppManifest> All { get; } = manifests;

    /// <summary>What the compiler put into <paramref name="assembly"/>.</summary>
    public static AppManifests Of(Assembly? assembly) => assembly is null ? None : new(AppManifestReader.Read(assembly));
}

/// <summary>Finds the manifests in an assembly.</summary>
internal static class AppManifestReader
{
    public static IReadOnlyList<AppManifest> Read(Assembly assembly)
    {
        _ = assembly;
        return [];
    }
}
