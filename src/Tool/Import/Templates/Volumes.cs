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

    /// <summary>The claims that are made for each run, as <c>[VolumeClaim]</c>; all or none.</summary>
    public static IReadOnlyList<string> Claims(FieldSet spec)
    {
        if (spec.Peek("volumeClaimTemplates") is not ListNode list) return [];
        var texts = new List<string>();
        foreach (var item in list.Items)
        {
            if (item is not MapNode map) return [];
            var fields = new FieldSet(map);
            if (fields.Child("metadata")?.TakeText("name") is not { } name || fields.Child("spec") is not { } claim) return [];
            if (claim.Child("resources")?.Child("requests")?.TakeText("storage") is not { } size || claim.TakeTexts("accessModes") is not { } modes) return [];
            var attribute = new AttributeText("VolumeClaim", "").WithText(name).WithText(size);
            if (modes is not ["ReadWriteOnce"]) attribute.Set("AccessModes", modes);
            attribute.Set("StorageClass", claim.TakeText("storageClassName"));
            if (fields.Rest() is not null) return [];
            texts.Add(attribute.ToString());
        }

        spec.Take("volumeClaimTemplates");
        return texts;
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
