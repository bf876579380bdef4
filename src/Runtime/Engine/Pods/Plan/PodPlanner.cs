using System.Globalization;
using Argosy.Models;
using k8s.Models;

namespace Argosy.Engine.Pods.Plan;

/// <summary>Makes the plan of a pod from its template: what Argo's controller and kubelet do before anything runs.</summary>
internal static class PodPlanner
{
    private const string StagedScript = "/argo/staging/script";

    public static PodPlan Plan(PodRequest request, PodFolder folder)
    {
        var template = request.Template;
        var pod = PodSpecBuilder.Build(request);
        var (labels, annotations) = PodMetadata(request);
        var environment = new ContainerEnvironment(request, annotations, labels);
        var volumes = new VolumeFolders(request, folder, pod, environment);
        var aliases = (pod.HostAliases ?? []).Select(a => a.Ip + "\t" + string.Join('\t', a.Hostnames ?? [])).ToArray();
        var sidecarNames = (template.Sidecars ?? []).Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        var set = template.ContainerSet;

        ContainerPlan Make(V1Container container, ContainerRole role)
        {
            var isMain = role == ContainerRole.Main;
            var own = role == ContainerRole.UserInit ? [] : ExecutorVariables(request, container.Name);
            var variables = environment.Resolve(container.Env, container.EnvFrom, container.Resources, own);
            var lookup = variables.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
            string Expanded(string text) => VariableExpansion.Expand(text, lookup);
            var security = container.SecurityContext;
            var mounts = volumes.Mounts(container).ToList();
            if (role != ContainerRole.UserInit)
                mounts.Add(new MountPlan("/var/run/argo", folder.Argo, ReadOnly: false, IsVolume: false));
            if (isMain && container.Name == "main")
                mounts.AddRange(InputMounts(template, folder, mounts));
            var args = (container.Args ?? []).Select(Expanded).ToList();
            if (isMain && template.Script is not null)
            {
                mounts.Add(new MountPlan("/argo/staging", folder.Staging, ReadOnly: false, IsVolume: false));
                args.Add(StagedScript);
            }
            return new ContainerPlan
            {
                Name = container.Name,
                Role = role,
                Image = container.Image ?? "",
                Command = [.. (container.Command ?? []).Select(Expanded)],
                Args = args,
                Environment = variables,
                WorkingDir = container.WorkingDir,
                Mounts = mounts,
                Dependencies = set?.Containers?.FirstOrDefault(c => c.Name == container.Name)?.Dependencies ?? [],
                TerminationMessagePath = container.TerminationMessagePath ?? "/dev/termination-log",
                MessageFromLog = container.TerminationMessagePolicy == "FallbackToLogsOnError",
                RunAsUser = security?.RunAsUser ?? pod.SecurityContext?.RunAsUser,
                RunAsGroup = security?.RunAsGroup ?? pod.SecurityContext?.RunAsGroup,
                Groups = [.. (pod.SecurityContext?.SupplementalGroups ?? []).OfType<long>(), .. pod.SecurityContext?.FsGroup is { } group ? new[] { group } : []],
                Privileged = security?.Privileged == true,
                ReadOnlyRoot = security?.ReadOnlyRootFilesystem == true,
                Resources = container.Resources,
                Readiness = container.ReadinessProbe,
                HostAliases = aliases,
                HostName = request.PodName,
            };
        }

        var mains = pod.Containers.Where(c => !sidecarNames.Contains(c.Name)).ToList();
        var (runs, pause) = SetRetry(set);
        return new PodPlan(
            folder,
            [.. (pod.InitContainers ?? []).Select(c => Make(c, ContainerRole.UserInit))],
            [.. mains.Select(c => Make(c, ContainerRole.Main))],
            [.. pod.Containers.Where(c => sidecarNames.Contains(c.Name)).Select(c => Make(c, ContainerRole.Sidecar))],
            set is not null,
            runs,
            pause,
            TimeSpan.FromSeconds(pod.TerminationGracePeriodSeconds ?? 30));
    }

    private static (Dictionary<string, string> Labels, Dictionary<string, string> Annotations) PodMetadata(PodRequest request)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var metadata in new[] { request.Run.Spec.PodMetadata, request.Template.Metadata })
        {
            foreach (var (key, value) in metadata?.Labels ?? [])
                labels[key] = value;
            foreach (var (key, value) in metadata?.Annotations ?? [])
                annotations[key] = value;
        }
        labels["workflows.argoproj.io/workflow"] = request.Run.WorkflowName;
        labels["workflows.argoproj.io/completed"] = "false";
        annotations["workflows.argoproj.io/node-id"] = request.NodeId;
        annotations["workflows.argoproj.io/node-name"] = request.NodeName;
        annotations["kubectl.kubernetes.io/default-container"] = "main";
        return (labels, annotations);
    }

    private static KeyValuePair<string, string>[] ExecutorVariables(PodRequest request, string container) =>
    [
        new("ARGO_CONTAINER_NAME", container),
        new("ARGO_NODE_ID", request.NodeId),
        new("ARGO_INCLUDE_SCRIPT_OUTPUT", request.CaptureResult ? "true" : "false"),
        new("ARGO_DEADLINE", request.DeadlineSeconds is { } seconds ? DateTimeOffset.UtcNow.AddSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "0001-01-01T00:00:00Z"),
        new("ARGO_WORKFLOW_NAME", request.Run.WorkflowName),
        new("ARGO_PROGRESS_FILE", "/var/run/argo/progress"),
        new("ARGO_PROGRESS_PATCH_TICK_DURATION", "1m0s"),
        new("ARGO_PROGRESS_FILE_TICK_DURATION", "3s"),
    ];

    private static IEnumerable<MountPlan> InputMounts(Template template, PodFolder folder, List<MountPlan> volumes)
    {
        foreach (var artifact in template.Inputs?.Artifacts ?? [])
        {
            if (artifact.Path is not { Length: > 0 } path || volumes.Any(v => v.IsVolume && ContainerPaths.IsAtOrBelow(ContainerPaths.Clean(path), v.Path)))
                continue;
            if (artifact.Optional == true && !Artifacts.ArtifactPlace.HasLocation(artifact))
                continue;
            yield return new MountPlan(ContainerPaths.Clean(path), Path.Combine(folder.Inputs, artifact.Name ?? ""), ReadOnly: false, IsVolume: false);
        }
    }

    private static (int? Runs, TimeSpan Pause) SetRetry(ContainerSetTemplate? set)
    {
        if (set?.RetryStrategy is not { } retry)
            return (null, TimeSpan.Zero);
        var runs = int.TryParse(retry.Retries?.ToString() ?? "", CultureInfo.InvariantCulture, out var count) ? count : (int?)null;
        return (runs, GoDurations.TryParse(retry.Duration, out var pause) ? pause : TimeSpan.Zero);
    }
}
