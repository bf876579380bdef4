using System.Text.Json.Nodes;

namespace Argosy.Engine;

/// <summary>Where template names are looked up: the workflow itself, or the WorkflowTemplate that a reference led into.</summary>
internal sealed class TemplateContext(TemplateLibrary library, string scope, string name, JsonObject spec)
{
    /// <summary>The scope as nodes show it: <c>local/WF</c>, <c>namespaced/W</c>, <c>cluster/W</c>.</summary>
    public string ScopeText { get; } = scope + "/" + name;

    private readonly Dictionary<string, JsonObject> _byName = new(StringComparer.Ordinal);

    /// <summary>The spec whose templates are looked up.</summary>
    public JsonObject Spec => spec;

    /// <summary>Finds the template of a step, task or hook, and the context in which its own names are looked up.</summary>
    /// <exception cref="OperationException">There is no such template.</exception>
    public (TemplateContext Context, JsonObject Template) Resolve(TemplateCall call)
    {
        var template = library.Stored(scope, name, call);
        // Nobody changes what this returns, so that a name of the workflow itself needs one copy only.
        if (scope == "local" && call is { Inline: null, TemplateRef: null, TemplateName: { Length: > 0 } local })
        {
            if (!_byName.TryGetValue(local, out template))
                _byName[local] = template = Find(call);
        }
        else if (template is null)
        {
            template = Find(call).Clone();
            library.Store(scope, name, call, template);
        }
        else
        {
            template = template.Clone();
        }

        var context = call.TemplateRef is { } reference ? library.ContextOf(reference) : this;
        if (TemplateTypes.Of(template) is null)
            throw new OperationException($"template '{template.Text("name")}' type is unknown");
        return (context, template);
    }

    private JsonObject Find(TemplateCall call)
    {
        if (call.Inline is { } inline)
            return inline;
        if (call.TemplateRef is { } reference)
            return library.FromReference(reference);
        if (!string.IsNullOrEmpty(call.TemplateName))
        {
            var local = spec.Named("templates", call.TemplateName)?.Clone() ?? throw new OperationException($"template {call.TemplateName} not found");
            TemplateLibrary.AddPodMetadata(spec.Object("podMetadata"), local);
            return local;
        }

        throw new OperationException("failed to get a template");
    }
}

/// <summary>Who calls a template: a step, a task, a hook or the entry.</summary>
/// <param name="Kind">What the caller is.</param>
/// <param name="Name">Name of the step or task; empty for hooks and the entry.</param>
/// <param name="TemplateName">Name of the template, if it is called by name.</param>
/// <param name="TemplateRef">The reference, if it is called by one.</param>
/// <param name="Inline">The template itself, if it stands in the call.</param>
internal sealed record TemplateCall(CallKind Kind, string Name, string? TemplateName, JsonObject? TemplateRef = null, JsonObject? Inline = null)
{
    public static TemplateCall Of(CallKind kind, JsonObject caller) =>
        new(kind, caller.Text("name") ?? "", caller.Text("template"), caller.Object("templateRef"), caller.Object("inline"));
}

/// <summary>What a template is called from.</summary>
internal enum CallKind
{
    /// <summary>A step, a hook, the entry.</summary>
    Step,

    /// <summary>A task of a DAG.</summary>
    Task,
}
