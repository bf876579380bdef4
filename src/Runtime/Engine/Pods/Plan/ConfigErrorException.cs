namespace Argosy.Engine.Pods.Plan;

/// <summary>A container cannot be made yet, for want of a ConfigMap, a Secret or one of their keys: the pod waits with this text.</summary>
internal sealed class ConfigErrorException : Exception
{
    public ConfigErrorException(string message)
        : base(message)
    {
    }
}
