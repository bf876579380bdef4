using Argosy.Manifests.Names;
using Argosy.Manifests.Tree;
using Argosy.Tool.Import.Naming;
using Argosy.Tool.Import.Writing;

namespace Argosy.Tool.Import.Templates;

/// <summary>The inputs of a template as the parameters of its method.</summary>
internal static class InputImporter
{
    /// <summary>The C# parameters, those with a default last.</summary>
    public static IReadOnlyList<string> Import(FieldSet template, ImportedTemplate imported, CSharpNames names, EntryArguments? entry, string indent)
    {
        if (template.Child("inputs") is not { } inputs) return [];
        var required = new List<(ImportedInput Input, string Text)>();
        var optional = new List<(ImportedInput Input, string Text)>();
        foreach (var parameter in inputs.Items("parameters"))
        {
            var (input, text) = Parameter(parameter, names, entry, indent);
            (input.HasDefault ? optional : required).Add((input, text));
        }

        foreach (var artifact in inputs.Items("artifacts"))
        {
            var (input, text) = Artifact(artifact, names, indent);
            (input.HasDefault ? optional : required).Add((input, text));
        }

        if (inputs.Map.Entries.Count == 0) template.Take("inputs");
        imported.Inputs.AddRange(required.Concat(optional).Select(i => i.Input));
        return [.. required.Concat(optional).Select(i => i.Text)];
    }

    private static (ImportedInput Input, string Text) Parameter(FieldSet field, CSharpNames names, EntryArguments? entry, string indent)
    {
        var name = field.TakeText("name")!;
        var csharp = names.Camel(name);
        var attribute = new AttributeText("Parameter", indent);
        if (ManifestNames.Kebab(csharp.TrimStart('@')) != name) attribute.WithText(name);
        // A default of C# is the input's value, for the entry the workflow's argument; Argo's default is said beside it.
        attribute.Set("Default", field.TakeAnyText("default"));
        var value = field.TakeAnyText("value");
        if (entry is not null) attribute.Set("Value", value);
        var fallback = entry is null ? value : entry.Take(name);
        attribute.Set("Description", field.Peek("description") is ScalarNode { Kind: ScalarKind.String } ? field.TakeText("description") : null);
        if (field.Peek("enum") is ListNode list && list.Items.All(i => i is ScalarNode { Kind: ScalarKind.String })) attribute.Set("Enum", field.TakeTexts("enum"));
        attribute.Set("GlobalName", field.TakeText("globalName"));
        ParameterSource.Take(field, attribute);
        var hasDefault = fallback is not null || value is not null || field.Map["default"] is not null || field.Has("default") || field.Has("value") || field.Map["valueFrom"] is not null;
        var prefix = attribute.IsBare ? "" : $"[{attribute}] ";
        // Where the manifest says no default, C# still lets a call leave the argument out: null is written nowhere.
        var suffix = fallback is not null ? $" = {Literal.Ordinary(fallback)}" : hasDefault ? " = null!" : "";
        return (new ImportedInput(name, csharp, false, hasDefault), $"{prefix}string {csharp}{suffix}");
    }

    private static (ImportedInput Input, string Text) Artifact(FieldSet field, CSharpNames names, string indent)
    {
        var name = field.TakeText("name")!;
        var csharp = names.Camel(name);
        var attribute = new AttributeText("Artifact", indent);
        if (ManifestNames.Kebab(csharp.TrimStart('@')) != name) attribute.WithText(name);
        ArtifactAttributes.Take(field, attribute);
        var locations = ArtifactAttributes.Locations(field, indent);
        var prefix = string.Join(", ", locations.Prepend(attribute.IsBare ? "" : attribute.ToString()).Where(t => t.Length > 0));
        var hasDefault = locations.Count > 0 || field.Map["optional"] is not null || field.Map["from"] is not null || field.Rest() is not null;
        return (new ImportedInput(name, csharp, true, hasDefault), $"{(prefix.Length == 0 ? "" : $"[{prefix}] ")}Artifact {csharp}{(hasDefault ? " = null!" : "")}");
    }
}
