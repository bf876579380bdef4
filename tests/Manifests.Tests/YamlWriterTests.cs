using Argosy.Manifests.Tree;
using Argosy.Manifests.Writing;
using CsCheck;
using YamlDotNet.RepresentationModel;

namespace Argosy.Manifests.Tests;

public class YamlWriterTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("yes", "'yes'")]
    [InlineData("1e3", "'1e3'")]
    [InlineData("0x1F", "'0x1F'")]
    [InlineData("2024-01-01", "'2024-01-01'")]
    [InlineData("null", "'null'")]
    [InlineData("~", "'~'")]
    [InlineData("", "''")]
    [InlineData("{{x}}", "'{{x}}'")]
    [InlineData("a: b", "'a: b'")]
    [InlineData("a #b", "'a #b'")]
    [InlineData("it's", "it's")]
    [InlineData("-c", "-c")]
    [InlineData("- c", "'- c'")]
    [InlineData("a\tb", "\"a\\tb\"")]
    public void A_string_is_plain_only_where_it_can_be_nothing_else(string value, string written) =>
        Assert.Equal($"k: {written}\n", YamlWriter.Write(new MapNode().Add("k", value)));

    [Fact]
    public void Text_with_lines_reads_as_it_is()
    {
        var tree = new MapNode().Add("source", "import sys\n\nprint(1)\n").Add("args", new ListNode().Add(ScalarNode.String("a\nb")).Add(ScalarNode.Integer(3)));
        Assert.Equal("source: |\n  import sys\n\n  print(1)\nargs:\n- |-\n  a\n  b\n- 3\n", YamlWriter.Write(tree));
    }

    [Fact]
    public void Lists_in_lists_and_empty_values_are_written()
    {
        var tree = new MapNode().Add("steps", new ListNode().Add(new ListNode().Add(new MapNode().Add("name", "a").Add("x", new MapNode())).Add(new ListNode())));
        Assert.Equal("steps:\n- - name: a\n    x: {}\n  - []\n", YamlWriter.Write(tree));
    }

    [Fact]
    public void Any_string_is_read_back_as_the_same_string()
    {
        string[] parts = ["a", "b ", " ", "\n", "\n\n", "\t", "#", ": ", ":", "- ", "'", "\"", "\\", "{{x}}", "é", "\u0085", "\u2028", "\ufeff", "\u0001", "😀", "yes", "0", ".", "!", "&", "*", "|", ">", "%", "@", "`", "\r\n", "\u007f", "null", "?", ",", "[", "]", "~"];
        var pieces = Gen.Int[0, parts.Length - 1].Select(i => parts[i]);
        var text = Gen.OneOf(pieces.Array[0, 8].Select(p => string.Concat(p)), Gen.String[Gen.Char['\u0001', '\ud7ff'], 0, 20]);
        Gen.Select(text, text).Sample((value, key) =>
        {
            var tree = new MapNode().Add("k" + key, value)
                .Add("list", new ListNode().Add(ScalarNode.String(value)).Add(new MapNode().Add("deep", new MapNode().Add("v", value)))
                    .Add(new ListNode().Add(ScalarNode.String(value)).Add(ScalarNode.String(key))));
            var yaml = YamlWriter.Write(tree);
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            var root = (YamlMappingNode)stream.Documents[0].RootNode;
            var first = root.Children.First();
            var list = (YamlSequenceNode)root.Children["list"];
            var inner = (YamlSequenceNode)list[2];
            return ((YamlScalarNode)first.Key).Value == "k" + key
                && Same(first.Value, value)
                && Same(list[0], value)
                && Same(list[1]["deep"]["v"], value)
                && Same(inner[0], value) && Same(inner[1], key);
        }, iter: 20_000);
    }

    /// <summary>Equal text; and a plain scalar must not look like another type.</summary>
    private static bool Same(YamlNode node, string value) =>
        node is YamlScalarNode scalar && scalar.Value == value
        && (scalar.Style != YamlDotNet.Core.ScalarStyle.Plain || (value.Length > 0 && !char.IsDigit(value[0]) && value.ToLowerInvariant() is not ("yes" or "no" or "null" or "true" or "false" or "on" or "off" or "y" or "n" or "~")));
}
