using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Runtime;

/// <summary>A tag in the text of a value.</summary>
/// <param name="Scalar">The value.</param>
/// <param name="Offset">Where its opening braces stand in the text.</param>
/// <param name="Inner">What stands between the braces.</param>
internal sealed record TagOccurrence(ScalarNode Scalar, int Offset, string Inner)
{
    public bool IsExpression => Inner.StartsWith("=", StringComparison.Ordinal);

    /// <summary>The name of a simple tag.</summary>
    public string Name => Inner.Trim();

    /// <summary>The text of an expression tag.</summary>
    public string Expression => Inner.Substring(1);

    public SourcePlace Place => Scalar.PlaceOf(Offset, Inner.Length + 4);

    /// <summary>Whether nothing but the tag stands in the value.</summary>
    public bool IsWhole => Scalar.Text.Trim().Length == Inner.Length + 4;

    /// <summary>The place of a part of an expression, by its offset in <see cref="Expression"/>.</summary>
    public SourcePlace PlaceInExpression(int offset, int length)
    {
        offset = Math.Max(0, Math.Min(offset, Expression.Length));
        return Scalar.PlaceOf(Offset + 3 + offset, Math.Max(0, Math.Min(length, Expression.Length - offset)));
    }

    /// <summary>The tags of one text, each from its braces to the next closing ones.</summary>
    public static IEnumerable<TagOccurrence> In(ScalarNode scalar)
    {
        if (!scalar.IsString) yield break;
        var text = scalar.Text;
        for (var at = 0; ;)
        {
            var start = text.IndexOf("{{", at, StringComparison.Ordinal);
            if (start < 0) yield break;
            var end = text.IndexOf("}}", start + 2, StringComparison.Ordinal);
            if (end < 0) yield break;
            yield return new TagOccurrence(scalar, start, text.Substring(start + 2, end - start - 2));
            at = end + 2;
        }
    }

    /// <summary>The tags of all values below a node. <paramref name="skip"/> names keys that are not entered.</summary>
    public static IEnumerable<TagOccurrence> Under(Node? node, params string[] skip) => Scalars(node, skip).SelectMany(In);

    /// <summary>All scalars below a node.</summary>
    public static IEnumerable<ScalarNode> Scalars(Node? node, params string[] skip)
    {
        var open = new Stack<Node>();
        if (node is not null) open.Push(node);
        while (open.Count > 0)
        {
            switch (open.Pop())
            {
                case ScalarNode scalar:
                    yield return scalar;
                    break;
                case MapNode map:
                    for (var i = map.Entries.Count - 1; i >= 0; i--)
                        if (Array.IndexOf(skip, map.Entries[i].Key) < 0) open.Push(map.Entries[i].Value);
                    break;
                case ListNode list:
                    for (var i = list.Items.Count - 1; i >= 0; i--) open.Push(list.Items[i]);
                    break;
            }
        }
    }
}
