namespace Argosy.Engine.Pods;

/// <summary>The pod cannot be made: the node is Error with this text, which its caller hears of.</summary>
internal sealed class PodRefusedException : Exception
{
    /// <summary>A refusal with its text.</summary>
    /// <param name="message">The text, as Argo words it.</param>
    public PodRefusedException(string message)
        : base(message)
    {
    }
}
