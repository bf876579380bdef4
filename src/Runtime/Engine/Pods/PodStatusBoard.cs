namespace Argosy.Engine.Pods;

/// <summary>The containers of a pod as they stand, told to the observer as they change.</summary>
internal sealed class PodStatusBoard
{
    private readonly object _gate = new();
    private readonly IPodObserver _observer;
    private readonly List<ContainerStatus> _statuses = [];

    public PodStatusBoard(IPodObserver observer) => _observer = observer;

    public IReadOnlyList<ContainerStatus> All
    {
        get
        {
            lock (_gate)
                return [.. _statuses];
        }
    }

    public ContainerStatus Started(string name, ContainerRole role) => Put(new ContainerStatus(name, role, DateTimeOffset.UtcNow, null, null, ""));

    public ContainerStatus Ended(string name, ContainerRole role, int code, string message)
    {
        lock (_gate)
        {
            var started = _statuses.Find(s => s.Name == name && s.Role == role)?.StartedAt ?? DateTimeOffset.UtcNow;
            return Put(new ContainerStatus(name, role, started, DateTimeOffset.UtcNow, code, message));
        }
    }

    public ContainerStatus? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    private ContainerStatus Put(ContainerStatus status)
    {
        lock (_gate)
        {
            var at = _statuses.FindIndex(s => s.Name == status.Name && s.Role == status.Role);
            if (at < 0)
                _statuses.Add(status);
            else
                _statuses[at] = status;
            _observer.Container(status);
            return status;
        }
    }
}
