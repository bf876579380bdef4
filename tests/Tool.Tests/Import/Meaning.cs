using System.Text;
using Argosy.Manifests.Tree;
using Argosy.Tool.Import;
using Argosy.Tool.Import.Bodies;
using Argosy.Yaml;

namespace Argosy.Tool.Tests.Import;

/// <summary>
/// A manifest in a form where equal meaning is equal text: keys sorted, named lists by name, absent and null the same, a dependency that another one implies left out.
/// The value of a parameter is text, as Argo reads it. Everything else is exact, the types of scalars included.
/// </summary>
internal static class Meaning
{
    public static string Of(string yaml) => Of(ManifestReader.Read(yaml, null).Documents.Single().Root);

    public static string Of(Node node)
    {
        var text = new StringBuilder();
        Write(node, text, 0, null, "");
        return text.ToString();
    }

    private static void Write(Node node, StringBuilder text, int indent, IReadOnlyDictionary<string, HashSet<string>>? ancestors, string under)
    {
        switch (node)
        {
            case MapNode map:
                if (map.Entries.Count == 0) text.Append("{}");
                if (map["tasks"] is ListNode tasks && tasks.Items.All(t => t is MapNode)) ancestors = Ancestors(tasks);
                foreach (var entry in map.Entries.Where(e => map.Entry(e.Key) == e && e.Value is not ScalarNode { Kind: ScalarKind.Null }).OrderBy(e => e.Key == "dependencies" ? "depends" : e.Key, StringComparer.Ordinal))
                {
                    var depends = ancestors is null ? null : Depends(entry, ancestors);
                    if (depends == "") continue;
                    text.Append('\n').Append(' ', indent).Append(depends is null ? entry.Key : "depends").Append(": ");
                    if (depends is not null) text.Append(depends);
                    else if (under is "parameters" or "valueFrom" && entry.Key is "value" or "default" && FieldSet.AnyText(entry.Value) is { } value) Write(new ScalarNode { Kind = ScalarKind.String, Text = value }, text, 0, null, "");
                    else Write(entry.Value, text, indent + 2, ancestors, entry.Key);
                }

                break;
            case ListNode list:
                if (list.Items.Count == 0) text.Append("[]");
                foreach (var item in list.Items.OrderBy(i => i is MapNode map ? (map["name"] as ScalarNode)?.Text ?? "" : "", StringComparer.Ordinal))
                {
                    text.Append('\n').Append(' ', indent).Append("- ");
                    Write(item, text, indent + 2, ancestors, under);
                }

                break;
            case ScalarNode scalar:
                text.Append(scalar.IsString ? $"\"{scalar.Text.Replace("\n", "\\n", StringComparison.Ordinal)}\"" : scalar.Text);
                break;
        }
    }

    private static string? Depends(MapEntry entry, IReadOnlyDictionary<string, HashSet<string>> ancestors)
    {
        if (entry is not { Key: "dependencies" or "depends" } || Plain(entry.Value) is not { } plain) return null;
        return string.Join(" && ", plain.Where(d => !plain.Any(o => o != d && ancestors.TryGetValue(o, out var before) && before.Contains(d))).Distinct().Order(StringComparer.Ordinal));
    }

    private static IReadOnlyList<string>? Plain(Node value) => value switch
    {
        ListNode list => [.. list.Items.OfType<ScalarNode>().Select(s => s.Text)],
        ScalarNode text => DependsImporter.Plain(text.Text),
        _ => null,
    };

    private static Dictionary<string, HashSet<string>> Ancestors(ListNode tasks)
    {
        var direct = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var task in tasks.Items.Cast<MapNode>())
        {
            if (task["name"] is not ScalarNode name) continue;
            direct[name.Text] = Plain(task["dependencies"] ?? task["depends"] ?? new ListNode()) ?? [];
        }

        var all = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        HashSet<string> Of(string name)
        {
            if (all.TryGetValue(name, out var known)) return known;
            var set = all[name] = new HashSet<string>(StringComparer.Ordinal);
            foreach (var d in direct.GetValueOrDefault(name) ?? [])
            {
                set.Add(d);
                set.UnionWith(Of(d));
            }

            return set;
        }

        foreach (var name in direct.Keys) Of(name);
        return all;
    }
}
