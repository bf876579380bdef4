using System.Text;

namespace Argosy.Kubernetes;

/// <summary>The lines of an answer that may never end; one that is silent for too long counts as dead.</summary>
internal sealed class IdleLimitedLines(HttpResponseMessage response, TimeSpan idleLimit) : IAsyncDisposable
{
    private StreamReader? _reader;

    public async Task<string?> NextAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (idleLimit > TimeSpan.Zero)
        {
            limit.CancelAfter(idleLimit);
        }

        try
        {
            _reader ??= new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token).ConfigureAwait(false), Encoding.UTF8, false, 64 * 1024);
            return await _reader.ReadLineAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"silent for {idleLimit.TotalSeconds:0} s");
        }
    }

    public ValueTask DisposeAsync()
    {
        // The reader's disposal would read on to the end of an endless answer; dropping the answer does not.
        response.Dispose();
        _reader = null;
        return ValueTask.CompletedTask;
    }
}
