namespace Argosy.Manifests.Cron;

/// <summary>A schedule cannot be parsed; the message is the one that Argo shows.</summary>
public sealed class CronException : Exception
{
    /// <summary>Creates the error.</summary>
    public CronException(string message) : base(message)
    {
    }
}
