using Argosy.Generator.Model;
using Argosy.Manifests.Tree;
using Argosy.Manifests.Writing;

namespace Argosy.Generator.Emitting;

/// <summary>The model as the tree of a manifest, and as its text.</summary>
internal static class ManifestEmitter
{
    private static readonly string[] s_templateOrder =
        ["name", "annotations", "metadata", "inputs", "outputs", "nodeSelector", "affinity", "tolerations", "daemon", "timeout", "activeDeadlineSeconds", "retryStrategy", "synchronization", "memoize", "metrics", "parallelism", "failFast",
            "container", "script", "resource", "http", "suspend", "data", "containerSet", "plugin", "dag", "steps"];

    private static readonly string[] s_taskOrder =
        ["name", "template", "templateRef", "inline", "dependencies", "depends", "when", "withItems", "withParam", "withSequence", "arguments", "continueOn", "hooks", "onExit"];

    private static readonly string[] s_specOrder = ["schedules", "timezone", "concurrencyPolicy", "entrypoint", "workflowTemplateRef", "onExit", "arguments", "serviceAccountName", "workflowSpec"];

    public static string Text(WorkflowModel model, MapNode tree) =>
        $"# Written by Argosy from {Path.GetFileName(model.SourcePath)} ({model.Class.FullName}). Edit the C#, not this.\n" + YamlWriter.Write(tree);

    /// <summary>The tree.</summary>
    /// <param name="model">The model.</param>
    /// <param name="image">The app's own image.</param>
    /// <param name="place">Gives the place of a mark; null: no places.</param>
    /// <param name="inside">Gives the place of a part of a marked text.</param>
    public static MapNode Tree(WorkflowModel model, string image, Func<int, SourcePlace>? place = null, Func<int, int, SourcePlace>? inside = null)
    {
        var emitter = new Emission(image, place, inside);
        var root = emitter.Map(model.Header, []);
        var spec = emitter.Map(model.Spec, s_specOrder);
        if (model.Templates.Count > 0)
        {
            var owner = model.Kind == "CronWorkflow" ? (MapNode)spec["workflowSpec"]! : spec;
            // A Spec tree may have brought some already.
            var templates = owner["templates"] as ListNode;
            if (templates is null) owner.Add("templates", templates = new ListNode());
            foreach (var template in model.Templates) templates.Add(Template(template, emitter));
        }

        root.Add("spec", spec);
        return root;
    }

    /// <summary>A field as it is, without places.</summary>
    public static MapNode Plain(MapField field) => new Emission("", null, null).Map(field, []);

    private static MapNode Template(TemplateModel template, Emission emitter)
    {
        var fields = template.Fields;
        if (template.Graph is not { } graph) return Named(template, emitter.Map(fields, s_templateOrder), emitter);
        var map = Named(template, emitter.Map(new MapField(fields.Entries.Where(e => e.Key is not ("dag" or "steps")).ToEquatable()), s_templateOrder), emitter);
        if (graph.IsSteps)
        {
            // The groups of a Spec tree follow those of the body.
            var groups = new ListNode();
            foreach (var group in graph.Groups)
            {
                var steps = new ListNode();
                foreach (var step in group) steps.Add(emitter.Map(Task(step), s_taskOrder));
                groups.Add(steps);
            }

            if (fields["steps"] is ListField more)
                foreach (var group in emitter.List(more)) groups.Add(group);
            map.Add("steps", groups);
            return map;
        }

        // A task of the body and one of the same name in a Spec tree are one task.
        var own = fields["dag"] as MapField;
        var written = new ListField(graph.Groups.SelectMany(g => g).Select(t => (Field)Task(t)).ToEquatable());
        if (own?["tasks"] is ListField added) written = FieldBuilder.Joined(written, added);
        var dag = own is null ? new MapNode() : emitter.Map(new MapField(own.Entries.Where(e => e.Key != "tasks").ToEquatable()), []);
        var tasks = new ListNode();
        foreach (var task in written.Items) tasks.Add(emitter.Map((MapField)task, s_taskOrder));
        dag.Add("tasks", tasks);
        map.Add("dag", dag);
        return map;
    }

    private static MapNode Named(TemplateModel template, MapNode fields, Emission emitter)
    {
        var map = new MapNode { Place = emitter.Place(template.Mark) };
        map.Add("name", ScalarNode.String(template.Name, emitter.Place(template.Mark)));
        foreach (var entry in fields.Entries) map.Add(entry.Key, entry.Value, entry.KeyPlace);
        return map;
    }

    private static MapField Task(TaskModel task)
    {
        var builder = new FieldBuilder();
        builder.Set("name", task.Name, task.Mark);
        builder.Set("template", task.Template, task.Mark);
        if (task.Dependencies.Count > 0) builder.Set("dependencies", new ListField(task.Dependencies.Select(d => (Field)new TextField(d, task.Mark)).ToEquatable(), task.Mark));
        builder.Set("depends", task.Depends, task.Mark);
        foreach (var entry in task.Fields.Entries) builder.Set(entry.Key, entry.Value);
        return builder.Build() with { Mark = task.Mark };
    }

    /// <summary>Turns fields into nodes, with their places where they are known.</summary>
    private sealed class Emission(string image, Func<int, SourcePlace>? place, Func<int, int, SourcePlace>? inside)
    {
        public SourcePlace Place(int mark) => mark == 0 || place is null ? default : place(mark);

        public MapNode Map(MapField field, string[] order)
        {
            var map = new MapNode { Place = Place(field.Mark) };
            foreach (var entry in field.Entries.OrderBy(e => Rank(e.Key, order)))
            {
                var value = Node(entry.Value, entry.Key == "inline" ? s_templateOrder : []);
                map.Add(entry.Key, value, value.Place);
            }

            return map;
        }

        private Node Node(Field field, string[] order) => field switch
        {
            TextField text => Scalar(text),
            PlainField plain => new ScalarNode { Kind = KindOf(plain.Json), Text = plain.Json, Place = Place(plain.Mark) },
            ListField list => List(list),
            MapField map => Map(map, order),
            _ => ScalarNode.Null(),
        };

        public ListNode List(ListField field)
        {
            var list = new ListNode { Place = Place(field.Mark) };
            foreach (var item in field.Items) list.Add(Node(item, []));
            return list;
        }

        private ScalarNode Scalar(TextField text)
        {
            var mark = text.Mark;
            return new ScalarNode
            {
                Kind = ScalarKind.String,
                Text = text.Text == WorkflowModel.OwnImage ? image : text.Text,
                Place = Place(mark),
                PlaceInside = mark != 0 && inside is not null ? offset => inside(mark, offset) : null,
            };
        }

        private static ScalarKind KindOf(string json) => json switch
        {
            "null" => ScalarKind.Null,
            "true" or "false" => ScalarKind.Boolean,
            _ => json.IndexOfAny(['.', 'e', 'E']) >= 0 ? ScalarKind.Float : ScalarKind.Integer,
        };

        private static int Rank(string key, string[] order)
        {
            var at = Array.IndexOf(order, key);
            return at < 0 ? order.Length : at;
        }
    }
}
