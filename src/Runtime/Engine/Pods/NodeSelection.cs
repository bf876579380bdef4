using System.Runtime.InteropServices;

namespace Argosy.Engine.Pods;

/// <summary>Whether this machine is a node that a pod's <c>nodeSelector</c> takes. It has the labels of its system and what it was said to have.</summary>
internal static class NodeSelection
{
    /// <summary>What Kubernetes says of a pod that no node can take.</summary>
    public const string NoNode = "Unschedulable: 0/1 nodes are available: 1 node(s) didn't match Pod's node affinity.";

    /// <summary>Whether the machine takes the pod.</summary>
    /// <param name="request">The pod.</param>
    /// <param name="labels">Labels that the machine was said to have, as <c>KEY=VALUE</c>; <c>*</c>: all.</param>
    public static bool Takes(PodRequest request, IReadOnlyCollection<string> labels)
    {
        var selector = request.Template.NodeSelector is { Count: > 0 } own ? own : request.Run.Spec.NodeSelector;
        return selector is null || selector.All(p => Has(p.Key, p.Value, labels));
    }

    /// <summary>Whether the machine has a label, or was said to.</summary>
    public static bool Has(string key, string value, IReadOnlyCollection<string> labels) => labels.Contains("*") || labels.Contains($"{key}={value}") || Of(key) == value;

    private static string? Of(string label) => label switch
    {
        "kubernetes.io/os" or "beta.kubernetes.io/os" => OperatingSystem.IsWindows() ? "windows" : "linux",
        "kubernetes.io/arch" or "beta.kubernetes.io/arch" => RuntimeInformation.OSArchitecture switch { Architecture.X64 => "amd64", var other => other.ToString().ToLowerInvariant() },
        "kubernetes.io/hostname" => Environment.MachineName,
        _ => null,
    };
}
