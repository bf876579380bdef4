namespace Argosy.Kubernetes;

/// <summary>How long to wait before the same request is made again.</summary>
internal static class RetryDelay
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Doubles from attempt to attempt, and half of it is chance, so that many clients do not come back at once.
    /// What the server asked for by Retry-After is the least, up to half a minute.
    /// </summary>
    public static TimeSpan Before(int attempt, TimeSpan? retryAfter)
    {
        var full = Math.Min(First.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, 16)), Longest.TotalMilliseconds);
        var jittered = TimeSpan.FromMilliseconds(full / 2 + Random.Shared.NextDouble() * full / 2);
        if (retryAfter is { } asked && asked > TimeSpan.Zero)
        {
            var least = asked > TimeSpan.FromSeconds(30) ? TimeSpan.FromSeconds(30) : asked;
            return least + TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * 250);
        }

        return jittered;
    }

    public static TimeSpan? Asked(HttpResponseMessage response, DateTimeOffset now) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > now => date - now,
        _ => null,
    };
}
