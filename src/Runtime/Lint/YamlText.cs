using Argosy.Yaml;

namespace Argosy.Lint;

/// <summary>Whether a text is YAML, as Kubernetes reads it.</summary>
internal static class YamlText
{
    public static bool IsYaml(string text)
    {
        var piece = YamlComposer.Read(new SourceText(text, null, 1, 1), 0, ReadLimits.Default);
        return piece.Root is not null;
    }
}
