using Argosy.Manifests.Rules.Decoding;
using Argosy.Manifests.Schema;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Argo;

/// <summary>A document of a known kind, decoded once.</summary>
internal sealed class CheckedObject
{
    public CheckedObject(ManifestDocument document, StructType type, bool isJson = false)
    {
        Document = document;
        Kind = type.Name;
        Decoded = ObjectDecoder.Decode(document.Root, type, isJson);
    }

    public ManifestDocument Document { get; }

    public string Kind { get; }

    public DecodedObject Decoded { get; }

    public MapNode Root => Decoded.Tree;

    public MapNode? Metadata => Root.Map("metadata");

    public string Name => Metadata.Text("name");

    public string Namespace => Metadata.Text("namespace");

    /// <summary>The spec of the workflow that the object describes.</summary>
    public MapNode Spec => (Kind == "CronWorkflow" ? Root.Map("spec").Map("workflowSpec") : Root.Map("spec")) ?? Empty;

    private static readonly MapNode Empty = new();
}

/// <summary>The templates that can be referred to.</summary>
internal sealed class TemplateLibrary
{
    private readonly Dictionary<(string Namespace, string Name), CheckedObject> _namespaced = [];
    private readonly Dictionary<string, CheckedObject> _cluster = new(StringComparer.Ordinal);
    private readonly Func<TemplateReference, ManifestDocument?>? _elsewhere;

    public TemplateLibrary(Func<TemplateReference, ManifestDocument?>? elsewhere) => _elsewhere = elsewhere;

    /// <summary>False where there is one of that name already.</summary>
    public bool Add(CheckedObject template)
    {
        if (template.Kind == "ClusterWorkflowTemplate")
        {
            if (_cluster.ContainsKey(template.Name)) return false;
            _cluster.Add(template.Name, template);
            return true;
        }

        var key = (template.Namespace, template.Name);
        if (_namespaced.ContainsKey(key)) return false;
        _namespaced.Add(key, template);
        return true;
    }

    public CheckedObject? Find(string name, string @namespace, bool isClusterScope)
    {
        if (isClusterScope ? _cluster.TryGetValue(name, out var found) : _namespaced.TryGetValue((@namespace, name), out found)) return found;
        if (_elsewhere?.Invoke(new TemplateReference(name, @namespace, isClusterScope)) is not { } document) return null;
        var kind = isClusterScope ? "ClusterWorkflowTemplate" : "WorkflowTemplate";
        var loaded = new CheckedObject(document, SchemaTable.OfKind(kind)!);
        if (isClusterScope) _cluster[name] = loaded;
        else _namespaced[(@namespace, name)] = loaded;
        return loaded;
    }

    /// <summary>The names at hand, for "did you mean".</summary>
    public IEnumerable<string> Names(bool isClusterScope) => isClusterScope ? _cluster.Keys : _namespaced.Keys.Select(k => k.Name);
}
