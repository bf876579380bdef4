using k8s.Models;

namespace Argosy.Engine.Pods.Plan;

/// <summary>One container of a pod, ready to be started: nothing in it is a tag or a reference any more.</summary>
internal sealed record ContainerPlan
{
    public required string Name { get; init; }
    public required ContainerRole Role { get; init; }
    public required string Image { get; init; }
    public IReadOnlyList<string> Command { get; init; } = [];
    public IReadOnlyList<string> Args { get; init; } = [];
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];
    public string? WorkingDir { get; init; }
    public IReadOnlyList<MountPlan> Mounts { get; init; } = [];
    public IReadOnlyList<string> Dependencies { get; init; } = [];
    public string TerminationMessagePath { get; init; } = "/dev/termination-log";
    public bool MessageFromLog { get; init; }
    public long? RunAsUser { get; init; }
    public long? RunAsGroup { get; init; }
    public IReadOnlyList<long> Groups { get; init; } = [];
    public bool Privileged { get; init; }
    public bool ReadOnlyRoot { get; init; }
    public V1ResourceRequirements? Resources { get; init; }
    public V1Probe? Readiness { get; init; }

    /// <summary>Lines <c>address names</c> for <c>/etc/hosts</c>.</summary>
    public IReadOnlyList<string> HostAliases { get; init; } = [];

    /// <summary>The pod's name, which is its host name.</summary>
    public required string HostName { get; init; }
}
