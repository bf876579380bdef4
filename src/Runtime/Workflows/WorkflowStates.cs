using System.Text;
using System.Text.Json.Nodes;

namespace Argosy.Workflows;

/// <summary>What can be read from a workflow or a node, in Argo's terms.</summary>
internal static class WorkflowStates
{
    public const string LabelCompleted = "workflows.argoproj.io/completed";
    public const string LabelPhase = "workflows.argoproj.io/phase";
    public const string LabelArchiving = "workflows.argoproj.io/workflow-archiving-status";
    public const string LabelPreviousWorkflow = "workflows.argoproj.io/resubmitted-from-workflow";
    public const string LabelInstanceId = "workflows.argoproj.io/controller-instanceid";
    public const string LabelWorkflowTemplate = "workflows.argoproj.io/workflow-template";
    public const string LabelClusterWorkflowTemplate = "workflows.argoproj.io/cluster-workflow-template";
    public const string LabelCronWorkflow = "workflows.argoproj.io/cron-workflow";
    public const string AnnotationScheduledTime = "workflows.argoproj.io/scheduled-time";
    public const string AnnotationPodNames = "workflows.argoproj.io/pod-name-format";

    /// <summary>The name.</summary>
    public static string Name(this JsonObject @object) => @object.TextAt("metadata", "name");

    /// <summary>The namespace.</summary>
    public static string Namespace(this JsonObject @object) => @object.TextAt("metadata", "namespace");

    /// <summary>The phase; empty before the first pass.</summary>
    public static string Phase(this JsonObject workflow) => workflow.TextAt("status", "phase");

    /// <summary>The nodes by their IDs; empty where there are none.</summary>
    public static IEnumerable<KeyValuePair<string, JsonObject>> Nodes(this JsonObject workflow) =>
        (workflow.At("status", "nodes") as JsonObject)?.Where(node => node.Value is JsonObject).Select(node => KeyValuePair.Create(node.Key, (JsonObject)node.Value!)) ?? [];

    /// <summary>The spec that counts: with a template reference, the merged one that the controller stored.</summary>
    public static JsonNode? ExecutionSpec(this JsonObject workflow) => workflow.At("status", "storedWorkflowTemplateSpec") ?? workflow["spec"];

    /// <summary>Whether the workflow has come to its end.</summary>
    public static bool IsFulfilled(string phase) => phase is "Succeeded" or "Failed" or "Error";

    /// <summary>Whether the node waits for a person.</summary>
    public static bool IsActiveSuspend(this JsonObject node) => node.TextAt("type") == "Suspend" && node.TextAt("phase") == "Running";

    /// <summary>Whether the node failed.</summary>
    public static bool IsFailedOrError(this JsonObject node) => node.TextAt("phase") is "Failed" or "Error";

    /// <summary>Whether the workflow stands still until a person acts.</summary>
    public static bool IsSuspended(this JsonObject workflow) => workflow.FlagAt("spec", "suspend") || workflow.Nodes().Any(node => node.Value.IsActiveSuspend());

    /// <summary>The phase for a person, with what the spec says about it.</summary>
    public static string StatusText(this JsonObject workflow)
    {
        var phase = workflow.Phase();
        return phase switch
        {
            "Running" when workflow.IsSuspended() => "Running (Suspended)",
            "Failed" when workflow.TextAt("spec", "shutdown").Length > 0 => "Failed (Terminated)",
            "" or "Pending" => workflow.TimeAt("metadata", "creationTimestamp") is null ? "Unknown" : "Pending",
            _ => phase,
        };
    }

    /// <summary>The template of a node by its name, also of one that is referred to.</summary>
    public static string TemplateOf(this JsonObject node) => node["templateRef"] is JsonObject reference ? reference.TextAt("template") : node.TextAt("templateName");

    /// <summary>The ID that Argo gives a node of that name.</summary>
    public static string NodeId(string workflow, string node) => node == workflow ? workflow : $"{workflow}-{Fnv32a(node)}";

    /// <summary>The name of a node's pod.</summary>
    public static string PodName(this JsonObject workflow, JsonObject node)
    {
        var name = workflow.Name();
        if (workflow.TextAt("metadata", "annotations", AnnotationPodNames) == "v1") return node.TextAt("id");
        if (node.TextAt("name") == name) return name;
        var template = node.TemplateOf();
        var prefix = template.Length == 0 ? name : $"{name}-{template}";
        const int longest = 253 - 10 - 1;
        if (prefix.Length > longest) prefix = prefix[..longest];
        return $"{prefix}-{Fnv32a(node.TextAt("name"))}";
    }

    private static uint Fnv32a(string text)
    {
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(text)) hash = (hash ^ b) * 16777619u;
        return hash;
    }
}
