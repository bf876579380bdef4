using System.Runtime.CompilerServices;

namespace Argosy;

/// <summary>Lets a function be written as <c>async Step F()</c>. Used by the compiler.</summary>
public struct StepMethodBuilder
{
    private AsyncTaskMethodBuilder _inner;
    private Step? _step;

    /// <summary>Used by the compiler.</summary>
    public static StepMethodBuilder Create() => new() { _inner = AsyncTaskMethodBuilder.Create() };

    /// <summary>Used by the compiler.</summary>
    public Step Task => _step ??= new Step(_inner.Task);

    /// <summary>Used by the compiler.</summary>
    public void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => _inner.Start(ref stateMachine);

    /// <summary>Used by the compiler.</summary>
    public void SetStateMachine(IAsyncStateMachine stateMachine) => _inner.SetStateMachine(stateMachine);

    /// <summary>Used by the compiler.</summary>
    public void SetResult() => _inner.SetResult();

    /// <summary>Used by the compiler.</summary>
    public void SetException(Exception exception) => _inner.SetException(exception);

    /// <summary>Used by the compiler.</summary>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => _inner.AwaitOnCompleted(ref awaiter, ref stateMachine);

    /// <summary>Used by the compiler.</summary>
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => _inner.AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);
}

/// <summary>Lets a function be written as <c>async Step&lt;T&gt; F()</c>. Used by the compiler.</summary>
/// <typeparam name="T">The type of the output.</typeparam>
public struct StepMethodBuilder<T>
{
    private AsyncTaskMethodBuilder<T> _inner;
    private Step<T>? _step;

    /// <summary>Used by the compiler.</summary>
#pragma warning disable CA1000 // The shape that the compiler asks for.
    public static StepMethodBuilder<T> Create() => new() { _inner = AsyncTaskMethodBuilder<T>.Create() };
#pragma warning restore CA1000

    /// <summary>Used by the compiler.</summary>
    public Step<T> Task => _step ??= new Step<T>(_inner.Task);

    /// <summary>Used by the compiler.</summary>
    public void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => _inner.Start(ref stateMachine);

    /// <summary>Used by the compiler.</summary>
    public void SetStateMachine(IAsyncStateMachine stateMachine) => _inner.SetStateMachine(stateMachine);

    /// <summary>Used by the compiler.</summary>
    public void SetResult(T result) => _inner.SetResult(result);

    /// <summary>Used by the compiler.</summary>
    public void SetException(Exception exception) => _inner.SetException(exception);

    /// <summary>Used by the compiler.</summary>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => _inner.AwaitOnCompleted(ref awaiter, ref stateMachine);

    /// <summary>Used by the compiler.</summary>
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => _inner.AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);
}
