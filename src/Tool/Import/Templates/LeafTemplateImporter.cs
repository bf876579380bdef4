using Argosy.Manifests.Tree;
using Argosy.Tool.Import.Writing;

namespace Argosy.Tool.Import.Templates;

/// <summary>The attribute that says what kind of work a template is, with the attributes beside it.</summary>
/// <param name="Kind">The attribute of the kind, still open for the fields that all templates have.</param>
/// <param name="Beside">Further attributes.</param>
/// <param name="GivesResult">Whether the template has <c>outputs.result</c>.</param>
internal sealed record LeafTemplate(AttributeText Kind, IReadOnlyList<string> Beside, bool GivesResult);

/// <summary>Templates that do work themselves.</summary>
internal static class LeafTemplateImporter
{
    /// <summary>The template's kind, or null where no attribute can begin to say it.</summary>
    public static LeafTemplate? Import(FieldSet template, string indent)
    {
        if (template.Peek("container") is MapNode { } c && c["image"] is ScalarNode)
        {
            var container = template.Child("container")!;
            var attribute = new AttributeText("Container", indent).WithText(container.TakeText("image")!);
            ContainerAttributes.Take(container, attribute);
            return new LeafTemplate(attribute, [.. ContainerAttributes.Beside(container, indent)], true);
        }

        if (template.Peek("script") is MapNode { } s && s["image"] is ScalarNode)
        {
            var script = template.Child("script")!;
            var attribute = new AttributeText("Script", indent).WithText(script.TakeText("image")!);
            ContainerAttributes.Take(script, attribute);
            attribute.Set("Source", script.TakeText("source"));
            return new LeafTemplate(attribute, [.. ContainerAttributes.Beside(script, indent)], true);
        }

        if (template.Peek("resource") is MapNode { } r && r["action"] is ScalarNode)
        {
            var resource = template.Child("resource")!;
            return new LeafTemplate(new AttributeText("Resource", indent).WithText(resource.TakeText("action")!).Set("Manifest", resource.TakeText("manifest"))
                .Set("SuccessCondition", resource.TakeText("successCondition")).Set("FailureCondition", resource.TakeText("failureCondition"))
                .Set("MergeStrategy", resource.TakeText("mergeStrategy")).Set("SetOwnerReference", resource.TakeFlag("setOwnerReference"))
                .Set("Flags", resource.TakeTexts("flags")), [], false);
        }

        if (template.Peek("http") is MapNode { } h && h["url"] is ScalarNode)
        {
            var http = template.Child("http")!;
            return new LeafTemplate(new AttributeText("Http", indent).WithText(http.TakeText("url")!).Set("Method", http.TakeText("method")).Set("Body", http.TakeText("body"))
                .Set("TimeoutSeconds", http.TakeNumber("timeoutSeconds")).Set("SuccessCondition", http.TakeText("successCondition"))
                .Set("InsecureSkipVerify", http.TakeFlag("insecureSkipVerify")), Headers(http, indent), true);
        }

        if (template.Peek("suspend") is MapNode wait)
        {
            var attribute = new AttributeText("Suspend", indent);
            if (wait.Entries.Count == 0) template.Take("suspend");
            else if (wait["duration"] is ScalarNode { Kind: ScalarKind.String }) attribute.WithText(template.Child("suspend")!.TakeText("duration")!);
            return new LeafTemplate(attribute, [], false);
        }

        if (template.Peek("plugin") is MapNode { Entries.Count: 1 } plugin && plugin.Entries[0].Value is MapNode)
        {
            template.Take("plugin");
            return new LeafTemplate(new AttributeText("Plugin", indent).WithText(plugin.Entries[0].Key)
                .WithText(Argosy.Yaml.NodeJson.ToJson(plugin.Entries[0].Value)!.ToJsonString(Argosy.Models.ArgoJson.Indented)), [], true);
        }

        if (template.Peek("data") is MapNode data && data["transformation"] is ListNode steps
            && steps.Items.All(s => s is MapNode { Entries.Count: 1 } step && step["expression"] is ScalarNode { Kind: ScalarKind.String }))
        {
            var fields = template.Child("data")!;
            fields.Take("transformation");
            var attribute = new AttributeText("Data", indent);
            foreach (var step in steps.Items) attribute.WithText(((ScalarNode)((MapNode)step)["expression"]!).Text);
            return new LeafTemplate(attribute, [], true);
        }

        if (template.Peek("containerSet") is MapNode) return ContainerSet(template, indent);
        return null;
    }

    private static List<string> Headers(FieldSet http, string indent)
    {
        if (http.Peek("headers") is not ListNode list) return [];
        var texts = new List<string>();
        foreach (var item in list.Items)
        {
            if (item is not MapNode { Entries.Count: 2 } map || map["name"] is not ScalarNode name) return [];
            var attribute = new AttributeText("Header", indent).WithText(name.Text);
            if (map["value"] is ScalarNode { Kind: ScalarKind.String } value) attribute.WithText(value.Text);
            else if (map["valueFrom"] is MapNode { Entries.Count: 1 } from && from["secretKeyRef"] is MapNode { Entries.Count: 2 } secret && secret["name"] is ScalarNode owner && secret["key"] is ScalarNode key)
                attribute.Set("Secret", owner.Text).Set("Key", key.Text);
            else return [];
            texts.Add(attribute.ToString());
        }

        http.Take("headers");
        return texts;
    }

    private static LeafTemplate ContainerSet(FieldSet template, string indent)
    {
        var set = template.Child("containerSet")!;
        var kind = new AttributeText("ContainerSet", indent);
        if (set.Peek("retryStrategy") is MapNode retry && retry["retries"] is ScalarNode { Kind: ScalarKind.String }
            && retry.Entries.All(e => e.Key is "retries" or "duration"))
        {
            var field = set.Child("retryStrategy")!;
            kind.Set("Retries", field.TakeText("retries")).Set("RetryDuration", field.TakeText("duration"));
        }

        var nodes = new List<string>();
        var hasMain = false;
        foreach (var container in set.Items("containers"))
        {
            if (container.Peek("image") is not ScalarNode) continue;
            var name = container.TakeText("name")!;
            hasMain |= name == "main";
            var node = new AttributeText("ContainerNode", indent).WithText(name).WithText(container.TakeText("image")!);
            ContainerAttributes.Take(container, node);
            node.Set("Dependencies", container.TakeTexts("dependencies"));
            nodes.Add(node.ToString());
        }

        return new LeafTemplate(kind, [.. nodes, .. ContainerAttributes.Mounts(set, indent)], hasMain);
    }
}
