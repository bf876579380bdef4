using System.Runtime.CompilerServices;

namespace Argosy;

/// <summary>A run whose nodes the compiler knows: what generated <c>SubmitAsync</c> methods return.</summary>
/// <typeparam name="TNodes">The workflow's generated class of nodes.</typeparam>
public sealed class WorkflowRun<TNodes>
    where TNodes : WorkflowNode
{
    private readonly Func<RunState, TNodes> _nodes;

    /// <summary>Reads a run by its workflow's nodes. Called by generated code.</summary>
    /// <param name="handle">The run.</param>
    /// <param name="nodes">Makes the nodes of a state.</param>
    public WorkflowRun(WorkflowRun handle, Func<RunState, TNodes> nodes)
    {
        ArgumentNullException.ThrowIfNull(handle);
        ArgumentNullException.ThrowIfNull(nodes);
        Handle = handle;
        _nodes = nodes;
    }

    /// <summary>The handle to stop, suspend, resume or delete the run, and to read its logs.</summary>
    public WorkflowRun Handle { get; }

    /// <summary>The run's name.</summary>
    public string Name => Handle.Name;

    /// <summary>The run's namespace.</summary>
    public string Namespace => Handle.Namespace;

    /// <summary>The nodes as they are now.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<TNodes> GetAsync(CancellationToken cancellationToken = default) => _nodes(await Handle.GetAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Waits until the run is over, however it ends; <see cref="RunState.EnsureSucceeded"/> of its state turns a bad end into an exception.</summary>
    /// <param name="cancellationToken">Ends the waiting, not the run.</param>
    public async Task<TNodes> WaitAsync(CancellationToken cancellationToken = default) => _nodes(await Handle.WaitAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Waits until the run is over and answers its nodes, or throws what <see cref="RunState.EnsureSucceeded"/> says about a bad end.</summary>
    /// <param name="cancellationToken">Ends the waiting, not the run.</param>
    public async Task<TNodes> SucceededAsync(CancellationToken cancellationToken = default) =>
        _nodes((await Handle.WaitAsync(cancellationToken).ConfigureAwait(false)).EnsureSucceeded());

    /// <summary>The nodes at every change, until the run is over.</summary>
    /// <param name="cancellationToken">Ends the watch.</param>
    public async IAsyncEnumerable<TNodes> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var change in Handle.WatchAsync(cancellationToken).ConfigureAwait(false)) yield return _nodes(change.State);
    }

    /// <inheritdoc/>
    public override string ToString() => Handle.ToString();
}
