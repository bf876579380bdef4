using System.Globalization;
using System.Text.Json.Nodes;
using Argosy.Manifests.Tags;

namespace Argosy.Engine;

/// <summary>Metrics of templates and of the workflow: nobody collects them here, but what is wrong with them shows as a condition, as in Argo.</summary>
internal sealed partial class Operation
{
    private readonly HashSet<string> _measured = new(StringComparer.Ordinal);

    private bool _metricsWanted;

    private void NodeMetrics(Node node, JsonObject template)
    {
        if (template.Object("metrics") is not { } metrics || !_measured.Add(node.Id))
            return;
        var scope = GlobalValues();
        var duration = node.FinishedAt is { } finished && node.StartedAt is { } started ? (finished - started).TotalSeconds : 0;
        scope["duration"] = duration.ToString("F6", CultureInfo.InvariantCulture);
        scope["status"] = node.Phase;
        scope["resourcesDuration.cpu"] = node.ResourcesDuration.Text("cpu") ?? "0";
        scope["resourcesDuration.memory"] = node.ResourcesDuration.Text("memory") ?? "0";
        if (node.Children.Count > 0)
            scope["retries"] = (node.Children.Count - 1).ToString(CultureInfo.InvariantCulture);
        foreach (var parameter in node.Inputs.Items("parameters"))
            scope["inputs.parameters." + parameter.Text("name")] = parameter.Text("value") ?? "";
        if (node.Outputs.Text("result") is { } result)
            scope["outputs.result"] = result;
        if (node.Outputs.Text("exitCode") is { } exitCode)
            scope["exitCode"] = exitCode;
        foreach (var parameter in node.Outputs.Items("parameters"))
            scope["outputs.parameters." + parameter.Text("name")] = parameter.Text("value") ?? "";
        Measure(metrics, scope);
    }

    private void TaskMetrics(DagRun run, Node node, JsonObject task)
    {
        if (_measured.Contains(node.Id))
            return;
        try
        {
            NodeMetrics(node, WithDefaults(run.Context.Resolve(TemplateCall.Of(CallKind.Task, task)).Template));
        }
        catch (OperationException)
        {
            // Its own visit has said what is wrong with the template.
        }
    }

    private void WorkflowMetrics(Node entry)
    {
        if (_spec.Object("metrics") is not { } metrics)
            return;
        var scope = GlobalValues();
        scope["status"] = entry.Phase;
        scope["duration"] = _globals.GetValueOrDefault("workflow.duration", "0");
        scope["resourcesDuration.cpu"] = "0";
        scope["resourcesDuration.memory"] = "0";
        Measure(metrics, scope);
    }

    private void Measure(JsonObject metrics, Dictionary<string, object?> scope)
    {
        foreach (var metric in metrics.Items("prometheus"))
        {
            if (MetricFault(metric, scope) is not { } fault)
                continue;
            var conditions = Status.EnsureList("conditions");
            var existing = conditions.OfType<JsonObject>().FirstOrDefault(c => c.Text("type") == "MetricsError");
            var message = existing.Text("message");
            if (message?.Split(", ").Contains(fault) == true)
                continue;
            Condition("MetricsError", "True", message is null ? fault : message + ", " + fault);
        }
    }

    private static string? MetricFault(JsonObject metric, Dictionary<string, object?> scope)
    {
        var name = metric.Text("name");
        if (metric.Object("gauge") is { } gauge && gauge.Flag("realtime"))
        {
            var value = gauge.Text("value") ?? "";
            return value.Trim() is "{{duration}}" or "{{workflow.duration}}" ? null : "real time metrics can only be used with metric variables";
        }

        string text;
        try
        {
            text = TagSubstitution.ReplaceJson(GoJson.Text(metric), scope, allowUnresolved: false);
        }
        catch (TagException e)
        {
            return $"unable to substitute parameters for metric '{name}': {e.Message}";
        }

        var replaced = JsonNode.Parse(text)!.AsObject();
        try
        {
            if (!Conditions.Holds(replaced.Text("when") ?? ""))
                return null;
        }
        catch (OperationException e)
        {
            return $"unable to compute 'when' clause for metric '{name}': {e.Message}";
        }

        var number = replaced.Object("gauge").Text("value") ?? replaced.Object("counter").Text("value") ?? replaced.Object("histogram").Text("value") ?? "";
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? null
            : $"could not construct metric '{name}': strconv.ParseFloat: parsing {GoJson.Quoted(number)}: invalid syntax";
    }
}
