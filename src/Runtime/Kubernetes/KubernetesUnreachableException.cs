namespace Argosy.Kubernetes;

/// <summary>No answer came from the API server within the time that a request is tried again.</summary>
internal sealed class KubernetesUnreachableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The kubeconfig is missing, or does not say what is needed.</summary>
internal sealed class KubernetesConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
