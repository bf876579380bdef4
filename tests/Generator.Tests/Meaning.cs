using System.Text;
using YamlDotNet.RepresentationModel;

namespace Argosy.Generator.Tests;

/// <summary>A manifest in a form where equal meaning is equal text: keys sorted, named lists sorted by name.</summary>
internal static class Meaning
{
    public static string Of(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var text = new StringBuilder();
        Write(stream.Documents[0].RootNode, text, 0);
        return text.ToString();
    }

    private static void Write(YamlNode node, StringBuilder text, int indent)
    {
        switch (node)
        {
            case YamlMappingNode map:
                foreach (var (key, value) in map.Children.OrderBy(c => ((YamlScalarNode)c.Key).Value, StringComparer.Ordinal))
                {
                    text.Append('\n').Append(' ', indent).Append(((YamlScalarNode)key).Value).Append(": ");
                    Write(value, text, indent + 2);
                }

                break;
            case YamlSequenceNode list:
                foreach (var item in list.Children.OrderBy(c => c is YamlMappingNode m && m.Children.TryGetValue("name", out var name) ? ((YamlScalarNode)name).Value : "", StringComparer.Ordinal))
                {
                    text.Append('\n').Append(' ', indent).Append("- ");
                    Write(item, text, indent + 2);
                }

                break;
            case YamlScalarNode scalar:
                text.Append(scalar.Value);
                break;
        }
    }
}
