using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Argosy.Workflows;
using k8s;
using k8s.Authentication;
using k8s.KubeConfigModels;

namespace Argosy.Kubernetes;

/// <summary>
/// One way to an API server: its address, how its certificate is checked, and whose credentials go along.
/// Sends single requests and knows nothing of what is in them.
/// </summary>
internal sealed class KubernetesConnection : IDisposable
{
    private readonly KubernetesConnectionOptions _options;
    private readonly SemaphoreSlim _renewing = new(1, 1);
    private volatile Session _session;

    private KubernetesConnection(KubernetesConnectionOptions options, Session session)
    {
        _options = options;
        _session = session;
    }

    public KubernetesConnectionOptions Options => _options;

    /// <summary>The namespace of the options, the context, or <c>default</c>.</summary>
    public string Namespace => _options.Namespace ?? (_session.Config.Namespace?.Trim() is { Length: > 0 } ns ? ns : "default");

    public string? Context => _session.Config.CurrentContext;

    public Uri Server => _session.BaseAddress;

    /// <summary>Where the connection came from, for the first line of a command.</summary>
    public string Source => _session.Source;

    /// <summary>The labels that say who did something; see <see cref="KubernetesIdentity"/>.</summary>
    public WorkflowIdentity? Identity => _session.Identity;

    /// <summary>Whether there is a kubeconfig or a pod's account, so that a command without options means the cluster.</summary>
    public static bool IsConfigured() => KubeconfigFile.Load(null)?.Model is { Contexts: var contexts } && contexts.Any() || KubernetesClientConfiguration.IsInCluster();

    public static KubernetesConnection Open(KubernetesConnectionOptions options) => new(options, Session.Open(options));

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
                _session = Session.Open(_options);
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

    private sealed class Session
    {
        public required KubernetesClientConfiguration Config { get; init; }

        public required HttpClient Http { get; init; }

        public required Uri BaseAddress { get; init; }

        public required string Source { get; init; }

        public ServiceClientCredentials? Credentials { get; init; }

        public WorkflowIdentity? Identity { get; init; }

        private string? As { get; init; }

        private IReadOnlyList<string> AsGroups { get; init; } = [];

        private IReadOnlyDictionary<string, string> AsExtra { get; init; } = new Dictionary<string, string>();

        private string? AsUid { get; init; }

        public static Session Open(KubernetesConnectionOptions options)
        {
            try
            {
                return OpenCore(options);
            }
            catch (Exception e) when (e is k8s.Exceptions.KubeConfigException or FormatException or IOException or UnauthorizedAccessException
                                          or System.Security.Cryptography.CryptographicException or UriFormatException)
            {
                throw new KubernetesConfigurationException($"the connection to Kubernetes cannot be set up: {e.Message}", e);
            }
        }

        public void Impersonate(HttpRequestMessage request)
        {
            if (As is not null)
            {
                request.Headers.TryAddWithoutValidation("Impersonate-User", As);
                foreach (var group in AsGroups)
                {
                    request.Headers.TryAddWithoutValidation("Impersonate-Group", group);
                }

                if (AsUid is not null)
                {
                    request.Headers.TryAddWithoutValidation("Impersonate-Uid", AsUid);
                }

                foreach (var (key, value) in AsExtra)
                {
                    request.Headers.TryAddWithoutValidation("Impersonate-Extra-" + Uri.EscapeDataString(key), value);
                }
            }
        }

        private static Session OpenCore(KubernetesConnectionOptions options)
        {
            var file = KubeconfigFile.Load(options.Kubeconfig);
            KubernetesClientConfiguration config;
            string source;
            UserCredentials? user = null;
            string? proxy = options.ProxyUrl;
            if (file is not null && (options.Context ?? file.Model.CurrentContext) is { Length: > 0 } contextName)
            {
                var context = file.Model.Contexts.FirstOrDefault(candidate => candidate.Name == contextName)
                    ?? throw new KubernetesConfigurationException($"the kubeconfig {file.Description} has no context \"{contextName}\""
                        + (file.Model.Contexts.Any() ? $"; it has {string.Join(", ", file.Model.Contexts.Select(c => c.Name))}" : ""));
                if (context.ContextDetails is null)
                {
                    throw new KubernetesConfigurationException($"the context \"{contextName}\" in the kubeconfig {file.Description} is empty");
                }

                context.ContextDetails.Cluster = options.Cluster ?? context.ContextDetails.Cluster;
                context.ContextDetails.User = options.User ?? context.ContextDetails.User;
                user = file.Model.Users?.FirstOrDefault(candidate => candidate.Name == context.ContextDetails.User)?.UserCredentials;
                var tokenFile = file.TokenFile(context.ContextDetails.User);
                if (HasNoCredentials(user) || OverridesCredentials(options))
                {
                    // KubernetesClient refuses a user without credentials of a form it knows; a tokenFile, and a flag, are such.
                    context.ContextDetails.User = "";
                }

                config = KubernetesClientConfiguration.BuildConfigFromConfigObject(file.Model, contextName, options.Server);
                if (tokenFile is not null && config.AccessToken is null)
                {
                    config.TokenProvider = new TokenFileAuth(tokenFile);
                }

                proxy ??= file.ProxyUrl(context.ContextDetails.Cluster);
                source = $"context {contextName}";
            }
            else if (options.Server is null && KubernetesClientConfiguration.IsInCluster())
            {
                config = KubernetesClientConfiguration.InClusterConfig();
                source = "the pod's own account";
            }
            else if (options.Server is not null)
            {
                config = new KubernetesClientConfiguration { Host = options.Server };
                source = options.Server;
            }
            else
            {
                throw new KubernetesConfigurationException(file is null
                    ? "no kubeconfig was found (KUBECONFIG, ~/.kube/config) and this is not a pod: name one with --kubeconfig"
                    : $"the kubeconfig {file.Description} has no current context: choose one with --context");
            }

            Apply(options, config);
            var http = new HttpClient(Handler(config, proxy)) { Timeout = Timeout.InfiniteTimeSpan };
            http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("argosy", typeof(KubernetesConnection).Assembly.GetName().Version?.ToString(3) ?? "0"));
            return new Session
            {
                Config = config,
                Http = http,
                BaseAddress = new Uri(config.Host.TrimEnd('/') + "/"),
                Source = source,
                Credentials = k8s.Kubernetes.CreateCredentials(config),
                Identity = KubernetesIdentity.Of(config),
                As = options.Impersonate ?? user?.Impersonate,
                AsGroups = options.Impersonate is not null ? options.ImpersonateGroups : [.. user?.ImpersonateGroups ?? []],
                AsUid = options.ImpersonateUid,
                AsExtra = options.Impersonate is not null ? new Dictionary<string, string>() : user?.ImpersonateUserExtra ?? [],
            };
        }

        private static bool HasNoCredentials(UserCredentials? user) =>
            user is null || (string.IsNullOrWhiteSpace(user.Token) && string.IsNullOrWhiteSpace(user.UserName)
                && string.IsNullOrWhiteSpace(user.ClientCertificate) && string.IsNullOrWhiteSpace(user.ClientCertificateData)
                && user.AuthProvider is null && user.ExternalExecution is null);

        private static bool OverridesCredentials(KubernetesConnectionOptions options) => options.Token is not null || options.Username is not null;

        private static void Apply(KubernetesConnectionOptions options, KubernetesClientConfiguration config)
        {
            if (options.Token is not null)
            {
                config.AccessToken = options.Token;
                config.TokenProvider = null;
            }

            config.Username = options.Username ?? config.Username;
            config.Password = options.Password ?? config.Password;
            config.TlsServerName = options.TlsServerName ?? config.TlsServerName;
            config.SkipTlsVerify |= options.InsecureSkipTlsVerify;
            if (options.CertificateAuthority is not null)
            {
                config.SslCaCerts = Certificates.Authorities(options.CertificateAuthority);
            }

            if (options.ClientCertificate is not null && options.ClientKey is not null)
            {
                config.ClientCertificateFilePath = options.ClientCertificate;
                config.ClientKeyFilePath = options.ClientKey;
                config.ClientCertificateData = config.ClientCertificateKeyData = null;
            }
        }

        private static SocketsHttpHandler Handler(KubernetesClientConfiguration config, string? proxy)
        {
            var handler = new SocketsHttpHandler
            {
                // A server that hangs, or a connection whose other end is gone, answers no ping.
                KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
                KeepAlivePingDelay = TimeSpan.FromSeconds(15),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
                ConnectTimeout = TimeSpan.FromSeconds(10),
                EnableMultipleHttp2Connections = true,
                PooledConnectionLifetime = TimeSpan.FromMinutes(10),
                AutomaticDecompression = DecompressionMethods.GZip,
                AllowAutoRedirect = false,
                ConnectCallback = ConnectAsync,
            };
            if (!string.IsNullOrEmpty(proxy))
            {
                handler.Proxy = new WebProxy(proxy);
                handler.UseProxy = true;
            }

            if (!string.IsNullOrEmpty(config.TlsServerName))
            {
                handler.SslOptions.TargetHost = config.TlsServerName;
            }

            if (Certificates.Client(config) is { } certificate)
            {
                handler.SslOptions.ClientCertificates = [certificate];
                handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
            }

            if (config.SkipTlsVerify)
            {
#pragma warning disable CA5359 // the person, or the kubeconfig, asked for it in so many words
                handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
            }
            else if (config.SslCaCerts is { Count: > 0 } authorities)
            {
                handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(authorities, certificate, chain, errors);
            }

            return handler;
        }

        /// <summary>The cluster's own authority, and only that, makes a certificate good; a wrong name never is.</summary>
        private static bool IsTrusted(X509Certificate2Collection authorities, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        {
            if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0)
            {
                return false;
            }

            using var own = new X509Chain();
            own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            own.ChainPolicy.CustomTrustStore.AddRange(authorities);
            if (chain is not null)
            {
                own.ChainPolicy.ExtraStore.AddRange(chain.ChainElements.Select(element => element.Certificate).ToArray());
            }

            using var checkedCertificate = new X509Certificate2(certificate);
            return own.Build(checkedCertificate);
        }

        private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
                socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
                socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
                await socket.ConnectAsync(context.DnsEndPoint, cancellation).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}
