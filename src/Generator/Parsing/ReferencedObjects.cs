using Argosy.Generator.Model;
using Microsoft.CodeAnalysis;

namespace Argosy.Generator.Parsing;

/// <summary>Outlines of WorkflowTemplate classes as far as their signatures tell, which is also what the metadata of another assembly has.</summary>
internal static class ReferencedObjects
{
    /// <summary>The outline of a class; null where it would say less than the object has.</summary>
    /// <param name="type">The class.</param>
    /// <param name="asWhole">Whether a workflow runs it whole, from its entrypoint.</param>
    public static ReferencedObject? Of(INamedTypeSymbol type, bool asWhole)
    {
        if (WorkflowScope.StoredName(type) is not var (name, isCluster)) return null;
        var spec = new FieldBuilder();
        var shapes = type.GetMembers().OfType<IMethodSymbol>().Where(m => m.PartialDefinitionPart is null).Select(TemplateShape.Of).OfType<TemplateShape>().ToList();
        if (shapes.FirstOrDefault(s => s.Annotations.Any(a => a.Name == "Entrypoint")) is { } entry)
        {
            spec.Set("entrypoint", entry.Name);
            foreach (var input in entry.Inputs.Where(i => !i.IsArtifact)) spec.Map("arguments").Append("parameters", Parameter(input));
        }
        else if (asWhole)
        {
            // Not visible from here, or drawn by attributes.
            return null;
        }

        foreach (var shape in shapes) spec.Append("templates", Outline(shape));
        return new ReferencedObject(name, isCluster, new FieldBuilder()
            .Set("apiVersion", "argoproj.io/v1alpha1").Set("kind", isCluster ? "ClusterWorkflowTemplate" : "WorkflowTemplate")
            .Set("metadata", new FieldBuilder().Set("name", name).Build()).Set("spec", spec.Build()).Build());
    }

    private static MapField Outline(TemplateShape shape)
    {
        var template = new FieldBuilder().Set("name", shape.Name);
        foreach (var input in shape.Inputs)
            if (input.IsArtifact) template.Map("inputs").Append("artifacts", new FieldBuilder().Set("name", input.Name).Set("path", "/in/" + input.Name).Set("optional", FieldBuilder.Boolean(input.HasOwnValue)).Build());
            else template.Map("inputs").Append("parameters", Parameter(input));
        foreach (var output in shape.Outputs)
            if (output.Kind == OutputKind.Artifact) template.Map("outputs").Append("artifacts", new FieldBuilder().Set("name", output.Name).Set("path", "/out/" + output.Name).Build());
            else if (output.Kind == OutputKind.Parameter) template.Map("outputs").Append("parameters", new FieldBuilder().Set("name", output.Name).Path("valueFrom.path", new TextField("/out/" + output.Name)).Build());
        return template.Path("container.image", new TextField("outline")).Build();
    }

    private static MapField Parameter(InputShape input) => new FieldBuilder().Set("name", input.Name).Set("value", input.HasOwnValue ? input.Default ?? "" : null).Build();
}
