using Argosy.Manifests.Rules.Argo;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Runtime;

/// <summary>Who calls whom in one object, made once for all rules about what happens when it runs.</summary>
internal sealed class WorkflowView
{
    private readonly CheckedObject _object;
    private readonly TemplateLibrary _library;
    private readonly Dictionary<string, MapNode> _templates = new(StringComparer.Ordinal);
    private readonly List<TemplateCall> _calls = [];
    private readonly List<MapNode> _all = [];

    public WorkflowView(CheckedObject @object, TemplateLibrary library)
    {
        _object = @object;
        _library = library;
        foreach (var template in Spec.Maps("templates"))
            if (!_templates.ContainsKey(template.Text("name"))) _templates.Add(template.Text("name"), template);
        foreach (var template in Spec.Maps("templates")) Read(template);
    }

    public MapNode Spec => _object.Spec;

    /// <summary>Whether the object runs as it stands; a template is run by another object, which may add what is missing here.</summary>
    public bool IsWorkflow => _object.Kind is "Workflow" or "CronWorkflow" && !Spec.Has("workflowTemplateRef");

    /// <summary>All steps and tasks, those of inline templates too.</summary>
    public IReadOnlyList<TemplateCall> Calls => _calls;

    /// <summary>All templates, inline ones too.</summary>
    public IReadOnlyList<MapNode> AllTemplates => _all;

    public string Entrypoint => Spec.Text("entrypoint");

    public MapNode? Template(string name) => _templates.TryGetValue(name, out var template) ? template : null;

    public IEnumerable<string> TemplateNames => _templates.Keys;

    public IEnumerable<TemplateCall> CallsIn(MapNode template) => _calls.Where(c => ReferenceEquals(c.Owner, template));

    public IEnumerable<TemplateCall> CallsOf(MapNode template) => _calls.Where(c => ReferenceEquals(c.Callee, template));

    /// <summary>The retry strategy that a template runs with.</summary>
    public MapNode? RetryOf(MapNode template) =>
        template.Map("retryStrategy") ?? Spec.Map("templateDefaults").Map("retryStrategy") ?? Spec.Map("retryStrategy");

    /// <summary>The templates that hooks and exit handlers name, with the place of the name.</summary>
    public IEnumerable<(ScalarNode Name, MapNode Hook)> HookTemplates()
    {
        foreach (var holder in _calls.Select(c => c.Node).Prepend(Spec))
        {
            if (holder["onExit"] is ScalarNode { Text.Length: > 0 } onExit) yield return (onExit, holder);
            foreach (var hook in holder.Map("hooks")?.Entries ?? [])
                if (hook.Value is MapNode map && map["template"] is ScalarNode { Text.Length: > 0 } name) yield return (name, map);
        }
    }

    /// <summary>The templates that can be reached from one, itself included. What hooks call is followed only when asked.</summary>
    public HashSet<MapNode> Reach(IEnumerable<MapNode?> from, bool hooks)
    {
        var found = new HashSet<MapNode>();
        var open = new Stack<MapNode>(from.OfType<MapNode>());
        while (open.Count > 0)
        {
            var template = open.Pop();
            if (!found.Add(template)) continue;
            foreach (var call in CallsIn(template))
            {
                if (call.Callee is { } callee) open.Push(callee);
                if (!hooks) continue;
                if (Template(call.Node.Text("onExit")) is { } onExit) open.Push(onExit);
                foreach (var hook in call.Hooks)
                    if (Template((hook.Value as MapNode).Text("template")) is { } called) open.Push(called);
            }
        }

        return found;
    }

    /// <summary>The templates of what runs before the end: those that the entrypoint reaches without hooks.</summary>
    public HashSet<MapNode> MainTree => Reach([Template(Entrypoint)], hooks: false);

    /// <summary>The templates that handle the end, or a hook of the workflow itself.</summary>
    public HashSet<MapNode> HandlerTree => Reach(HookTemplates().Select(h => Template(h.Name.Text)), hooks: true);

    private void Read(MapNode template)
    {
        _all.Add(template);
        if (template.Map("dag") is { } dag)
        {
            var tasks = dag.Maps("tasks").ToList();
            var graph = new TaskGraph(tasks);
            var siblings = new List<TemplateCall>();
            for (var i = 0; i < tasks.Count; i++) Add(template, tasks[i], siblings, true, 0, i, graph);
        }

        if (template.List("steps") is { } steps)
        {
            var siblings = new List<TemplateCall>();
            for (var group = 0; group < steps.Items.Count; group++)
                foreach (var step in (steps.Items[group] as ListNode)?.Items.OfType<MapNode>() ?? []) Add(template, step, siblings, false, group, siblings.Count, null);
        }
    }

    private void Add(MapNode owner, MapNode node, List<TemplateCall> siblings, bool isTask, int group, int index, TaskGraph? graph)
    {
        var (callee, elsewhere) = CalleeOf(node);
        var call = new TemplateCall { Owner = owner, Node = node, Siblings = siblings, IsTask = isTask, Group = group, Index = index, Graph = graph, Callee = callee, IsElsewhere = elsewhere };
        siblings.Add(call);
        _calls.Add(call);
        if (node.Map("inline") is { } inline) Read(inline);
    }

    private (MapNode? Callee, bool IsElsewhere) CalleeOf(MapNode node)
    {
        if (node.Map("inline") is { } inline) return (inline, false);
        if (node.Map("templateRef") is not { } reference) return (Template(node.Text("template")), false);
        var name = reference.Text("name");
        if (name.Length == 0 || name.Contains("{{")) return (null, true);
        var found = _library.Find(name, _object.Namespace, reference.Flag("clusterScope"));
        return (found?.Spec.Maps("templates").FirstOrDefault(t => t.Text("name") == reference.Text("template")), true);
    }
}
