using Argosy.Manifests.Tree;
using Argosy.Tool.Import.Writing;

namespace Argosy.Tool.Import.Templates;

/// <summary>Sidecars and init containers as <c>[Sidecar]</c> and <c>[InitContainer]</c>.</summary>
internal static class ExtraContainers
{
    /// <summary>The containers of a template; a list is taken whole or left whole.</summary>
    public static IEnumerable<string> Take(FieldSet template, string indent) =>
        [.. List(template, "initContainers", "InitContainer", indent), .. List(template, "sidecars", "Sidecar", indent)];

    private static List<string> List(FieldSet template, string key, string name, string indent)
    {
        if (template.Peek(key) is not ListNode list) return [];
        var texts = new List<string>();
        foreach (var item in list.Items)
        {
            if (item is not MapNode map || map["name"] is not ScalarNode || map["image"] is not ScalarNode) return [];
            var container = new FieldSet(map);
            var attribute = new AttributeText(name, indent).WithText(container.TakeText("name")!).WithText(container.TakeText("image")!);
            ContainerAttributes.Take(container, attribute);
            if (container.Peek("env") is ListNode env && env.Items.All(IsPlainVariable))
            {
                container.Take("env");
                attribute.Set("Env", [.. env.Items.Cast<MapNode>().Select(e => $"{((ScalarNode)e["name"]!).Text}={((ScalarNode)e["value"]!).Text}")]);
            }

            attribute.Set("MirrorVolumeMounts", container.TakeFlag("mirrorVolumeMounts")).Set("RestartPolicy", container.TakeText("restartPolicy"));
            if (container.Peek("securityContext") is MapNode { Entries.Count: 1 } security && security["privileged"] is ScalarNode { Kind: ScalarKind.Boolean })
                attribute.Set("Privileged", container.Child("securityContext")!.TakeFlag("privileged"));
            if (container.Rest() is not null) return [];
            texts.Add(attribute.ToString());
        }

        template.Take(key);
        return texts;
    }

    private static bool IsPlainVariable(Node item) =>
        item is MapNode { Entries.Count: 2 } map && map["name"] is ScalarNode { Kind: ScalarKind.String } name && !name.Text.Contains('=', StringComparison.Ordinal) && map["value"] is ScalarNode { Kind: ScalarKind.String };
}
