using Argosy.Manifests.Tree;
using Argosy.Tool.Import.Templates;
using Argosy.Tool.Import.Writing;

namespace Argosy.Tool.Import.Objects;

/// <summary>The fields of a workflow's spec as attributes of its class.</summary>
internal static class SpecFields
{
    /// <summary>Takes what attributes can say.</summary>
    public static void Take(FieldSet spec, AttributeText kind, List<string> beside, bool canSuspend)
    {
        kind.Set("Parallelism", spec.TakeNumber("parallelism")).Set("ActiveDeadlineSeconds", spec.TakeNumber("activeDeadlineSeconds")).Set("Priority", spec.TakeNumber("priority"))
            .Set("ArchiveLogs", spec.TakeFlag("archiveLogs")).Set("HostNetwork", spec.TakeFlag("hostNetwork")).Set("DnsPolicy", spec.TakeText("dnsPolicy"))
            .Set("SchedulerName", spec.TakeText("schedulerName")).Set("PodPriorityClassName", spec.TakeText("podPriorityClassName"))
            .Set("PodSpecPatch", spec.TakeText("podSpecPatch")).Set("AutomountServiceAccountToken", spec.TakeFlag("automountServiceAccountToken"));
        if (canSuspend) kind.Set("Suspend", spec.TakeFlag("suspend"));
        if (spec.Child("volumeClaimGC") is { } claims) kind.Set("VolumeClaimGC", claims.TakeText("strategy"));
        if (spec.Peek("workflowTemplateRef") is MapNode reference && reference["name"] is ScalarNode)
        {
            var fields = spec.Child("workflowTemplateRef")!;
            kind.Set("RunTemplate", fields.TakeText("name")).Set("RunClusterScope", fields.TakeFlag("clusterScope")).Set("RunEntrypoint", spec.TakeText("entrypoint"));
        }

        if (spec.Child("ttlStrategy") is { } ttl)
        {
            beside.Add(new AttributeText("Ttl", "").Set("AfterCompletion", ttl.TakeNumber("secondsAfterCompletion")).Set("AfterSuccess", ttl.TakeNumber("secondsAfterSuccess"))
                .Set("AfterFailure", ttl.TakeNumber("secondsAfterFailure")).ToString());
        }

        if (spec.Peek("podGC") is MapNode)
        {
            var gc = spec.Child("podGC")!;
            var attribute = new AttributeText("PodGC", "");
            if (gc.TakeText("strategy") is { } strategy) attribute.WithText(strategy);
            if (gc.Child("labelSelector")?.Peek("matchLabels") is MapNode labels && labels.Entries.All(e => e.Value is ScalarNode { Kind: ScalarKind.String }))
            {
                gc.Child("labelSelector")!.Take("matchLabels");
                attribute.Set("Labels", [.. labels.Entries.Select(e => $"{e.Key}={((ScalarNode)e.Value).Text}")]);
            }

            beside.Add(attribute.Set("DeleteDelay", gc.TakeText("deleteDelayDuration")).ToString());
        }

        if (spec.Peek("artifactGC") is MapNode artifacts && artifacts["strategy"] is ScalarNode)
        {
            var gc = spec.Child("artifactGC")!;
            beside.Add(new AttributeText("ArtifactGC", "").WithText(gc.TakeText("strategy")!).Set("ServiceAccount", gc.TakeText("serviceAccountName"))
                .Set("ForceFinalizerRemoval", gc.TakeFlag("forceFinalizerRemoval")).Set("PodSpecPatch", gc.TakeText("podSpecPatch")).ToString());
        }

        if (spec.Child("artifactRepositoryRef") is { } repository)
            beside.Add(new AttributeText("ArtifactRepository", "").Set("ConfigMap", repository.TakeText("configMap")).Set("Key", repository.TakeText("key")).ToString());
        if (spec.Peek("imagePullSecrets") is ListNode secrets && secrets.Items.All(s => s is MapNode { Entries.Count: 1 } map && map["name"] is ScalarNode))
        {
            spec.Take("imagePullSecrets");
            beside.AddRange(secrets.Items.Select(s => new AttributeText("ImagePullSecret", "").WithText(((ScalarNode)((MapNode)s)["name"]!).Text).ToString()));
        }

        beside.AddRange(PolicyAttributes.Take(spec, ""));
        beside.AddRange(Volumes.OfTemplate(spec, ""));
        if (spec.Child("podMetadata") is { } pods)
        {
            beside.AddRange(TemplateImporter.Texts(pods, "labels", "PodLabel"));
            beside.AddRange(TemplateImporter.Texts(pods, "annotations", "PodAnnotation"));
        }

        if (spec.Child("podDisruptionBudget") is { } budget && (budget.Map["minAvailable"] ?? budget.Map["maxUnavailable"]) is ScalarNode { Kind: ScalarKind.String })
        {
            beside.Add(new AttributeText("PodDisruptionBudget", "").Set("MinAvailable", budget.Peek("minAvailable") is ScalarNode { Kind: ScalarKind.String } ? budget.TakeText("minAvailable") : null)
                .Set("MaxUnavailable", budget.Peek("maxUnavailable") is ScalarNode { Kind: ScalarKind.String } ? budget.TakeText("maxUnavailable") : null).ToString());
        }

        beside.AddRange(Volumes.Claims(spec));
        if (spec.Child("workflowMetadata") is { } made)
        {
            foreach (var from in made.Child("labelsFrom")?.Map.Entries ?? [])
            {
                if (from.Value is not MapNode { Entries.Count: 1 } map || map["expression"] is not ScalarNode expression) continue;
                made.Child("labelsFrom")!.Take(from.Key);
                beside.Add(new AttributeText("WorkflowLabel", "").WithText(from.Key).Set("Expression", expression.Text).ToString());
            }

            beside.AddRange(TemplateImporter.Texts(made, "labels", "WorkflowLabel"));
            beside.AddRange(TemplateImporter.Texts(made, "annotations", "WorkflowAnnotation"));
        }
    }
}
