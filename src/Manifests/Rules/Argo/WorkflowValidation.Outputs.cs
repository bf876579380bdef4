using Argosy.Manifests.Rules.Decoding;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Argo;

internal sealed partial class WorkflowValidation
{
    private void Outputs(MapNode template, string name, TemplateKind kind, VariableScope scope)
    {
        var outputs = template.Map("outputs");
        // The blank before the index is Argo's.
        FieldNames(outputs.List("parameters"), $"templates.{name}.outputs.parameters ", true);
        FieldNames(outputs.List("artifacts"), $"templates.{name}.outputs.artifacts ", true);
        if (outputs is null) return;
        Resolve(GoJson.Write(outputs, OutputsType), scope, $"templates.{name}.outputs ", outputs);

        foreach (var artifact in outputs.Maps("artifacts"))
        {
            var where = $"templates.{name}.outputs.artifacts.{artifact.Text("name")}";
            if (kind.IsLeaf()) ArtifactPath(artifact, where);
            else if (artifact.Text("path").Length > 0) Fail(RuleCatalog.Templates.PathOnlyInLeaf, $"{where}.path only valid in container/script templates", artifact.At("path"));
            GlobalName(artifact, where);
        }

        foreach (var parameter in outputs.Maps("parameters"))
        {
            var where = $"templates.{name}.outputs.parameters.{parameter.Text("name")}";
            OutputParameter(parameter, where, kind);
            GlobalName(parameter, where);
        }
    }

    private void GlobalName(MapNode output, string where)
    {
        if (output.Text("globalName") is { Length: > 0 } global && !IsTag(global) && !IsVariableName(global))
            Fail(RuleCatalog.Templates.NameInvalid, $"{where}.globalName: {InvalidVariableName}", output.At("globalName"));
    }

    private void OutputParameter(MapNode parameter, string where, TemplateKind kind)
    {
        var from = parameter.Map("valueFrom");
        if (from is not null && parameter.Has("value"))
            Fail(RuleCatalog.Templates.OutputValue, $"{where} has both valueFrom and value specified, choose one", parameter.At("valueFrom"));
        if (from is null)
        {
            if (!parameter.Has("value")) Fail(RuleCatalog.Templates.OutputValue, $"{where} does not have valueFrom or value specified", parameter);
            return;
        }

        if (!parameter.Has("value"))
        {
            var sources = ((string[])["path", "jqFilter", "jsonPath", "parameter", "expression"]).Count(f => from.Text(f).Length > 0) + (from.Has("supplied") ? 1 : 0);
            if (sources == 0)
            {
                Fail(RuleCatalog.Templates.OutputSource, "valueFrom type unspecified. choose one of: path, jqFilter, jsonPath, parameter, raw, expression", from);
                return;
            }

            if (sources > 1) Fail(RuleCatalog.Templates.OutputSource, "multiple valueFrom types specified. choose one of: path, jqFilter, jsonPath, parameter, raw", from);
        }

        var text = kind switch
        {
            TemplateKind.Container or TemplateKind.ContainerSet or TemplateKind.Script when from.Text("path").Length == 0 => $"{where}.path must be specified for {kind.Title()} templates",
            TemplateKind.Resource when from.Text("jqFilter").Length == 0 && from.Text("jsonPath").Length == 0 => $"{where} .jqFilter or jsonPath must be specified for Resource templates",
            TemplateKind.Dag or TemplateKind.Steps when from.Text("parameter").Length == 0 && from.Text("expression").Length == 0 => $"{where}.parameter or expression must be specified for {kind.Title()} templates",
            _ => null,
        };
        if (text is not null) Fail(RuleCatalog.Templates.OutputSource, text, from);
    }

    private void Metrics(MapNode template, string name)
    {
        foreach (var metric in template.Map("metrics").Maps("prometheus"))
        {
            var id = metric.Text("name");
            if (!IsMetricName(id)) Fail(RuleCatalog.Templates.Metric, $"templates.{name} metric name '{id}' is invalid. Metric names must contain alphanumeric characters or '_'", metric.At("name"));
            foreach (var label in metric.Maps("labels").OrderBy(l => l.Text("key"), StringComparer.Ordinal))
                if (!IsMetricName(label.Text("key"))) Fail(RuleCatalog.Templates.Metric, $"metric label '{label.Text("key")}' is invalid: keys may only contain alphanumeric characters or '_'", label.At("key"));
            if (metric.Text("help").Length == 0) Fail(RuleCatalog.Templates.Metric, $"templates.{name} metric '{id}' must contain a help string under 'help: ' field", metric);
            var error = metric.Map("gauge") is { } gauge && gauge.Text("value").Length == 0 ? "missing gauge.value"
                : metric.Map("gauge") is { } live && live.Flag("realtime") && live.Text("value").Contains("resourcesDuration.") ? "'resourcesDuration.*' metrics cannot be used in real-time"
                : metric.Map("counter") is { } counter && counter.Text("value").Length == 0 ? "missing counter.value"
                : metric.Map("histogram") is { } histogram && histogram.Text("value").Length == 0 ? "missing histogram.value"
                : null;
            if (error is not null) Fail(RuleCatalog.Templates.Metric, $"templates.{name} metric '{id}' error: {error}", metric);
        }
    }

    private static bool IsMetricName(string name) => name.Length > 0 && name[0] is not (>= '0' and <= '9') && name.All(c => c == '_' || IsAlphanumeric(c));
}
