using System.Globalization;
using Argosy.Manifests.Names;
using Microsoft.CodeAnalysis;

namespace Argosy.Generator.Parsing;

internal enum OutputKind
{
    /// <summary>What the container printed: <c>outputs.result</c>.</summary>
    Result,
    Parameter,
    Artifact,
}

/// <summary>An input of a template, by its C# parameter.</summary>
internal sealed record InputShape(IParameterSymbol Parameter, string Name, bool IsArtifact, bool HasOwnValue, string? Default, Annotation? Attribute)
{
    /// <summary>Whether it is read as <c>workflow.parameters</c>: an argument that every run must give. Argo refuses an input of the entry that is bound to an argument without a value.</summary>
    public bool IsWorkflowArgument { get; init; }

    /// <summary>The tag that reads it inside the template.</summary>
    public string Tag => (IsWorkflowArgument ? "workflow.parameters." : IsArtifact ? "inputs.artifacts." : "inputs.parameters.") + Name;
}

/// <summary>An output; Member is the record's member, empty for the value itself.</summary>
internal sealed record OutputShape(string Member, string Name, OutputKind Kind, ITypeSymbol Type, Annotation? Attribute, IReadOnlyList<Annotation> Annotations);

/// <summary>What a call of a template method must know: its name, inputs and outputs. Made from the signature and the attributes alone, so also for other assemblies.</summary>
internal sealed class TemplateShape
{
    private static readonly string[] s_kinds =
        ["Container", "Script", "Resource", "Http", "Suspend", "Data", "ContainerSet", "Plugin", "Function", "Dag", "Steps"];

    private TemplateShape(IMethodSymbol method, Annotation kind, List<Annotation> annotations)
    {
        Method = method;
        Kind = kind;
        Annotations = annotations;
        Name = kind.Text("Name") ?? DefaultName(method, annotations);
        Inputs = method.Parameters.Select(Input).ToList();
        Value = ValueOf(method.ReturnType);
        Outputs = OutputsOf().ToList();
    }

    public IMethodSymbol Method { get; }

    public Annotation Kind { get; }

    public List<Annotation> Annotations { get; }

    public string Name { get; }

    public bool IsGraph => Kind.Name is "Dag" or "Steps";

    /// <summary>Marks the inputs of an entry that every run must give: those without a default, and without a value that the class gives.</summary>
    public void ReadArguments(IEnumerable<Annotation> given)
    {
        var names = given.Where(a => a.Name == "Argument" && (a.Has("Value") || a.Has("ConfigMap"))).Select(a => a.Text("Name")).ToList();
        for (var i = 0; i < Inputs.Count; i++)
            if (!Inputs[i].IsArtifact && !Inputs[i].HasOwnValue && !names.Contains(Inputs[i].Name)) Inputs[i] = Inputs[i] with { IsWorkflowArgument = true };
    }

    public List<InputShape> Inputs { get; }

    public List<OutputShape> Outputs { get; }

    /// <summary>The T of Step&lt;T&gt;.</summary>
    public ITypeSymbol? Value { get; }

    public bool IsInline => Annotations.Any(a => a.Name == "Inline");

    /// <summary>The shape of a method, or null where it is no template.</summary>
    public static TemplateShape? Of(IMethodSymbol method)
    {
        var definition = method.PartialDefinitionPart ?? method.OriginalDefinition;
        var annotations = Annotation.Of(definition);
        var kind = annotations.FirstOrDefault(a => s_kinds.Contains(a.Name));
        return kind is null ? null : new TemplateShape(definition, kind, annotations);
    }

    public static IEnumerable<Annotation> KindsOf(IEnumerable<Annotation> annotations) => annotations.Where(a => s_kinds.Contains(a.Name));

    public static bool IsStep(ITypeSymbol type) => type is INamedTypeSymbol { Name: "Step", ContainingNamespace: { Name: "Argosy", ContainingNamespace.IsGlobalNamespace: true } };

    public static ITypeSymbol? ValueOf(ITypeSymbol type) => IsStep(type) && type is INamedTypeSymbol { TypeArguments.Length: 1 } step ? step.TypeArguments[0] : null;

    public static bool IsArtifact(ITypeSymbol type) => type is INamedTypeSymbol { Name: "Artifact", ContainingNamespace: { Name: "Argosy", ContainingNamespace.IsGlobalNamespace: true } };

    public static bool IsOutputs(ITypeSymbol type) => Annotation.Of(type).Any(a => a.Name == "Outputs");

    /// <summary>How a constant of C# is written as a value of a parameter.</summary>
    public static string? ConstantText(object? value) => value switch
    {
        null => null,
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static string DefaultName(IMethodSymbol method, List<Annotation> annotations)
    {
        // The entry of a small workflow is usually called Run: in the manifest the workflow's own name says more.
        if (method.Name == "Run" && annotations.Any(a => a.Name == "Entrypoint")) return ManifestNames.Kebab(method.ContainingType.Name);
        return ManifestNames.Kebab(method.Name);
    }

    private static InputShape Input(IParameterSymbol parameter)
    {
        var attributes = Annotation.Of(parameter);
        var isArtifact = IsArtifact(parameter.Type) || attributes.Any(a => a.Name == "Artifact");
        var attribute = attributes.FirstOrDefault(a => a.Name == (isArtifact ? "Artifact" : "Parameter"));
        var name = attribute?.Text("Name") ?? ManifestNames.Kebab(parameter.Name);
        var value = parameter.HasExplicitDefaultValue ? ConstantOf(parameter) : null;
        var own = attribute is not null && (attribute.Has("Value") || attribute.Has("Default") || attribute.Has("ConfigMap") || attribute.Has("From") || attribute.Has("FromExpression")
            || attribute.Has("Expression") || attribute.Has("Supplied") || attribute.Has("Event") || attribute.Flag("Optional") == true);
        own |= isArtifact && attributes.Any(a => FieldTables.Locations.ContainsKey(a.Name));
        return new InputShape(parameter, name, isArtifact, own || parameter.HasExplicitDefaultValue, value, attribute);
    }

    private static string? ConstantOf(IParameterSymbol parameter)
    {
        if (parameter.Type is INamedTypeSymbol { TypeKind: TypeKind.Enum } named && parameter.ExplicitDefaultValue is { } raw)
            return named.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => f.HasConstantValue && Equals(f.ConstantValue, raw))?.Name;
        return ConstantText(parameter.ExplicitDefaultValue);
    }

    private IEnumerable<OutputShape> OutputsOf()
    {
        if (Value is null) yield break;
        if (IsOutputs(Value))
        {
            foreach (var member in Members(Value))
            {
                var attributes = MemberAnnotations(member, Value);
                var artifact = IsArtifact(member.Type) || attributes.Any(a => a.Name == "Artifact");
                var attribute = attributes.FirstOrDefault(a => a.Name == (artifact ? "Artifact" : "Parameter"));
                yield return new OutputShape(
                    member.Name, attribute?.Text("Name") ?? ManifestNames.Kebab(member.Name), artifact ? OutputKind.Artifact : OutputKind.Parameter, member.Type, attribute, attributes);
            }

            yield break;
        }

        var returned = Annotation.Ours(Method.GetReturnTypeAttributes());
        if (IsArtifact(Value) || returned.Any(a => a.Name == "Artifact"))
        {
            var attribute = returned.FirstOrDefault(a => a.Name == "Artifact");
            yield return new OutputShape("", attribute?.Text("Name") ?? "result", OutputKind.Artifact, Value, attribute, returned);
            yield break;
        }

        var parameter = returned.FirstOrDefault(a => a.Name == "Parameter");
        var kind = parameter is not null || IsGraph || Kind.Name is "Function" or "Suspend" or "Resource" ? OutputKind.Parameter : OutputKind.Result;
        yield return new OutputShape("", parameter?.Text("Name") ?? "result", kind, Value, parameter, returned);
    }

    public static IEnumerable<IPropertySymbol> Members(ITypeSymbol record) =>
        record.GetMembers().OfType<IPropertySymbol>().Where(p => !p.IsStatic && p.Name != "EqualityContract" && p.DeclaredAccessibility == Accessibility.Public && !p.IsIndexer);

    private static List<Annotation> MemberAnnotations(IPropertySymbol member, ITypeSymbol record)
    {
        var list = Annotation.Of(member);
        foreach (var constructor in ((INamedTypeSymbol)record).InstanceConstructors)
            foreach (var parameter in constructor.Parameters)
                if (parameter.Name == member.Name) list.AddRange(Annotation.Of(parameter));
        return list;
    }
}
