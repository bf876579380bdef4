using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argosy.Manifests.Expressions;
using Argosy.Manifests.Tags;

namespace Argosy.Engine;

/// <summary>The start of a run: references merged, checked, global names known.</summary>
internal sealed partial class Operation
{
    private const string ParameterLabel = "workflows.argoproj.io/configmap-type";

    private bool _isPrepared;

    /// <summary>The name in the scope of local templates; empty under a workflowTemplateRef.</summary>
    private string LocalScopeName => Spec.ContainsKey("workflowTemplateRef") ? "" : Name;

    private bool NeedsFailures { get; set; }

    private bool PrepareSpec()
    {
        if (!_isPrepared)
        {
            var isNew = Phase.Length == 0;
            if (isNew)
                Metadata.Ensure("annotations")["workflows.argoproj.io/pod-name-format"] = "v2";
            if (Spec.Object("workflowTemplateRef") is { } reference)
            {
                if (Status.Object("storedWorkflowTemplateSpec") is not { } stored)
                {
                    var name = reference.Text("name") ?? "";
                    var cluster = reference.Flag("clusterScope");
                    if (_services.Find(name, cluster) is not { } owner)
                        return End(Phases.Error, TemplateLibrary.NotFound(name, cluster));
                    stored = StrategicMerge.Merge(owner.Object("spec") ?? [], Spec);
                    MergeArguments(stored, owner.Object("spec") ?? []);
                    Status["storedWorkflowTemplateSpec"] = stored;
                    Metadata.Ensure("labels")[cluster ? "workflows.argoproj.io/cluster-workflow-template" : "workflows.argoproj.io/workflow-template"] = name;
                }

                _spec = stored.Clone();
            }
            else
            {
                _spec = Spec.Clone();
            }

            if (isNew)
            {
                var fault = _services.FaultOf(Workflow);
                StoreReachableTemplates();
                if (!string.IsNullOrEmpty(fault))
                    return End(Phases.Failed, "invalid spec: " + fault);
            }

            try
            {
                SetGlobals();
            }
            catch (OperationException e)
            {
                return End(Phases.Failed, "failed to set global parameters: " + e.Message);
            }

            try
            {
                ReplaceGlobalsInSpec();
                if (isNew)
                    ApplyWorkflowMetadata();
            }
            catch (Exception e) when (e is TagException or OperationException)
            {
                return End(Phases.Error, e.Message);
            }

            if (!ResolveRepository(isNew))
                return false;
            NeedsFailures = GoJson.Text(_spec).Contains("workflow.failures", StringComparison.Ordinal) || GoJson.Text(Status.Object("storedTemplates")).Contains("workflow.failures", StringComparison.Ordinal);
            _isPrepared = true;
        }

        SetGlobal("workflow.status", Phase);
        var duration = StartedAt is { } started ? ((FinishedAt ?? Now) - started).TotalSeconds : 0;
        SetGlobal("workflow.duration", duration.ToString("F6", CultureInfo.InvariantCulture));
        return true;
    }

    private bool End(string phase, string message)
    {
        Status["progress"] = "0/0";
        MarkWorkflow(phase, message);
        return false;
    }

    /// <summary>Arguments by name: a parameter that says a value in any way replaces the lower one whole, and the workflow's come first.</summary>
    private void MergeArguments(JsonObject merged, JsonObject template)
    {
        foreach (var key in (ReadOnlySpan<string>)["hooks"])
            if (Spec.Object(key) is { } hooks)
                foreach (var (name, hook) in hooks)
                    merged.Ensure(key)[name] = hook?.DeepClone();
        if (merged.Object("arguments") is not { } arguments || arguments.List("parameters") is null)
            return;
        var own = Spec.Object("arguments");
        var list = new JsonArray();
        foreach (var parameter in own.Items("parameters"))
        {
            var saysValue = parameter.ContainsKey("value") || parameter.ContainsKey("valueFrom") || parameter.ContainsKey("default");
            list.Add((saysValue ? parameter : template.Object("arguments").Named("parameters", parameter.Text("name") ?? "") ?? parameter).Clone());
        }

        foreach (var parameter in template.Object("arguments").Items("parameters"))
            if (own.Named("parameters", parameter.Text("name") ?? "") is null)
                list.Add(parameter.Clone());
        arguments["parameters"] = list;
    }

    private void SetGlobals()
    {
        var labels = Metadata.Object("labels") ?? [];
        var annotations = Metadata.Object("annotations") ?? [];
        SetGlobal("workflow.name", Name);
        SetGlobal("workflow.namespace", Namespace);
        SetGlobal("workflow.mainEntrypoint", _spec.Text("entrypoint") ?? "");
        SetGlobal("workflow.serviceAccountName", _spec.Text("serviceAccountName") ?? "");
        SetGlobal("workflow.uid", Metadata.Text("uid") ?? "");
        var created = DateTime.TryParse(Metadata.Text("creationTimestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var at) ? at : Now;
        SetGlobal("workflow.creationTimestamp", Rfc3339(created));
        SetGlobal("workflow.creationTimestamp.RFC3339", Rfc3339(created));
        SetGlobal("workflow.creationTimestamp.s", new DateTimeOffset(created).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        foreach (var (letter, format) in TimeFormats)
            SetGlobal("workflow.creationTimestamp." + letter, created.ToString(format, CultureInfo.InvariantCulture));
        if (annotations.Text("workflows.argoproj.io/scheduled-time") is { } scheduled)
            SetGlobal("workflow.scheduledTime", scheduled);
        if (_spec.Text("priority") is { } priority)
            SetGlobal("workflow.priority", priority);
        var parameters = new JsonArray([.. _spec.Object("arguments").Items("parameters").Select(ParameterInOrder)]);
        var parametersText = _spec.Object("arguments").List("parameters") is null ? "null" : GoJson.Text(parameters);
        SetGlobal("workflow.parameters", parametersText);
        SetGlobal("workflow.parameters.json", parametersText);
        foreach (var parameter in _spec.Object("arguments").Items("parameters"))
            SetGlobal("workflow.parameters." + parameter.Text("name"), GlobalParameter(parameter));
        foreach (var output in (Outputs).Items("parameters"))
            if (output.Text("value") is { } value)
                SetGlobal("workflow.outputs.parameters." + output.Text("name"), value);
        var metadata = _spec.Object("workflowMetadata");
        var computed = metadata.Object("labelsFrom") ?? [];
        SetGlobal("workflow.annotations", GoJson.SortedText(annotations));
        SetGlobal("workflow.annotations.json", GoJson.SortedText(annotations));
        SetGlobal("workflow.labels", GoJson.SortedText(labels));
        SetGlobal("workflow.labels.json", GoJson.SortedText(labels));
        foreach (var source in (ReadOnlySpan<JsonObject?>)[annotations, metadata.Object("annotations")])
            foreach (var (key, _) in source ?? [])
                SetGlobal("workflow.annotations." + key, source.Text(key) ?? "");
        foreach (var source in (ReadOnlySpan<JsonObject?>)[labels, metadata.Object("labels")])
            foreach (var (key, _) in source ?? [])
                if (!computed.ContainsKey(key))
                    SetGlobal("workflow.labels." + key, source.Text(key) ?? "");
    }

    private static readonly (string Letter, string Format)[] TimeFormats =
        [("B", "MMMM"), ("b", "MMM"), ("m", "MM"), ("A", "dddd"), ("a", "ddd"), ("d", "dd"), ("H", "HH"), ("I", "hh"), ("M", "mm"), ("S", "ss"), ("Y", "yyyy"), ("y", "yy"),
         ("p", "tt"), ("Z", "'UTC'"), ("z", "'+0000'"), ("L", "'.'fff")];

    /// <summary>A parameter with its fields in the order in which Argo writes them.</summary>
    internal static JsonNode ParameterInOrder(JsonObject parameter)
    {
        var ordered = new JsonObject();
        foreach (var key in (ReadOnlySpan<string>)["name", "default", "value", "valueFrom", "globalName", "enum", "description"])
            if (parameter[key] is { } value)
                ordered[key] = value.DeepClone();
        return ordered;
    }

    private string GlobalParameter(JsonObject parameter)
    {
        if (parameter.Text("value") is { } value)
            return value;
        if (parameter.Object("valueFrom") is { } source && source.Object("configMapKeyRef") is { } reference)
        {
            var (found, fault, _) = ConfigMapValue(reference.Text("name") ?? "", reference.Text("key") ?? "");
            return found ?? source.Text("default")
                ?? throw new OperationException($"failed to set global parameter {parameter.Text("name")} from configmap with name {reference.Text("name")} and key {reference.Text("key")}: {fault}");
        }

        throw new OperationException($"either value or valueFrom must be specified in order to set global parameter {parameter.Text("name")}");
    }

    /// <summary>The value of a ConfigMap that is marked as one for parameters, or why there is none.</summary>
    private (string? Value, string Fault, bool NotFound) ConfigMapValue(string name, string key)
    {
        var map = _services.Config.ConfigMap(name);
        if (map is null || map.Metadata?.Labels is null || !map.Metadata.Labels.TryGetValue(ParameterLabel, out var kind))
            return (null, $"ConfigMap '{name}' does not exist. Please make sure it has the label {ParameterLabel}: Parameter to be detectable by the controller", true);
        if (kind != "Parameter")
            return (null, $"ConfigMap '{name}' needs to have the label {ParameterLabel}: Parameter to load parameters", false);
        if (map.Data is null || !map.Data.TryGetValue(key, out var value))
            return (null, $"ConfigMap '{name}' does not have the key '{key}'", true);
        return (value, "", false);
    }

    private void ReplaceGlobalsInSpec()
    {
        var outside = _spec.Clone();
        outside.Remove("templates");
        var text = GoJson.Text(outside);
        if (!text.Contains("{{", StringComparison.Ordinal))
            return;
        var replaced = JsonNode.Parse(TagSubstitution.ReplaceJson(text, GlobalValues(), allowUnresolved: true))!.AsObject();
        if (_spec["templates"] is { } templates)
            replaced["templates"] = templates.DeepClone();
        _spec = replaced;
        if (!Spec.ContainsKey("workflowTemplateRef") && Phase.Length == 0)
        {
            foreach (var (key, value) in replaced)
                if (key != "templates")
                    Spec[key] = value?.DeepClone();
        }
    }

    private Dictionary<string, object?> GlobalValues() => _globals.ToDictionary(p => p.Key, p => (object?)p.Value, StringComparer.Ordinal);

    private void ApplyWorkflowMetadata()
    {
        if (_spec.Object("workflowMetadata") is not { } metadata)
            return;
        foreach (var (key, _) in metadata.Object("labels") ?? [])
        {
            var value = metadata.Object("labels").Text(key) ?? "";
            if (LabelFault(value) is { } fault)
                throw new OperationException($"invalid label value {GoJson.Quoted(value)} for label {GoJson.Quoted(key)}: {fault}");
            Metadata.Ensure("labels")[key] = value;
            SetGlobal("workflow.labels." + key, value);
        }

        foreach (var (key, _) in metadata.Object("annotations") ?? [])
        {
            var value = metadata.Object("annotations").Text(key) ?? "";
            Metadata.Ensure("annotations")[key] = value;
            SetGlobal("workflow.annotations." + key, value);
        }

        var environment = GlobalValues();
        foreach (var (key, source) in metadata.Object("labelsFrom") ?? [])
        {
            var expression = (source as JsonObject).Text("expression") ?? "";
            object? result;
            try
            {
                result = ExpressionEvaluator.Evaluate(expression, environment);
            }
            catch (ExpressionException e)
            {
                throw new OperationException(e.Stage is ExpressionStage.Run
                    ? $"failed to evaluate label {GoJson.Quoted(key)} expression {GoJson.Quoted(expression)}: {e.Message}"
                    : $"failed to compile function for expression {GoJson.Quoted(expression)}: {e.Message}");
            }

            if (result is not string value)
            {
                var type = result switch { null => "<nil>", long => "int", double => "float64", bool => "bool", IReadOnlyList<object?> => "[]interface {}", _ => "map[string]interface {}" };
                throw new OperationException($"failed to evaluate label {GoJson.Quoted(key)} expression {GoJson.Quoted(expression)} evaluted to {type} but must be a string");
            }

            if (LabelFault(value) is { } fault)
                throw new OperationException($"invalid label value {GoJson.Quoted(value)} for label {GoJson.Quoted(key)} and expression {GoJson.Quoted(expression)}: {fault}");
            Metadata.Ensure("labels")[key] = value;
            SetGlobal("workflow.labels." + key, value);
        }

        ReplaceGlobalsInSpec();
    }

    private static string? LabelFault(string value)
    {
        if (value.Length > 63)
            return "must be no more than 63 bytes";
        return LabelValue().IsMatch(value)
            ? null
            : "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
    }

    [GeneratedRegex(@"^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?\z")]
    private static partial Regex LabelValue();

    private bool ResolveRepository(bool isNew)
    {
        if (!isNew)
            return true;
        if (_spec.Object("artifactRepositoryRef") is { } reference)
        {
            var map = reference.Text("configMap") is { Length: > 0 } m ? m : "artifact-repositories";
            var config = _services.Config.ConfigMap(map);
            var key = reference.Text("key") is { Length: > 0 } k ? k : config?.Metadata?.Annotations is { } a && a.TryGetValue("workflows.argoproj.io/default-artifact-repository", out var d) ? d : "";
            if (config?.Data is null || !config.Data.ContainsKey(key))
                return End(Phases.Error, $"failed to resolve artifact repository: failed to find any artifact repository for artifact repository ref \"{reference.Text("configMap")}#{key}\"");
            Status["artifactRepositoryRef"] = new JsonObject { ["configMap"] = map, ["key"] = key, ["namespace"] = Namespace };
        }
        else
        {
            Status["artifactRepositoryRef"] = new JsonObject { ["default"] = true };
        }

        return true;
    }

    /// <summary>Freezes the templates of other objects that the workflow can reach; references with tags are left for later.</summary>
    private void StoreReachableTemplates()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var reference = Spec.Object("workflowTemplateRef");
        var context = reference is null
            ? new TemplateContext(_library, "local", Name, _spec)
            : new TemplateContext(_library, reference.Flag("clusterScope") ? "cluster" : "namespaced", reference.Text("name") ?? "", _spec);

        void Visit(TemplateContext where, TemplateCall call)
        {
            if (call.TemplateRef is { } r && GoJson.Text(r).Contains("{{", StringComparison.Ordinal))
                return;
            if (call.TemplateName?.Contains("{{", StringComparison.Ordinal) == true)
                return;
            if (call.Inline is null && !seen.Add($"{where.ScopeText}|{GoJson.Text(call.TemplateRef)}|{call.TemplateName}"))
                return;
            TemplateContext inner;
            JsonObject template;
            try
            {
                (inner, template) = where.Resolve(call);
            }
            catch (OperationException)
            {
                return;
            }

            foreach (var step in TemplateLibrary.StepsOf(template).SelectMany(g => g).Concat(template.Object("dag").Items("tasks")))
            {
                Visit(inner, TemplateCall.Of(CallKind.Step, step));
                VisitHooks(inner, step);
            }
        }

        void VisitHooks(TemplateContext where, JsonObject owner)
        {
            if (owner.Text("onExit") is { Length: > 0 } onExit)
                Visit(where, new TemplateCall(CallKind.Step, "", onExit));
            foreach (var (_, hook) in owner.Object("hooks") ?? [])
                if (hook is JsonObject h)
                    Visit(where, TemplateCall.Of(CallKind.Step, h));
        }

        if (_spec.Text("entrypoint") is { } entrypoint)
            Visit(context, new TemplateCall(CallKind.Step, "", entrypoint));
        VisitHooks(context, _spec);
        foreach (var template in _spec.Items("templates"))
            Visit(context, new TemplateCall(CallKind.Step, "", template.Text("name")));
    }
}
