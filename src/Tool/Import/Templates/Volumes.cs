using Argosy.Manifests.Tree;
using Argosy.Tool.Import.Writing;

namespace Argosy.Tool.Import.Templates;

/// <summary>Volumes of the plain kinds as <c>[Volume]</c>.</summary>
internal static class Volumes
{
    /// <summary>The volumes of a template or of a whole workflow; all or none, for they are one list.</summary>
    public static IEnumerable<string> OfTemplate(FieldSet field, string indent)
    {
        if (field.Peek("volumes") is not ListNode list) yield break;
        var texts = new List<string>();
        foreach (var item in list.Items)
        {
            if (item is not MapNode map || Volume(map, indent) is not { } text) yield break;
            texts.Add(text);
        }

        field.Take("volumes");
        foreach (var text in texts) yield return text;
    }

    private static string? Volume(MapNode map, string indent)
    {
        if (map["name"] is not ScalarNode name || map.Entries.Count != 2) return null;
        var attribute = new AttributeText("Volume", indent).WithText(name.Text);
        var source = map.Entries.First(e => e.Key != "name");
        if (source.Value is not MapNode fields) return null;
        var set = new FieldSet(fields);
        switch (source.Key)
        {
            case "secret": attribute.Set("Secret", set.TakeText("secretName")); break;
            case "configMap": attribute.Set("ConfigMap", set.TakeText("name")); break;
            case "persistentVolumeClaim": attribute.Set("Claim", set.TakeText("claimName")); break;
            case "hostPath": attribute.Set("HostPath", set.TakeText("path")).Set("HostPathType", set.TakeText("type")); break;
            case "emptyDir": attribute.Set("EmptyDir", true).Set("Medium", set.TakeText("medium")); break;
            default: return null;
        }

        return set.Rest() is null ? attribute.ToString() : null;
    }
}
