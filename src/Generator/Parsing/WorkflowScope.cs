using Argosy.Generator.Model;
using Argosy.Manifests.Names;
using Microsoft.CodeAnalysis;

namespace Argosy.Generator.Parsing;

/// <summary>The class that is being parsed: its templates, those of other classes, and the templates that the generator adds.</summary>
internal sealed class WorkflowScope(ParseContext context, INamedTypeSymbol type)
{
    private readonly Dictionary<ISymbol, TemplateShape?> _shapes = new(SymbolEqualityComparer.Default);

    public ParseContext Context { get; } = context;

    public INamedTypeSymbol Type { get; } = type;

    /// <summary>Templates of this class in the order of the source.</summary>
    public List<TemplateShape> Shapes { get; } = [];

    /// <summary>Templates made for loop bodies.</summary>
    public List<TemplateModel> Generated { get; } = [];

    /// <summary>How often each template of this class is called.</summary>
    public Dictionary<string, int> Calls { get; } = new(StringComparer.Ordinal);

    /// <summary>Inline templates: their fields, to be put into the one task that calls them.</summary>
    public Dictionary<string, MapField> Inlined { get; } = new(StringComparer.Ordinal);

    public TemplateShape? Shape(IMethodSymbol method)
    {
        var key = method.PartialDefinitionPart ?? method.OriginalDefinition;
        if (!_shapes.TryGetValue(key, out var shape)) _shapes[key] = shape = TemplateShape.Of(key);
        return shape;
    }

    /// <summary>Every template that was looked at, those of other classes among them.</summary>
    public IEnumerable<TemplateShape> Known => _shapes.Values.OfType<TemplateShape>();

    public bool Owns(TemplateShape shape) => SymbolEqualityComparer.Default.Equals(shape.Method.ContainingType, Type);

    /// <summary>The name under which another class's object is stored.</summary>
    public static (string Name, bool IsCluster)? StoredName(INamedTypeSymbol type)
    {
        var kind = Annotation.Of(type).FirstOrDefault(a => a.Name is "WorkflowTemplate" or "ClusterWorkflowTemplate");
        return kind is null ? null : (kind.Text("Name") ?? kind.Text("GenerateName") ?? ManifestNames.Kebab(type.Name), kind.Name == "ClusterWorkflowTemplate");
    }

    /// <summary>A free template name that begins like this.</summary>
    public string FreeName(string wanted)
    {
        var name = wanted;
        for (var i = 2; Shapes.Any(s => s.Name == name) || Generated.Any(g => g.Name == name); i++) name = $"{wanted}-{i}";
        return name;
    }
}
