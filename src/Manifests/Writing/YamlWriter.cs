using System.Text;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Writing;

/// <summary>Writes a tree as YAML that people read: block style, keys in the tree's order, text with line ends as it reads, quotes where a reader could see another type.</summary>
public sealed class YamlWriter
{
    private readonly StringBuilder _text = new(4096);

    private YamlWriter()
    {
    }

    /// <summary>The YAML of one document, with a line end after the last line.</summary>
    public static string Write(Node root)
    {
        var writer = new YamlWriter();
        switch (root)
        {
            case MapNode { Entries.Count: > 0 } map:
                writer.Map(map, 0, startsOnThisLine: true);
                break;
            case ListNode { Items.Count: > 0 } list:
                writer.List(list, 0);
                break;
            default:
                writer.Value(root, 0);
                break;
        }

        return writer._text.ToString();
    }

    /// <summary>The YAML of several documents, separated by <c>---</c>.</summary>
    public static string Write(IEnumerable<Node> documents) => string.Join("---\n", documents.Select(Write));

    private void Map(MapNode map, int indent, bool startsOnThisLine)
    {
        foreach (var entry in map.Entries)
        {
            if (!startsOnThisLine) _text.Append(' ', indent);
            startsOnThisLine = false;
            YamlScalar.AppendKey(_text, entry.Key);
            _text.Append(':');
            switch (entry.Value)
            {
                case MapNode { Entries.Count: > 0 } inner:
                    _text.Append('\n');
                    Map(inner, indent + 2, startsOnThisLine: false);
                    break;
                case ListNode { Items.Count: > 0 } list:
                    // A list stands under its key without further indentation, as kubectl writes it.
                    _text.Append('\n');
                    List(list, indent);
                    break;
                default:
                    _text.Append(' ');
                    Value(entry.Value, indent + 2);
                    break;
            }
        }
    }

    private void List(ListNode list, int indent)
    {
        foreach (var item in list.Items)
        {
            _text.Append(' ', indent).Append("- ");
            switch (item)
            {
                case MapNode { Entries.Count: > 0 } map:
                    Map(map, indent + 2, startsOnThisLine: true);
                    break;
                case ListNode { Items.Count: > 0 } inner:
                    // The first item goes on this line, the others are indented under it.
                    NestedList(inner, indent + 2);
                    break;
                default:
                    Value(item, indent + 2);
                    break;
            }
        }
    }

    private void NestedList(ListNode list, int indent)
    {
        var start = _text.Length;
        List(list, indent);
        _text.Remove(start, indent);
    }

    private void Value(Node node, int indent)
    {
        switch (node)
        {
            case MapNode:
                _text.Append("{}\n");
                break;
            case ListNode:
                _text.Append("[]\n");
                break;
            case ScalarNode { IsString: true } scalar:
                YamlScalar.AppendValue(_text, scalar.Text, indent);
                break;
            case ScalarNode scalar:
                _text.Append(scalar.Text).Append('\n');
                break;
        }
    }
}
