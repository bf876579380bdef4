using Argosy.Manifests.Names;
using Argosy.Manifests.Tree;
using Argosy.Tool.Import.Bodies;
using Argosy.Tool.Import.Naming;
using Argosy.Tool.Import.Spec;
using Argosy.Tool.Import.Writing;

namespace Argosy.Tool.Import.Templates;

/// <summary>
/// One template as one C# method, in two passes: what callers see of it first (<see cref="Declare"/>), for all templates,
/// then its text (<see cref="Write"/>), whose body may call any of them.
/// </summary>
internal sealed partial class TemplateImporter
{
    private const string Indent = "    ";
    private readonly FieldSet _template;
    private readonly bool _isGraph;
    private readonly bool _isRun;
    private readonly bool _called;
    private readonly EntryArguments? _entry;
    private readonly LeafTemplate? _leaf;
    private readonly ImportedReturn _return;
    private readonly GraphOutputs? _graphOutputs;
    private readonly IReadOnlyList<string> _parameters;
    private readonly CSharpNames _names;
    private readonly string _visibility;

    private TemplateImporter(MapNode template, string className, CSharpNames names, bool isLibrary, bool typedOutputs, bool called, EntryArguments? entry)
    {
        _entry = entry;
        _called = called;
        _template = new FieldSet(template);
        _names = names;
        _visibility = isLibrary ? "public" : "private";
        var name = _template.TakeText("name") ?? "";
        // An entry that has the name of its class is called Run, and takes the name from there.
        _isRun = entry is not null && ManifestNames.Kebab(className) == name && names.IsFree("Run");
        // A method Main would be taken for the entry of the program.
        var isMain = _isRun || (entry is not null && name == "main" && names.IsFree("Run"));
        Imported = new ImportedTemplate { Name = name, Method = names.Pascal(isMain ? "Run" : name), Class = className };
        _isGraph = template["dag"] is MapNode || template["steps"] is ListNode;
        _leaf = _isGraph ? null : LeafTemplateImporter.Import(_template, Indent);
        _parameters = InputImporter.Import(_template, Imported, new CSharpNames([]), entry, Indent);
        if (_isGraph && typedOutputs) _graphOutputs = GraphOutputs.Take(_template);
        _return = _isGraph && !typedOutputs
            ? new ImportedReturn("Step", [], null)
            : OutputImporter.Import(_template, Imported, _leaf?.GivesResult ?? false, names, isLibrary, Indent);
    }

    /// <summary>What callers see.</summary>
    public ImportedTemplate Imported { get; }

    /// <summary>Where the template stands in the file.</summary>
    public SourcePlace Place => _template.Map.Place;

    /// <summary>Reads what callers see.</summary>
    /// <param name="template">The template.</param>
    /// <param name="className">The class that holds it.</param>
    /// <param name="names">The names of the class.</param>
    /// <param name="isLibrary">Whether other classes may call it.</param>
    /// <param name="typedOutputs">Whether the outputs of a graph are tried as a return value.</param>
    /// <param name="entry">The workflow's arguments, where this is its entry.</param>
    /// <param name="called">Whether another body calls it, so that a graph gives a handle.</param>
    public static TemplateImporter Declare(MapNode template, string className, CSharpNames names, bool isLibrary, bool typedOutputs, bool called, EntryArguments? entry) =>
        new(template, className, names, isLibrary, typedOutputs && GraphOutputs.CanBeReturned(template), called, entry);

    /// <summary>The declarations of the template: method, outputs record, <c>Spec</c> tree. Null where the outputs of the graph cannot be returned after all.</summary>
    public IReadOnlyList<string>? Write(TemplateIndex templates, SpecWriter specs, bool isExitHandler)
    {
        List<string> lines = [];
        if (_isGraph)
        {
            var body = _template.Map["dag"] is MapNode
                ? DagBodyImporter.Import(_template, Imported, templates, Indent + Indent)
                : StepsBodyImporter.Import(_template, Imported, templates, Indent + Indent);
            if (body is not null) lines.AddRange(body.Lines);
            if (_graphOutputs is not null)
            {
                if (body is null || _graphOutputs.Values(body.Scope) is not { } values) return null;
                lines.Add($"{Indent}{Indent}return {(_return.Record is null ? values[0] : $"new {_return.ReturnType[5..^1]}({string.Join(", ", values)})")};");
            }
            else if (_called) lines.Add($"{Indent}{Indent}return Step.Done;");
        }

        var kind = _leaf?.Kind ?? Kind();
        Shared(kind);
        var attributes = new List<string>();
        if (_leaf is not null) attributes.AddRange(_leaf.Beside);
        attributes.AddRange(PolicyAttributes.Take(_template, Indent));
        attributes.AddRange(ExtraContainers.Take(_template, Indent));
        attributes.AddRange(Metadata());
        attributes.AddRange(Volumes.OfTemplate(_template, Indent));

        string? specText = null;
        if (_template.Rest() is { } rest)
        {
            var property = _names.Pascal(Imported.Method + "Spec");
            kind.SetCode("Spec", $"nameof({property})");
            specText = $"{Indent}private static Template {property} => new(){specs.Tree(typeof(Models.Template), rest, Indent)};";
        }

        var said = attributes.Append(kind.ToString()).ToList();
        if (!_isGraph) said = [.. said.Select(ShortTags)];
        var text = new List<string> { Indent + $"[{said[^1]}{(_entry is null ? "" : _entry.AreDeclared || Imported.Inputs.Count == 0 ? ", Entrypoint" : ", Entrypoint(Arguments = false)")}{(isExitHandler ? ", OnExit" : "")}]" };
        text.AddRange(said.SkipLast(1).Select(a => $"{Indent}[{a}]"));
        if (_return.ReturnAttributes.Count > 0) text.Add($"{Indent}[return: {string.Join(", ", _return.ReturnAttributes)}]");
        var signature = Signature();
        if (!_isGraph) text.Add($"{signature};");
        else text.AddRange([signature, Indent + "{", .. lines, Indent + "}"]);
        var members = new List<string> { string.Join('\n', text) };
        if (_return.Record is not null) members.Insert(0, _return.Record);
        if (specText is not null) members.Add(specText);
        return members;
    }

    // In attributes the name of an input alone is its tag, where nothing else of Argo has that name.
    private string ShortTags(string attribute) => InputTag().Replace(attribute, tag =>
        Imported.Inputs.Count(i => !i.IsArtifact && (i.Name == tag.Groups[1].Value || i.CSharp == tag.Groups[1].Value)) == 1 && tag.Groups[1].Value is not ("retries" or "status" or "duration" or "exitCode" or "item")
            ? $"{{{{{tag.Groups[1].Value}}}}}" : tag.Value);

    [System.Text.RegularExpressions.GeneratedRegex(@"\{\{inputs\.parameters\.([A-Za-z0-9_-]+)\}\}")]
    private static partial System.Text.RegularExpressions.Regex InputTag();

    private string Signature()
    {
        var partial = _isGraph ? "" : "partial ";
        var head = $"{Indent}{_visibility} static {partial}{(_isGraph && _graphOutputs is null && !_called ? "void" : _return.ReturnType)} {Imported.Method}";
        var line = $"{head}({string.Join(", ", _parameters)})";
        return line.Length <= 150 && !line.Contains('\n', StringComparison.Ordinal)
            ? line
            : $"{head}(\n{string.Join(",\n", _parameters.Select(p => Indent + Indent + p))})";
    }

    // A template that no attribute can begin to say is a Spec tree alone.
    private AttributeText Kind() => new(_template.Map["dag"] is MapNode ? "Dag" : _template.Map["steps"] is ListNode ? "Steps" : "Template", Indent);

    private void Shared(AttributeText kind)
    {
        if (!_isRun && ManifestNames.Kebab(Imported.Method) != Imported.Name) kind.Set("Name", Imported.Name);
        kind.Set("Parallelism", _template.TakeNumber("parallelism"));
        if (_template.Child("dag") is { } dag) kind.Set("Target", dag.TakeText("target")).Set("FailFast", dag.TakeFlag("failFast"));
        else kind.Set("FailFast", _template.TakeFlag("failFast"));
        if (_template.Peek("activeDeadlineSeconds") is ScalarNode deadline && (deadline.Kind == ScalarKind.Integer || deadline.Text.StartsWith("{{", StringComparison.Ordinal)))
            kind.Set("ActiveDeadlineSeconds", _template.TakeText("activeDeadlineSeconds"));
        kind.Set("PendingTimeout", _template.TakeText("pendingTimeout")).Set("PodSpecPatch", _template.TakeText("podSpecPatch"))
            .Set("PriorityClassName", _template.TakeText("priorityClassName")).Set("SchedulerName", _template.TakeText("schedulerName"))
            .Set("AutomountServiceAccountToken", _template.TakeFlag("automountServiceAccountToken"));
        if (_template.Peek("archiveLocation") is MapNode { Entries.Count: 1 } archive && archive["archiveLogs"] is ScalarNode { Kind: ScalarKind.Boolean })
            kind.Set("ArchiveLogs", _template.Child("archiveLocation")!.TakeFlag("archiveLogs"));
    }

    private IEnumerable<string> Metadata()
    {
        if (_template.Child("metadata") is { } metadata)
        {
            if (metadata.Map.Entries.Count == 0) _template.Take("metadata");
            foreach (var text in Texts(metadata, "labels", "Label")) yield return text;
            foreach (var text in Texts(metadata, "annotations", "Annotation")) yield return text;
        }

        foreach (var text in Texts(_template, "annotations", "NodeAnnotation")) yield return text;
    }

    /// <summary>A map of texts as one attribute an entry.</summary>
    internal static IEnumerable<string> Texts(FieldSet field, string key, string attribute)
    {
        if (field.Peek(key) is not MapNode map || map.Entries.Any(e => e.Value is not ScalarNode { Kind: ScalarKind.String })) yield break;
        field.Take(key);
        foreach (var entry in map.Entries) yield return new AttributeText(attribute, Indent).WithText(entry.Key).WithText(((ScalarNode)entry.Value).Text).ToString();
    }
}
