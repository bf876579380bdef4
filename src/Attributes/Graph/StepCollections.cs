namespace Argosy;

/// <summary>Loops and fan-out over lists that a step gives, and fan-in of what the items gave.</summary>
public static class StepCollections
{
    /// <summary><c>foreach</c> over a step's list: <c>withParam</c>.</summary>
    public static IEnumerator<T> GetEnumerator<T>(this Step<T[]> list) => Items(list?.Value).GetEnumerator();

    /// <inheritdoc cref="GetEnumerator{T}(Step{T[]})"/>
    public static IEnumerator<T> GetEnumerator<T>(this Step<List<T>> list) => Items(list?.Value).GetEnumerator();

    /// <inheritdoc cref="GetEnumerator{T}(Step{T[]})"/>
    public static IEnumerator<T> GetEnumerator<T>(this Step<IReadOnlyList<T>> list) => Items(list?.Value).GetEnumerator();

    /// <summary>Fan-out over a step's list: one node per item, <c>withParam</c>.</summary>
    public static IEnumerable<TResult> Select<T, TResult>(this Step<T[]> list, Func<T, TResult> template) => throw GraphOnly.Use(nameof(Select));

    /// <inheritdoc cref="Select{T,TResult}(Step{T[]},Func{T,TResult})"/>
    public static IEnumerable<TResult> Select<T, TResult>(this Step<List<T>> list, Func<T, TResult> template) => throw GraphOnly.Use(nameof(Select));

    /// <inheritdoc cref="Select{T,TResult}(Step{T[]},Func{T,TResult})"/>
    public static IEnumerable<TResult> Select<T, TResult>(this Step<IReadOnlyList<T>> list, Func<T, TResult> template) => throw GraphOnly.Use(nameof(Select));

    /// <summary>Fan-in: the outputs of all items as one list, <c>{{tasks.NAME.outputs.result}}</c> or <c>…outputs.parameters.X</c> of a loop.</summary>
    public static Step<T[]> Collect<T>(this IEnumerable<Step<T>> items) => throw GraphOnly.Use(nameof(Collect));

    /// <summary>A fan-out as one handle, to wait for all of its calls.</summary>
    public static Step Collect(this IEnumerable<Step> items) => throw GraphOnly.Use(nameof(Collect));

    private static IEnumerable<T> Items<T>(IEnumerable<T>? list) => list ?? [];
}
