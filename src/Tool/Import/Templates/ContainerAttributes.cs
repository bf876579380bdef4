using Argosy.Manifests.Tree;
using Argosy.Tool.Import.Writing;

namespace Argosy.Tool.Import.Templates;

/// <summary>The fields that every container has, as attributes beside its own.</summary>
internal static class ContainerAttributes
{
    /// <summary>Takes the plain fields that the container's own attribute can say.</summary>
    public static void Take(FieldSet container, AttributeText attribute)
    {
        attribute.Set("Command", container.TakeTexts("command"));
        attribute.Set("Args", container.TakeTexts("args"));
        attribute.Set("WorkingDir", container.TakeText("workingDir"));
        attribute.Set("ImagePullPolicy", container.TakeText("imagePullPolicy"));
        if (container.Peek("ports") is ListNode ports
            && ports.Items.All(p => p is MapNode { Entries.Count: 1 } port && port["containerPort"] is ScalarNode { Kind: ScalarKind.Integer }))
        {
            container.Take("ports");
            attribute.SetCode("Ports", $"[{string.Join(", ", ports.Items.Select(p => ((ScalarNode)((MapNode)p)["containerPort"]!).Text))}]");
        }
    }

    /// <summary>The attributes of environment, resources and mounts.</summary>
    public static IEnumerable<string> Beside(FieldSet container, string indent)
    {
        foreach (var text in Environment(container, indent)) yield return text;
        if (Resources(container, indent) is { } resources) yield return resources;
        foreach (var text in Mounts(container, indent)) yield return text;
        if (container.Peek("securityContext") is MapNode { Entries.Count: 1 } security && security["privileged"] is ScalarNode { Text: "true", Kind: ScalarKind.Boolean })
        {
            container.Take("securityContext");
            yield return "Privileged";
        }

        if (Probe(container, indent) is { } probe) yield return probe;
    }

    private static IEnumerable<string> Environment(FieldSet container, string indent)
    {
        if (container.Peek("env") is not ListNode env) yield break;
        var texts = new List<string>();
        foreach (var item in env.Items)
        {
            if (item is not MapNode map || Variable(map, indent) is not { } text) yield break;
            texts.Add(text);
        }

        container.Take("env");
        foreach (var text in texts) yield return text;
    }

    private static string? Variable(MapNode map, string indent)
    {
        if (map["name"] is not ScalarNode name || map.Entries.Count != 2) return null;
        if (map["value"] is ScalarNode { Kind: ScalarKind.String } value) return new AttributeText("Env", indent).WithText(name.Text).WithText(value.Text).ToString();
        if (map["valueFrom"] is not MapNode { Entries.Count: 1 } from || from.Entries[0].Value is not MapNode source) return null;
        string? Text(string key) => source[key] is ScalarNode { Kind: ScalarKind.String } scalar ? scalar.Text : null;
        switch (from.Entries[0].Key)
        {
            case "secretKeyRef" or "configMapKeyRef" when Text("name") is { } owner && Text("key") is { } key && source.Entries.All(e => e.Key is "name" or "key" or "optional"):
                var attribute = new AttributeText(from.Entries[0].Key == "secretKeyRef" ? "SecretEnv" : "ConfigEnv", indent).WithText(name.Text).WithText(owner).WithText(key);
                if (source["optional"] is ScalarNode { Kind: ScalarKind.Boolean } optional) attribute.Set("Optional", optional.Text == "true");
                return attribute.ToString();
            case "fieldRef" when Text("fieldPath") is { } path && source.Entries.Count == 1:
                return new AttributeText("FieldEnv", indent).WithText(name.Text).WithText(path).ToString();
            default:
                return null;
        }
    }

    private static string? Resources(FieldSet container, string indent)
    {
        if (container.Child("resources") is not { } resources) return null;
        if (resources.Map.Entries.Count == 0)
        {
            container.Take("resources");
            return null;
        }

        var attribute = new AttributeText("Resources", indent);
        if (resources.Child("requests") is { } requests)
            attribute.Set("Cpu", Quantity(requests, "cpu")).Set("Memory", Quantity(requests, "memory")).Set("EphemeralStorage", Quantity(requests, "ephemeral-storage"));
        if (resources.Child("limits") is { } limits)
            attribute.Set("CpuLimit", Quantity(limits, "cpu")).Set("MemoryLimit", Quantity(limits, "memory")).Set("EphemeralStorageLimit", Quantity(limits, "ephemeral-storage"));
        return attribute.IsBare ? null : attribute.ToString();
    }

    // A quantity that the file says as a number stays one: only texts are said by the attribute.
    private static string? Quantity(FieldSet field, string key) => field.Peek(key) is ScalarNode { Kind: ScalarKind.String } ? field.TakeText(key) : null;

    private static string? Probe(FieldSet container, string indent)
    {
        if (container.Peek("readinessProbe") is not MapNode map) return null;
        var probe = new FieldSet(map);
        var attribute = new AttributeText("ReadinessProbe", indent);
        if (probe.Child("exec") is { } exec) attribute.Set("Command", exec.TakeTexts("command"));
        else if (probe.Child("httpGet") is { } get) attribute.Set("HttpPath", get.TakeText("path")).Set("Port", get.TakeNumber("port"));
        else if (probe.Child("tcpSocket") is { } socket) attribute.Set("Port", socket.TakeNumber("port"));
        attribute.Set("InitialDelaySeconds", probe.TakeNumber("initialDelaySeconds")).Set("PeriodSeconds", probe.TakeNumber("periodSeconds"))
            .Set("TimeoutSeconds", probe.TakeNumber("timeoutSeconds")).Set("FailureThreshold", probe.TakeNumber("failureThreshold"));
        if (attribute.IsBare || probe.Rest() is not null) return null;
        container.Take("readinessProbe");
        return attribute.ToString();
    }

    /// <summary>The mounts; all or none, for they are one list.</summary>
    public static IEnumerable<string> Mounts(FieldSet container, string indent)
    {
        if (container.Peek("volumeMounts") is not ListNode mounts) yield break;
        if (mounts.Items.Any(m => m is not MapNode map || map["name"] is not ScalarNode || map["mountPath"] is not ScalarNode
            || map.Entries.Any(e => e.Key is not ("name" or "mountPath" or "subPath" or "readOnly")))) yield break;
        container.Take("volumeMounts");
        foreach (var mount in mounts.Items.Cast<MapNode>())
        {
            var field = new FieldSet(mount);
            yield return new AttributeText("Mount", indent).WithText(field.TakeText("name")!).WithText(field.TakeText("mountPath")!)
                .Set("SubPath", field.TakeText("subPath")).Set("ReadOnly", field.TakeFlag("readOnly")).ToString();
        }
    }
}
