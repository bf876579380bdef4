namespace Argosy.Conformance;

/// <summary>A clock that runs faster than the wall's, so that recorded durations can be played without waiting for them.</summary>
internal sealed class ScaledClock(double factor) : TimeProvider
{
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;
    private readonly long _ticks = System.GetTimestamp();

    private static new TimeProvider System => TimeProvider.System;

    public override DateTimeOffset GetUtcNow() => _start + System.GetElapsedTime(_ticks) * factor;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Scale(dueTime), Scale(period));

    public Task Delay(TimeSpan time, CancellationToken cancellation) => Task.Delay(Scale(time), cancellation);

    private TimeSpan Scale(TimeSpan time) => time <= TimeSpan.Zero ? time : time / factor;
}
