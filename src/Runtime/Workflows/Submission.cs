using System.Text.Json.Nodes;

namespace Argosy.Workflows;

/// <summary>What a submitter's options make of a workflow.</summary>
internal static class Submission
{
    /// <summary>Applies the options to <paramref name="workflow"/>.</summary>
    public static void Apply(JsonObject workflow, SubmitOptions options)
    {
        if (options.Entrypoint.Length > 0) workflow.MakeAt("spec")["entrypoint"] = options.Entrypoint;
        if (options.ServiceAccount.Length > 0) workflow.MakeAt("spec")["serviceAccountName"] = options.ServiceAccount;
        if (options.Priority is { } priority) workflow.MakeAt("spec")["priority"] = priority;
        ApplyMap(workflow, "labels", options.Labels, options.Labels);
        ApplyMap(workflow, "annotations", options.Annotations, options.Labels);
        OverrideParameters(workflow, options.Parameters);
        if (options.GenerateName.Length > 0) workflow.MakeAt("metadata")["generateName"] = options.GenerateName;
        if (options.Name.Length > 0) workflow.MakeAt("metadata")["name"] = options.Name;
    }

    /// <summary>Puts the given parameters first, in their order, and keeps those of the workflow that were not given.</summary>
    public static void OverrideParameters(JsonObject workflow, IReadOnlyList<string> parameters)
    {
        if (parameters.Count == 0) return;
        var result = new JsonArray();
        var given = new HashSet<string>();
        foreach (var parameter in parameters)
        {
            var at = parameter.IndexOf('=', StringComparison.Ordinal);
            if (at < 0) throw new FormatException($"expected parameter of the form: NAME=VALUE. Received: {parameter}");
            given.Add(parameter[..at]);
            result.Add(new JsonObject { ["name"] = parameter[..at], ["value"] = parameter[(at + 1)..] });
        }

        foreach (var parameter in workflow.ItemsAt("spec", "arguments", "parameters"))
        {
            if (!given.Contains(parameter.TextAt("name"))) result.Add(parameter.DeepClone());
        }

        workflow.MakeAt("spec", "arguments")["parameters"] = result;
        if (workflow.At("status", "storedWorkflowTemplateSpec") is JsonObject stored) stored.MakeAt("arguments")["parameters"] = result.DeepClone();
    }

    /// <summary>A workflow that refers to a template.</summary>
    public static JsonObject FromTemplate(string name, bool clusterScope)
    {
        var reference = new JsonObject { ["name"] = name };
        if (clusterScope) reference["clusterScope"] = true;
        return new JsonObject
        {
            ["apiVersion"] = ArgoKind.ApiVersion,
            ["kind"] = "Workflow",
            ["metadata"] = new JsonObject
            {
                ["generateName"] = name + "-",
                ["labels"] = new JsonObject { [clusterScope ? WorkflowStates.LabelClusterWorkflowTemplate : WorkflowStates.LabelWorkflowTemplate] = name },
            },
            ["spec"] = new JsonObject { ["workflowTemplateRef"] = reference },
        };
    }

    /// <summary>The workflow that a cron workflow would make now.</summary>
    public static JsonObject FromCron(JsonObject cron, DateTimeOffset now)
    {
        var labels = new JsonObject();
        var annotations = new JsonObject { [WorkflowStates.AnnotationScheduledTime] = JsonReading.Time(now) };
        if (cron.At("metadata", "labels", WorkflowStates.LabelInstanceId) is { } instance) labels[WorkflowStates.LabelInstanceId] = instance.DeepClone();
        labels[WorkflowStates.LabelCronWorkflow] = cron.Name();
        Copy(cron.At("spec", "workflowMetadata", "labels"), labels);
        Copy(cron.At("spec", "workflowMetadata", "annotations"), annotations);
        var metadata = new JsonObject { ["generateName"] = cron.Name() + "-", ["labels"] = labels, ["annotations"] = annotations };
        if (cron.At("spec", "workflowMetadata", "finalizers") is JsonArray { Count: > 0 } finalizers) metadata["finalizers"] = finalizers.DeepClone();
        metadata["ownerReferences"] = new JsonArray(new JsonObject
        {
            ["apiVersion"] = ArgoKind.ApiVersion,
            ["kind"] = "CronWorkflow",
            ["name"] = cron.Name(),
            ["uid"] = cron.TextAt("metadata", "uid"),
            ["controller"] = true,
            ["blockOwnerDeletion"] = true,
        });
        return new JsonObject
        {
            ["apiVersion"] = ArgoKind.ApiVersion,
            ["kind"] = "Workflow",
            ["metadata"] = metadata,
            ["spec"] = cron.At("spec", "workflowSpec")?.DeepClone() ?? new JsonObject(),
        };
    }

    /// <summary>Copies the entries of a map.</summary>
    public static void Copy(JsonNode? from, JsonObject to)
    {
        if (from is not JsonObject map) return;
        foreach (var (key, value) in map) to[key] = value?.DeepClone();
    }

    private static void ApplyMap(JsonObject workflow, string map, string given, string shown)
    {
        if (given.Length == 0) return;
        var title = map == "labels" ? "labels" : "Annotations";
        foreach (var pair in given.Split(','))
        {
            var parts = pair.Split('=');
            if (parts.Length != 2 || parts[0].Length == 0)
            {
                var fault = parts.Length != 2 ? $"unexpected label spec: {pair}" : "unexpected empty label key";
                throw new FormatException($"expected {title} of the form: NAME1=VALUE2,NAME2=VALUE2. Received: {shown}: {fault}");
            }

            workflow.MakeAt("metadata", map)[parts[0]] = parts[1];
        }
    }
}
