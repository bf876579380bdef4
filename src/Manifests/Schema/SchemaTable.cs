using System.Collections.Concurrent;

namespace Argosy.Manifests.Schema;

/// <summary>The structs of the API, each built from its lines of the table when it is first asked for.</summary>
internal static partial class SchemaTable
{
    private static readonly Dictionary<string, (int Start, string? Alias)> Index = MakeIndex();
    private static readonly ConcurrentDictionary<string, StructType> Structs = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, GoType> Types = new(StringComparer.Ordinal);

    /// <summary>The struct of a kind that Argo's reader decodes; null for a foreign kind.</summary>
    public static StructType? OfKind(string? kind) => kind switch
    {
        "Workflow" or "WorkflowTemplate" or "ClusterWorkflowTemplate" or "CronWorkflow" or "WorkflowEventBinding" or "WorkflowTaskSet" => Struct("v1alpha1." + kind),
        _ => null,
    };

    public static StructType Struct(string key) => Structs.GetOrAdd(key, static k => new StructType(k, [.. FieldsOf(k, "")]));

    /// <summary>All struct names, for tests.</summary>
    public static IEnumerable<string> Keys => Index.Where(i => i.Value.Alias is null).Select(i => i.Key);

    private static IEnumerable<StructField> FieldsOf(string key, string embedded)
    {
        var at = Index[key].Start;
        while (at < Text.Length && Text[at] == ' ')
        {
            var end = Text.IndexOf('\n', at);
            if (end < 0) end = Text.Length;
            var parts = Text.Substring(at + 1, end - at - 1).Split(' ');
            at = end + 1;
            if (parts[0] == "+")
            {
                // What has its own decoder (an object of any content) has no fields to inherit.
                var name = parts[1].TrimStart('*');
                if (!Index.ContainsKey(name)) continue;
                foreach (var field in FieldsOf(name, embedded + name.Substring(name.IndexOf('.') + 1) + ".")) yield return field;
                continue;
            }

            yield return new StructField(parts[0], Type(parts[1]), Array.IndexOf(parts, "?") > 0, Array.IndexOf(parts, "!") > 0, embedded);
        }
    }

    private static GoType Type(string written) => Types.GetOrAdd(written, static w => MakeType(w));

    private static GoType MakeType(string written)
    {
        if (written[0] == '*')
        {
            var of = MakeType(written.Substring(1));
            return new GoType { Kind = of.Kind, Print = of.Print, Element = of.Element, Bits = of.Bits, StructKey = of.StructKey, IsPointer = true };
        }

        if (written.StartsWith("[]", StringComparison.Ordinal))
        {
            var element = Type(written.Substring(2));
            return new GoType { Kind = written == "[]byte" ? GoKind.String : GoKind.List, Element = element, Print = "[]" + Pointer(element) };
        }

        if (written.StartsWith("map[", StringComparison.Ordinal))
        {
            var close = written.IndexOf(']');
            var element = Type(written.Substring(close + 1));
            return new GoType { Kind = GoKind.Map, Element = element, Print = $"map[{PrintName(written.Substring(4, close - 4))}]{Pointer(element)}" };
        }

        switch (written)
        {
            case "string" or "types.UID": return new GoType { Kind = GoKind.String, Print = written };
            case "bool": return new GoType { Kind = GoKind.Boolean, Print = written };
            case "int32" or "uint32": return new GoType { Kind = GoKind.Integer, Bits = 32, Print = written };
            case "int" or "int64" or "uint64": return new GoType { Kind = GoKind.Integer, Bits = 64, Print = written };
            case "float64": return new GoType { Kind = GoKind.Float, Print = written };
            case "resource.Quantity": return new GoType { Kind = GoKind.Quantity, Print = written };
            case "intstr.IntOrString": return new GoType { Kind = GoKind.IntOrString, Bits = 32, Print = "int32" };
            case "v1alpha1.AnyString": return new GoType { Kind = GoKind.AnyString, Print = written };
            case "meta.Time" or "meta.MicroTime": return new GoType { Kind = GoKind.Time, Print = "v1." + written.Substring(5) };
            case "v1alpha1.ParallelSteps": return new GoType { Kind = GoKind.ParallelSteps, Print = written };
            case "v1alpha1.Plugin": return new GoType { Kind = GoKind.Plugin, Print = written };
        }

        if (!Index.TryGetValue(written, out var entry)) return new GoType { Kind = GoKind.Any, Print = PrintName(written) };
        if (entry.Alias is null) return new GoType { Kind = GoKind.Struct, StructKey = written, Print = PrintName(written) };
        var aliased = Type(entry.Alias);
        return new GoType { Kind = aliased.Kind, Element = aliased.Element, Bits = aliased.Bits, StructKey = aliased.StructKey, Print = PrintName(written) };
    }

    private static string Pointer(GoType type) => type.IsPointer ? "*" + type.Print : type.Kind == GoKind.Any && type.Print is "any" ? "interface {}" : type.Kind == GoKind.IntOrString ? "intstr.IntOrString" : type.Print;

    /// <summary>Go names the package, not the path: three of ours are called v1.</summary>
    private static string PrintName(string name) =>
        name.StartsWith("core.", StringComparison.Ordinal) || name.StartsWith("meta.", StringComparison.Ordinal) || name.StartsWith("policy.", StringComparison.Ordinal)
            ? "v1" + name.Substring(name.IndexOf('.'))
            : name;

    private static Dictionary<string, (int, string?)> MakeIndex()
    {
        var index = new Dictionary<string, (int, string?)>(400, StringComparer.Ordinal);
        for (var at = 0; at < Text.Length;)
        {
            var end = Text.IndexOf('\n', at);
            if (end < 0) end = Text.Length;
            if (Text[at] != ' ')
            {
                var line = Text.Substring(at, end - at);
                var equals = line.IndexOf(" = ", StringComparison.Ordinal);
                if (equals < 0) index.Add(line, (end + 1, null));
                else index.Add(line.Substring(0, equals), (0, line.Substring(equals + 3)));
            }

            at = end + 1;
        }

        return index;
    }
}
