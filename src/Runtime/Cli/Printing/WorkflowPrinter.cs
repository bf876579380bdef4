using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Argosy.Workflows;

namespace Argosy.Cli.Printing;

/// <summary>Prints one workflow as <c>argo get</c> does.</summary>
internal sealed class WorkflowPrinter(PrintStyle style, NodeFilter filter, DateTimeOffset now)
{
    /// <summary>The text of any output form.</summary>
    public string Print(JsonObject workflow, bool withKind = false) => style.Output switch
    {
        "name" => workflow.Name() + "\n",
        "json" => GoJson.Write(Shaped(workflow, ArgoKind.Workflow, withKind), "    ") + "\n",
        "yaml" => GoYaml.Write(Shaped(workflow, ArgoKind.Workflow, withKind)),
        _ => PrintStatus(workflow),
    };

    /// <summary>The object in Argo's field order; Argo's client drops kind and version of what it read from the server.</summary>
    public static JsonObject Shaped(JsonObject @object, ArgoKind kind, bool withKind)
    {
        var shaped = GoShape.Of(@object, kind);
        shaped.Remove("kind");
        shaped.Remove("apiVersion");
        if (!withKind) return shaped;
        var result = new JsonObject { ["kind"] = kind.Kind, ["apiVersion"] = ArgoKind.ApiVersion };
        foreach (var (name, value) in shaped.ToList())
        {
            shaped.Remove(name);
            result[name] = value;
        }

        return result;
    }

    /// <summary>The header and the tree.</summary>
    public string PrintStatus(JsonObject workflow)
    {
        var tree = NodeTree.Print(workflow, style, filter, now);
        if (tree is not null && style.Output == "short") return tree;
        var text = new StringBuilder();
        WriteHeader(text, workflow);
        if (tree is not null) text.Append('\n').Append(tree);
        return text.ToString();
    }

    /// <summary>A label and its value in two columns.</summary>
    public static void Line(StringBuilder text, int width, string label, string value) =>
        text.Append(label).Append(' ', Math.Max(0, width - label.EnumerateRunes().Count())).Append(' ').Append(value).Append('\n');

    /// <summary>The conditions of a workflow or a cron workflow.</summary>
    public static void WriteConditions(StringBuilder text, int width, JsonNode? status, Func<string, string> icon)
    {
        var conditions = status.ItemsAt("conditions").ToList();
        if (conditions.Count == 0) return;
        Line(text, width, "Conditions:", "");
        foreach (var condition in conditions)
        {
            var message = condition.TextAt("message");
            Line(text, width, $"{icon(condition.TextAt("type"))} {condition.TextAt("type")}", message.Length > 0 ? message : condition.TextAt("status"));
        }
    }

    private void WriteHeader(StringBuilder text, JsonObject workflow)
    {
        var status = workflow["status"];
        var spec = workflow.ExecutionSpec();
        var account = spec.TextAt("serviceAccountName");
        if (account.Length == 0) account = workflow.At("spec", "workflowTemplateRef") is null ? "unset (will run with the default ServiceAccount)" : "unset";
        Line(text, "Name:", workflow.Name());
        Line(text, "Namespace:", workflow.Namespace());
        Line(text, "ServiceAccount:", account);
        Line(text, "Status:", workflow.StatusText());
        if (status.TextAt("message") is { Length: > 0 } message) Line(text, "Message:", message);
        WriteConditions(text, 20, status, style.ConditionIcon);
        var started = status.TimeAt("startedAt");
        var finished = status.TimeAt("finishedAt");
        Line(text, "Created:", Humanize.Timestamp(workflow.TimeAt("metadata", "creationTimestamp"), now));
        if (started is not null) Line(text, "Started:", Humanize.Timestamp(started, now));
        if (finished is not null) Line(text, "Finished:", Humanize.Timestamp(finished, now));
        if (started is not null) Line(text, "Duration:", Humanize.Between(started, finished, now));
        if (workflow.Phase() == "Running" && long.TryParse(status.TextAt("estimatedDuration"), out var estimated) && estimated > 0)
            Line(text, "EstimatedDuration:", Humanize.Duration(TimeSpan.FromSeconds(estimated)));
        Line(text, "Progress:", status.TextAt("progress"));
        if (status.At("resourcesDuration") is JsonObject { Count: > 0 } resources) Line(text, "ResourcesDuration:", Resources(resources));
        WriteParameters(text, "Parameters:", spec.ItemsAt("arguments", "parameters"));
        WriteParameters(text, "Output Parameters:", status.ItemsAt("outputs", "parameters"));
        var artifacts = status.ItemsAt("outputs", "artifacts").ToList();
        if (artifacts.Count == 0) return;
        Line(text, "Output Artifacts:", "");
        foreach (var artifact in artifacts)
        {
            if (ArtifactText.Of(artifact) is { } location) Line(text, $"  {artifact.TextAt("name")}:", location);
        }
    }

    /// <summary>The resources that a workflow or a node used.</summary>
    public static string Resources(JsonNode? resources) => resources is not JsonObject map ? "" : string.Join(',', map.OrderBy(entry => entry.Key, StringComparer.Ordinal)
        .Select(entry => $"{GoDuration(long.Parse(entry.Value.AsText() ?? "0", CultureInfo.InvariantCulture))}*({Denominator(entry.Key)} {entry.Key})"));

    private static string Denominator(string resource) => resource switch
    {
        "memory" => "100Mi",
        "storage" or "ephemeral-storage" => "10Gi",
        _ => "1",
    };

    private static string GoDuration(long seconds)
    {
        var sign = seconds < 0 ? "-" : "";
        seconds = Math.Abs(seconds);
        if (seconds >= 3600) return $"{sign}{seconds / 3600}h{seconds / 60 % 60}m{seconds % 60}s";
        return seconds >= 60 ? $"{sign}{seconds / 60}m{seconds % 60}s" : $"{sign}{seconds}s";
    }

    private static void WriteParameters(StringBuilder text, string title, IEnumerable<JsonObject> parameters)
    {
        var first = true;
        foreach (var parameter in parameters)
        {
            if (first) Line(text, title, "");
            first = false;
            if (parameter["value"] is { } value) Line(text, $"  {parameter.TextAt("name")}:", value.AsText() ?? "");
        }
    }

    private static void Line(StringBuilder text, string label, string value) => Line(text, 20, label, value);
}
