using System.Text.Json.Nodes;
using Argosy.Kubernetes;

namespace Argosy.Setup;

/// <summary>Makes and removes what a plan holds.</summary>
internal sealed class SetupApplication(KubernetesApi api)
{
    private const string Manager = "argosy-setup";

    /// <summary>Creates or updates every object; each step is told.</summary>
    public async Task ApplyAsync(SetupPlan plan, bool dryRun, Action<string> tell, CancellationToken cancellation)
    {
        foreach (var (kind, wanted) in plan.Objects)
        {
            var name = (string)wanted["metadata"]!["name"]!;
            var ns = (string)wanted["metadata"]!["namespace"]!;
            if (await FindAsync(kind, ns, name, cancellation).ConfigureAwait(false) is { } live && !IsOurs(live))
            {
                throw new KubernetesApiException(409, "Conflict",
                    $"{kind.Kind} {name} exists in namespace {ns} and was not made by setup: it is left as it is. Choose another --service-account, or put the label {SetupPlan.Label} on it to hand it over");
            }

            await api.PatchAsync(kind, ns, name, wanted.DeepClone(), "application/apply-patch+yaml", $"fieldManager={Manager}&force=true{(dryRun ? "&dryRun=All" : "")}", cancellation)
                .ConfigureAwait(false);
            tell($"{kind.Kind} {name} applied{(dryRun ? " (server dry run)" : "")}");
        }
    }

    /// <summary>Removes, in the opposite order, what setup made; what only has the same name stays.</summary>
    public async Task RemoveAsync(string ns, string serviceAccount, bool dryRun, Action<string> tell, CancellationToken cancellation)
    {
        (ResourceKind Kind, string Name)[] candidates =
        [
            (ResourceKind.ConfigMap, "artifact-repositories"),
            (ResourceKind.RoleBinding, serviceAccount),
            (ResourceKind.Role, serviceAccount),
            (ResourceKind.ServiceAccount, serviceAccount),
        ];
        foreach (var (kind, name) in candidates)
        {
            if (await FindAsync(kind, ns, name, cancellation).ConfigureAwait(false) is not { } live)
            {
                continue;
            }

            if ((string?)live["metadata"]?["labels"]?[SetupPlan.Label] != serviceAccount)
            {
                tell($"{kind.Kind} {name} kept: it was not made by setup for {serviceAccount}");
                continue;
            }

            if (!dryRun)
            {
                await api.DeleteAsync(kind, ns, name, "Background", cancellation).ConfigureAwait(false);
            }

            tell($"{kind.Kind} {name} deleted{(dryRun ? " (dry run)" : "")}");
        }
    }

    private static bool IsOurs(JsonObject live) => live["metadata"]?["labels"]?[SetupPlan.Label] is not null;

    private async Task<JsonObject?> FindAsync(ResourceKind kind, string ns, string name, CancellationToken cancellation)
    {
        try
        {
            return await api.GetAsync(kind, ns, name, cancellation).ConfigureAwait(false);
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }
}
