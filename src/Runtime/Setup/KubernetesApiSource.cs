using Argosy.Kubernetes;

namespace Argosy.Cli;

/// <summary>The API server of a call, opened only when it is needed: a plan is printed without any cluster.</summary>
internal sealed class KubernetesApiSource(CliRun run) : IDisposable
{
    private KubernetesApi? _api;

    public string Namespace
    {
        get
        {
            if (run.Namespace is { } named)
            {
                return named;
            }

            return ClusterTarget.IsConfigured(run) ? Open().Connection.Namespace : "default";
        }
    }

    public static async Task CallAsync(Func<Task> call)
    {
        try
        {
            await call().ConfigureAwait(false);
        }
        catch (Exception e) when (e is KubernetesApiException or KubernetesUnreachableException or KubernetesConfigurationException)
        {
            throw new CliException(e.Message);
        }
    }

    public KubernetesApi Open()
    {
        try
        {
            return _api ??= new KubernetesApi(KubernetesConnection.Open(ClusterTarget.Options(run)), new CliLogger(run.Log));
        }
        catch (KubernetesConfigurationException e)
        {
            throw new CliException(e.Message);
        }
    }

    public void Dispose() => _api?.Dispose();
}
