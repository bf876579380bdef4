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
    private readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, ImportedTemplate>> _referenced;

    public ObjectImporter(
        MapNode root, string className, Action<Node, string> inexpressible,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, ImportedTemplate>> referenced)
    {
        _root = root;
        ClassName = className;
        _kind = ((ScalarNode)root["kind"]!).Text;
        _inexpressible = inexpressible;
        _referenced = referenced;
    }

    /// <summary>The class.</summary>
    public string ClassName { get; }

    /// <summary>The kind of the object.</summary>
    public string Kind => _kind;

    /// <summary>The parts that the class says by <c>Spec</c> trees, once it is written.</summary>
    public IReadOnlyList<MapNode> Trees { get; private set; } = [];

    /// <summary>The whole object.</summary>
    public MapNode Root => _root;

    /// <summary>The kinds that become classes.</summary>
    public static bool CanImport(string? kind) => kind is "Workflow" or "WorkflowTemplate" or "ClusterWorkflowTemplate" or "CronWorkflow";

    /// <summary>What other objects can call.</summary>
    public IReadOnlyDictionary<string, ImportedTemplate> Templates() =>
        Declare(new FieldSet(_root), new CSharpNames([ClassName]), []).ToDictionary(t => t.Imported.Name, t => t.Imported, StringComparer.Ordinal);

    /// <summary>The text of the class, without usings and namespace.</summary>
    public string Write(YamlComments comments)
    {
        // A graph whose outputs turn out not to be values of its body gives them in its Spec tree; its callers must know that from the start.
        var untyped = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            if (TryWrite(comments, untyped) is { } text) return text;
        }
    }

    private bool IsLibrary => _kind is "WorkflowTemplate" or "ClusterWorkflowTemplate";

    private FieldSet? Spec(FieldSet root) => _kind == "CronWorkflow" ? root.Child("spec")?.Child("workflowSpec") : root.Child("spec");

    private List<TemplateImporter> Declare(FieldSet root, CSharpNames names, HashSet<string> untyped)
    {
        var spec = Spec(root);
        var entry = (spec?.Map["entrypoint"] as ScalarNode)?.Text;
        return [.. (spec?.Items("templates") ?? []).Select(t => TemplateImporter.Declare(
            t.Map, ClassName, names, IsLibrary, !untyped.Contains(((ScalarNode)t.Map["name"]!).Text), IsLibrary || Called().Contains(((ScalarNode)t.Map["name"]!).Text),
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
        var names = new CSharpNames([ClassName, "Workflow", "Step", "Artifact", "Flow", "Status", "Dependency", "Equals", "GetHashCode", "ToString", "GetType", "ReferenceEquals", "MemberwiseClone"]);
        var specs = new SpecWriter(_inexpressible);
        var templates = Declare(root, names, untyped);
        var index = new TemplateIndex(_referenced);
        foreach (var template in templates) index.Add(template.Imported);

        var spec = Spec(root);
        if (spec?.Peek("entrypoint") is ScalarNode entry && index.Own(entry.Text) is not null) spec.Take("entrypoint");
        var onExit = spec?.Peek("onExit") is ScalarNode exit && index.Own(exit.Text) is not null ? spec.TakeText("onExit") : null;
        if (templates.Count > 0) spec?.Take("templates");
        var members = new List<string>();
        foreach (var template in templates)
        {
            var written = template.Write(index, specs, template.Imported.Name == onExit);
            if (written is null)
            {
                untyped.Add(template.Imported.Name);
                return null;
            }

            var said = comments.Take(template.Place, "    ");
            members.Add(said + string.Join("\n\n", written));
        }

        var (attributes, tree) = ClassAttributes(root, spec, names, specs, index);
        if (tree is not null) members.Add(tree);
        Trees = specs.Trees;
        var text = new StringBuilder();
        text.Append(comments.Take(_root.Place, ""));
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
