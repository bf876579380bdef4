using System.Globalization;
using System.Text;
using Argosy.Manifests.Schema;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Decoding;

/// <summary>Writes decoded objects as Go's JSON encoder does: fields in struct order, what is empty left out, angle brackets and ampersands escaped.</summary>
internal static class GoJson
{
    /// <summary>The JSON of a decoded struct.</summary>
    public static string Write(MapNode map, StructType type)
    {
        var text = new StringBuilder(256);
        Struct(text, map, type);
        return text.ToString();
    }

    /// <summary>The JSON of a list of structs; null as Go writes a list that is not there.</summary>
    public static string WriteList(ListNode? list, StructType element)
    {
        if (list is null) return "null";
        var text = new StringBuilder(256).Append('[');
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (i > 0) text.Append(',');
            Struct(text, list.Items[i] as MapNode, element);
        }

        return text.Append(']').ToString();
    }

    private static void Struct(StringBuilder text, MapNode? map, StructType type)
    {
        text.Append('{');
        var first = true;
        foreach (var field in type.Fields)
        {
            if (!ReferenceEquals(type.Field(field.Name), field)) continue;
            var value = map?[field.Name];
            if (field.OmitEmpty && IsEmpty(value, field.Type)) continue;
            if (!first) text.Append(',');
            first = false;
            text.Append('"').Append(field.Name).Append("\":");
            Value(text, value, field.Type);
        }

        text.Append('}');
    }

    private static bool IsEmpty(Node? value, GoType type)
    {
        if (type.IsPointer) return value is null or ScalarNode { Kind: ScalarKind.Null };
        return type.Kind switch
        {
            // A struct is never empty for Go.
            GoKind.Struct or GoKind.ParallelSteps or GoKind.Quantity => false,
            GoKind.List => value is not ListNode { Items.Count: > 0 },
            GoKind.Map => value is not MapNode { Entries.Count: > 0 },
            GoKind.Boolean => value is not ScalarNode { Text: "true" },
            GoKind.Integer or GoKind.Float => value is null or ScalarNode { Text: "0" or "null" },
            GoKind.String or GoKind.AnyString => value is not ScalarNode { Text.Length: > 0, Kind: not ScalarKind.Null },
            _ => value is null,
        };
    }

    private static void Value(StringBuilder text, Node? value, GoType type)
    {
        if (value is null or ScalarNode { Kind: ScalarKind.Null })
        {
            Absent(text, type);
            return;
        }

        switch (type.Kind)
        {
            case GoKind.Struct:
                Struct(text, value as MapNode, type.Struct!);
                break;
            case GoKind.List:
                List(text, (ListNode)value, type.Element!);
                break;
            case GoKind.Map:
                text.Append('{');
                var first = true;
                foreach (var entry in ((MapNode)value).Entries.OrderBy(e => e.Key, StringComparer.Ordinal))
                {
                    if (!first) text.Append(',');
                    first = false;
                    String(text, entry.Key);
                    text.Append(':');
                    Value(text, entry.Value, type.Element!);
                }

                text.Append('}');
                break;
            case GoKind.ParallelSteps:
                var step = new GoType { Kind = GoKind.Struct, StructKey = "v1alpha1.WorkflowStep" };
                List(text, (ListNode)value, step);
                break;
            default:
                Raw(text, value);
                break;
        }
    }

    private static void Absent(StringBuilder text, GoType type)
    {
        if (type.IsPointer)
        {
            text.Append("null");
            return;
        }

        switch (type.Kind)
        {
            case GoKind.Struct: Struct(text, null, type.Struct!); break;
            case GoKind.String or GoKind.AnyString: text.Append("\"\""); break;
            case GoKind.Boolean: text.Append("false"); break;
            case GoKind.Integer or GoKind.Float or GoKind.IntOrString: text.Append('0'); break;
            case GoKind.Quantity: text.Append("\"0\""); break;
            default: text.Append("null"); break;
        }
    }

    private static void List(StringBuilder text, ListNode list, GoType element)
    {
        text.Append('[');
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (i > 0) text.Append(',');
            Value(text, list.Items[i], element);
        }

        text.Append(']');
    }

    private static void Raw(StringBuilder text, Node node)
    {
        switch (node)
        {
            case MapNode map:
                text.Append('{');
                for (var i = 0; i < map.Entries.Count; i++)
                {
                    if (i > 0) text.Append(',');
                    String(text, map.Entries[i].Key);
                    text.Append(':');
                    Raw(text, map.Entries[i].Value);
                }

                text.Append('}');
                break;
            case ListNode list:
                text.Append('[');
                for (var i = 0; i < list.Items.Count; i++)
                {
                    if (i > 0) text.Append(',');
                    Raw(text, list.Items[i]);
                }

                text.Append(']');
                break;
            case ScalarNode { IsString: true } scalar:
                String(text, scalar.Text);
                break;
            default:
                text.Append(((ScalarNode)node).Text);
                break;
        }
    }

    /// <summary>A JSON string as Go writes it.</summary>
    public static void String(StringBuilder text, string value)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\b': text.Append("\\b"); break;
                case '\f': text.Append("\\f"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case '<' or '>' or '&' or '\u2028' or '\u2029': Escape(text, c); break;
                default:
                    if (c < 0x20) Escape(text, c);
                    else if (char.IsSurrogate(c) && !(char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1])) && !(i > 0 && char.IsHighSurrogate(value[i - 1]) && char.IsLowSurrogate(c))) text.Append("\\ufffd");
                    else text.Append(c);
                    break;
            }
        }

        text.Append('"');
    }

    private static void Escape(StringBuilder text, char c) => text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
}
