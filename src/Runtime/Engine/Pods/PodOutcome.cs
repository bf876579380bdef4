using System.Globalization;

namespace Argosy.Engine.Pods;

/// <summary>Which phase and message a pod gives its node: Argo's rule of who speaks first.</summary>
internal static class PodOutcome
{
    public const string DeadlineExceeded = "Pod was active on the node longer than the specified deadline";

    public static (string Phase, string? Message) Of(IReadOnlyList<ContainerStatus> containers, bool hasPassedDeadline)
    {
        if (hasPassedDeadline)
            return ("Failed", DeadlineExceeded);
        foreach (var role in new[] { ContainerRole.Init, ContainerRole.UserInit, ContainerRole.Main, ContainerRole.Wait, ContainerRole.Sidecar })
        {
            foreach (var status in containers.Where(c => c.Role == role && c.ExitCode is not (null or 0)).OrderBy(c => role == ContainerRole.Main ? c.Name : "", StringComparer.Ordinal))
            {
                if (role is ContainerRole.UserInit or ContainerRole.Sidecar && status.ExitCode is 137 or 143)
                    continue;
                return (role is ContainerRole.Init or ContainerRole.Wait ? "Error" : "Failed", Text(status));
            }
        }
        if (!containers.Any(c => c.Role == ContainerRole.Main && c.ExitCode is not null))
            return ("Error", "Pod failed before main container starts due to PodInitializing: ");
        return ("Succeeded", null);
    }

    /// <summary>How a node tells of a failed container.</summary>
    public static string Text(ContainerStatus status)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{status.Name}: {status.Reason} (exit code {status.ExitCode})");
        return status.Message.Length == 0 ? text : text + ": " + status.Message;
    }
}
