namespace Argosy.Engine.Pods;

/// <summary>How one container of a pod stands.</summary>
/// <param name="Name">Its name: <c>main</c>, that of a sidecar, of a container of a set, or <c>init</c> and <c>wait</c> for the executor's own duties.</param>
/// <param name="Role">What it is in the pod.</param>
/// <param name="StartedAt">When it started; null: not yet.</param>
/// <param name="FinishedAt">When it ended; null: not yet.</param>
/// <param name="ExitCode">Its exit code (128 + N for signal N); null: not ended.</param>
/// <param name="Message">Its termination message, byte for byte; empty if none.</param>
internal sealed record ContainerStatus(string Name, ContainerRole Role, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, int? ExitCode, string Message)
{
    /// <summary>Why it ended: what Kubernetes calls the reason.</summary>
    public string Reason => ExitCode switch { null => "", 0 => "Completed", _ => "Error" };
}
