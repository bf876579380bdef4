using Argosy.Manifests.Tree;
using Argosy.Tool.Import.Templates;

namespace Argosy.Tool.Import.Bodies;

/// <summary>The groups of a Steps template as statements in order; several steps in one group are <c>Parallel(…)</c>.</summary>
internal static class StepsBodyImporter
{
    /// <summary>The lines of the body; null where C# cannot say all of it, and then nothing is taken.</summary>
    public static GraphBody? Import(FieldSet template, ImportedTemplate imported, TemplateIndex templates, string indent)
    {
        if (template.Peek("steps") is not ListNode groups) return null;
        var steps = new List<List<FieldSet>>();
        foreach (var group in groups.Items)
        {
            // A step by itself is a group of one.
            var items = group is ListNode list ? list.Items : [group];
            if (items.Any(i => i is not MapNode map || map["name"] is not ScalarNode)) return null;
            steps.Add([.. items.Select(i => new FieldSet((MapNode)i))]);
        }

        if (Try(steps, template.Map, imported, templates, indent) is not { } body) return null;
        template.Take("steps");
        return body;
    }

    private static GraphBody? Try(List<List<FieldSet>> groups, MapNode template, ImportedTemplate imported, TemplateIndex templates, string indent)
    {
        var referenced = GraphTexts.NodesIn(template, "steps").ToHashSet(StringComparer.Ordinal);
        var scope = new GraphScope("steps", imported.Inputs);
        var body = new BodyImporter(templates, scope, referenced);
        var lines = new List<string>();
        foreach (var group in groups)
        {
            if (group.Count == 0) return null;
            if (group.Count == 1)
            {
                if (body.Import(group[0], () => "", indent) is not { } single) return null;
                lines.AddRange(BodyImporter.Lines(single, indent));
                continue;
            }

            var inner = indent + "    ";
            var statements = new List<BodyImporter.Statement>();
            var isUsed = group.Any(step => referenced.Contains(((ScalarNode)step.Map["name"]!).Text));
            foreach (var step in group)
            {
                if (body.Import(step, () => "", inner, isUsed) is not { } statement) return null;
                statements.Add(statement);
            }

            if (Group(statements, referenced, scope, indent) is not { } text) return null;
            lines.AddRange(text);
        }

        return new GraphBody(lines, scope);
    }

    // Handles that are used later come out of the group as a tuple; else each statement of the group is a step.
    private static IEnumerable<string>? Group(List<BodyImporter.Statement> statements, HashSet<string> referenced, GraphScope scope, string indent)
    {
        var used = statements.Any(s => s.Variable is not null && scope.Nodes.Any(n => n.Value.Variable == s.Variable && referenced.Contains(n.Key)));
        if (!used)
            return [$"{indent}Parallel(() =>", $"{indent}{{", .. statements.SelectMany(s => BodyImporter.Lines(s, indent + "    ")), $"{indent}}});"];
        if (statements.Count > 8 || statements.Any(s => s.Loop is not null && s.Variable is null)) return null;
        var names = statements.Select((s, i) => s.Variable ?? $"step{i + 1}");
        return [$"{indent}var ({string.Join(", ", names)}) = Parallel(", $"{string.Join(",\n", statements.Select(s => $"{indent}    {(s.Loop is null ? s.Expression : $"{s.Loop.Source}.Select(item => {s.Expression}).Collect()")}"))});"];
    }
}
