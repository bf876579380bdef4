namespace Argosy.Kubernetes;

/// <summary>
/// The cluster's time, learnt from the Date header of its answers: ages of objects are differences of the cluster's own
/// times, and a machine whose clock is wrong must not show a workflow that was made in the future.
/// </summary>
internal sealed class ClusterClock(TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private long _offsetTicks;

    /// <summary>How far the cluster's clock is ahead of this machine's.</summary>
    public TimeSpan Offset => TimeSpan.FromTicks(Interlocked.Read(ref _offsetTicks));

    public DateTimeOffset Now => _time.GetUtcNow() + Offset;

    /// <summary>Learns from one answer; the header has whole seconds, so that small differences mean nothing.</summary>
    public void Observe(DateTimeOffset? date, TimeSpan roundTrip)
    {
        if (date is not { } there || roundTrip > TimeSpan.FromSeconds(5))
        {
            return;
        }

        // The server cut its time to the second: the middle of that second is the best guess.
        var offset = there + TimeSpan.FromMilliseconds(500) - (_time.GetUtcNow() - roundTrip / 2);
        Interlocked.Exchange(ref _offsetTicks, offset.Duration() < TimeSpan.FromSeconds(2) ? 0 : offset.Ticks);
    }
}
