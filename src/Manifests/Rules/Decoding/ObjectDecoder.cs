using Argosy.Manifests.Schema;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Decoding;

/// <summary>
/// Decodes a tree as Go does: keys in any case, maps in the order of sorted keys (YAML becomes JSON first), the first wrong type named with the struct that owns the
/// field. All faults are collected, so that one reading serves both the lenient pass, the strict pass and our own rules.
/// </summary>
internal sealed class ObjectDecoder
{
    private readonly bool _sorted;
    private readonly DecodedObject _result = new();

    private ObjectDecoder(bool isJson) => _sorted = !isJson;

    /// <summary>Decodes a document. <paramref name="isJson"/>: its keys are met in their own order, not sorted.</summary>
    public static DecodedObject Decode(MapNode root, StructType type, bool isJson)
    {
        var decoder = new ObjectDecoder(isJson);
        decoder.FindRepeated(root, "");
        decoder._result.Tree = decoder.Object(root, type, new Context("", "", "", null, true));
        return decoder._result;
    }

    // Owner and path are Go's (without indexes); Fixed is set below steps, whose own decoder hides the inner owner.
    private sealed record Context(string Owner, string GoPath, string Path, string? Fixed, bool Strict)
    {
        public bool IsFinal => Fixed is not null;
    }

    private MapNode Object(MapNode map, StructType type, Context context, bool ownKeysAreChecked = false)
    {
        var values = new Dictionary<string, (Node Value, SourcePlace Key)>(StringComparer.Ordinal);
        foreach (var entry in Ordered(map))
        {
            if (!ReferenceEquals(map.Entry(entry.Key), entry)) continue;
            var exact = type.Field(entry.Key);
            var field = exact ?? type.FieldIgnoringCase(entry.Key);
            var path = Join(context.Path, entry.Key);
            if (exact is null && !ownKeysAreChecked) _result.Unknown.Add(new UnknownKey(path, entry.Key, entry.KeyPlace, [.. type.Fields.Select(f => f.Name)], context.Strict));
            if (field is null) continue;
            var inner = context with
            {
                Owner = context.Fixed ?? type.Name,
                GoPath = Join(context.GoPath, field.Embedded + field.Name),
                Path = path,
            };
            if (Value(entry.Value, field.Type, inner) is { } value) values[field.Name] = (value, entry.KeyPlace);
        }

        var decoded = new MapNode { Place = map.Place };
        foreach (var field in type.Fields)
            if (ReferenceEquals(type.Field(field.Name), field) && values.TryGetValue(field.Name, out var v)) decoded.Add(field.Name, v.Value, v.Key);
        return decoded;
    }

    private Node? Value(Node node, GoType type, Context at)
    {
        if (node is ScalarNode { Kind: ScalarKind.Null }) return null;
        switch (type.Kind)
        {
            case GoKind.String:
                return node is ScalarNode { IsString: true } ? node : Wrong(node, type, at);
            case GoKind.Boolean:
                return node is ScalarNode { Kind: ScalarKind.Boolean } ? node : Wrong(node, type, at);
            case GoKind.Integer:
                return Whole(node, type, at);
            case GoKind.Float:
                return node is ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Float } ? node : Wrong(node, type, at);
            case GoKind.Struct:
                return node is MapNode map ? Object(map, type.Struct!, at) : Wrong(node, type, at);
            case GoKind.List:
                return node is ListNode list ? List(list, type, at) : Wrong(node, type, at);
            case GoKind.Map:
                return node is MapNode values ? Map(values, type, at) : Wrong(node, type, at);
            case GoKind.AnyString:
                return GoText.AnyString(node);
            case GoKind.IntOrString:
                return node is ScalarNode { IsString: true } ? node : Whole(node, type, at with { Fixed = at.Owner });
            case GoKind.Quantity:
                return Quantity(node, at);
            case GoKind.Time:
                return Time(node, at);
            case GoKind.ParallelSteps:
                return Steps(node, at);
            case GoKind.Plugin:
                return Plugin(node, at);
            default:
                return Free(node);
        }
    }

    private ScalarNode? Whole(Node node, GoType type, Context at)
    {
        if (node is not ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Float } number) return (ScalarNode?)Wrong(node, type, at);
        if (long.TryParse(number.Text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var value)
            && (type.Bits == 64 || value is >= int.MinValue and <= int.MaxValue))
            return number.Kind == ScalarKind.Integer ? number : new ScalarNode { Kind = ScalarKind.Integer, Text = number.Text, Written = number.Written, Place = number.Place };
        Report(node, "number " + number.Text, type, at, $"{Last(at.Path)} must be a whole number{(type.Bits == 32 ? " of 32 bits" : "")}, not {number.Text}");
        return null;
    }

    private ListNode List(ListNode list, GoType type, Context at)
    {
        var decoded = new ListNode { Place = list.Place };
        for (var i = 0; i < list.Items.Count; i++)
        {
            var item = Value(list.Items[i], type.Element!, at with { Path = $"{at.Path}[{i}]" });
            // A null element is the zero value of its type.
            decoded.Add(item ?? Zero(type.Element!, list.Items[i].Place));
        }

        return decoded;
    }

    private static Node Zero(GoType type, SourcePlace place) => type.Kind switch
    {
        _ when type.IsPointer => ScalarNode.Null(place),
        GoKind.Struct => new MapNode { Place = place },
        GoKind.String => ScalarNode.String("", place),
        GoKind.ParallelSteps => new ListNode { Place = place },
        _ => ScalarNode.Null(place),
    };

    private MapNode Map(MapNode map, GoType type, Context at)
    {
        var decoded = new MapNode { Place = map.Place };
        foreach (var entry in map.Entries.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            if (!ReferenceEquals(map.Entry(entry.Key), entry)) continue;
            var value = Value(entry.Value, type.Element!, at with { Path = Join(at.Path, entry.Key) });
            decoded.Add(entry.Key, value ?? Zero(type.Element!, entry.Value.Place), entry.KeyPlace);
        }

        return decoded;
    }

    private ScalarNode? Quantity(Node node, Context at)
    {
        var text = node is ScalarNode scalar ? scalar.Text.Trim() : "";
        var error = GoText.QuantityError(text);
        if (error is null) return ScalarNode.String(text, node.Place);
        _result.Faults.Add(new DecodeFault(error, $"{Last(at.Path)} is no quantity: write a number with a unit such as 500m, 2, 64Mi or 1Gi", true, node.Place, at.Path));
        return null;
    }

    private ScalarNode? Time(Node node, Context at)
    {
        if (node is not ScalarNode { IsString: true } text)
        {
            Report(node, GoText.JsonType(node), new GoType { Kind = GoKind.String, Print = "string" }, at with { Fixed = at.Owner }, $"{Last(at.Path)} must be a time such as 2026-01-31T08:00:00Z");
            return null;
        }

        if (DateTimeOffset.TryParse(text.Text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.RoundtripKind, out _) && text.Text.IndexOf('T') > 0) return text;
        const string layout = "2006-01-02T15:04:05Z07:00";
        var quoted = GoText.Quote(text.Text);
        _result.Faults.Add(new DecodeFault($"parsing time {quoted} as \"{layout}\": cannot parse {quoted} as \"2006\"", $"{Last(at.Path)} must be a time such as 2026-01-31T08:00:00Z", true, text.Place, at.Path));
        return null;
    }

    private ListNode? Steps(Node node, Context at)
    {
        // The owner is the template however deep inside a step the fault is, and any fault ends the reading.
        var inside = at with { Fixed = at.Owner, Strict = false };
        var generic = new GoType { Kind = GoKind.List, Print = "[]map[string]interface {}" };
        if (node is not ListNode group) return (ListNode?)Wrong(node, generic, inside);
        var type = SchemaTable.Struct("v1alpha1.WorkflowStep");
        var element = new GoType { Kind = GoKind.Map, Print = "map[string]interface {}" };
        foreach (var item in group.Items)
        {
            if (item is not MapNode) continue;
            foreach (var entry in Ordered((MapNode)item))
                if (type.Field(entry.Key) is null)
                {
                    var near = Nearest.To(entry.Key, type.Fields.Select(f => f.Name));
                    _result.Faults.Add(new DecodeFault(
                        $"json: unknown field \"{entry.Key}\"",
                        $"a step has no field {entry.Key}{Nearest.Hint(near)}", true, entry.KeyPlace, Join(at.Path, entry.Key)));
                }
        }

        var decoded = new ListNode { Place = group.Place };
        for (var i = 0; i < group.Items.Count; i++)
        {
            var item = group.Items[i];
            if (item is ScalarNode { Kind: ScalarKind.Null }) decoded.Add(new MapNode { Place = item.Place });
            else if (item is MapNode map) decoded.Add(Object(map, type, inside with { Path = $"{at.Path}[{i}]" }, ownKeysAreChecked: true));
            else Wrong(item, element, inside with { Path = $"{at.Path}[{i}]" });
        }

        return decoded;
    }

    private MapNode? Plugin(Node node, Context at)
    {
        if (node is not MapNode map)
            return (MapNode?)Wrong(node, new GoType { Kind = GoKind.Map, Print = "map[string]interface {}" }, at with { Fixed = at.Owner });
        var count = map.Entries.Select(e => e.Key).Distinct().Count();
        if (count != 1)
            _result.Faults.Add(new DecodeFault($"expected exactly one key, got {count}", $"plugin needs exactly one key, the plugin's name, and has {count}", true, map.Place, at.Path));
        return (MapNode)Free(map);
    }

    /// <summary>What Argo keeps as it is; Go writes its maps with sorted keys.</summary>
    private Node Free(Node node)
    {
        switch (node)
        {
            case MapNode map:
                var copy = new MapNode { Place = map.Place };
                foreach (var entry in Ordered(map))
                    if (ReferenceEquals(map.Entry(entry.Key), entry)) copy.Add(entry.Key, Free(entry.Value), entry.KeyPlace);
                return copy;
            case ListNode list:
                var items = new ListNode { Place = list.Place };
                foreach (var item in list.Items) items.Add(Free(item));
                return items;
            default:
                return node;
        }
    }

    private Node? Wrong(Node node, GoType type, Context at)
    {
        Report(node, GoText.JsonType(node), type, at, $"{Last(at.Path)} must be {Expected(type)}, not {Given(node)}");
        return null;
    }

    private void Report(Node node, string given, GoType type, Context at, string message)
    {
        var text = at.Owner.Length == 0 || at.GoPath.Length == 0
            ? $"json: cannot unmarshal {given} into Go value of type {type.Print}"
            : $"json: cannot unmarshal {given} into Go struct field {at.Owner}.{at.GoPath} of type {type.Print}";
        _result.Faults.Add(new DecodeFault(text, message, at.IsFinal, node.Place, at.Path));
    }

    private static string Expected(GoType type) => type.Kind switch
    {
        GoKind.String => "text",
        GoKind.Boolean => "true or false",
        GoKind.Integer => "a whole number",
        GoKind.IntOrString => "a whole number or text",
        GoKind.Float => "a number",
        GoKind.List => "a list",
        _ => "a map",
    };

    private static string Given(Node node) => node switch
    {
        MapNode => "a map",
        ListNode => "a list",
        ScalarNode { IsString: true } => "text",
        ScalarNode { Kind: ScalarKind.Boolean, Written: { } written } => $"{written}, which YAML reads as a boolean: put it in quotes",
        ScalarNode { Kind: ScalarKind.Boolean } s => $"the boolean {s.Text}: put it in quotes if text is meant",
        ScalarNode s => $"the number {s.Written ?? s.Text}: put it in quotes if text is meant",
        _ => "this",
    };

    private IEnumerable<MapEntry> Ordered(MapNode map) => _sorted ? map.Entries.OrderBy(e => e.Key, StringComparer.Ordinal) : map.Entries;

    private void FindRepeated(Node node, string path)
    {
        switch (node)
        {
            case MapNode map:
                var seen = map.Entries.Count > 1 ? new Dictionary<string, SourcePlace>(StringComparer.Ordinal) : null;
                foreach (var entry in map.Entries)
                {
                    var at = Join(path, entry.Key);
                    if (seen is not null)
                    {
                        if (seen.TryGetValue(entry.Key, out var first)) _result.Repeated.Add(new RepeatedKey(at, entry.Key, entry.KeyPlace, first));
                        else seen.Add(entry.Key, entry.KeyPlace);
                    }

                    FindRepeated(entry.Value, at);
                }

                break;
            case ListNode list:
                for (var i = 0; i < list.Items.Count; i++) FindRepeated(list.Items[i], $"{path}[{i}]");
                break;
        }
    }

    private static string Join(string path, string key) => path.Length == 0 ? key : path + "." + key;

    private static string Last(string path)
    {
        var dot = path.LastIndexOf('.');
        return dot < 0 ? path : path.Substring(dot + 1);
    }
}
