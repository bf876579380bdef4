using Argosy.Manifests.Names;
using Argosy.Tool.Import.Naming;
using Argosy.Tool.Import.Writing;

namespace Argosy.Tool.Import.Templates;

/// <summary>What the method of a template says of its outputs.</summary>
/// <param name="ReturnType">The C# return type.</param>
/// <param name="ReturnAttributes">The attributes of the return value, without brackets.</param>
/// <param name="Record">The declaration of the outputs record, where there are several.</param>
internal sealed record ImportedReturn(string ReturnType, IReadOnlyList<string> ReturnAttributes, string? Record);

/// <summary>The outputs of a template as the return value of its method.</summary>
internal static class OutputImporter
{
    /// <summary>The return type, its attributes and, for several outputs, the record that holds them.</summary>
    /// <param name="template">The template's fields.</param>
    /// <param name="imported">Filled with what callers see.</param>
    /// <param name="givesResult">Whether this kind of template has <c>outputs.result</c>.</param>
    /// <param name="names">The names of the class, for the record.</param>
    /// <param name="isLibrary">Whether other classes may call it.</param>
    /// <param name="indent">The indentation of the method.</param>
    public static ImportedReturn Import(FieldSet template, ImportedTemplate imported, bool givesResult, CSharpNames names, bool isLibrary, string indent)
    {
        var outputs = template.Child("outputs");
        var parameters = outputs?.Items("parameters") ?? [];
        var artifacts = outputs?.Items("artifacts") ?? [];
        if (outputs?.Map.Entries.Count == 0) template.Take("outputs");
        if (parameters.Count + artifacts.Count == 0)
        {
            imported.Shape = givesResult ? OutputShape.Result : OutputShape.None;
            return new ImportedReturn(givesResult ? "Step<string>" : "Step", [], null);
        }

        if (parameters.Count + artifacts.Count == 1)
        {
            var isArtifact = artifacts.Count == 1;
            var (name, attributes) = Output(isArtifact ? artifacts[0] : parameters[0], isArtifact, "result", indent);
            imported.Shape = isArtifact ? OutputShape.Artifact : OutputShape.Parameter;
            imported.Outputs.Add(new ImportedOutput(name, "", isArtifact));
            return new ImportedReturn(isArtifact ? "Step<Artifact>" : "Step<string>", attributes, null);
        }

        var record = names.Pascal(imported.Method + "Outputs");
        var members = new CSharpNames(["Equals", "GetHashCode", "ToString", "GetType", "Deconstruct", "EqualityContract", "PrintMembers", record]);
        var inner = indent + "    ";
        var declarations = new List<string>();
        foreach (var (field, isArtifact) in parameters.Select(p => (p, false)).Concat(artifacts.Select(a => (a, true))))
        {
            var member = members.Pascal(((Argosy.Manifests.Tree.ScalarNode)field.Map["name"]!).Text);
            var (name, attributes) = Output(field, isArtifact, ManifestNames.Kebab(member), inner);
            imported.Outputs.Add(new ImportedOutput(name, member, isArtifact));
            declarations.Add($"{inner}{string.Concat(attributes.Select(a => $"[property: {a}] "))}{(isArtifact ? "Artifact" : "string")} {member}");
        }

        imported.Shape = OutputShape.Record;
        return new ImportedReturn($"Step<{record}>", [], $"{indent}[Outputs]\n{indent}{(isLibrary ? "public" : "internal")} sealed record {record}(\n{string.Join(",\n", declarations)});");
    }

    private static (string Name, IReadOnlyList<string> Attributes) Output(FieldSet field, bool isArtifact, string defaultName, string indent)
    {
        var name = field.TakeText("name")!;
        var attribute = new AttributeText(isArtifact ? "Artifact" : "Parameter", indent);
        if (name != defaultName) attribute.WithText(name);
        if (isArtifact)
        {
            ArtifactAttributes.Take(field, attribute);
            return (name, [attribute.ToString(), .. ArtifactAttributes.Locations(field, indent)]);
        }

        attribute.Set("GlobalName", field.TakeText("globalName")).Set("Description", field.TakeText("description"));
        ParameterSource.Take(field, attribute);
        return (name, [attribute.ToString()]);
    }
}
