using Argosy.Manifests.Tree;
using Argosy.Tool.Import.Naming;
using Argosy.Tool.Import.Writing;

namespace Argosy.Tool.Import.Bodies;

/// <summary>What a node loops over, as the expression behind <c>foreach (var item in …)</c>.</summary>
/// <param name="Source">The C# list.</param>
/// <param name="ItemIsText">Whether the item is text.</param>
/// <param name="Members">The members of the item by their keys, where it is an object.</param>
internal sealed record ImportedLoop(string Source, bool ItemIsText, IReadOnlyDictionary<string, string>? Members);

/// <summary><c>withItems</c>, <c>withParam</c> and <c>withSequence</c> as C# lists.</summary>
internal static class LoopImporter
{
    /// <summary>Whether the node loops.</summary>
    public static bool IsLoop(FieldSet node) => node.Map["withItems"] is not null || node.Map["withParam"] is not null || node.Map["withSequence"] is not null;

    /// <summary>Takes the loop of a node; null where C# has no form for it.</summary>
    public static ImportedLoop? Import(FieldSet node, GraphScope scope, string indent)
    {
        if (node.Peek("withItems") is ListNode items)
        {
            node.Take("withItems");
            return Items(items, indent);
        }

        if (node.Peek("withParam") is ScalarNode { Kind: ScalarKind.String } param)
        {
            node.Take("withParam");
            foreach (var used in ValueImporter.NodesIn(param.Text, scope.Prefix)) scope.Used.Add(used);
            return new ImportedLoop($"Each<string>({Literal.Text(param.Text, indent)})", true, null);
        }

        return node.Child("withSequence") is { } sequence ? Sequence(sequence, scope) : null;
    }

    private static ImportedLoop? Items(ListNode items, string indent)
    {
        if (items.Items.Count == 0) return null;
        if (items.Items.All(i => i is ScalarNode { Kind: ScalarKind.String }))
            return new ImportedLoop($"new[] {{ {string.Join(", ", items.Items.Select(i => Literal.Text(((ScalarNode)i).Text, indent)))} }}", true, null);
        if (items.Items.All(i => i is ScalarNode { Kind: ScalarKind.Integer }))
            return new ImportedLoop($"new[] {{ {string.Join(", ", items.Items.Select(i => ((ScalarNode)i).Text))} }}", false, null);
        if (items.Items.All(i => i is ScalarNode { Kind: ScalarKind.String or ScalarKind.Integer or ScalarKind.Boolean }))
            return new ImportedLoop($"new object[] {{ {string.Join(", ", items.Items.Cast<ScalarNode>().Select(i => i.IsString ? Literal.Text(i.Text, indent) : i.Text))} }}", false, null);
        return items.Items.All(i => i is MapNode) ? Objects([.. items.Items.Cast<MapNode>()], indent) : null;
    }

    private static ImportedLoop? Objects(IReadOnlyList<MapNode> objects, string indent)
    {
        var keys = objects[0].Entries.Select(e => e.Key).ToList();
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            // The member's name is the key: the manifest says it, so it has to be the same word.
            var name = new CSharpNames([]).Camel(key);
            if (name.TrimStart('@') != key) return null;
            members[key] = name;
        }

        var inner = indent + "    ";
        var texts = new List<string>();
        foreach (var map in objects)
        {
            if (!map.Entries.Select(e => e.Key).SequenceEqual(keys)) return null;
            var values = new List<string>();
            foreach (var entry in map.Entries)
            {
                if (entry.Value is not ScalarNode { Kind: ScalarKind.String or ScalarKind.Integer or ScalarKind.Boolean } scalar) return null;
                values.Add($"{members[entry.Key]} = {(scalar.IsString ? Literal.Text(scalar.Text, inner) : scalar.Text)}");
            }

            texts.Add($"new {{ {string.Join(", ", values)} }}");
        }

        var line = $"new[] {{ {string.Join(", ", texts)} }}";
        return new ImportedLoop(line.Length <= 100 ? line : $"new[]\n{indent}{{\n{string.Concat(texts.Select(t => $"{inner}{t},\n"))}{indent}}}", false, members);
    }

    private static ImportedLoop? Sequence(FieldSet sequence, GraphScope scope)
    {
        var format = sequence.TakeText("format");
        string? Number(string key)
        {
            if (FieldSet.AnyText(sequence.Peek(key)) is not { } text) return null;
            if (int.TryParse(text, out _)) return sequence.TakeAnyText(key);
            if (!text.StartsWith("{{", StringComparison.Ordinal)) return null;
            foreach (var used in ValueImporter.NodesIn(text, scope.Prefix)) scope.Used.Add(used);
            return $"Raw<int>({Literal.Ordinary(sequence.TakeText(key)!)})";
        }

        var arguments = new List<string>();
        if (Number("count") is { } count) arguments.Add(count);
        else if (Number("start") is { } start && Number("end") is { } end) arguments.AddRange([start, end]);
        if (arguments.Count == 0 || sequence.Rest() is not null) return null;
        if (format is not null) arguments.Add(Literal.Ordinary(format));
        return new ImportedLoop($"Range({string.Join(", ", arguments)})", format is not null, null);
    }
}
