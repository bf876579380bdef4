namespace Argosy;

/// <summary><c>retryStrategy</c>.</summary>
/// <param name="limit"><c>limit</c>: tries after the first; absent: no limit.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class RetryAttribute(int limit = -1) : Attribute
{
    /// <summary><c>limit</c>: tries after the first; absent: no limit.</summary>
    public int Limit { get; } = limit;

    /// <summary><c>limit</c> as a tag.</summary>
    public string? LimitTag { get; set; }

    /// <summary><c>retryPolicy</c>: <c>Always</c>, <c>OnFailure</c>, <c>OnError</c> or <c>OnTransientError</c>.</summary>
    public string? Policy { get; set; }

    /// <summary><c>expression</c>: try again while it holds, over <c>lastRetry</c>.</summary>
    public string? Expression { get; set; }

    /// <summary><c>backoff.duration</c>: the first wait.</summary>
    public string? Backoff { get; set; }

    /// <summary><c>backoff.factor</c>.</summary>
    public int Factor { get; set; }

    /// <summary><c>backoff.maxDuration</c>.</summary>
    public string? MaxDuration { get; set; }

    /// <summary><c>backoff.cap</c>.</summary>
    public string? Cap { get; set; }

    /// <summary><c>affinity.nodeAntiAffinity</c>: not on the cluster node where it failed.</summary>
    public bool OtherNode { get; set; }
}

/// <summary><c>timeout</c> of the template.</summary>
/// <param name="duration">Such as <c>30s</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TimeoutAttribute(string duration) : Attribute
{
    /// <summary>Such as <c>30s</c>.</summary>
    public string Duration { get; } = duration;
}

/// <summary><c>memoize</c>: keep the outputs by a key.</summary>
/// <param name="key"><c>key</c>; tags are allowed.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MemoizeAttribute(string key) : Attribute
{
    /// <summary><c>key</c>; tags are allowed.</summary>
    public string Key { get; } = key;

    /// <summary><c>cache.configMap.name</c>.</summary>
    public string? Cache { get; set; }

    /// <summary><c>maxAge</c>.</summary>
    public string? MaxAge { get; set; }
}

/// <summary>An entry of <c>synchronization.mutexes</c>.</summary>
/// <param name="name"><c>name</c>.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class MutexAttribute(string name) : Attribute
{
    /// <summary><c>name</c>.</summary>
    public string Name { get; } = name;

    /// <summary><c>namespace</c>.</summary>
    public string? Namespace { get; set; }

    /// <summary><c>database</c>.</summary>
    public bool Database { get; set; }
}

/// <summary>An entry of <c>synchronization.semaphores</c>.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class SemaphoreAttribute : Attribute
{
    /// <summary><c>configMapKeyRef.name</c>.</summary>
    public string? ConfigMap { get; set; }

    /// <summary><c>configMapKeyRef.key</c>.</summary>
    public string? Key { get; set; }

    /// <summary><c>database.key</c>.</summary>
    public string? DatabaseKey { get; set; }

    /// <summary><c>namespace</c>.</summary>
    public string? Namespace { get; set; }
}

/// <summary>A Prometheus metric: an entry of <c>metrics.prometheus</c>.</summary>
/// <param name="name"><c>name</c>.</param>
/// <param name="help"><c>help</c>.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class MetricAttribute(string name, string help) : Attribute
{
    /// <summary><c>name</c>.</summary>
    public string Name { get; } = name;

    /// <summary><c>help</c>.</summary>
    public string Help { get; } = help;

    /// <summary><c>when</c>.</summary>
    public string? When { get; set; }

    /// <summary><c>labels</c> as <c>key=value</c>.</summary>
    public string[] Labels { get; set; } = [];

    /// <summary><c>gauge.value</c>.</summary>
    public string? Gauge { get; set; }

    /// <summary><c>gauge.realtime</c>.</summary>
    public bool Realtime { get; set; }

    /// <summary><c>gauge.operation</c>.</summary>
    public string? Operation { get; set; }

    /// <summary><c>counter.value</c>.</summary>
    public string? Counter { get; set; }

    /// <summary><c>histogram.value</c>.</summary>
    public string? Histogram { get; set; }

    /// <summary><c>histogram.buckets</c>.</summary>
    public double[] Buckets { get; set; } = [];
}

/// <summary><c>spec.ttlStrategy</c>: when finished workflows are deleted.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TtlAttribute : Attribute
{
    /// <summary><c>secondsAfterCompletion</c>.</summary>
    public int AfterCompletion { get; set; }

    /// <summary><c>secondsAfterSuccess</c>.</summary>
    public int AfterSuccess { get; set; }

    /// <summary><c>secondsAfterFailure</c>.</summary>
    public int AfterFailure { get; set; }
}

/// <summary><c>spec.podGC</c>: when finished pods are deleted.</summary>
/// <param name="strategy"><c>strategy</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PodGCAttribute(string? strategy = null) : Attribute
{
    /// <summary><c>strategy</c>.</summary>
    public string? Strategy { get; } = strategy;

    /// <summary><c>deleteDelayDuration</c>.</summary>
    public string? DeleteDelay { get; set; }

    /// <summary><c>labelSelector.matchLabels</c> as <c>key=value</c>.</summary>
    public string[] Labels { get; set; } = [];
}

/// <summary><c>spec.artifactGC</c>: when artifacts are deleted.</summary>
/// <param name="strategy"><c>strategy</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ArtifactGCAttribute(string strategy) : Attribute
{
    /// <summary><c>strategy</c>.</summary>
    public string Strategy { get; } = strategy;

    /// <summary><c>serviceAccountName</c>.</summary>
    public string? ServiceAccount { get; set; }

    /// <summary><c>forceFinalizerRemoval</c>.</summary>
    public bool ForceFinalizerRemoval { get; set; }

    /// <summary><c>podSpecPatch</c>.</summary>
    public string? PodSpecPatch { get; set; }
}

/// <summary><c>spec.artifactRepositoryRef</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ArtifactRepositoryAttribute : Attribute
{
    /// <summary><c>configMap</c>.</summary>
    public string? ConfigMap { get; set; }

    /// <summary><c>key</c>.</summary>
    public string? Key { get; set; }
}

/// <summary><c>spec.podDisruptionBudget</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PodDisruptionBudgetAttribute : Attribute
{
    /// <summary><c>minAvailable</c>.</summary>
    public string? MinAvailable { get; set; }

    /// <summary><c>maxUnavailable</c>.</summary>
    public string? MaxUnavailable { get; set; }
}
