using Argosy.ArgoServer;
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
            Kubeconfig = globals.Kubeconfig(run.Parsed, environment) is { } path && File.Exists(run.Context.PathOf(path)) ? run.Context.PathOf(path) : null,
        };
        return Task.FromResult<IWorkflowClient>(ArgoServerClient.Open(settings, new CliLogger(run.Log)));
    }
}
