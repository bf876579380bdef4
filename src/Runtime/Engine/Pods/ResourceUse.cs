using Argosy.Engine.Pods.Plan;

namespace Argosy.Engine.Pods;

/// <summary>What Argo counts as a pod's use: its requests (100m cpu, 100 MiB where none are named) times its duration, in seconds of one cpu and of 100 MiB.</summary>
internal static class ResourceUse
{
    public static IReadOnlyDictionary<string, long>? Of(PodPlan? plan, TimeSpan duration)
    {
        if (plan is null)
            return null;
        decimal cpu = 0, memory = 0;
        foreach (var container in plan.MainContainers.Concat(plan.Sidecars))
        {
            cpu += Quantity(container, "cpu") ?? 0.1m;
            memory += (Quantity(container, "memory") ?? (100m * 1024 * 1024)) / (100m * 1024 * 1024);
        }
        var seconds = (decimal)duration.TotalSeconds;
        return new Dictionary<string, long>(StringComparer.Ordinal) { ["cpu"] = (long)(cpu * seconds), ["memory"] = (long)(memory * seconds) };
    }

    private static decimal? Quantity(ContainerPlan container, string name) =>
        container.Resources?.Requests is { } requests && requests.TryGetValue(name, out var quantity) ? quantity.ToDecimal()
        : container.Resources?.Limits is { } limits && limits.TryGetValue(name, out quantity) ? quantity.ToDecimal()
        : null;
}
