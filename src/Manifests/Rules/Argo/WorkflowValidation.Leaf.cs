using System.Text.RegularExpressions;
using Argosy.Manifests.Rules.Decoding;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Argo;

internal sealed partial class WorkflowValidation
{
    private static readonly Regex ManifestExpression = new(@"\{\{\s*=\s*(.+?)\s*\}\}", RegexOptions.CultureInvariant);

    private void Leaf(MapNode template, string name, TemplateKind kind, VariableScope scope, Base @base)
    {
        Resolve(GoJson.Write(template, TemplateType), scope, $"templates.{name}: ", template);
        if (template.Map("container") is { } container)
        {
            Mounts(container, template, name);
            Image(container, "container", name, @base);
        }

        if (template.Map("containerSet") is { } set) ContainerSet(set, template, name);
        foreach (var sidecar in template.Maps("sidecars"))
            if (IsReservedContainer(sidecar.Text("name")))
                Fail(RuleCatalog.Templates.ReservedContainer, $"templates.{name}.sidecars: {GoText.Quote(sidecar.Text("name"))} is a reserved Argo container name", sidecar.At("name"));
        if (template.Map("resource") is { } resource) Resource(resource, template, name);
        if (template.Map("script") is { } script) Image(script, "script", name, @base);
        Deadline(template, name);
        if (template.Has("parallelism")) Fail(RuleCatalog.Templates.Parallelism, $"templates.{name}.parallelism is only valid for steps and dag templates", template.At("parallelism"));
    }

    private void Deadline(MapNode template, string name)
    {
        if (template["activeDeadlineSeconds"] is not ScalarNode { Kind: not ScalarKind.Null } deadline) return;
        var text = deadline.Text;
        var isVariable = text.StartsWith("{{", StringComparison.Ordinal) && text.EndsWith("}}", StringComparison.Ordinal);
        var valid = !deadline.IsString || IsInteger(text) || isVariable || Placeholders.Is(text);
        if (!valid || (text[0] == '-' && IsInteger(text) && text.Any(c => c is >= '1' and <= '9')))
            Fail(RuleCatalog.Templates.Deadline, $"templates.{name}.activeDeadlineSeconds must be a positive integer > 0 or an argo variable", deadline);
    }

    private void Mounts(MapNode container, MapNode template, string name)
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        var i = 0;
        foreach (var mount in container.Maps("volumeMounts"))
        {
            var path = mount.Text("mountPath");
            if (taken.TryGetValue(path, out var by)) Fail(RuleCatalog.Templates.MountCollision, $"templates.{name}.container.volumeMounts[{Invariant(i)}].mountPath '{path}' already mounted in {by}", mount.At("mountPath"));
            taken[path] = "container.volumeMounts." + mount.Text("name");
            i++;
        }

        i = 0;
        foreach (var artifact in template.Map("inputs").Maps("artifacts"))
        {
            var path = artifact.Text("path");
            if (taken.TryGetValue(path, out var by)) Fail(RuleCatalog.Templates.MountCollision, $"templates.{name}.inputs.artifacts[{Invariant(i)}].path '{path}' already mounted in {by}", artifact.At("path"));
            taken[path] = "inputs.artifacts." + artifact.Text("name");
            i++;
        }
    }

    private void Image(MapNode container, string field, string name, Base @base)
    {
        if (container.Text("image").Length > 0) return;
        if (@base.GivesDefaults && @base.Object.Spec.Map("templateDefaults").Map(field).Text("image").Length > 0) return;
        Fail(RuleCatalog.Templates.Image, $"templates.{name}.{field}.image may not be empty", container);
    }

    private void ContainerSet(MapNode set, MapNode template, string name)
    {
        var prefix = $"templates.{name}.containerSet.";
        var containers = set.Maps("containers").ToList();
        if (containers.Count == 0) Fail(RuleCatalog.Templates.NoContainers, $"{prefix}containers must have at least one container", set);
        FieldNames(containers, prefix + "containers", false, set);

        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        var i = 0;
        foreach (var mount in set.Maps("volumeMounts"))
        {
            var path = mount.Text("mountPath");
            if (taken.TryGetValue(path, out var by)) Fail(RuleCatalog.Templates.MountCollision, $"{prefix}volumeMounts[{Invariant(i)}].mountPath '{path}' already mounted in {by}", mount.At("mountPath"));
            taken[path] = "volumeMounts." + mount.Text("name");
            i++;
        }

        var names = new HashSet<string>(containers.Select(c => c.Text("name")), StringComparer.Ordinal);
        foreach (var container in containers)
            foreach (var dependency in container.List("dependencies")?.Items.OfType<ScalarNode>() ?? [])
                if (!names.Contains(dependency.Text))
                    Fail(RuleCatalog.Templates.ContainerDependency, $"{prefix}containers.{container.Text("name")} dependency '{dependency.Text}' not defined", dependency, Nearest.Hint(Nearest.To(dependency.Text, names)));

        if (ContainerCycle(containers) is { } cycle)
            Fail(RuleCatalog.Templates.ContainerCycle, $"{prefix}containers dependency cycle detected: {cycle}", containers.FirstOrDefault(c => cycle.StartsWith(c.Text("name") + "->", StringComparison.Ordinal)) ?? set);

        var outputs = template.Map("outputs");
        if ((template.Map("inputs").Any("artifacts") || outputs.Any("parameters") || outputs.Any("artifacts")) && !names.Contains("main"))
            Fail(RuleCatalog.Templates.NoMain, $"{prefix}containers must have a container named \"main\" for input or output", set);
        foreach (var container in containers)
            if (IsReservedContainer(container.Text("name")))
                Fail(RuleCatalog.Templates.ReservedContainer, $"{prefix}containers: {GoText.Quote(container.Text("name"))} is a reserved Argo container name", container.At("name"));
    }

    /// <summary>Argo's own walk: from each container by name, depth first; the path begins with the first dependency.</summary>
    private static string? ContainerCycle(List<MapNode> containers)
    {
        var graph = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var container in containers)
        {
            if (!graph.TryGetValue(container.Text("name"), out var list)) graph[container.Text("name")] = list = [];
            list.AddRange(container.List("dependencies")?.Items.OfType<ScalarNode>().Select(d => d.Text) ?? []);
        }

        var visited = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in graph.Keys.OrderBy(k => k, StringComparer.Ordinal))
            if (Walk(name, []) is { } cycle) return cycle;
        return null;

        string? Walk(string current, List<string> path)
        {
            if (visited.Contains(current) || !graph.TryGetValue(current, out var dependencies)) return null;
            foreach (var dependency in dependencies)
            {
                if (path.Contains(dependency)) return string.Join("->", path) + "->" + dependency;
                path.Add(dependency);
                if (Walk(dependency, path) is { } cycle) return cycle;
                path.RemoveAt(path.Count - 1);
            }

            visited.Add(current);
            return null;
        }
    }

    private void Resource(MapNode resource, MapNode template, string name)
    {
        var action = resource.Text("action");
        if (!Placeholders.Is(action) && action is not ("get" or "create" or "apply" or "delete" or "replace" or "patch"))
            Fail(RuleCatalog.Templates.ResourceAction, $"templates.{name}.resource.action must be one of: get, create, apply, delete, replace, patch", resource.At("action"),
                Nearest.Hint(Nearest.To(action, ["get", "create", "apply", "delete", "replace", "patch"])));
        if (action is "delete" or "get") return;

        var manifest = resource.Text("manifest");
        var from = resource.Map("manifestFrom");
        if (manifest.Length == 0 && from is null)
            Fail(RuleCatalog.Templates.NoManifest, $"either templates.{name}.resource.manifest or templates.{name}.resource.manifestFrom must be specified", resource);
        if (manifest.Length > 0 && from is not null)
            Fail(RuleCatalog.Templates.TwoManifests, "shouldn't have both `manifest` and `manifestFrom` specified in `Manifest` for resource template", resource.At("manifestFrom"));
        if (from.Map("artifact") is { } artifact && !template.Map("inputs").Maps("artifacts").Any(a => a.Text("name") == artifact.Text("name")))
            Fail(RuleCatalog.Templates.ManifestFrom, $"artifact {artifact.Text("name")} in `manifestFrom` refer to a non-exist artifact", artifact, Nearest.Hint(Nearest.To(artifact.Text("name"), template.Map("inputs").Maps("artifacts").Select(a => a.Text("name")))));
        if (manifest.Length == 0 || Placeholders.Is(manifest) || _options.IsYaml is not { } isYaml) return;
        if (!isYaml(ManifestExpression.Replace(manifest, _ => _placeholders.Next())))
            Fail(RuleCatalog.Templates.ManifestYaml, $"templates.{name}.resource.manifest must be a valid yaml", resource.At("manifest"), "; put tags in quotes");
    }
}
