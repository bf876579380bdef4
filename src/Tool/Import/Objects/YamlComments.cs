using System.Text;
using Argosy.Manifests.Tree;
using YamlDotNet.Core;

namespace Argosy.Tool.Import.Objects;

/// <summary>The comments of a YAML file by their lines, so that each goes where its part of the manifest goes.</summary>
internal sealed class YamlComments
{
    private readonly SortedDictionary<int, string> _byLine = [];

    /// <summary>Reads the comments of a text; a text that has errors elsewhere keeps those before them.</summary>
    public YamlComments(string text)
    {
        try
        {
            var scanner = new Scanner(new StringReader(text), skipComments: false);
            while (scanner.MoveNext())
                if (scanner.Current is YamlDotNet.Core.Tokens.Comment comment) _byLine[(int)comment.Start.Line] = comment.Value.TrimEnd();
        }
        catch (YamlException)
        {
        }
    }

    /// <summary>The comments inside a part and in the lines right above it, as C# comment lines; each is given once.</summary>
    public string Take(SourcePlace part, string indent)
    {
        if (!part.IsKnown) return "";
        var first = part.Line;
        while (_byLine.ContainsKey(first - 1)) first--;
        var lines = _byLine.Where(c => c.Key >= first && c.Key <= Math.Max(part.EndLine, part.Line)).Select(c => c.Key).ToList();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            var comment = _byLine[line];
            text.Append(indent).Append("//").Append(comment.Length == 0 || comment[0] == ' ' ? "" : " ").Append(comment).Append('\n');
            _byLine.Remove(line);
        }

        return text.ToString();
    }
}
