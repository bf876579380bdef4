namespace Argosy;

/// <summary>A container that runs beside the main one: <c>sidecars</c>.</summary>
/// <param name="name"><c>name</c>.</param>
/// <param name="image"><c>image</c>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class SidecarAttribute(string name, string image) : Attribute
{
    /// <summary><c>name</c>.</summary>
    public string Name { get; } = name;

    /// <summary><c>image</c>.</summary>
    public string Image { get; } = image;

    /// <summary><c>command</c>.</summary>
    public string[] Command { get; set; } = [];

    /// <summary><c>args</c>. <c>{{message}}</c> is short for <c>{{inputs.parameters.message}}</c>.</summary>
    public string[] Args { get; set; } = [];

    /// <summary><c>workingDir</c>.</summary>
    public string? WorkingDir { get; set; }

    /// <summary><c>imagePullPolicy</c>: <c>Always</c>, <c>IfNotPresent</c> or <c>Never</c>.</summary>
    public string? ImagePullPolicy { get; set; }

    /// <summary><c>ports[].containerPort</c>.</summary>
    public int[] Ports { get; set; } = [];

    /// <summary><c>env</c> as <c>NAME=value</c>.</summary>
    public string[] Env { get; set; } = [];

    /// <summary><c>mirrorVolumeMounts</c>: the main container's mounts too.</summary>
    public bool MirrorVolumeMounts { get; set; }

    /// <summary><c>securityContext.privileged</c>.</summary>
    public bool Privileged { get; set; }

    /// <summary><c>restartPolicy</c>.</summary>
    public string? RestartPolicy { get; set; }

    /// <summary><c>nameof</c> of a static property whose constant object tree is merged into this object's spec: every field that has no attribute.</summary>
    public string? Spec { get; set; }
}

/// <summary>A container that runs before the main one: <c>initContainers</c>.</summary>
/// <param name="name"><c>name</c>.</param>
/// <param name="image"><c>image</c>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class InitContainerAttribute(string name, string image) : Attribute
{
    /// <summary><c>name</c>.</summary>
    public string Name { get; } = name;

    /// <summary><c>image</c>.</summary>
    public string Image { get; } = image;

    /// <summary><c>command</c>.</summary>
    public string[] Command { get; set; } = [];

    /// <summary><c>args</c>. <c>{{message}}</c> is short for <c>{{inputs.parameters.message}}</c>.</summary>
    public string[] Args { get; set; } = [];

    /// <summary><c>workingDir</c>.</summary>
    public string? WorkingDir { get; set; }

    /// <summary><c>imagePullPolicy</c>: <c>Always</c>, <c>IfNotPresent</c> or <c>Never</c>.</summary>
    public string? ImagePullPolicy { get; set; }

    /// <summary><c>ports[].containerPort</c>.</summary>
    public int[] Ports { get; set; } = [];

    /// <summary><c>env</c> as <c>NAME=value</c>.</summary>
    public string[] Env { get; set; } = [];

    /// <summary><c>mirrorVolumeMounts</c>: the main container's mounts too.</summary>
    public bool MirrorVolumeMounts { get; set; }

    /// <summary><c>securityContext.privileged</c>.</summary>
    public bool Privileged { get; set; }

    /// <summary><c>restartPolicy</c>.</summary>
    public string? RestartPolicy { get; set; }

    /// <summary><c>nameof</c> of a static property whose constant object tree is merged into this object's spec: every field that has no attribute.</summary>
    public string? Spec { get; set; }
}

/// <summary><c>daemon</c>: the graph goes on when the pod is ready, and the pod runs until its graph ends.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DaemonAttribute : Attribute
{
}

/// <summary><c>securityContext.privileged</c> of the container.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PrivilegedAttribute : Attribute
{
}

/// <summary><c>readinessProbe</c> of the container.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadinessProbeAttribute : Attribute
{
    /// <summary><c>httpGet.path</c>.</summary>
    public string? HttpPath { get; set; }

    /// <summary><c>httpGet.port</c>, or <c>tcpSocket.port</c> without a path.</summary>
    public int Port { get; set; }

    /// <summary><c>exec.command</c>.</summary>
    public string[] Command { get; set; } = [];

    /// <summary><c>initialDelaySeconds</c>.</summary>
    public int InitialDelaySeconds { get; set; }

    /// <summary><c>periodSeconds</c>.</summary>
    public int PeriodSeconds { get; set; }

    /// <summary><c>timeoutSeconds</c>.</summary>
    public int TimeoutSeconds { get; set; }

    /// <summary><c>failureThreshold</c>.</summary>
    public int FailureThreshold { get; set; }
}
