using System.Runtime.CompilerServices;
using Argosy.Workflows;

namespace Argosy;

/// <summary>
/// Changes of one object for a reader that may be slow: what was not read when the next state came is passed over, so that a
/// workflow of ten thousand nodes is shown as it is now and not as it was a minute ago.
/// </summary>
internal static class LatestOnly
{
    public static async IAsyncEnumerable<WatchChange> ReadAsync(IAsyncEnumerable<WatchChange> source, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var ready = new SemaphoreSlim(0);
        WatchChange? latest = null;
        var reading = Task.Run(async () =>
        {
            try
            {
                await foreach (var change in source.WithCancellation(ended.Token).ConfigureAwait(false))
                {
                    if (Interlocked.Exchange(ref latest, change) is null)
                    {
                        ready.Release();
                    }
                }
            }
            finally
            {
                ready.Release();
            }
        }, CancellationToken.None);
        try
        {
            while (true)
            {
                await ready.WaitAsync(cancellation).ConfigureAwait(false);
                if (Interlocked.Exchange(ref latest, null) is { } change)
                {
                    yield return change;
                }
                else if (reading.IsCompleted || await CompletesAsync(reading).ConfigureAwait(false))
                {
                    await reading.ConfigureAwait(false);
                    yield break;
                }
            }
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            try
            {
                await reading.ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException || reading.IsFaulted)
            {
                // Already told to the reader, or the reader has gone.
            }
        }
    }

    /// <summary>The last signal comes just before the task ends.</summary>
    private static async Task<bool> CompletesAsync(Task reading)
    {
        await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(1))).ConfigureAwait(false);
        return reading.IsCompleted;
    }
}
