namespace Argosy.Engine;

/// <summary>What asking for locks gave.</summary>
/// <param name="Acquired">All are held.</param>
/// <param name="LockName">The first that is not free.</param>
/// <param name="Message">What a waiting node shows.</param>
internal readonly record struct LockAnswer(bool Acquired, string LockName = "", string Message = "");

/// <summary>One lock that is asked for.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="IsMutex">A mutex, not a semaphore.</param>
/// <param name="Limit">How many may hold it now.</param>
internal sealed record LockRequest(string Name, bool IsMutex, Func<int> Limit);

/// <summary>The mutexes and semaphores that the runs of one engine share. Only the workflow at the front of a lock's queue may take it.</summary>
internal sealed class LockTable
{
    private readonly Dictionary<string, Lock> _locks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<Lock>> _byHolder = new(StringComparer.Ordinal);

    /// <summary>Told the workflows (<c>NS/NAME</c>) for which a lock may have become free.</summary>
    public event Action<string>? MayBeFree;

    /// <summary>Whether any lock was ever asked for.</summary>
    public bool Any => _locks.Count > 0;

    /// <summary>Takes all locks or none.</summary>
    public LockAnswer TryAcquire(string holder, IReadOnlyList<LockRequest> requests, int priority, DateTime created)
    {
        var awakened = new List<string>();
        LockAnswer answer;
        lock (_locks)
        {
            foreach (var request in requests)
            {
                if (!_locks.TryGetValue(request.Name, out var l))
                {
                    if (request.Limit() <= 0)
                        throw new OperationException($"failed to initialize semaphore {request.Name} with limit");
                    _locks[request.Name] = l = new Lock(request.Name);
                }

                l.Limit = request.Limit;
                l.Enqueue(holder, priority, created);
            }

            answer = Check(holder, requests, awakened);
            if (answer.Acquired)
            {
                foreach (var request in requests)
                {
                    var l = _locks[request.Name];
                    if (l.Holders.Contains(holder))
                        continue;
                    l.Holders.Add(holder);
                    l.Remove(holder);
                    Remember(holder, l);
                    awakened.AddRange(l.NextWorkflows());
                }
            }
        }

        foreach (var workflow in awakened)
            MayBeFree?.Invoke(workflow);
        return answer;
    }

    /// <summary>Who holds a lock.</summary>
    public IReadOnlyList<string> HoldersOf(string name)
    {
        lock (_locks)
            return _locks.TryGetValue(name, out var l) ? [.. l.Holders] : [];
    }

    /// <summary>Registers a holder again after a restart.</summary>
    public void Restore(string holder, LockRequest request)
    {
        lock (_locks)
        {
            if (!_locks.TryGetValue(request.Name, out var l))
                _locks[request.Name] = l = new Lock(request.Name);
            l.Limit = request.Limit;
            if (!l.Holders.Contains(holder))
                l.Holders.Add(holder);
            Remember(holder, l);
        }
    }

    /// <summary>Gives back all that a holder has; says which.</summary>
    public IReadOnlyList<string> Release(string holder)
    {
        var awakened = new List<string>();
        var released = new List<string>();
        lock (_locks)
        {
            if (_byHolder.Remove(holder, out var held))
            {
                foreach (var l in held)
                {
                    l.Holders.Remove(holder);
                    released.Add(l.Name);
                    awakened.AddRange(l.NextWorkflows());
                }
            }
        }

        foreach (var workflow in awakened)
            MayBeFree?.Invoke(workflow);
        return released;
    }

    /// <summary>Takes a holder out of all queues.</summary>
    public void Forget(string holder)
    {
        lock (_locks)
            foreach (var l in _locks.Values)
                l.Remove(holder);
    }

    /// <summary>Takes a workflow and all its nodes out of everything.</summary>
    public void ForgetWorkflow(string workflow)
    {
        List<string> holders;
        lock (_locks)
        {
            foreach (var l in _locks.Values)
                l.RemoveWorkflow(workflow);
            holders = [.. _byHolder.Keys.Where(h => h == workflow || h.StartsWith(workflow + "/", StringComparison.Ordinal))];
        }

        foreach (var holder in holders)
            Release(holder);
        List<string> waiting;
        lock (_locks)
            waiting = [.. _locks.Values.SelectMany(l => l.NextWorkflows())];
        foreach (var next in waiting)
            MayBeFree?.Invoke(next);
    }

    private void Remember(string holder, Lock l)
    {
        if (!_byHolder.TryGetValue(holder, out var held))
            _byHolder[holder] = held = [];
        held.Add(l);
    }

    private LockAnswer Check(string holder, IReadOnlyList<LockRequest> requests, List<string> awakened)
    {
        foreach (var request in requests)
        {
            var l = _locks[request.Name];
            if (l.Holders.Contains(holder))
                continue;
            var limit = l.Limit();
            if (limit <= 0)
                return new(false, l.Name, $"Failed to get semaphore limit for {l.Name}");
            var message = $"Waiting for {l.Name} lock. Lock status: {limit - l.Holders.Count}/{limit}";
            if (l.Front is { } front && WorkflowOf(front) != WorkflowOf(holder))
            {
                if (l.Holders.Count < limit)
                    awakened.Add(WorkflowOf(front));
                return new(false, l.Name, message);
            }

            if (l.Holders.Count >= limit)
                return new(false, l.Name, message);
        }

        return new(true);
    }

    private static string WorkflowOf(string holder)
    {
        var parts = holder.Split('/');
        return parts.Length == 3 ? parts[0] + "/" + parts[1] : holder;
    }

    private sealed class Lock(string name)
    {
        private readonly List<(string Holder, int Priority, DateTime Created)> _queue = [];

        public string Name => name;

        public Func<int> Limit { get; set; } = () => 1;

        public List<string> Holders { get; } = [];

        public string? Front => _queue.Count > 0 ? _queue[0].Holder : null;

        public void Enqueue(string holder, int priority, DateTime created)
        {
            if (Holders.Contains(holder) || _queue.Exists(q => q.Holder == holder))
                return;
            var at = _queue.FindIndex(q => q.Priority < priority || (q.Priority == priority && q.Created > created));
            _queue.Insert(at < 0 ? _queue.Count : at, (holder, priority, created));
        }

        public void Remove(string holder) => _queue.RemoveAll(q => q.Holder == holder);

        public void RemoveWorkflow(string workflow) => _queue.RemoveAll(q => WorkflowOf(q.Holder) == workflow);

        public IEnumerable<string> NextWorkflows() => [.. _queue.Take(Math.Max(0, Limit() - Holders.Count)).Select(q => WorkflowOf(q.Holder)).Distinct()];
    }
}
