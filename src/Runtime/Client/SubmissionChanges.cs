using System.Text.Json.Nodes;

namespace Argosy;

/// <summary>What a submission changes of the object that it sends.</summary>
internal static class SubmissionChanges
{
    private const string InstanceLabel = "workflows.argoproj.io/controller-instanceid";

    public static void Apply(JsonObject workflow, WorkflowArguments? arguments, WorkflowSubmission submission, string? instanceId)
    {
        var metadata = Child(workflow, "metadata");
        var spec = Child(workflow, "spec");
        if (submission.GenerateName is { Length: > 0 } prefix)
        {
            metadata["generateName"] = prefix;
            metadata.Remove("name");
        }

        Set(metadata, "name", submission.Name);
        Set(spec, "entrypoint", submission.Entrypoint);
        Set(spec, "serviceAccountName", submission.ServiceAccount);
        if (submission.Priority is { } priority)
        {
            spec["priority"] = priority;
        }

        foreach (var (key, value) in submission.Labels)
        {
            Child(metadata, "labels")[key] = value;
        }

        foreach (var (key, value) in submission.Annotations)
        {
            Child(metadata, "annotations")[key] = value;
        }

        if (!string.IsNullOrEmpty(instanceId))
        {
            Child(metadata, "labels")[InstanceLabel] = instanceId;
        }

        if (arguments?.Any() == true)
        {
            Merge(Child(spec, "arguments"), arguments);
        }
    }

    /// <summary>The given ones first, in their order; then those of the file that were not given.</summary>
    private static void Merge(JsonObject declared, WorkflowArguments arguments)
    {
        var given = arguments.ToList();
        var merged = new JsonArray();
        foreach (var (name, value) in given)
        {
            merged.Add(new JsonObject { ["name"] = name, ["value"] = value });
        }

        foreach (var parameter in declared["parameters"] as JsonArray ?? [])
        {
            if (!given.Any(pair => pair.Key == (string?)parameter?["name"]))
            {
                merged.Add(parameter?.DeepClone());
            }
        }

        declared["parameters"] = merged;
    }

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject child)
        {
            parent[name] = child = [];
        }

        return child;
    }

    private static void Set(JsonObject target, string field, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            target[field] = value;
        }
    }
}
