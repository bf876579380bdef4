using Argosy.ArgoServer;
using Argosy.Kubernetes;
using Argosy.Workflows;

namespace Argosy.Cli;

/// <summary>An Argo Server, as the options of a call and the environment name it.</summary>
internal static class ArgoServerTarget
{
    public static Task<IWorkflowClient> OpenAsync(CliRun run, string address)
    {
        var globals = run.Globals;
        var environment = run.Context.Environment;
        var settings = ArgoServerSettings.FromEnvironment(environment) with
        {
            Address = address,
            Secure = globals.Secure(run.Parsed, environment),
            InsecureSkipVerify = globals.InsecureSkipVerify(run.Parsed, environment),
            BaseHref = globals.BaseHref(run.Parsed, environment) ?? "",
            Headers = globals.Headers(run.Parsed, environment),
            Namespace = globals.Namespace(run.Parsed, environment),
            InstanceId = globals.InstanceId(run.Parsed, environment),
            Kubernetes = Kubernetes(run),
        };
        return Task.FromResult<IWorkflowClient>(ArgoServerClient.Open(settings, new CliLogger(run.Log)));
    }

    // A kubeconfig that is not there matters only to those who ask the cluster itself.
    private static KubernetesConnectionOptions Kubernetes(CliRun run)
    {
        var options = ClusterTarget.Options(run);
        return options.Kubeconfig is { } path && !path.Split(Path.PathSeparator).Any(File.Exists) ? options with { Kubeconfig = null } : options;
    }
}
