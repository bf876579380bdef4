using Argosy.Manifests.Tree;
using Argosy.Manifests.Writing;

namespace Argosy.Tool.Import;

/// <summary>Documents that are no workflows (ConfigMaps, Secrets, roles) stay YAML; the build copies them beside the manifests.</summary>
internal static class KeptYaml
{
    /// <summary>The document as a file of its own.</summary>
    public static ImportedFile Write(ManifestDocument document, string file, int index)
    {
        var name = document.Name is { Length: > 0 } own ? $"{document.Kind?.ToLowerInvariant() ?? "object"}-{own}" : $"{file}-{index}";
        var safe = new string([.. name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '-')]);
        return new ImportedFile($"Manifests/{safe}.yaml", YamlWriter.Write(document.Root));
    }
}
