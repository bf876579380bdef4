using Argosy.Engine.Pods.Host;

namespace Argosy.Engine.Pods;

/// <summary>Chooses how containers run on this machine.</summary>
internal static class ContainerBackEnds
{
    /// <summary>The back end of that name; <c>auto</c>: Podman or Docker where one answers, else host processes. Null with the reason where there is none.</summary>
    /// <param name="name"><c>auto</c>, <c>podman</c>, <c>docker</c> or <c>host</c>.</param>
    /// <param name="images">What images are mapped to.</param>
    /// <param name="problem">Why there is none.</param>
    public static IContainerBackEnd? Choose(string name, ImageMap images, out string? problem)
    {
        problem = null;
        if (name is not ("auto" or "host"))
        {
            problem = $"there is no back end '{name}': auto, podman, docker or host";
            return null;
        }
        if (!OperatingSystem.IsLinux())
        {
            problem = "no container program was found: install Podman or Docker (host processes need Linux)";
            return null;
        }
        return HostBackEnd.Create(images, out problem);
    }
}
