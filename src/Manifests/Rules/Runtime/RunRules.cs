namespace Argosy.Manifests.Rules.Runtime;

/// <summary>The rules that Argo's lint has not: what would fail, or surprise, when it runs.</summary>
internal static class RunRules
{
    public static IReadOnlyList<IManifestRule> All { get; } =
    [
    ];
}
