using System.Text;
using System.Text.Json;
using Argosy.Manifests.Tree;

namespace Argosy.Yaml;

/// <summary>Reads a file that is one JSON value, with places, repeated keys kept.</summary>
internal sealed class JsonComposer
{
    private readonly string _text;
    private readonly string? _file;
    private readonly int[] _lineStarts;
    private readonly byte[] _bytes;
    private readonly bool _ascii;
    private readonly ReadLimits _limits;
    private int _nodes;

    private JsonComposer(string text, byte[] bytes, string? file, ReadLimits limits)
    {
        _text = text;
        _bytes = bytes;
        _file = file;
        _limits = limits;
        _ascii = bytes.Length == text.Length;
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
            if (text[i] == '\n') starts.Add(i + 1);
        _lineStarts = [.. starts];
    }

    /// <summary>False where the text is not JSON from end to end: then it is read as YAML.</summary>
    public static bool TryRead(string text, string? file, ReadLimits limits, out ManifestPiece? piece)
    {
        piece = null;
        var first = text.AsSpan().TrimStart(" \t\r\n");
        if (first.Length == 0 || first[0] is not ('{' or '[' or '"')) return false;
        var last = text.AsSpan().TrimEnd(" \t\r\n");
        if (last[^1] is not ('}' or ']' or '"')) return false;
        byte[] bytes;
        try
        {
            bytes = new UTF8Encoding(false, true).GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = limits.Depth });
            var composer = new JsonComposer(text, bytes, file, limits);
            reader.Read();
            var root = composer.Value(ref reader);
            if (reader.Read()) return false;
            ReadProblem? problem = root is MapNode ? null : new ReadProblem(ReadProblemKind.NoObject, "this file is not a JSON object", root.Place);
            piece = new ManifestPiece(0, root, problem);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private Node Value(ref Utf8JsonReader reader)
    {
        if (++_nodes > _limits.Nodes) throw new JsonException("too many values");
        var start = (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var entries = new List<MapEntry>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var key = reader.GetString()!;
                    var keyPlace = Place((int)reader.TokenStartIndex, (int)reader.TokenStartIndex + reader.ValueSpan.Length + 2);
                    reader.Read();
                    entries.Add(new MapEntry(key, Value(ref reader), keyPlace));
                }

                var map = new MapNode { Place = Place(start, (int)reader.BytesConsumed) };
                foreach (var e in entries) map.Add(e.Key, e.Value, e.KeyPlace);
                return map;
            case JsonTokenType.StartArray:
                var items = new List<Node>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(Value(ref reader));
                var list = new ListNode { Place = Place(start, (int)reader.BytesConsumed) };
                foreach (var item in items) list.Add(item);
                return list;
            case JsonTokenType.String:
                var text = reader.GetString()!;
                var place = Place(start, (int)reader.BytesConsumed);
                var from = CharAt(start);
                return new ScalarNode { Text = text, Place = place, PlaceInside = offset => Inside(from, text, offset) };
            case JsonTokenType.True or JsonTokenType.False:
                return ScalarNode.Boolean(reader.TokenType == JsonTokenType.True, Place(start, (int)reader.BytesConsumed));
            case JsonTokenType.Number:
                var raw = Encoding.UTF8.GetString(reader.ValueSpan);
                var whole = raw.AsSpan().IndexOfAny('.', 'e', 'E') < 0;
                return new ScalarNode { Kind = whole ? ScalarKind.Integer : ScalarKind.Float, Text = raw, Place = Place(start, (int)reader.BytesConsumed) };
            default:
                return ScalarNode.Null(Place(start, (int)reader.BytesConsumed));
        }
    }

    private SourcePlace Inside(int from, string value, int offset)
    {
        // Escapes are what makes source and value differ.
        var at = from + 1;
        for (var i = 0; i < offset && i < value.Length && at < _text.Length; i++)
            at += _text[at] == '\\' ? at + 1 < _text.Length && _text[at + 1] == 'u' ? 6 : 2 : 1;
        var (line, column) = LineColumn(at);
        return SourcePlace.At(_file, line, column);
    }

    private SourcePlace Place(int startByte, int endByte)
    {
        var (line, column) = LineColumn(CharAt(startByte));
        var (endLine, endColumn) = LineColumn(CharAt(endByte));
        return new SourcePlace(_file, line, column, endLine, endColumn);
    }

    private int _lastByte, _lastChar;

    private int CharAt(int at)
    {
        if (_ascii) return at;
        // Tokens come in order, so each part of the text is counted about once.
        if (at < _lastByte) (_lastByte, _lastChar) = (0, 0);
        _lastChar += Encoding.UTF8.GetCharCount(_bytes, _lastByte, at - _lastByte);
        _lastByte = at;
        return _lastChar;
    }

    private (int Line, int Column) LineColumn(int at)
    {
        var index = Array.BinarySearch(_lineStarts, at);
        if (index < 0) index = ~index - 1;
        return (index + 1, at - _lineStarts[index] + 1);
    }
}
