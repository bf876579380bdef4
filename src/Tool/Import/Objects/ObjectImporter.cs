using System.Text;
using Argosy.Manifests.Tree;
using Argosy.Tool.Import.Naming;
using Argosy.Tool.Import.Spec;
using Argosy.Tool.Import.Templates;
using Argosy.Tool.Import.Writing;

namespace Argosy.Tool.Import.Objects;

/// <summary>One object of Argo as one C# class.</summary>
internal sealed class ObjectImporter
{
    private readonly MapNode _root;
    private readonly string _kind;
    private HashSet<string>? _called;
    private readonly Action<Node, string> _inexpressible;
    private readonly Dictionary<string, IReadOnlyDictionary<string, ImportedTemplate>> _referenced = new(StringComparer.Ordinal);

    // A graph whose outputs turn out not to be values of its body gives them in its Spec tree.
    private readonly HashSet<string> _untyped = new(StringComparer.Ordinal);

    public ObjectImporter(MapNode root, string space, string className, Action<Node, string> inexpressible)
    {
        _root = root;
        Namespace = space;
        ClassName = className;
        _kind = ((ScalarNode)root["kind"]!).Text;
        _inexpressible = inexpressible;
    }

    /// <summary>The class.</summary>
    public string ClassName { get; }

    /// <summary>The namespace of the class.</summary>
    public string Namespace { get; }

    /// <summary>The object's name, by which others refer to it; null for one that has none.</summary>
    public string? Name => ((_root["metadata"] as MapNode)?["name"] as ScalarNode)?.Text;

    /// <summary>The kind of the object.</summary>
    public string Kind => _kind;

    /// <summary>The parts that the class says by <c>Spec</c> trees, once it is written.</summary>
    public IReadOnlyList<MapNode> Trees { get; private set; } = [];

    /// <summary>The whole object.</summary>
    public MapNode Root => _root;

    /// <summary>The kinds that become classes.</summary>
    public static bool CanImport(string? kind) => kind is "Workflow" or "WorkflowTemplate" or "ClusterWorkflowTemplate" or "CronWorkflow";

    /// <summary>The name by which the project knows the object, which is its own unless <see cref="Alias"/> says another.</summary>
    public string KnownName => Alias ?? Name ?? ((_root["metadata"] as MapNode)?["generateName"] as ScalarNode)?.Text.TrimEnd('-') ?? "";

    /// <summary>Another name in the project, where one before it has the same.</summary>
    public string? Alias { get; set; }

    /// <summary>Whether others can call its templates.</summary>
    public bool IsLibrary => _kind is "WorkflowTemplate" or "ClusterWorkflowTemplate";

    /// <summary>What other objects can call, once <see cref="Try"/> has found what can be typed.</summary>
    /// <param name="caller">The namespace of the caller, which may be this one.</param>
    public IReadOnlyDictionary<string, ImportedTemplate> Templates(string caller) =>
        Declare(new FieldSet(_root), Names(), _untyped, caller == Namespace ? ClassName : $"{Namespace}.{ClassName}")
            .ToDictionary(t => t.Imported.Name, t => t.Imported, StringComparer.Ordinal);

    /// <summary>Finds out which outputs can be typed, before others call the templates.</summary>
    public void Try() => Write(new YamlComments(""));

    /// <summary>Lets the bodies call the templates of another object.</summary>
    public void Refer(string key, IReadOnlyDictionary<string, ImportedTemplate> templates) => _referenced.TryAdd(key, templates);

    /// <summary>The text of the class, without usings and namespace.</summary>
    public string Write(YamlComments comments)
    {
        while (true)
        {
            if (TryWrite(comments, _untyped) is { } text) return text;
        }
    }

    private CSharpNames Names() => new([ClassName, "Workflow", "Step", "Artifact", "Flow", "Status", "Dependency", "Equals", "GetHashCode", "ToString", "GetType", "ReferenceEquals", "MemberwiseClone", .. Namespace.Split('.')]);

    private FieldSet? Spec(FieldSet root) => _kind == "CronWorkflow" ? root.Child("spec")?.Child("workflowSpec") : root.Child("spec");

    private List<TemplateImporter> Declare(FieldSet root, CSharpNames names, HashSet<string> untyped, string className)
    {
        var spec = Spec(root);
        var entry = (spec?.Map["entrypoint"] as ScalarNode)?.Text;
        return [.. (spec?.Items("templates") ?? []).Select(t => TemplateImporter.Declare(
            t.Map, className, names, IsLibrary, !untyped.Contains(((ScalarNode)t.Map["name"]!).Text), IsLibrary || Called().Contains(((ScalarNode)t.Map["name"]!).Text),
            ((ScalarNode)t.Map["name"]!).Text == entry ? EntryArguments.Of(spec!, t.Map) : null))];
    }

    // The names behind every "template" and "onExit" of the tasks and steps.
    private HashSet<string> Called()
    {
        if (_called is not null) return _called;
        _called = new HashSet<string>(StringComparer.Ordinal);
        Collect(_root["spec"]);
        return _called;
    }

    private void Collect(Node? node)
    {
        if (node is ListNode list)
            foreach (var item in list.Items) Collect(item);
        if (node is not MapNode map) return;
        foreach (var entry in map.Entries)
            if (entry.Key is "template" or "onExit" && entry.Value is ScalarNode name) _called!.Add(name.Text);
            else Collect(entry.Value);
    }

    private string? TryWrite(YamlComments comments, HashSet<string> untyped)
    {
        var root = new FieldSet(_root);
        var names = Names();
        var specs = new SpecWriter(_inexpressible);
        var templates = Declare(root, names, untyped, ClassName);
        var index = new TemplateIndex(_referenced);
        foreach (var template in templates) index.Add(template.Imported);

        var spec = Spec(root);
        if (spec?.Peek("entrypoint") is ScalarNode entry && index.Own(entry.Text) is not null) spec.Take("entrypoint");
        var onExit = spec?.Peek("onExit") is ScalarNode exit && index.Own(exit.Text) is not null ? spec.TakeText("onExit") : null;
        if (templates.Count > 0) spec?.Take("templates");
        var written = new List<(SourcePlace Place, IReadOnlyList<string> Members)>();
        foreach (var template in templates)
        {
            if (template.Write(index, specs, template.Imported.Name == onExit) is not { } own)
            {
                untyped.Add(template.Imported.Name);
                return null;
            }

            written.Add((template.Place, own));
        }

        // Each comment is given once, so only now that the class is sure to be as it is.
        var members = written.Select(w => comments.Take(w.Place, "    ") + string.Join("\n\n", w.Members)).ToList();

        var (attributes, tree) = ClassAttributes(root, spec, names, specs, index);
        if (tree is not null) members.Add(tree);
        Trees = specs.Trees;
        var text = new StringBuilder();
        text.Append(comments.Take(_root.Place, ""));
        // The rule is right about the file, which leaves the name to whoever creates the object.
        foreach (var attribute in attributes) text.Append('[').Append(attribute).Append("]\n");
        text.Append("public static partial class ").Append(ClassName).Append("\n{\n").Append(string.Join("\n\n", members)).Append(members.Count == 0 ? "" : "\n").Append("}\n");
        return text.ToString();
    }

    private (IReadOnlyList<string> Attributes, string? Tree) ClassAttributes(FieldSet root, FieldSet? spec, CSharpNames names, SpecWriter specs, TemplateIndex index)
    {
        root.Take("kind");
        if (root.Peek("apiVersion") is ScalarNode { Text: "argoproj.io/v1alpha1" }) root.Take("apiVersion");
        var kind = new AttributeText(_kind, "");
        var beside = new List<string>();
        if (_kind == "CronWorkflow" && root.Child("spec") is { } cron)
        {
            foreach (var schedule in cron.TakeTexts("schedules") ?? []) kind.WithText(schedule);
            kind.Set("Timezone", cron.TakeText("timezone")).Set("ConcurrencyPolicy", cron.TakeText("concurrencyPolicy"))
                .Set("StartingDeadlineSeconds", cron.TakeNumber("startingDeadlineSeconds")).Set("SuccessfulJobsHistoryLimit", cron.TakeNumber("successfulJobsHistoryLimit"))
                .Set("FailedJobsHistoryLimit", cron.TakeNumber("failedJobsHistoryLimit")).Set("Suspend", cron.TakeFlag("suspend")).Set("When", cron.TakeText("when"));
            if (cron.Child("stopStrategy") is { } stop) kind.Set("StopExpression", stop.TakeText("expression"));
        }

        if (root.Child("metadata") is { } metadata)
        {
            var generateName = metadata.TakeText("generateName");
            if (metadata.Map["name"] is null && generateName is null) generateName = "";
            kind.Set("Name", metadata.TakeText("name")).Set("GenerateName", generateName).Set("Namespace", metadata.TakeText("namespace"));
            beside.AddRange(TemplateImporter.Texts(metadata, "labels", "Label"));
            beside.AddRange(TemplateImporter.Texts(metadata, "annotations", "Annotation"));
        }

        kind.Set("Alias", Alias);
        if (root.Map["metadata"] is not MapNode) kind.Set("GenerateName", "");
        if (spec is not null)
        {
            SpecFields.Take(spec, kind, beside, _kind == "Workflow");
            beside.AddRange(ArgumentFields.Take(spec));
            beside.AddRange(ArgumentFields.Hooks(spec, index));
        }

        string? tree = null;
        if (root.Rest() is { } rest)
        {
            var property = names.Pascal("Spec");
            kind.SetCode("Spec", $"nameof({property})");
            tree = Tree(property, rest, specs);
        }

        return ([kind.ToString(), .. beside], tree);
    }

    // The tree of the spec alone reads best; the whole object is named where its metadata has more than attributes say.
    private string Tree(string property, MapNode rest, SpecWriter specs)
    {
        var onlySpec = rest.Entries.Count == 1 && rest["spec"] is MapNode ? (MapNode)rest["spec"]! : null;
        if (onlySpec is not null && _kind == "CronWorkflow")
            return $"    private static CronWorkflowSpec {property} => new(){specs.Tree(typeof(Models.CronWorkflowSpec), onlySpec, "    ")};";
        if (onlySpec is not null) return $"    private static WorkflowSpec {property} => new(){specs.Tree(typeof(Models.WorkflowSpec), onlySpec, "    ")};";
        var type = typeof(Models.Workflow).Assembly.GetType("Argosy.Models." + _kind)!;
        return $"    private static Argosy.Models.{_kind} {property} => new(){specs.Tree(type, rest, "    ")};";
    }
}
