using Argosy.Manifests.Tree;
using Argosy.Tool.Import.Templates;
using Argosy.Tool.Import.Writing;

namespace Argosy.Tool.Import.Objects;

/// <summary>The workflow's arguments that no parameter of the entry says, as <c>[Argument]</c>, and its hooks as <c>[Hook]</c>.</summary>
internal static class ArgumentFields
{
    /// <summary>The attributes for what they can say.</summary>
    public static IEnumerable<string> Take(FieldSet spec)
    {
        if (spec.Child("arguments") is not { } arguments) yield break;
        if (arguments.Map.Entries.Count == 0) spec.Take("arguments");
        foreach (var parameter in arguments.Items("parameters"))
        {
            // The entry's parameter said all of it.
            if (parameter.Rest() is null) continue;
            var attribute = new AttributeText("Argument", "").WithText(((ScalarNode)parameter.Map["name"]!).Text);
            parameter.Take("name");
            if (parameter.TakeAnyText("value") is { } value) attribute.WithText(value);
            attribute.Set("Description", parameter.TakeText("description")).Set("Enum", parameter.TakeTexts("enum")).Set("GlobalName", parameter.TakeText("globalName"));
            if (parameter.Child("valueFrom")?.Child("configMapKeyRef") is { } configMap)
                attribute.Set("ConfigMap", configMap.TakeText("name")).Set("ConfigMapKey", configMap.TakeText("key")).Set("Optional", configMap.TakeFlag("optional"));
            yield return attribute.ToString();
        }
    }

    /// <summary>The hooks of the whole workflow; all or none, for one that is left would hide the others.</summary>
    public static IReadOnlyList<string> Hooks(FieldSet spec, TemplateIndex templates)
    {
        if (spec.Peek("hooks") is not MapNode map) return [];
        var texts = new List<string>();
        foreach (var entry in map.Entries)
        {
            if (entry.Value is not MapNode fields) return [];
            var hook = new FieldSet(fields);
            if (hook.TakeText("template") is not { } name || templates.Own(name) is not { } template) return [];
            var attribute = new AttributeText("Hook", "").WithText(entry.Key).With($"nameof({template.Method})").Set("Expression", hook.TakeText("expression"));
            var values = hook.Child("arguments")?.Items("parameters") ?? [];
            if (values.Any(v => v.Map.Entries.Count != 2 || v.Map["value"] is not ScalarNode { Kind: ScalarKind.String })) return [];
            if (values.Count > 0) attribute.Set("Arguments", [.. values.Select(v => $"{v.TakeText("name")}={v.TakeText("value")}")]);
            if (hook.Rest() is not null) return [];
            texts.Add(attribute.ToString());
        }

        spec.Take("hooks");
        return texts;
    }
}
