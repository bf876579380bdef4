using Argosy.Manifests.Tree;
using Argosy.Tool.Import.Writing;

namespace Argosy.Tool.Import.Templates;

/// <summary>The fields that a template and a whole workflow have in common: retries, locks, metrics, placement.</summary>
internal static class PolicyAttributes
{
    /// <summary>The attributes for what they can say; the rest stays.</summary>
    public static IEnumerable<string> Take(FieldSet field, string indent)
    {
        if (Retry(field, indent) is { } retry) yield return retry;
        if (field.Peek("timeout") is ScalarNode { Kind: ScalarKind.String }) yield return new AttributeText("Timeout", indent).WithText(field.TakeText("timeout")!).ToString();
        if (Memoize(field, indent) is { } memoize) yield return memoize;
        foreach (var text in Locks(field, indent)) yield return text;
        if (field.Peek("serviceAccountName") is ScalarNode) yield return new AttributeText("ServiceAccount", indent).WithText(field.TakeText("serviceAccountName")!).ToString();
        if (field.Peek("executor") is MapNode { Entries.Count: 1 } executor && executor["serviceAccountName"] is ScalarNode)
            yield return new AttributeText("ExecutorServiceAccount", indent).WithText(field.Child("executor")!.TakeText("serviceAccountName")!).ToString();
        if (field.Peek("nodeSelector") is MapNode selector && selector.Entries.All(e => e.Value is ScalarNode { Kind: ScalarKind.String }))
        {
            field.Take("nodeSelector");
            foreach (var entry in selector.Entries) yield return new AttributeText("NodeSelector", indent).WithText(entry.Key).WithText(((ScalarNode)entry.Value).Text).ToString();
        }

        foreach (var text in Tolerations(field, indent)) yield return text;
        foreach (var text in Metrics.Take(field, indent)) yield return text;
        if (SecurityContext(field, indent) is { } security) yield return security;
        if (field.Peek("daemon") is ScalarNode { Kind: ScalarKind.Boolean, Text: "true" })
        {
            field.Take("daemon");
            yield return "Daemon";
        }
    }

    private static string? SecurityContext(FieldSet field, string indent)
    {
        if (field.Peek("securityContext") is not MapNode map || map.Entries.Any(e => e.Key is not ("runAsUser" or "runAsGroup" or "fsGroup" or "runAsNonRoot"))) return null;
        var security = field.Child("securityContext")!;
        var attribute = new AttributeText("SecurityContext", indent).Set("RunAsUser", security.TakeNumber("runAsUser")).Set("RunAsGroup", security.TakeNumber("runAsGroup"))
            .Set("FsGroup", security.TakeNumber("fsGroup")).Set("RunAsNonRoot", security.TakeFlag("runAsNonRoot"));
        return attribute.IsBare ? null : attribute.ToString();
    }

    private static string? Retry(FieldSet field, string indent)
    {
        if (field.Child("retryStrategy") is not { } retry) return null;
        if (retry.Map.Entries.Count == 0)
        {
            field.Take("retryStrategy");
            return "Retry";
        }

        var attribute = new AttributeText("Retry", indent);
        if (retry.TakeNumber("limit") is { } limit) attribute.With(limit.ToString(System.Globalization.CultureInfo.InvariantCulture));
        else attribute.Set("LimitTag", retry.TakeText("limit"));
        attribute.Set("Policy", retry.TakeText("retryPolicy")).Set("Expression", retry.TakeText("expression"));
        if (retry.Child("backoff") is { } backoff)
        {
            if (backoff.Peek("duration") is ScalarNode { Kind: ScalarKind.String }) attribute.Set("Backoff", backoff.TakeText("duration"));
            attribute.Set("Factor", backoff.TakeNumber("factor"));
            if (backoff.Peek("maxDuration") is ScalarNode { Kind: ScalarKind.String }) attribute.Set("MaxDuration", backoff.TakeText("maxDuration"));
            if (backoff.Peek("cap") is ScalarNode { Kind: ScalarKind.String }) attribute.Set("Cap", backoff.TakeText("cap"));
        }

        return attribute.IsBare ? null : attribute.ToString();
    }

    private static string? Memoize(FieldSet field, string indent)
    {
        if (field.Peek("memoize") is not MapNode map || map["key"] is not ScalarNode) return null;
        var memoize = field.Child("memoize")!;
        var attribute = new AttributeText("Memoize", indent).WithText(memoize.TakeText("key")!);
        if (memoize.Peek("cache") is MapNode { Entries.Count: 1 } cache && cache["configMap"] is MapNode { Entries.Count: 1 } configMap && configMap["name"] is ScalarNode name)
        {
            memoize.Take("cache");
            attribute.Set("Cache", name.Text);
        }

        return attribute.Set("MaxAge", memoize.TakeText("maxAge")).ToString();
    }

    private static IEnumerable<string> Locks(FieldSet field, string indent)
    {
        if (field.Peek("synchronization") is not MapNode map || map.Entries.Any(e => e.Key is not ("mutexes" or "semaphores") || e.Value is not ListNode)) yield break;
        var texts = new List<string>();
        foreach (var item in (map["mutexes"] as ListNode)?.Items ?? [])
        {
            if (item is not MapNode mutex || mutex["name"] is not ScalarNode) yield break;
            var fields = new FieldSet(mutex);
            texts.Add(new AttributeText("Mutex", indent).WithText(fields.TakeText("name")!).Set("Namespace", fields.TakeText("namespace")).Set("Database", fields.TakeFlag("database")).ToString());
            if (fields.Rest() is not null) yield break;
        }

        foreach (var item in (map["semaphores"] as ListNode)?.Items ?? [])
        {
            if (item is not MapNode semaphore) yield break;
            var fields = new FieldSet(semaphore);
            var attribute = new AttributeText("Semaphore", indent);
            if (fields.Child("configMapKeyRef") is { } configMap) attribute.Set("ConfigMap", configMap.TakeText("name")).Set("Key", configMap.TakeText("key"));
            if (fields.Child("database") is { } database) attribute.Set("DatabaseKey", database.TakeText("key"));
            texts.Add(attribute.Set("Namespace", fields.TakeText("namespace")).ToString());
            if (fields.Rest() is not null) yield break;
        }

        field.Take("synchronization");
        foreach (var text in texts) yield return text;
    }

    private static IEnumerable<string> Tolerations(FieldSet field, string indent)
    {
        if (field.Peek("tolerations") is not ListNode list) yield break;
        var texts = new List<string>();
        foreach (var item in list.Items)
        {
            if (item is not MapNode map) yield break;
            var fields = new FieldSet(map);
            var attribute = new AttributeText("Toleration", indent);
            if (fields.TakeText("key") is { } key) attribute.WithText(key);
            texts.Add(attribute.Set("Operator", fields.TakeText("operator")).Set("Value", fields.TakeText("value")).Set("Effect", fields.TakeText("effect"))
                .Set("Seconds", fields.TakeNumber("tolerationSeconds")).ToString());
            if (fields.Rest() is not null) yield break;
        }

        field.Take("tolerations");
        foreach (var text in texts) yield return text;
    }
}
