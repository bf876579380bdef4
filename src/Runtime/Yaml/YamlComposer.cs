using System.Text.RegularExpressions;
using Argosy.Manifests.Tree;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Argosy.Yaml;

/// <summary>Builds a tree from the events of YamlDotNet's parser: its object model knows neither exact places nor the scalars of YAML 1.1.</summary>
internal sealed partial class YamlComposer
{
    private readonly SourceText _source;
    private readonly ReadLimits _limits;
    private readonly Parser _parser;
    private readonly Dictionary<string, (Node Node, int Size)> _anchors = new(StringComparer.Ordinal);
    private int _nodes;
    private int _aliased;

    private YamlComposer(SourceText source, ReadLimits limits)
    {
        _source = source;
        _limits = limits;
        _parser = new Parser(new Scanner(new StringReader(source.Text), skipComments: true));
    }

    public static ManifestPiece Read(SourceText source, int number, ReadLimits limits)
    {
        if (ForbiddenCharacter(source) is { } forbidden) return new ManifestPiece(number, null, forbidden);
        for (var tries = 0; ; tries++)
        {
            var piece = TryRead(source, number, limits, out var quote);
            if (quote is not { } at || tries == 100) return piece;
            source = source.WithQuotedLinesIndented((int)at.Index, (int)at.Column + 1);
        }
    }

    private static ManifestPiece TryRead(SourceText source, int number, ReadLimits limits, out Mark? quote)
    {
        quote = null;
        try
        {
            var root = new YamlComposer(source, limits).Document();
            if (root is MapNode) return new ManifestPiece(number, root, null);
            var place = root?.Place ?? source.PlaceAt(0);
            var what = root switch { null or ScalarNode { Kind: ScalarKind.Null } => "nothing", ListNode => "a list", _ => "a single value" };
            return new ManifestPiece(number, root ?? ScalarNode.Null(place), new ReadProblem(ReadProblemKind.NoObject, $"this document holds {what}, not an object with apiVersion and kind", place));
        }
        catch (ReadException e)
        {
            return new ManifestPiece(number, null, e.Problem);
        }
        catch (YamlException e)
        {
            if (e.Message.Contains("multi-line double-quoted scalar, found wrong indentation", StringComparison.Ordinal)) quote = e.Start;
            var place = e.Start.Line > 0 ? source.Place(e.Start.Line, e.Start.Column, e.End.Line, e.End.Column) : source.PlaceAt(0);
            return new ManifestPiece(number, null, new ReadProblem(ReadProblemKind.Syntax, Sentence(e), place));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The parser is not ours: whatever it stumbles over is a fault of the text.
            return new ManifestPiece(number, null, new ReadProblem(ReadProblemKind.Syntax, "this is not YAML: " + e.Message, source.PlaceAt(0)));
        }
    }

    private static string Sentence(YamlException e)
    {
        var message = MarkPrefix().Replace(e.Message, "");
        if (message.Length == 0) message = "this is not YAML";
        message = message.TrimEnd('.');
        return char.ToLowerInvariant(message[0]) + message.Substring(1);
    }

    [GeneratedRegex(@"^(\(Line: .*?\)( - \(Line: .*?\))?: )")]
    private static partial Regex MarkPrefix();

    private static ReadProblem? ForbiddenCharacter(SourceText source)
    {
        var text = source.Text;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= ' ' and <= '~' or '\n' or '\t' or '\r' or '\u0085' or >= '\u00A0' and <= '\uD7FF' or >= '\uE000' and <= '\uFFFD' and not '\uFEFF') continue;
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
                continue;
            }

            var message = c == SourceText.Undecodable
                ? "this is not UTF-8: save the file as UTF-8"
                : $"the character U+{(int)c:X4} may not stand in YAML; in a text with double quotes write \\u{(int)c:x4}";
            return new ReadProblem(ReadProblemKind.Encoding, message, source.PlaceAt(i));
        }

        return null;
    }

    /// <summary>The first document; text after it (behind <c>...</c>) does not count.</summary>
    private Node? Document()
    {
        while (_parser.MoveNext())
        {
            switch (_parser.Current)
            {
                case StreamStart or DocumentStart:
                    continue;
                case StreamEnd or DocumentEnd:
                    return null;
                default:
                    var root = Compose(0);
                    // A fault after the first node (a stray bracket) is still one of this document.
                    _parser.MoveNext();
                    return root;
            }
        }

        return null;
    }

    private Node Compose(int depth)
    {
        var current = _parser.Current ?? throw Fault("the document ends too early", Mark.Empty, Mark.Empty);
        if (depth > _limits.Depth) throw Limit($"maps and lists are nested more than {_limits.Depth} deep", current);
        if (++_nodes + _aliased > _limits.Nodes) throw Limit($"the document has more than {_limits.Nodes} values", current);
        switch (current)
        {
            case Scalar scalar:
                var leaf = Leaf(scalar);
                Keep(scalar.Anchor, leaf, 1);
                return leaf;
            case AnchorAlias alias:
                if (!_anchors.TryGetValue(alias.Value.Value, out var target)) throw Fault($"the alias *{alias.Value.Value} has no anchor &{alias.Value.Value} before it", alias.Start, alias.End);
                _aliased += target.Size;
                if (_aliased > _limits.AliasedNodes) throw Limit($"the aliases stand for more than {_limits.AliasedNodes} values", alias);
                return target.Node;
            case SequenceStart start:
                return List(start, depth);
            case MappingStart start:
                return Map(start, depth);
            default:
                throw Fault("this is not YAML", current.Start, current.End);
        }
    }

    private ListNode List(SequenceStart start, int depth)
    {
        var before = Count;
        var items = new List<Node>();
        while (Next() is not SequenceEnd) items.Add(Compose(depth + 1));
        var list = new ListNode { Place = CollectionPlace(start.Start, start.Style == SequenceStyle.Flow, items.Count > 0 ? items[^1].Place : default) };
        foreach (var item in items) list.Add(item);
        Keep(start.Anchor, list, Count - before + 1);
        return list;
    }

    private MapNode Map(MappingStart start, int depth)
    {
        var before = Count;
        var merged = new List<MapEntry>();
        var entries = new List<MapEntry>();
        while (Next() is not MappingEnd)
        {
            var isMerge = _parser.Current is Scalar { Value: "<<", Style: ScalarStyle.Plain };
            var keyEvent = _parser.Current!;
            var key = Compose(depth + 1);
            Next();
            var value = Compose(depth + 1);
            if (isMerge) Merge(value, keyEvent, merged);
            else entries.Add(new MapEntry(KeyText(key, keyEvent), value, Place(keyEvent.Start, keyEvent.End)));
        }

        // Written keys come last: they win over merged ones.
        var map = new MapNode { Place = CollectionPlace(start.Start, start.Style == MappingStyle.Flow, entries.Count > 0 ? entries[^1].Value.Place : default) };
        foreach (var entry in merged) map.Add(entry.Key, entry.Value, entry.KeyPlace);
        foreach (var entry in entries) map.Add(entry.Key, entry.Value, entry.KeyPlace);
        Keep(start.Anchor, map, Count - before + 1);
        return map;
    }

    private void Merge(Node value, ParsingEvent at, List<MapEntry> merged)
    {
        switch (value)
        {
            case MapNode map:
                AddMerged(map, at, merged);
                break;
            case ListNode list when list.Items.All(i => i is MapNode):
                // The first of a list wins, so it comes last.
                foreach (var item in list.Items.Reverse()) AddMerged((MapNode)item, at, merged);
                break;
            default:
                throw Fault("a merge (<<) needs a map, or a list of maps", at.Start, at.End);
        }
    }

    private void AddMerged(MapNode map, ParsingEvent at, List<MapEntry> merged)
    {
        _aliased += map.Entries.Count;
        if (_aliased > _limits.AliasedNodes) throw Limit($"the aliases stand for more than {_limits.AliasedNodes} values", at);
        merged.AddRange(map.Entries);
    }

    private int Count => _nodes + _aliased;

    private ParsingEvent Next()
    {
        if (!_parser.MoveNext() || _parser.Current is null) throw Fault("the document ends too early", Mark.Empty, Mark.Empty);
        return _parser.Current;
    }

    private string KeyText(Node key, ParsingEvent at) => key switch
    {
        ScalarNode { Kind: ScalarKind.Null } => throw Fault("a key is empty", at.Start, at.End),
        ScalarNode scalar => scalar.Text,
        _ => throw Fault("a map or a list cannot be a key; a tag at the start of a value needs quotes: \"{{…}}\"", at.Start, at.End),
    };

    private ScalarNode Leaf(Scalar scalar)
    {
        var place = Place(scalar.Start, scalar.End);
        var tag = scalar.Tag.IsEmpty ? null : scalar.Tag.Value;
        if (scalar.Style != ScalarStyle.Plain && tag is null || tag is "!" or "tag:yaml.org,2002:str") return Text(scalar, place);
        if (tag == "tag:yaml.org,2002:binary")
        {
            try
            {
                return new ScalarNode { Text = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(scalar.Value)), Written = scalar.Value, Place = place };
            }
            catch (FormatException)
            {
                throw Fault("!!binary value contains invalid base64 data", scalar.Start, scalar.End);
            }
        }

        if (tag is not null && tag is not ("tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null" or "tag:yaml.org,2002:timestamp"))
            return Text(scalar, place);

        var resolved = ScalarResolver.Resolve(scalar.Value) ?? throw Fault($"{scalar.Value} is no number that JSON, and so Kubernetes, can say", scalar.Start, scalar.End);
        if (resolved.Kind == ScalarKind.String) return Text(scalar, place);
        return new ScalarNode
        {
            Kind = tag == "tag:yaml.org,2002:float" && resolved.Kind == ScalarKind.Integer ? ScalarKind.Float : resolved.Kind,
            Text = resolved.Text,
            Written = string.Equals(resolved.Text, scalar.Value, StringComparison.Ordinal) ? null : scalar.Value,
            Place = place,
        };
    }

    private ScalarNode Text(Scalar scalar, SourcePlace place)
    {
        var inside = new ScalarPlaces(_source, scalar.Value, scalar.Style, (int)scalar.Start.Index, (int)scalar.End.Index, place);
        return new ScalarNode { Text = scalar.Value, Place = place, PlaceInside = inside.At };
    }

    private void Keep(AnchorName anchor, Node node, int size)
    {
        if (!anchor.IsEmpty) _anchors[anchor.Value] = (node, size);
    }

    /// <summary>The parser ends a flow collection before its bracket, and a block where the next thing begins; the last value knows better.</summary>
    private SourcePlace CollectionPlace(Mark start, bool isFlow, SourcePlace last)
    {
        var end = _parser.Current!.End;
        if (isFlow) return _source.Place(start.Line, start.Column, end.Line, end.Column + 1);
        var place = Place(start, end);
        var isInside = last.IsKnown && (last.EndLine > place.Line || (last.EndLine == place.Line && last.EndColumn > place.Column))
            && (last.EndLine < place.EndLine || (last.EndLine == place.EndLine && last.EndColumn <= place.EndColumn));
        return isInside ? place with { EndLine = last.EndLine, EndColumn = last.EndColumn } : place;
    }

    private SourcePlace Place(Mark start, Mark end) => _source.Place(start.Line, start.Column, end.Line, end.Column);

    private ReadException Fault(string message, Mark start, Mark end) =>
        new(new ReadProblem(ReadProblemKind.Syntax, message, start.Line > 0 && end.Line > 0 ? Place(start, end) : _source.PlaceAt(0)));

    private ReadException Limit(string message, ParsingEvent at) => new(new ReadProblem(ReadProblemKind.Limit, message, Place(at.Start, at.End)));

    private sealed class ReadException(ReadProblem problem) : Exception
    {
        public ReadProblem Problem { get; } = problem;
    }
}
