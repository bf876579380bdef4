using Argosy.Manifests.Tree;

namespace Argosy.Tool.Import.Templates;

/// <summary>The templates that a body can call: those of its own object, and those of the other objects of the same import.</summary>
internal sealed class TemplateIndex(IReadOnlyDictionary<string, IReadOnlyDictionary<string, ImportedTemplate>> referenced)
{
    private readonly Dictionary<string, ImportedTemplate> _own = new(StringComparer.Ordinal);

    /// <summary>Adds a template of the object itself.</summary>
    public void Add(ImportedTemplate template) => _own[template.Name] = template;

    /// <summary>The templates of the object itself by their names in Argo.</summary>
    public IReadOnlyDictionary<string, ImportedTemplate> All => _own;

    /// <summary>A template of the object itself.</summary>
    public ImportedTemplate? Own(string name) => _own.GetValueOrDefault(name);

    /// <summary>A template of another object of this import.</summary>
    public ImportedTemplate? Referenced(MapNode reference)
    {
        if (reference["name"] is not ScalarNode owner || reference["template"] is not ScalarNode template) return null;
        if (reference.Entries.Any(e => e.Key is not ("name" or "template" or "clusterScope"))) return null;
        var key = Key(owner.Text, reference["clusterScope"] is ScalarNode { Text: "true" });
        return referenced.TryGetValue(key, out var templates) ? templates.GetValueOrDefault(template.Text) : null;
    }

    /// <summary>How a body names the method.</summary>
    public string Qualified(ImportedTemplate template) => _own.ContainsValue(template) ? template.Method : $"{template.Class}.{template.Method}";

    /// <summary>The key of an object among those that can be referred to.</summary>
    public static string Key(string name, bool clusterScope) => (clusterScope ? "cluster/" : "") + name;
}
