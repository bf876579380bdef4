namespace Argosy.Engine.Pods.Host;

/// <summary>The system refuses the namespaces or mounts of a container.</summary>
internal sealed class HostRefusedException : Exception
{
    public HostRefusedException(string refusal)
        : base(refusal)
    {
    }
}
