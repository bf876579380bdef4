using Argosy.Kubernetes;
using Argosy.Workflows;

namespace Argosy.Cli;

/// <summary>A cluster's API server, as the options of a call and the environment name it.</summary>
internal static class ClusterTarget
{
    public static bool IsConfigured(CliRun run)
    {
        if (run.Globals.Kube.NamesCluster(run.Parsed, run.Context.Environment))
        {
            return true;
        }

        if (run.Globals.Kube.Kubeconfig(run.Parsed, run.Context.Environment) is { } paths)
        {
            return paths.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(path => new FileInfo(run.Context.PathOf(path)) is { Exists: true, Length: > 0 });
        }

        if (run.Context.Environment("KUBERNETES_SERVICE_HOST") is { Length: > 0 })
        {
            return true;
        }

        var home = run.Context.Environment("HOME") ?? run.Context.Environment("USERPROFILE");
        return home is { Length: > 0 } && File.Exists(Path.Combine(home, ".kube", "config"));
    }

    public static Task<IWorkflowClient> OpenAsync(CliRun run)
    {
        try
        {
            return Task.FromResult<IWorkflowClient>(KubernetesWorkflowClient.Open(Options(run), new CliLogger(run.Log)));
        }
        catch (KubernetesConfigurationException e)
        {
            throw new CliException(e.Message);
        }
    }

    /// <summary>What the call says about the cluster.</summary>
    public static KubernetesConnectionOptions Options(CliRun run) => run.Globals.Kube.Options(run);
}
