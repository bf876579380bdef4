using System.Net.Http.Headers;
using Argosy.Workflows;
using k8s;
using k8s.Authentication;
using k8s.KubeConfigModels;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argosy.Kubernetes;

/// <summary>A connection with the credentials of one moment: read from the options, the kubeconfig, a plug-in, or the pod's account.</summary>
internal sealed class KubernetesSession
{
    public required KubernetesClientConfiguration Config { get; init; }

    public required HttpClient Http { get; init; }

    public required Uri BaseAddress { get; init; }

    public required string Source { get; init; }

    public required ServerTrust Trust { get; init; }

    public ServiceClientCredentials? Credentials { get; init; }

    public WorkflowIdentity? Identity { get; init; }

    private string? As { get; init; }

    private IReadOnlyList<string> AsGroups { get; init; } = [];

    private IReadOnlyDictionary<string, string> AsExtra { get; init; } = new Dictionary<string, string>();

    private string? AsUid { get; init; }

    public static KubernetesSession Open(KubernetesConnectionOptions options)
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

    private static KubernetesSession OpenCore(KubernetesConnectionOptions options)
    {
        var file = KubeconfigFile.Load(options.Kubeconfig);
        KubernetesClientConfiguration config;
        string source;
        UserCredentials? user = null;
        string? proxy = options.ProxyUrl;
        if (file is not null && ContextOf(file, options) is { } context)
        {
            user = file.Model.Users?.FirstOrDefault(candidate => candidate.Name == context.ContextDetails.User)?.UserCredentials;
            config = Build(file, context, user, options);
            proxy ??= file.ProxyUrl(context.ContextDetails.Cluster);
            source = context.Name.Length > 0 ? $"context {context.Name}" : $"cluster {context.ContextDetails.Cluster}";
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
                : $"the kubeconfig {file.Description} has no current context: choose one with --context{Listed(file.Model.Contexts?.Select(c => c.Name))}");
        }

        Apply(options, config);
        var trust = new ServerTrust(config.SslCaCerts);
        var http = new HttpClient(HttpTransport.Handler(config, proxy, trust, options)) { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("argosy", typeof(KubernetesConnection).Assembly.GetName().Version?.ToString(3) ?? "0"));
        return new KubernetesSession
        {
            Config = config,
            Http = http,
            BaseAddress = new Uri(config.Host.TrimEnd('/') + "/"),
            Source = source,
            Trust = trust,
            Credentials = k8s.Kubernetes.CreateCredentials(config),
            Identity = KubernetesIdentity.Of(config),
            As = options.Impersonate ?? user?.Impersonate,
            AsGroups = options.Impersonate is not null ? options.ImpersonateGroups : [.. user?.ImpersonateGroups ?? []],
            AsUid = options.ImpersonateUid,
            AsExtra = options.Impersonate is not null ? new Dictionary<string, string>() : user?.ImpersonateUserExtra ?? [],
        };
    }

    /// <summary>The context of the options, of the file, or one made of a cluster and a user that the options name; null: there is none.</summary>
    private static Context? ContextOf(KubeconfigFile file, KubernetesConnectionOptions options)
    {
        Context context;
        if ((options.Context ?? file.Model.CurrentContext) is { Length: > 0 } name)
        {
            var found = file.Model.Contexts?.FirstOrDefault(candidate => candidate.Name == name)
                ?? throw new KubernetesConfigurationException($"the kubeconfig {file.Description} has no context \"{name}\"{Listed(file.Model.Contexts?.Select(c => c.Name))}");
            var details = found.ContextDetails ?? throw new KubernetesConfigurationException($"the context \"{name}\" in the kubeconfig {file.Description} is empty");
            context = new Context { Name = name, ContextDetails = new ContextDetails { Cluster = options.Cluster ?? details.Cluster, User = options.User ?? details.User, Namespace = details.Namespace } };
        }
        else if (options.Cluster is { } cluster)
        {
            context = new Context { Name = "", ContextDetails = new ContextDetails { Cluster = cluster, User = options.User } };
        }
        else
        {
            return null;
        }

        if (file.Model.Clusters?.Any(candidate => candidate.Name == context.ContextDetails.Cluster) != true)
            throw new KubernetesConfigurationException($"the kubeconfig {file.Description} has no cluster \"{context.ContextDetails.Cluster}\"{Listed(file.Model.Clusters?.Select(c => c.Name))}");
        if (context.ContextDetails.User is { Length: > 0 } user && file.Model.Users?.Any(candidate => candidate.Name == user) != true)
            throw new KubernetesConfigurationException($"the kubeconfig {file.Description} has no user \"{user}\"{Listed(file.Model.Users?.Select(u => u.Name))}");
        return context;
    }

    private static string Listed(IEnumerable<string>? names) => names?.ToList() is { Count: > 0 } list ? $"; it has {string.Join(", ", list)}" : "";

    private static KubernetesClientConfiguration Build(KubeconfigFile file, Context context, UserCredentials? user, KubernetesConnectionOptions options)
    {
        // A copy with this one context: KubernetesClient gets a user only where it knows the form of the credentials. Plug-ins, oidc, files with tokens and
        // what the call says by flags are ours.
        var name = context.ContextDetails.User;
        var own = OverridesCredentials(options);
        var model = new K8SConfiguration
        {
            FileName = file.Model.FileName,
            Contexts = [new Context { Name = "chosen", ContextDetails = new ContextDetails { Cluster = context.ContextDetails.Cluster, Namespace = context.ContextDetails.Namespace, User = !own && IsPlain(user) ? name : "" } }],
            Clusters = file.Model.Clusters,
            Users = file.Model.Users,
        };
        var config = KubernetesClientConfiguration.BuildConfigFromConfigObject(model, "chosen", options.Server);
        if (own || name is null) return config;
        if (config.AccessToken is null && file.TokenFile(name) is { } tokenFile)
        {
            config.TokenProvider = new TokenFileAuth(tokenFile);
        }
        else if (user?.ExternalExecution is { } exec)
        {
            var plugin = new ExecPlugin(ExecPluginCall.Of(name, exec, file, context.ContextDetails.Cluster), options.Logger ?? NullLogger.Instance);
            var given = Task.Run(() => plugin.GetAsync(default)).GetAwaiter().GetResult();
            config.ClientCertificateData = ExecCredential.Base64(given.Certificate);
            config.ClientCertificateKeyData = ExecCredential.Base64(given.Key);
            if (given.Token is not null) config.TokenProvider = plugin;
        }
        else if (user?.AuthProvider is { } provider)
        {
            config.TokenProvider = provider.Name switch
            {
                "oidc" => new OidcTokens(name, new Dictionary<string, string>(provider.Config ?? new Dictionary<string, string>(), StringComparer.Ordinal)),
                "gcp" => throw new KubernetesConfigurationException($"the kubeconfig's user {name} has the auth-provider gcp, which Kubernetes no longer has: use the credential plug-in gke-gcloud-auth-plugin (gcloud container clusters get-credentials writes it)"),
                "azure" => throw new KubernetesConfigurationException($"the kubeconfig's user {name} has the auth-provider azure, which Kubernetes no longer has: use the credential plug-in kubelogin (kubelogin convert-kubeconfig writes it)"),
                var other => throw new KubernetesConfigurationException($"the kubeconfig's user {name} has the auth-provider {other}, which is not known here: use a credential plug-in (exec)"),
            };
        }

        return config;
    }

    private static bool IsPlain(UserCredentials? user) => user is { AuthProvider: null, ExternalExecution: null }
        && (!string.IsNullOrWhiteSpace(user.Token) || !string.IsNullOrWhiteSpace(user.UserName) || !string.IsNullOrWhiteSpace(user.ClientCertificate) || !string.IsNullOrWhiteSpace(user.ClientCertificateData));

    private static bool OverridesCredentials(KubernetesConnectionOptions options) => options.Token is not null || options.Username is not null || options.ClientCertificate is not null;

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
}
