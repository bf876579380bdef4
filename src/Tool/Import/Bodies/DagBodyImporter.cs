using Argosy.Manifests.Tree;
using Argosy.Tool.Import.Templates;

namespace Argosy.Tool.Import.Bodies;

/// <summary>The tasks of a DAG as statements, each after those that it needs.</summary>
internal static class DagBodyImporter
{
    /// <summary>The lines of the body; null where C# cannot say all of it, and then nothing is taken.</summary>
    public static GraphBody? Import(FieldSet template, ImportedTemplate imported, TemplateIndex templates, string indent)
    {
        var dag = template.Child("dag")!;
        var tasks = dag.Items("tasks");
        if (Try(tasks, template.Map["outputs"], imported, templates, indent) is { } body) return body;
        dag.Restore();
        return null;
    }

    private static GraphBody? Try(IReadOnlyList<FieldSet> tasks, Node? outputs, ImportedTemplate imported, TemplateIndex templates, string indent)
    {
        if (tasks.Count == 0) return null;
        var byName = new Dictionary<string, FieldSet>(StringComparer.Ordinal);
        foreach (var task in tasks)
            if (!byName.TryAdd(NameOf(task), task)) return null;
        var needs = tasks.ToDictionary(NameOf, task => Needs(task).Where(byName.ContainsKey).Distinct().ToList(), StringComparer.Ordinal);
        if (Ordered(tasks, needs) is not { } ordered) return null;

        var referenced = needs.Values.SelectMany(n => n).Concat(outputs is null ? [] : GraphTexts.NodesIn(outputs, "tasks")).ToHashSet(StringComparer.Ordinal);
        var scope = new GraphScope("tasks", imported.Inputs);
        var body = new BodyImporter(templates, scope, referenced);
        var ancestors = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        var lines = new List<string>();
        foreach (var task in ordered)
        {
            var name = NameOf(task);
            // A condition such as a.Failed waits for a task without asking that it went well, so it implies nothing for who comes after.
            var certain = PlainNeeds(task).Where(byName.ContainsKey).ToList();
            ancestors[name] = [.. certain.SelectMany(n => ancestors[n]).Concat(certain)];
            if (body.Import(task, () => After(task, scope, ancestors), indent) is not { } statement) return null;
            lines.AddRange(BodyImporter.Lines(statement, indent));
        }

        return new GraphBody(lines, scope);
    }

    // Only what no value says already; a dependency behind another one is said by that one.
    private static string? After(FieldSet task, GraphScope scope, Dictionary<string, HashSet<string>> ancestors)
    {
        IReadOnlyList<string> plain;
        if (task.Peek("depends") is ScalarNode { Kind: ScalarKind.String } depends)
        {
            task.Take("depends");
            if (DependsImporter.Plain(depends.Text) is { } names) plain = names;
            else return $".After({DependsImporter.Import(depends.Text, scope)})";
        }
        else plain = task.TakeTexts("dependencies") ?? [];

        // A value of a task that the dependencies do not reach would add one.
        var reached = plain.SelectMany(d => ancestors.GetValueOrDefault(d) ?? []).Concat(plain).ToHashSet(StringComparer.Ordinal);
        if (!scope.Used.All(reached.Contains)) return null;
        var said = scope.Used.SelectMany(u => ancestors[u]).Concat(scope.Used).ToHashSet(StringComparer.Ordinal);
        var open = plain.Where(d => !said.Contains(d) && !plain.Any(o => o != d && ancestors[o].Contains(d))).ToList();
        if (!open.All(scope.Nodes.ContainsKey)) return null;
        return open.Count == 0 ? "" : $".After({string.Join(", ", open.Select(d => scope.Nodes[d].Variable))})";
    }

    private static List<FieldSet>? Ordered(IReadOnlyList<FieldSet> tasks, Dictionary<string, List<string>> needs)
    {
        var ordered = new List<FieldSet>();
        var done = new HashSet<string>(StringComparer.Ordinal);
        while (ordered.Count < tasks.Count)
        {
            var next = tasks.FirstOrDefault(t => !done.Contains(NameOf(t)) && needs[NameOf(t)].All(done.Contains));
            if (next is null) return null;
            ordered.Add(next);
            done.Add(NameOf(next));
        }

        return ordered;
    }

    private static IEnumerable<string> PlainNeeds(FieldSet task) =>
        task.Map["depends"] is ScalarNode depends ? DependsImporter.Plain(depends.Text) ?? [] : (task.Map["dependencies"] as ListNode)?.Items.OfType<ScalarNode>().Select(d => d.Text) ?? [];

    private static IEnumerable<string> Needs(FieldSet task)
    {
        foreach (var dependency in (task.Map["dependencies"] as ListNode)?.Items.OfType<ScalarNode>() ?? []) yield return dependency.Text;
        if (task.Map["depends"] is ScalarNode depends)
            foreach (var name in DependsImporter.NodesIn(depends.Text)) yield return name;
        foreach (var name in GraphTexts.NodesIn(task.Map, "tasks")) yield return name;
    }

    private static string NameOf(FieldSet task) => ((ScalarNode)task.Map["name"]!).Text;
}
