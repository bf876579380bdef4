using Argosy.Kubernetes;

namespace Argosy.ArgoServer;

/// <summary>Where an Argo Server is and how it is spoken to: the <c>ARGO_…</c> variables as the argo CLI reads them.</summary>
internal sealed record ArgoServerSettings
{
    /// <summary><c>host:port</c>, or a whole address.</summary>
    public required string Address { get; init; }

    /// <summary>The Authorization header: <c>Bearer …</c>; null: the kubeconfig's token where there is one.</summary>
    public string? Token { get; init; }

    public bool Secure { get; init; } = true;

    public bool InsecureSkipVerify { get; init; }

    /// <summary>Path of the server behind an ingress.</summary>
    public string BaseHref { get; init; } = "";

    public string? Namespace { get; init; }

    public string? InstanceId { get; init; }

    /// <summary><c>key:value</c> headers for every request.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>The cluster whose token and namespace stand in for missing ones, and whose certificates and proxy, where the caller named some, are the Argo Server's too.</summary>
    public KubernetesConnectionOptions Kubernetes { get; init; } = new();

    public TimeSpan RetryBudget { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan WatchIdleLimit { get; init; } = TimeSpan.FromMinutes(5);

    public Uri BaseAddress
    {
        get
        {
            var address = Address.Contains("://", StringComparison.Ordinal) ? Address : (Secure ? "https://" : "http://") + Address;
            var path = BaseHref.Trim('/');
            return new Uri(address.TrimEnd('/') + "/" + (path.Length > 0 ? path + "/" : ""));
        }
    }

    /// <summary>The settings of the environment; the address is empty when <c>ARGO_SERVER</c> is not set.</summary>
    public static ArgoServerSettings FromEnvironment(Func<string, string?> environment)
    {
        string? Set(string name) => environment(name) is { Length: > 0 } value ? value : null;
        return new ArgoServerSettings
        {
            Address = Set("ARGO_SERVER") ?? "",
            Token = Set("ARGO_TOKEN"),
            Secure = Flag(Set("ARGO_SECURE")) ?? true,
            InsecureSkipVerify = Flag(Set("ARGO_INSECURE_SKIP_VERIFY")) ?? false,
            BaseHref = Set("ARGO_BASE_HREF") ?? Set("BASE_HREF") ?? "",
            Namespace = Set("ARGO_NAMESPACE"),
            InstanceId = Set("ARGO_INSTANCEID"),
            Headers = Set("ARGO_HEADER") is { } header ? [header] : [],
        };
    }

    private static bool? Flag(string? text) => text switch
    {
        null => null,
        "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
        _ => false,
    };
}
