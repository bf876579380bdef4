using System.Runtime.CompilerServices;

namespace Argosy;

/// <summary>
/// A node of the graph with a value. It converts to <typeparamref name="T"/> and from it, so that results flow into parameters,
/// operators work on them, and a function can <c>return a + b;</c>.
/// </summary>
/// <typeparam name="T">The type of the output: text, a number, a JSON value, an <see cref="Artifact"/>, or an <c>[Outputs]</c> record.</typeparam>
[AsyncMethodBuilder(typeof(StepMethodBuilder<>))]
public sealed class Step<T> : Step
{
    private readonly Task<T> _task;

    /// <summary>Wraps work that runs in this process. For runtimes; a graph has no use for it.</summary>
    public Step(Task<T> task)
        : base(task) => _task = task;

    /// <summary>The output: its members are the outputs where <typeparamref name="T"/> is an <c>[Outputs]</c> record.</summary>
    public T Value => _task.GetAwaiter().GetResult();

    /// <summary>The work in this process.</summary>
    public new Task<T> AsTask() => _task;

    /// <summary>Makes the step awaitable.</summary>
    public new TaskAwaiter<T> GetAwaiter() => _task.GetAwaiter();

    /// <inheritdoc cref="Step.After"/>
    public new Step<T> After(params Dependency[] dependencies) => throw GraphOnly.Use(nameof(After));

    /// <inheritdoc cref="Step.Named"/>
    public new Step<T> Named(string name) => throw GraphOnly.Use(nameof(Named));

    /// <inheritdoc cref="Step.When"/>
    public new Step<T> When(string condition) => throw GraphOnly.Use(nameof(When));

    /// <inheritdoc cref="Step.ContinueOn"/>
    public new Step<T> ContinueOn(bool failed = false, bool error = false) => throw GraphOnly.Use(nameof(ContinueOn));

    /// <summary>The field <c>onExit</c>, the older form of the exit hook: a template without arguments.</summary>
    /// <param name="template"><c>nameof</c> of the template method.</param>
    public new Step<T> OnExit(string template) => throw GraphOnly.Use(nameof(OnExit));

    /// <inheritdoc cref="Step.OnExit(Func{Step})"/>
    public new Step<T> OnExit(Func<Step> handler) => throw GraphOnly.Use(nameof(OnExit));

    /// <inheritdoc cref="Step.Hook"/>
    public new Step<T> Hook(string name, string expression, Func<Step> handler) => throw GraphOnly.Use(nameof(Hook));

    /// <summary>The output of the node.</summary>
#pragma warning disable CA2225 // Value and the constructor are the named forms.
    public static implicit operator T(Step<T> step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Value;
    }

    /// <summary>What a function returns.</summary>
    public static implicit operator Step<T>(T value) => new(Task.FromResult(value));
#pragma warning restore CA2225
}
