using Argosy.Workflows;

namespace Argosy.Cli;

/// <summary>
/// Which target a call is about, and its client. <c>--local</c> and <c>--cluster</c> decide; without them an Argo Server that is named
/// (<c>--argo-server</c>, <c>ARGO_SERVER</c>), then a kubeconfig or an in-cluster account, then this machine. A call that names runs, with no target forced,
/// looks at this machine first: a run that exists here is the one meant.
/// </summary>
internal sealed class ClientSource
{
    /// <summary>The clients of the product.</summary>
    public static ClientSource Default { get; } = new();

    /// <summary>The client of the runs on this machine.</summary>
    public Func<CliRun, Task<IWorkflowClient>> Local { get; init; } = LocalTarget.OpenAsync;

    /// <summary>The client of a cluster's API server.</summary>
    public Func<CliRun, Task<IWorkflowClient>> Kubernetes { get; init; } = ClusterTarget.OpenAsync;

    /// <summary>The client of an Argo Server; the text is its address.</summary>
    public Func<CliRun, string, Task<IWorkflowClient>> ArgoServer { get; init; } = ArgoServerTarget.OpenAsync;

    /// <summary>Whether a cluster is configured: a kubeconfig that exists, or the account of a pod.</summary>
    public Func<CliRun, bool> HasCluster { get; init; } = ClusterTarget.IsConfigured;

    /// <summary>A client for everything, whatever the options say: for tests.</summary>
    public static ClientSource Only(IWorkflowClient client) => new()
    {
        Local = _ => Task.FromResult(client),
        Kubernetes = _ => Task.FromResult(client),
        ArgoServer = (_, _) => Task.FromResult(client),
        HasCluster = _ => true,
    };

    /// <summary>The client of a call, see the class.</summary>
    public async Task<IWorkflowClient> OpenAsync(CliRun run, IReadOnlyList<string>? names)
    {
        var globals = run.Globals;
        if (globals.Local(run.Parsed) && globals.Cluster(run.Parsed)) throw new CliException("--local and --cluster cannot be used together");
        if (globals.Local(run.Parsed)) return await Local(run).ConfigureAwait(false);
        if (globals.Cluster(run.Parsed)) return await Kubernetes(run).ConfigureAwait(false);
        if (globals.ArgoServer(run.Parsed, run.Context.Environment) is { } server) return await ArgoServer(run, server).ConfigureAwait(false);
        if (!HasCluster(run)) return await Local(run).ConfigureAwait(false);
        if (names is { Count: > 0 } && ReferenceEquals(this, Default) && LocalTarget.Exists(run))
        {
            var local = await Local(run).ConfigureAwait(false);
            if (await AllExistAsync(local, run, names).ConfigureAwait(false)) return local;
            await local.DisposeAsync().ConfigureAwait(false);
        }

        return await Kubernetes(run).ConfigureAwait(false);
    }

    /// <summary>The client of a call that makes something to last: this machine only when it is asked for by name.</summary>
    public Task<IWorkflowClient> OpenToCreateAsync(CliRun run) =>
        run.Globals.Local(run.Parsed) || run.Globals.Cluster(run.Parsed) || run.Globals.ArgoServer(run.Parsed, run.Context.Environment) is not null || HasCluster(run)
            ? OpenAsync(run, null)
            : throw new CliException("there is no cluster to submit to (no kubeconfig, no ARGO_SERVER): 'run' runs it on this machine, 'submit --local' leaves it running here in the background");

    private static async Task<bool> AllExistAsync(IWorkflowClient client, CliRun run, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            try
            {
                await client.GetAsync(ArgoKind.Workflow, run.Namespace ?? client.DefaultNamespace, name, run.Cancelled).ConfigureAwait(false);
            }
            catch (WorkflowClientException e) when (e.Code == ClientErrorCode.NotFound)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>The runs of this machine.</summary>
internal static class LocalTarget
{
    public static bool Exists(CliRun run) => Directory.Exists(HomeOf(run).RunFolder("."));

    public static Task<IWorkflowClient> OpenAsync(CliRun run)
    {
        var home = HomeOf(run);
        return Task.FromResult<IWorkflowClient>(new Running.LocalWorkflowClient(home, name => Running.DetachedEngine.Start(home, name), run.Context.Clock,
            (folder, cancellation) => Engine.Pods.Executor.OwnedObjects.DeleteAsync(folder, Running.RunEngineFlags.OpenCluster(run), cancellation)));
    }

    private static Engine.EngineHome HomeOf(CliRun run) => Engine.EngineHome.Of(run.Context.CurrentDirectory, run.Context.Environment);
}
