using System.Collections.Concurrent;

namespace Argosy.Conformance;

/// <summary>Plays the records of an area side by side: they mostly wait. Each test awaits its own.</summary>
internal sealed class RunPool(Func<IReadOnlyDictionary<string, Record>> records, Func<Record, Task<(string? Difference, string? Skip)>> play)
{
    private const int AtOnce = 12;

    private readonly ConcurrentDictionary<string, Task<(string? Difference, string? Skip)>> _plays = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _slots = new(AtOnce);
    private int _started;

    public Task<(string? Difference, string? Skip)> Result(string id)
    {
        // ARGOSY_RUNS=text plays only the records whose name has the text, which is what one wants while mending something.
        var only = Environment.GetEnvironmentVariable("ARGOSY_RUNS");
        if (Interlocked.Exchange(ref _started, 1) == 0)
            foreach (var record in records().Values.Where(r => only is null || r.Id.Contains(only, StringComparison.Ordinal)))
                _plays[record.Id] = Task.Run(() => PlayAsync(record));
        return _plays.TryGetValue(id, out var task) ? task : Task.FromResult(((string?)null, (string?)"left out by ARGOSY_RUNS"));
    }

    private async Task<(string? Difference, string? Skip)> PlayAsync(Record record)
    {
        await _slots.WaitAsync();
        try
        {
            return await play(record);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return ($"{e.GetType().Name}: {e.Message}\n{e.StackTrace}", null);
        }
        finally
        {
            _slots.Release();
        }
    }
}
