using System.Text.Json.Nodes;

namespace Argosy.Workflows;

/// <summary>What a workflow must hold before it is sent, so that a person hears of a mistake at once.</summary>
internal static class SubmissionRules
{
    /// <summary>Throws <see cref="ClientErrorCode.InvalidArgument"/> for the first fault.</summary>
    public static async Task CheckAsync(IWorkflowClient client, string @namespace, JsonObject workflow, bool submitted, CancellationToken cancellationToken)
    {
        _ = submitted;
        if (workflow.At("spec", "workflowTemplateRef") is JsonObject reference)
        {
            var kind = reference.FlagAt("clusterScope") ? ArgoKind.ClusterWorkflowTemplate : ArgoKind.WorkflowTemplate;
            await client.GetAsync(kind, @namespace, reference.TextAt("name"), cancellationToken).ConfigureAwait(false);
        }

        var names = new HashSet<string>();
        var index = 0;
        foreach (var parameter in workflow.ItemsAt("spec", "arguments", "parameters"))
        {
            if (!names.Add(parameter.TextAt("name"))) throw Invalid($"spec.arguments.parameters[{index}].name '{parameter.TextAt("name")}' is not unique");
            index++;
        }

        if (workflow.At("spec", "workflowTemplateRef") is not null) return;
        var entrypoint = workflow.TextAt("spec", "entrypoint");
        if (entrypoint.Length == 0) throw Invalid("spec.entrypoint is required");
        if (!workflow.ItemsAt("spec", "templates").Any(template => template.TextAt("name") == entrypoint)) throw Invalid($"template name '{entrypoint}' undefined");
    }

    private static WorkflowClientException Invalid(string text) => new(ClientErrorCode.InvalidArgument, text);
}
