using Argosy.Engine.Pods.ContainerCli;
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
        switch (name)
        {
            case "podman" or "docker":
                return ContainerCliBackEnd.Create(name, images, out problem);
            case "host":
                return Host(images, out problem);
            case "auto":
                // A map of images to this machine's own programs or to folders asks for host processes.
                return (images.NeedsHost ? null : ContainerCliBackEnd.Create("podman", images, out _) ?? (IContainerBackEnd?)ContainerCliBackEnd.Create("docker", images, out _)) ?? Host(images, out problem);
            default:
                problem = $"there is no back end '{name}': auto, podman, docker or host";
                return null;
        }
    }

    private static IContainerBackEnd? Host(ImageMap images, out string? problem)
    {
        if (OperatingSystem.IsLinux())
            return HostBackEnd.Create(images, out problem);
        problem = "no container program answers: install Podman or Docker (host processes need Linux)";
        return null;
    }
}
