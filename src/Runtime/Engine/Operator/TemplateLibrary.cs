using System.Text.Json.Nodes;

namespace Argosy.Engine;

/// <summary>The templates of other objects that a run reaches: looked up among the documents at hand, and frozen in the status once found.</summary>
internal sealed class TemplateLibrary(IWorkflowTemplates documents, JsonObject stored)
{
    /// <summary>The templates that were frozen, by key; part of the status.</summary>
    public JsonObject StoredTemplates => stored;

    public JsonObject? Stored(string scope, string resource, TemplateCall call) =>
        Key(scope, resource, call) is { } key ? stored.Object(key) : null;

    public void Store(string scope, string resource, TemplateCall call, JsonObject template)
    {
        if (Key(scope, resource, call) is { } key && !stored.ContainsKey(key))
            stored[key] = template.Clone();
        var (inlineScope, inlineResource) = call.TemplateRef is { } reference ? (reference.Flag("clusterScope") ? "cluster" : "namespaced", reference.Text("name")!) : (scope, resource);
        if (inlineScope == "local")
            return;
        foreach (var child in Calls(template))
            if (child.Inline is { } inline && Key(inlineScope, inlineResource, child) is { } inlineKey && !stored.ContainsKey(inlineKey))
                stored[inlineKey] = inline.Clone();
    }

    /// <summary>The steps and tasks of a template.</summary>
    public static IEnumerable<TemplateCall> Calls(JsonObject template)
    {
        foreach (var step in StepsOf(template).SelectMany(g => g))
            yield return TemplateCall.Of(CallKind.Step, step);
        foreach (var task in template.Object("dag").Items("tasks"))
            yield return TemplateCall.Of(CallKind.Task, task);
    }

    /// <summary>The groups of a Steps template; a group of one step may be written without a list.</summary>
    public static IEnumerable<IReadOnlyList<JsonObject>> StepsOf(JsonObject template)
    {
        foreach (var group in template.List("steps") ?? [])
            yield return group switch
            {
                JsonArray list => [.. list.OfType<JsonObject>()],
                JsonObject { } wrapped when wrapped.List("steps") is { } inner => [.. inner.OfType<JsonObject>()],
                JsonObject single => [single],
                _ => [],
            };
    }

    public JsonObject FromReference(JsonObject reference)
    {
        var name = reference.Text("name") ?? "";
        var template = reference.Text("template") ?? "";
        var owner = documents.Find(name, reference.Flag("clusterScope")) ?? throw new OperationException($"workflow template {name} not found");
        var spec = SpecOf(owner);
        var found = spec.Named("templates", template)?.Clone() ?? throw new OperationException($"template {template} not found in workflow template {name}");
        AddPodMetadata(spec.Object("podMetadata"), found);
        return found;
    }

    public TemplateContext ContextOf(JsonObject reference)
    {
        var name = reference.Text("name") ?? "";
        var cluster = reference.Flag("clusterScope");
        var owner = documents.Find(name, cluster) ?? throw new OperationException(NotFound(name, cluster));
        return new TemplateContext(this, cluster ? "cluster" : "namespaced", name, SpecOf(owner));
    }

    public static string NotFound(string name, bool cluster) =>
        cluster ? $"clusterworkflowtemplates.argoproj.io \"{name}\" not found" : $"workflowtemplates.argoproj.io \"{name}\" not found";

    /// <summary>Labels and annotations that the owner gives to all its pods; the template's own win.</summary>
    public static void AddPodMetadata(JsonObject? podMetadata, JsonObject template)
    {
        foreach (var kind in (ReadOnlySpan<string>)["annotations", "labels"])
        {
            if (podMetadata.Object(kind) is not { Count: > 0 } values)
                continue;
            var target = template.Ensure("metadata").Ensure(kind);
            foreach (var (key, value) in values)
                if (!target.ContainsKey(key))
                    target[key] = value?.DeepClone();
        }
    }

    private static JsonObject SpecOf(JsonObject owner) => owner.Object("spec") ?? [];

    // Local templates are not stored: they stand in the workflow itself.
    private static string? Key(string scope, string resource, TemplateCall call)
    {
        if (call.TemplateRef is { } reference)
            return $"{(reference.Flag("clusterScope") ? "cluster" : "namespaced")}/{reference.Text("name")}/{reference.Text("template")}";
        if (scope == "local")
            return null;
        return call.Inline is not null ? $"{scope}/{resource}/inline/{call.Name}" : $"{scope}/{resource}/{call.TemplateName}";
    }
}

/// <summary>The WorkflowTemplates and ClusterWorkflowTemplates at hand.</summary>
internal interface IWorkflowTemplates
{
    /// <summary>The object of that name, in normal form, or null.</summary>
    JsonObject? Find(string name, bool cluster);
}
