using System.Text.Json.Nodes;
using Argosy.Engine.Pods;
using Argosy.Engine.Pods.Executor;
using Argosy.Workflows;

namespace Argosy.Cli.Running;

/// <summary>What of a workflow only a cluster can do. It is told before the start, and all of it at once.</summary>
internal static class ClusterNeeds
{
    private static readonly string[] s_volumes = ["name", "emptyDir", "configMap", "secret", "downwardAPI", "projected", "hostPath", "persistentVolumeClaim", "ephemeral"];
    private static readonly string[] s_stores = ["gcs", "azure", "oss", "hdfs", "artifactory", "plugin"];

    /// <summary>The reasons, each in a line; empty if this machine can run it.</summary>
    /// <param name="workflow">The workflow.</param>
    /// <param name="others">The objects that serve it, templates among them.</param>
    /// <param name="hasCluster">Whether resource templates have a cluster to act on.</param>
    /// <param name="nodeLabels">Labels that this machine counts as having.</param>
    public static IReadOnlyList<string> Of(JsonObject workflow, IReadOnlyList<JsonObject> others, bool hasCluster = false, IReadOnlyCollection<string>? nodeLabels = null)
    {
        var walk = new Walk(others, hasCluster, nodeLabels ?? []);
        var spec = workflow["spec"] as JsonObject ?? [];
        var home = spec["workflowTemplateRef"] is JsonObject reference ? walk.SpecOf(reference.TextAt("name")) ?? spec : spec;
        walk.Pods(home, "the workflow");
        if (!ReferenceEquals(home, spec))
            walk.Pods(spec, "the workflow");
        foreach (var name in new[] { spec.TextAt("entrypoint"), home.TextAt("entrypoint"), spec.TextAt("onExit"), home.TextAt("onExit") })
            walk.Template(home, name);
        walk.Hooks(home, spec);
        return walk.Reasons;
    }

    private sealed class Walk(IReadOnlyList<JsonObject> others, bool hasCluster, IReadOnlyCollection<string> nodeLabels)
    {
        private readonly HashSet<(JsonObject Spec, string Name)> _seen = [];
        private readonly List<string> _reasons = [];

        public IReadOnlyList<string> Reasons => [.. _reasons.Distinct(StringComparer.Ordinal)];

        public JsonObject? SpecOf(string name) =>
            others.FirstOrDefault(o => o.TextAt("kind") is "WorkflowTemplate" or "ClusterWorkflowTemplate" && o.Name() == name)?["spec"] as JsonObject;

        public void Template(JsonObject spec, string name)
        {
            if (name.Length == 0 || !_seen.Add((spec, name)))
                return;
            if (spec.ItemsAt("templates").FirstOrDefault(t => t.TextAt("name") == name) is { } template)
                Template(spec, template, $"template '{name}'");
        }

        private void Template(JsonObject spec, JsonObject template, string who)
        {
            if (template["resource"] is JsonObject resource)
                Resource(template, resource, who);
            if (template["plugin"] is JsonObject)
                _reasons.Add($"{who} is run by a plugin of the cluster");
            Pods(template, who);
            foreach (var artifact in template.ItemsAt("inputs", "artifacts").Concat(template.ItemsAt("outputs", "artifacts")))
            {
                foreach (var store in s_stores.Where(artifact.ContainsKey))
                    _reasons.Add($"{who}: the artifact '{artifact.TextAt("name")}' is in a store that this machine cannot reach ({store})");
            }
            foreach (var store in s_stores.Where(s => template.At("data", "source", "artifactPaths") is JsonObject paths && paths.ContainsKey(s)))
                _reasons.Add($"{who} lists a store that this machine cannot reach ({store})");
            foreach (var step in Steps(template))
            {
                Call(spec, step, who);
                Hooks(spec, step);
            }
        }

        private void Resource(JsonObject template, JsonObject resource, string who)
        {
            if (!hasCluster)
            {
                _reasons.Add($"{who} acts on objects of a cluster (resource): --with-cluster lets it act on that of your kubeconfig");
                return;
            }
            try
            {
                ResourceFlags.Parse([.. (resource["flags"] as JsonArray ?? []).Select(f => f.AsText() ?? "").Where(f => !f.Contains("{{", StringComparison.Ordinal))]);
            }
            catch (FormatException e)
            {
                _reasons.Add($"{who} gives kubectl a flag that this machine cannot follow: {e.Message}");
            }
            foreach (var parameter in template.ItemsAt("outputs", "parameters"))
            {
                if (parameter.TextAt("valueFrom", "jqFilter") is { Length: > 0 } filter && JqFilter.NeedsProgram(filter) && !JqFilter.HasProgram)
                    _reasons.Add($"{who}: the output '{parameter.TextAt("name")}' needs the program jq, which is not on this machine (jqFilter)");
            }
        }

        /// <summary>What pods of a workflow or a template ask of their node.</summary>
        public void Pods(JsonObject owner, string who)
        {
            // What a tag gives is known only when the pod is to start.
            var lacking = (owner["nodeSelector"] as JsonObject ?? []).Select(p => (p.Key, Value: p.Value.AsText() ?? ""))
                .Where(p => !p.Value.Contains("{{", StringComparison.Ordinal) && !NodeSelection.Has(p.Key, p.Value, nodeLabels)).ToList();
            if (lacking.Count > 0)
                _reasons.Add($"{who} asks for nodes with the labels {string.Join(", ", lacking.Select(p => p.Key + "=" + p.Value))} (nodeSelector): --node-label says that this machine has one");
            if (owner["affinity"]?["nodeAffinity"]?["requiredDuringSchedulingIgnoredDuringExecution"] is not null)
                _reasons.Add($"{who} asks for certain nodes (affinity)");
            foreach (var volume in owner.ItemsAt("volumes"))
            {
                if (volume.Select(p => p.Key).FirstOrDefault(k => !s_volumes.Contains(k)) is { } kind)
                    _reasons.Add($"{who} mounts the volume '{volume.TextAt("name")}', which only a cluster can offer ({kind})");
            }
        }

        public void Hooks(JsonObject spec, JsonObject owner)
        {
            foreach (var (_, hook) in owner["hooks"] as JsonObject ?? [])
            {
                if (hook is JsonObject call)
                    Call(spec, call, "a hook");
            }
            if (owner.TextAt("onExit") is { Length: > 0 } onExit)
                Template(spec, onExit);
        }

        private void Call(JsonObject spec, JsonObject call, string who)
        {
            if (call["inline"] is JsonObject inline)
                Template(spec, inline, $"an inline template of {who}");
            else if (call["templateRef"] is JsonObject reference)
                Template(SpecOf(reference.TextAt("name")) ?? [], reference.TextAt("template"));
            else
                Template(spec, call.TextAt("template"));
        }

        private static IEnumerable<JsonObject> Steps(JsonObject template)
        {
            foreach (var task in template.ItemsAt("dag", "tasks"))
                yield return task;
            foreach (var group in template["steps"] as JsonArray ?? [])
            {
                // A group is a list of steps; Argo also reads an object with such a list.
                foreach (var step in (group as JsonArray ?? (group as JsonObject)?["steps"] as JsonArray ?? []).OfType<JsonObject>())
                    yield return step;
            }
        }
    }
}
