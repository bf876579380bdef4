namespace Argosy.Engine.Pods;

/// <summary>Hears what happens to a pod while it runs. Calls come in order, one at a time.</summary>
internal interface IPodObserver
{
    /// <summary>The pod waits, for the reason given as Argo words it (<c>ErrImagePull: …</c>); null: it no longer does.</summary>
    /// <param name="message">The reason, or null.</param>
    void Waiting(string? message);

    /// <summary>The first main container runs.</summary>
    /// <param name="podIP">The address of the pod, for daemons.</param>
    /// <param name="hostName">The machine.</param>
    void Running(string podIP, string hostName);

    /// <summary>All containers run and are ready (a daemon's node goes on from here).</summary>
    void Ready();

    /// <summary>The program wrote its progress file: <c>n/m</c>.</summary>
    /// <param name="progress">The text, valid as Argo demands.</param>
    void Progress(string progress);

    /// <summary>A container started or ended; for the Container nodes of a containerSet.</summary>
    /// <param name="status">What is known of it now.</param>
    void Container(ContainerStatus status);
}
