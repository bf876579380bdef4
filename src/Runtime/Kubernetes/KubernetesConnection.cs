using Argosy.Workflows;
using k8s;

namespace Argosy.Kubernetes;

/// <summary>
/// One way to an API server: its address, how its certificate is checked, and whose credentials go along.
/// Sends single requests and knows nothing of what is in them.
/// </summary>
internal sealed class KubernetesConnection : IDisposable
{
    private readonly KubernetesConnectionOptions _options;
    private readonly SemaphoreSlim _renewing = new(1, 1);
    private volatile KubernetesSession _session;

    private KubernetesConnection(KubernetesConnectionOptions options, KubernetesSession session)
    {
        _options = options;
        _session = session;
    }

    public KubernetesConnectionOptions Options => _options;

    /// <summary>The namespace of the options, the context, or <c>default</c>.</summary>
    public string Namespace => _options.Namespace ?? (_session.Config.Namespace?.Trim() is { Length: > 0 } ns ? ns : "default");

    public Uri Server => _session.BaseAddress;

    /// <summary>Why the server's certificate was refused; null: it was not.</summary>
    public string? CertificateProblem => _session.Trust.Problem;

    /// <summary>Where the connection came from, for the first line of a command.</summary>
    public string Source => _session.Source;

    /// <summary>The labels that say who did something; see <see cref="KubernetesIdentity"/>.</summary>
    public WorkflowIdentity? Identity => _session.Identity;

    /// <summary>Whether there is a kubeconfig or a pod's account, so that a command without options means the cluster.</summary>
    public static bool IsConfigured() => KubeconfigFile.Load(null)?.Model is { Contexts: var contexts } && contexts.Any() || KubernetesClientConfiguration.IsInCluster();

    public static KubernetesConnection Open(KubernetesConnectionOptions options) => new(options, KubernetesSession.Open(options));

    /// <summary>Sends one request; the answer's headers are read, its body not yet.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var session = _session;
        await AuthorizeAsync(request, cancellation).ConfigureAwait(false);
        session.Impersonate(request);
        return await session.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
    }

    /// <summary>Puts the token, or the basic credentials, on a request.</summary>
    public async Task AuthorizeAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        if (_session.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The Authorization header that requests carry; null where a client certificate, or nothing, says who asks.</summary>
    public async Task<string?> AuthorizationAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Server);
        await AuthorizeAsync(request, cancellation).ConfigureAwait(false);
        return request.Headers.Authorization?.ToString();
    }

    /// <summary>Reads the credentials anew: a rotated token, a renewed client certificate, an exec plug-in's next answer.</summary>
    public async Task RenewAsync(CancellationToken cancellation)
    {
        var stale = _session;
        await _renewing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (ReferenceEquals(stale, _session))
            {
                // Streams of the old session go on until they end; it is left to the garbage collector for that reason.
                _session = KubernetesSession.Open(_options);
            }
        }
        finally
        {
            _renewing.Release();
        }
    }

    public void Dispose()
    {
        _session.Http.Dispose();
        _renewing.Dispose();
    }
}
