namespace Argosy.Engine.Pods.Plan;

/// <summary>Where the files of one pod are, below the folder of its run.</summary>
internal sealed class PodFolder
{
    public PodFolder(string runFolder, string podName)
    {
        Root = Path.GetFullPath(Path.Combine(runFolder, "pods", podName));
        Logs = Path.GetFullPath(Path.Combine(runFolder, "logs", podName));
    }

    /// <summary>Removed when the pod has ended.</summary>
    public string Root { get; }

    /// <summary>Kept: one file a container.</summary>
    public string Logs { get; }

    /// <summary>Input artifacts by name.</summary>
    public string Inputs => Path.Combine(Root, "inputs");

    /// <summary>What outputs are made in before they are stored.</summary>
    public string Outputs => Path.Combine(Root, "outputs");

    /// <summary>Volumes by name.</summary>
    public string Volumes => Path.Combine(Root, "volumes");

    /// <summary><c>/var/run/argo</c>.</summary>
    public string Argo => Path.Combine(Root, "argo");

    /// <summary><c>/argo/staging</c>.</summary>
    public string Staging => Path.Combine(Root, "staging");

    /// <summary>What one container has of its own.</summary>
    public string Container(string name) => Path.Combine(Root, "containers", name);

    /// <summary>The log of one container.</summary>
    public string Log(string container) => Path.Combine(Logs, container + ".log");
}
