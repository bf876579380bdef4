using System.Globalization;
using Argosy.Manifests.Rules.Decoding;
using Argosy.Manifests.Schema;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Argo;

/// <summary>Argo found its first error: in its own mode nothing is looked at after it.</summary>
internal sealed class FirstErrorException(string text) : Exception(text);

/// <summary>Argo itself would crash here.</summary>
internal sealed class ArgoCrashException(string text) : Exception(text);

/// <summary>
/// Argo's validation of one object, in Argo's order. One walk serves two ends: in Argo's mode the first breach ends it, with the text that Argo nests around it; else every breach
/// is reported at its place and the walk goes on.
/// </summary>
internal sealed partial class WorkflowValidation
{
    private static readonly StructType TemplateType = SchemaTable.Struct("v1alpha1.Template");
    private static readonly StructType StepType = SchemaTable.Struct("v1alpha1.WorkflowStep");
    private static readonly StructType TaskType = SchemaTable.Struct("v1alpha1.DAGTask");
    private static readonly StructType OutputsType = SchemaTable.Struct("v1alpha1.Outputs");
    private static readonly StructType ParameterType = SchemaTable.Struct("v1alpha1.Parameter");

    private readonly CheckedObject _object;
    private readonly TemplateLibrary _library;
    private readonly CheckOptions _options;
    private readonly Placeholders _placeholders;
    private readonly bool _firstOnly;
    private readonly Action<Rule, string, SourcePlace> _report;
    private readonly Dictionary<string, string> _globals = new(StringComparer.Ordinal);
    private readonly HashSet<string> _visited = new(StringComparer.Ordinal);
    private readonly Dictionary<Node, ScalarNode> _origins = [];
    private readonly Stack<string> _prefixes = new();
    private readonly PlaceholderArguments _fake;
    private bool _isTemplateObject;
    private bool _anyGlobalArtifact;

    public WorkflowValidation(CheckedObject @object, TemplateLibrary library, CheckOptions options, Placeholders placeholders, Action<Rule, string, SourcePlace> report)
    {
        _object = @object;
        _library = library;
        _options = options;
        _placeholders = placeholders;
        _firstOnly = options.ArgoRulesOnly;
        _report = report;
        _fake = new PlaceholderArguments(placeholders);
    }

    /// <summary>Checks the object.</summary>
    public void Run()
    {
        var (limit, what) = _object.Kind switch
        {
            "WorkflowTemplate" => (63, "workflow template name"),
            "ClusterWorkflowTemplate" => (63, "cluster workflow template name"),
            "CronWorkflow" => (52, "cron workflow name"),
            _ => (63, "workflow name"),
        };
        var length = System.Text.Encoding.UTF8.GetByteCount(_object.Name);
        if (length > limit)
            Fail(RuleCatalog.Objects.Name, $"{what} {GoText.Quote(_object.Name)} must not be more than {limit} characters long (currently {length})", _object.Metadata!.At("name"));

        if (_object.Kind != "CronWorkflow")
        {
            Workflow();
            return;
        }

        Cron();
        using (Within("cannot validate Workflow: ")) Workflow();
    }

    private void Workflow()
    {
        var spec = _object.Spec;
        var isCron = _object.Kind == "CronWorkflow";
        _isTemplateObject = _object.Kind is "WorkflowTemplate" or "ClusterWorkflowTemplate";
        foreach (var name in (string[])["workflow.name", "workflow.namespace", "workflow.mainEntrypoint", "workflow.serviceAccountName", "workflow.uid"]) _globals[name] = _placeholders.Next();

        var entrypoint = spec.Text("entrypoint");
        var reference = spec.Map("workflowTemplateRef");
        CheckedObject? referenced = null;
        if (reference is not null)
        {
            if (spec.Any("templates")) Fail(RuleCatalog.Objects.ReferenceAndTemplates, "Templates is invalid field in spec if workflow referred WorkflowTemplate reference", spec.At("templates"));
            referenced = Lookup(reference.Text("name"), reference.Flag("clusterScope"), reference.At("name"));
            // Nothing can be said about a workflow whose templates are unknown.
            if (referenced is null) return;
            if (entrypoint.Length == 0) entrypoint = referenced.Spec.Text("entrypoint");
        }

        FieldNames(spec.List("templates"), "spec.templates", false);
        var parameters = Merged(spec.Map("arguments").Maps("parameters"), referenced?.Spec.Map("arguments").Maps("parameters"));
        var artifacts = Merged(spec.Map("arguments").Maps("artifacts"), referenced?.Spec.Map("arguments").Maps("artifacts"));
        ExecutorPlugins(spec);

        var isLint = !isCron && _options.Purpose == CheckPurpose.Lint;
        ArgumentsAndNames("spec.arguments.", parameters, artifacts, isLint || (_isTemplateObject && _options.Purpose != CheckPurpose.Submit));
        Globals(spec, referenced?.Spec, parameters, isCron);

        var ignoreEntrypoint = _isTemplateObject && spec.Text("entrypoint").Length == 0;
        if (!ignoreEntrypoint && entrypoint.Length == 0)
            Fail(RuleCatalog.Objects.NoEntrypoint, "spec.entrypoint is required", spec.Place.IsKnown ? spec : _object.Root);
        if (!ignoreEntrypoint && entrypoint.Length > 0)
        {
            CallArguments arguments = _isTemplateObject ? _fake : new GivenArguments(parameters, artifacts);
            Visit(Holder(entrypoint, reference), spec["entrypoint"] ?? (Node?)reference ?? spec, Base.Of(_object), arguments);
        }

        OnExit(spec, reference, referenced?.Spec);
        Hooks(spec.Map("hooks"), "hooks");
        PodGC(spec);
        PodResources("spec.podResources", spec.Map("podResources"));

        var all = (reference is null ? spec : referenced!.Spec).Maps("templates");
        foreach (var template in all)
        {
            using (Within($"templates.{template.Text("name")} ")) Visit(Holder(template.Text("name"), reference), template.At("name"), Base.Of(_object), _fake);
        }
    }

    private void OnExit(MapNode spec, MapNode? reference, MapNode? referenced)
    {
        var name = spec.Text("onExit");
        var at = spec["onExit"];
        if (name.Length == 0 && referenced is not null)
        {
            name = referenced.Text("onExit");
            at = reference;
        }

        if (name.Length == 0) return;
        _globals["workflow.failures"] = _placeholders.Next();
        var templates = spec.Maps("templates");
        if (referenced is not null) templates = templates.Concat(referenced.Maps("templates"));
        if (templates.SelectMany(t => t.Map("outputs").Maps("artifacts")).Any(a => IsTag(a.Text("globalName")))) _anyGlobalArtifact = true;
        Visit(Holder(name, reference), at ?? spec, Base.Of(_object), GivenArguments.Of(spec.Map("arguments")));
    }

    private void Globals(MapNode spec, MapNode? referenced, List<MapNode> parameters, bool isCron)
    {
        if (parameters.Count > 0)
        {
            _globals["workflow.parameters"] = _placeholders.Next();
            _globals["workflow.parameters.json"] = _placeholders.Next();
        }

        foreach (var parameter in parameters)
            if (parameter.Text("name").Length > 0)
                _globals["workflow.parameters." + parameter.Text("name")] = parameter.Has("value") ? parameter.Text("value") : _placeholders.Next();

        var metadata = isCron ? null : _object.Metadata;
        var annotations = new HashSet<string>(Keys(metadata, "annotations"), StringComparer.Ordinal);
        var labels = new HashSet<string>(Keys(metadata, "labels"), StringComparer.Ordinal);
        if (isCron)
        {
            annotations.Add("workflows.argoproj.io/scheduled-time");
            labels.Add("workflows.argoproj.io/cron-workflow");
            const string instance = "workflows.argoproj.io/controller-instanceid";
            if (Keys(_object.Metadata, "labels").Contains(instance)) labels.Add(instance);
            annotations.UnionWith(Keys(_object.Root.Map("spec").Map("workflowMetadata"), "annotations"));
            labels.UnionWith(Keys(_object.Root.Map("spec").Map("workflowMetadata"), "labels"));
        }

        foreach (var source in new[] { spec.Map("workflowMetadata"), _options.WorkflowDefaults.Map("spec").Map("workflowMetadata"), referenced.Map("workflowMetadata") })
        {
            annotations.UnionWith(Keys(source, "annotations"));
            labels.UnionWith(Keys(source, "labels"));
            labels.UnionWith(Keys(source, "labelsFrom"));
        }

        foreach (var key in annotations.OrderBy(k => k, StringComparer.Ordinal)) _globals["workflow.annotations." + key] = _placeholders.Next();
        _globals["workflow.annotations"] = _placeholders.Next();
        _globals["workflow.annotations.json"] = _placeholders.Next();
        foreach (var key in labels.OrderBy(k => k, StringComparer.Ordinal)) _globals["workflow.labels." + key] = _placeholders.Next();
        _globals["workflow.labels"] = _placeholders.Next();
        _globals["workflow.labels.json"] = _placeholders.Next();
        if (spec.Has("priority")) _globals["workflow.priority"] = spec.Text("priority");
        _globals["workflow.status"] = _placeholders.Next();
    }

    private static IEnumerable<string> Keys(MapNode? map, string field) => map.Map(field)?.Entries.Select(e => e.Key) ?? [];

    private static List<MapNode> Merged(IEnumerable<MapNode> own, IEnumerable<MapNode>? referenced)
    {
        var all = own.ToList();
        if (referenced is null) return all;
        var merged = new List<MapNode>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in all.Concat(referenced))
            if (names.Add(item.Text("name"))) merged.Add(item);
        return merged;
    }

    // A step that calls a template of this object, or of the one that the workflow refers to.
    private static MapNode Holder(string template, MapNode? reference)
    {
        if (reference is null) return new MapNode().Add("template", template);
        var to = new MapNode().Add("name", reference.At("name")).Add("template", template);
        if (reference.Flag("clusterScope")) to.Add("clusterScope", ScalarNode.Boolean(true));
        return new MapNode().Add("templateRef", to);
    }

    private CheckedObject? Lookup(string name, bool isClusterScope, Node at)
    {
        if (!isClusterScope && _object.Kind == "ClusterWorkflowTemplate" && _firstOnly)
            throw new ArgoCrashException($"{_object.Document.Name}: a ClusterWorkflowTemplate refers to {name} without clusterScope: true");
        var found = _library.Find(name, _object.Namespace, isClusterScope);
        if (found is not null) return found;
        var near = Nearest.Hint(Nearest.To(name, _library.Names(isClusterScope)));
        Fail(RuleCatalog.Objects.ReferenceMissing, isClusterScope
            ? $"couldn't find cluster workflow template {GoText.Quote(name)}"
            : $"couldn't find workflow template {GoText.Quote(name)} in namespace {GoText.Quote(_object.Namespace)}", at, near);
        return null;
    }

    private void ExecutorPlugins(MapNode spec)
    {
        foreach (var plugin in spec.Maps("executorPlugins"))
        {
            var container = plugin.Map("spec").Map("sidecar").Map("container");
            var missing = plugin.Map("metadata").Text("name").Length == 0 && plugin.Text("name").Length == 0 ? "executor plugin metadata name is mandatory"
                : !container.Any("ports") ? "at least one port is mandatory"
                : !container.Map("resources").Has("requests") ? "resources requests are mandatory"
                : !container.Map("resources").Has("limits") ? "resources limits are mandatory"
                : !container.Has("securityContext") ? "security context is mandatory"
                : null;
            if (missing is not null) Fail(RuleCatalog.Objects.ExecutorPlugin, $"spec.executorPlugins: {missing}", plugin);
        }
    }

    private void Hooks(MapNode? hooks, string prefix)
    {
        if (hooks is null) return;
        foreach (var entry in hooks.Entries.OrderBy(e => e.Key, StringComparer.Ordinal))
            if (entry.Key != "exit" && (entry.Value as MapNode).Text("expression").Length == 0)
                Fail(RuleCatalog.Objects.HookExpression, $"{prefix}.{entry.Key} Expression required", entry.KeyPlace, "; only the hook exit runs without one");
    }

    private void PodResources(string prefix, MapNode? resources)
    {
        if (resources is null) return;
        if (resources.Any("claims")) Fail(RuleCatalog.Objects.PodResources, $"{prefix}.claims is not supported for pod-level resources", resources.At("claims"));
        foreach (var field in (string[])["limits", "requests"])
            foreach (var entry in resources.Map(field)?.Entries ?? [])
                if (entry.Key is not ("cpu" or "memory") && !entry.Key.StartsWith("hugepages-", StringComparison.Ordinal))
                    Fail(RuleCatalog.Objects.PodResources, $"{prefix}: {GoText.Quote(entry.Key)} is not a valid pod-level resource, only cpu, memory and hugepages-* are supported", entry.KeyPlace);
    }

    private void PodGC(MapNode spec)
    {
        if (spec.Map("podGC") is not { } podGC) return;
        if (podGC.Text("strategy") is not ("" or "OnPodCompletion" or "OnPodSuccess" or "OnWorkflowCompletion" or "OnWorkflowSuccess") and var strategy)
            Fail(RuleCatalog.Objects.PodGC, $"podGC.strategy unknown strategy '{strategy}'", podGC.At("strategy"), Nearest.Hint(Nearest.To(strategy, ["OnPodCompletion", "OnPodSuccess", "OnWorkflowCompletion", "OnWorkflowSuccess"])));
        if (podGC.Map("labelSelector") is { } selector && LabelSelectorText.Error(selector) is { } error)
            Fail(RuleCatalog.Objects.PodGC, $"podGC.labelSelector invalid: {error}", selector);
    }

    private Closing Within(string prefix)
    {
        _prefixes.Push(prefix);
        return new Closing(_prefixes);
    }

    private readonly struct Closing(Stack<string> prefixes) : IDisposable
    {
        public void Dispose() => prefixes.Pop();
    }

    private void Fail(Rule rule, string text, Node at, string hint = "") => Fail(rule, text, at.Place, hint);

    private void Fail(Rule rule, string text, SourcePlace at, string hint = "")
    {
        // The prefixes say how Argo came here; a place says it better.
        if (_firstOnly)
        {
            _report(rule, text + hint, at);
            throw new FirstErrorException(string.Concat(_prefixes.Reverse()) + text);
        }

        _report(rule, text + hint, at);
    }

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}
