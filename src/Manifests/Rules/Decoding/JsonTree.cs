using System.Globalization;
using System.Text;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Decoding;

/// <summary>
/// Reads the JSON that comes back from a substitution. Tags are replaced inside strings, so the result has the shape of the tree it was written from, and every value can
/// take the place of the one that it replaces.
/// </summary>
internal sealed class JsonTree
{
    private readonly string _text;
    private readonly Dictionary<Node, ScalarNode> _origins;
    private int _at;

    private JsonTree(string text, Dictionary<Node, ScalarNode> origins)
    {
        _text = text;
        _origins = origins;
    }

    /// <summary>The tree; null where the text is not JSON. <paramref name="origins"/> takes the text as written for each changed string.</summary>
    public static Node? Parse(string text, Node? like, Dictionary<Node, ScalarNode> origins)
    {
        var parser = new JsonTree(text, origins);
        try
        {
            var node = parser.Value(like);
            return parser._at == text.Length ? node : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private Node Value(Node? like)
    {
        var place = like?.Place ?? default;
        switch (Peek())
        {
            case '{':
                _at++;
                var map = new MapNode { Place = place };
                var likeMap = like as MapNode;
                if (Peek() == '}') _at++;
                else
                    do
                    {
                        var key = Text();
                        Expect(':');
                        var entry = likeMap?.Entry(key);
                        map.Add(key, Value(entry?.Value), entry?.KeyPlace ?? place);
                    }
                    while (More('}'));
                return map;
            case '[':
                _at++;
                var list = new ListNode { Place = place };
                var items = (like as ListNode)?.Items;
                if (Peek() == ']') _at++;
                else
                    do list.Add(Value(items is not null && list.Items.Count < items.Count ? items[list.Items.Count] : null));
                    while (More(']'));
                return list;
            case '"':
                var text = Text();
                if (like is not ScalarNode { IsString: true } written) return ScalarNode.String(text, place);
                if (written.Text == text) return written;
                var changed = ScalarNode.String(text, place);
                _origins[changed] = _origins.TryGetValue(written, out var origin) ? origin : written;
                return changed;
            case 't':
                Word("true");
                return ScalarNode.Boolean(true, place);
            case 'f':
                Word("false");
                return ScalarNode.Boolean(false, place);
            case 'n':
                Word("null");
                return ScalarNode.Null(place);
            default:
                var start = _at;
                while (_at < _text.Length && _text[_at] is '+' or '-' or '.' or 'e' or 'E' or (>= '0' and <= '9')) _at++;
                if (_at == start) throw new FormatException();
                var number = _text.Substring(start, _at - start);
                return new ScalarNode { Kind = number.IndexOfAny(['.', 'e', 'E']) < 0 ? ScalarKind.Integer : ScalarKind.Float, Text = number, Place = place };
        }
    }

    private string Text()
    {
        Expect('"');
        var start = _at;
        while (_at < _text.Length && _text[_at] is not ('"' or '\\')) _at++;
        if (_at < _text.Length && _text[_at] == '"') return _text.Substring(start, _at++ - start);
        var b = new StringBuilder();
        b.Append(_text, start, _at - start);
        while (_at < _text.Length)
        {
            var c = _text[_at++];
            if (c == '"') return b.ToString();
            if (c != '\\')
            {
                b.Append(c);
                continue;
            }

            if (_at >= _text.Length) break;
            c = _text[_at++];
            switch (c)
            {
                case 'b': b.Append('\b'); break;
                case 'f': b.Append('\f'); break;
                case 'n': b.Append('\n'); break;
                case 'r': b.Append('\r'); break;
                case 't': b.Append('\t'); break;
                case 'u':
                    if (_at + 4 > _text.Length || !int.TryParse(_text.Substring(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)) throw new FormatException();
                    b.Append((char)code);
                    _at += 4;
                    break;
                case '"' or '\\' or '/': b.Append(c); break;
                default: throw new FormatException();
            }
        }

        throw new FormatException();
    }

    private char Peek()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\n' or '\r' or '\t') _at++;
        return _at < _text.Length ? _text[_at] : throw new FormatException();
    }

    private void Expect(char c)
    {
        if (Peek() != c) throw new FormatException();
        _at++;
    }

    private void Word(string word)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0) throw new FormatException();
        _at += word.Length;
    }

    private bool More(char close)
    {
        var c = Peek();
        _at++;
        if (c == close) return false;
        return c == ',' ? true : throw new FormatException();
    }
}
