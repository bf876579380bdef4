using Argosy.Manifests.Tree;
using Argosy.Tool.Import.Writing;

namespace Argosy.Tool.Import.Templates;

/// <summary>Where the value of a parameter comes from: <c>valueFrom</c>.</summary>
internal static class ParameterSource
{
    /// <summary>Takes what <c>[Parameter]</c> can say.</summary>
    public static void Take(FieldSet parameter, AttributeText attribute)
    {
        if (parameter.Child("valueFrom") is not { } from) return;
        if (FieldSet.AnyText(from.Peek("default")) is not null) attribute.Set("Default", from.TakeAnyText("default"));
        attribute.Set("Path", from.TakeText("path"));
        attribute.Set("Expression", from.TakeText("expression"));
        attribute.Set("From", from.TakeText("parameter"));
        attribute.Set("JsonPath", from.TakeText("jsonPath"));
        attribute.Set("JqFilter", from.TakeText("jqFilter"));
        attribute.Set("Event", from.TakeText("event"));
        if (from.Peek("supplied") is MapNode { Entries.Count: 0 })
        {
            from.Take("supplied");
            attribute.Set("Supplied", true);
        }

        if (from.Child("configMapKeyRef") is not { } configMap) return;
        attribute.Set("ConfigMap", configMap.TakeText("name"));
        attribute.Set("ConfigMapKey", configMap.TakeText("key"));
        attribute.Set("Optional", configMap.TakeFlag("optional"));
    }
}
