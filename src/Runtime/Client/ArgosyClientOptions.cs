using Microsoft.Extensions.Logging;

namespace Argosy;

/// <summary>
/// Where workflows run and as whom. Everything left null is found as the <c>argo</c> and <c>kubectl</c> commands find it: <c>ARGO_SERVER</c> and its
/// companions, then <c>KUBECONFIG</c> or <c>~/.kube/config</c>, then the account of the pod that the program runs in.
/// </summary>
public sealed class ArgosyClientOptions
{
    /// <summary>The kubeconfig's path.</summary>
    public string? Kubeconfig { get; set; }

    /// <summary>The kubeconfig's context.</summary>
    public string? Context { get; set; }

    /// <summary>The namespace where a call names none.</summary>
    public string? Namespace { get; set; }

    /// <summary>The Argo Server to go through, <c>host:port</c>; an empty text: never, whatever <c>ARGO_SERVER</c> says.</summary>
    public string? ArgoServer { get; set; }

    /// <summary>The authorization for the Argo Server, as <c>ARGO_TOKEN</c> has it: <c>Bearer …</c>.</summary>
    public string? ArgoToken { get; set; }

    /// <summary>The label of the controller instance that the workflows belong to.</summary>
    public string? InstanceId { get; set; }

    /// <summary>Where log lines go.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }
}
