using System.Text.Json;
using Argosy.Models;
using k8s.Models;

namespace Argosy.Engine.Pods.Plan;

/// <summary>The pod of a template before the executor is added: its containers and volumes, with the pod patches of workflow and template applied.</summary>
internal static class PodSpecBuilder
{
    public static V1PodSpec Build(PodRequest request)
    {
        var template = request.Template;
        var spec = request.Run.Spec;
        if ((template.AutomountServiceAccountToken ?? spec.AutomountServiceAccountToken) == false
            && string.IsNullOrEmpty(template.Executor?.ServiceAccountName ?? spec.Executor?.ServiceAccountName))
        {
            throw new PodRefusedException("executor.serviceAccountName must not be empty if automountServiceAccountToken is false");
        }

        var pod = new V1PodSpec
        {
            Containers = [],
            InitContainers = [.. (template.InitContainers ?? []).Select(UserContainer)],
            SecurityContext = template.SecurityContext ?? spec.SecurityContext,
            HostAliases = [.. spec.HostAliases ?? [], .. template.HostAliases ?? []],
            Volumes = [.. Volumes(template, spec)],
        };
        if (template.Container is { } container)
        {
            container = Copy<V1Container>(container);
            container.Name = "main";
            pod.Containers.Add(container);
        }
        else if (template.Script is { } script)
        {
            var main = Copy<V1Container>(script);
            main.Name = "main";
            pod.Containers.Add(main);
        }
        foreach (var node in template.ContainerSet?.Containers ?? [])
        {
            var one = Copy<V1Container>(node);
            one.VolumeMounts = [.. one.VolumeMounts ?? [], .. template.ContainerSet!.VolumeMounts ?? []];
            pod.Containers.Add(one);
        }
        var mirrored = pod.Containers.SelectMany(c => c.VolumeMounts ?? []).ToList();
        for (var i = 0; i < pod.InitContainers.Count; i++)
            Mirror(pod.InitContainers[i], template.InitContainers![i].MirrorVolumeMounts, mirrored);
        foreach (var sidecar in template.Sidecars ?? [])
        {
            var one = UserContainer(sidecar);
            Mirror(one, sidecar.MirrorVolumeMounts, mirrored);
            pod.Containers.Add(one);
        }
        return Patched(pod, spec.PodSpecPatch, template.PodSpecPatch);
    }

    private static V1Container UserContainer(UserContainer container) => Copy<V1Container>(container);

    private static void Mirror(V1Container container, bool? mirror, List<V1VolumeMount> mounts)
    {
        if (mirror == true)
            container.VolumeMounts = [.. container.VolumeMounts ?? [], .. mounts.Where(m => container.VolumeMounts?.Any(own => own.MountPath == m.MountPath) != true)];
    }

    private static IEnumerable<V1Volume> Volumes(Template template, WorkflowSpec spec)
    {
        var own = template.Volumes ?? [];
        return own.Concat((spec.Volumes ?? []).Where(v => own.All(o => o.Name != v.Name)));
    }

    private static V1PodSpec Patched(V1PodSpec pod, params string?[] patches)
    {
        if (patches.All(string.IsNullOrEmpty))
            return pod;
        var json = JsonSerializer.SerializeToNode(pod, ArgoJson.Options)!.AsObject();
        try
        {
            foreach (var patch in patches.Where(p => !string.IsNullOrEmpty(p)))
                StrategicMerge.Apply(json, PatchReader.Read(patch!));
            return json.Deserialize<V1PodSpec>(ArgoJson.Options)!;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException or FormatException)
        {
            throw new PodRefusedException("Error applying PodSpecPatch");
        }
    }

    private static T Copy<T>(object source) where T : class =>
        JsonSerializer.SerializeToNode(source, source.GetType(), ArgoJson.Options).Deserialize<T>(ArgoJson.Options)!;
}
