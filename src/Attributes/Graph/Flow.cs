using System.Runtime.CompilerServices;

namespace Argosy;

/// <summary>What graph bodies call without a class name: <c>Parallel</c>, <c>Range</c>, <c>Raw</c>. The package imports it with <c>using static</c>.</summary>
public static class Flow
{
    /// <summary>One parallel group of a <c>[Steps]</c> method: an inner list of <c>steps</c>.</summary>
    /// <param name="steps">The calls of the group.</param>
    public static void Parallel(params Step[] steps) => throw GraphOnly.Use(nameof(Parallel));

    /// <summary>One parallel group of a <c>[Steps]</c> method, written as a body: each statement is a step of the group.</summary>
    /// <param name="group">Calls, <c>if</c> and <c>foreach</c> statements.</param>
    public static void Parallel(Action group) => throw GraphOnly.Use(nameof(Parallel));

    /// <summary>A parallel group of two whose handles are used later.</summary>
    [OverloadResolutionPriority(1)]
    public static (T1 First, T2 Second) Parallel<T1, T2>(T1 first, T2 second)
        where T1 : Step
        where T2 : Step => throw GraphOnly.Use(nameof(Parallel));

    /// <summary>A parallel group of three whose handles are used later.</summary>
    [OverloadResolutionPriority(1)]
    public static (T1 First, T2 Second, T3 Third) Parallel<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : Step
        where T2 : Step
        where T3 : Step => throw GraphOnly.Use(nameof(Parallel));

    /// <summary>A parallel group of four whose handles are used later.</summary>
    [OverloadResolutionPriority(1)]
    public static (T1 First, T2 Second, T3 Third, T4 Fourth) Parallel<T1, T2, T3, T4>(T1 first, T2 second, T3 third, T4 fourth)
        where T1 : Step
        where T2 : Step
        where T3 : Step
        where T4 : Step => throw GraphOnly.Use(nameof(Parallel));

    /// <summary>A parallel group of five whose handles are used later.</summary>
    [OverloadResolutionPriority(1)]
    public static (T1 First, T2 Second, T3 Third, T4 Fourth, T5 Fifth) Parallel<T1, T2, T3, T4, T5>(T1 first, T2 second, T3 third, T4 fourth, T5 fifth)
        where T1 : Step
        where T2 : Step
        where T3 : Step
        where T4 : Step
        where T5 : Step => throw GraphOnly.Use(nameof(Parallel));

    /// <summary>A parallel group of six whose handles are used later.</summary>
    [OverloadResolutionPriority(1)]
    public static (T1 First, T2 Second, T3 Third, T4 Fourth, T5 Fifth, T6 Sixth) Parallel<T1, T2, T3, T4, T5, T6>(T1 first, T2 second, T3 third, T4 fourth, T5 fifth, T6 sixth)
        where T1 : Step
        where T2 : Step
        where T3 : Step
        where T4 : Step
        where T5 : Step
        where T6 : Step => throw GraphOnly.Use(nameof(Parallel));

    /// <summary>A parallel group of seven whose handles are used later.</summary>
    [OverloadResolutionPriority(1)]
    public static (T1 First, T2 Second, T3 Third, T4 Fourth, T5 Fifth, T6 Sixth, T7 Seventh) Parallel<T1, T2, T3, T4, T5, T6, T7>(T1 first, T2 second, T3 third, T4 fourth, T5 fifth, T6 sixth, T7 seventh)
        where T1 : Step
        where T2 : Step
        where T3 : Step
        where T4 : Step
        where T5 : Step
        where T6 : Step
        where T7 : Step => throw GraphOnly.Use(nameof(Parallel));

    /// <summary>A parallel group of eight whose handles are used later.</summary>
    [OverloadResolutionPriority(1)]
    public static (T1 First, T2 Second, T3 Third, T4 Fourth, T5 Fifth, T6 Sixth, T7 Seventh, T8 Eighth) Parallel<T1, T2, T3, T4, T5, T6, T7, T8>(T1 first, T2 second, T3 third, T4 fourth, T5 fifth, T6 sixth, T7 seventh, T8 eighth)
        where T1 : Step
        where T2 : Step
        where T3 : Step
        where T4 : Step
        where T5 : Step
        where T6 : Step
        where T7 : Step
        where T8 : Step => throw GraphOnly.Use(nameof(Parallel));

    /// <summary><c>withSequence</c> with <c>count</c>: 0, 1, … <paramref name="count"/> - 1.</summary>
    public static IEnumerable<int> Range(int count) => throw GraphOnly.Use(nameof(Range));

    /// <summary><c>withSequence</c> with <c>start</c> and <c>end</c>, both included; down where <paramref name="end"/> is smaller.</summary>
    public static IEnumerable<int> Range(int start, int end) => throw GraphOnly.Use(nameof(Range));

    /// <summary><c>withSequence</c> with <c>count</c> and <c>format</c>, a format of Go such as <c>host-%02d</c>.</summary>
    public static IEnumerable<string> Range(int count, string format) => throw GraphOnly.Use(nameof(Range));

    /// <summary><c>withSequence</c> with <c>start</c>, <c>end</c> and <c>format</c>.</summary>
    public static IEnumerable<string> Range(int start, int end, string format) => throw GraphOnly.Use(nameof(Range));

    /// <summary>Manifest text, word for word, where a value goes: for a tag or an expression that C# cannot say.</summary>
    public static T Raw<T>(string text) => throw GraphOnly.Use(nameof(Raw));

    /// <summary>Manifest text, word for word, where a string goes.</summary>
    public static string Raw(string text) => throw GraphOnly.Use(nameof(Raw));

    /// <summary>The JSON of a list of the manifest, word for word, to loop over: <c>withParam</c>.</summary>
    public static IEnumerable<T> Each<T>(string withParam) => throw GraphOnly.Use(nameof(Each));

    /// <summary>An expression of Argo (<c>{{=…}}</c>), word for word, for what C# cannot say.</summary>
    public static T Expression<T>(string expression) => throw GraphOnly.Use(nameof(Expression));

    /// <summary>Whether the node's output is there: false where it was skipped. <c>?.</c> and <c>??</c> of an expression.</summary>
    public static T OrDefault<T>(Step<T> step, T otherwise) => throw GraphOnly.Use(nameof(OrDefault));

    /// <summary>Calls a template of a WorkflowTemplate that no C# class describes: <c>templateRef</c>.</summary>
    /// <param name="workflowTemplate"><c>templateRef.name</c>.</param>
    /// <param name="template"><c>templateRef.template</c>.</param>
    /// <param name="arguments">Pairs of a parameter's name and its value.</param>
    public static Step<string> Call(string workflowTemplate, string template, params (string Name, object? Value)[] arguments) => throw GraphOnly.Use(nameof(Call));

    /// <summary>Calls a template of a ClusterWorkflowTemplate that no C# class describes: <c>templateRef</c> with <c>clusterScope</c>.</summary>
    /// <param name="workflowTemplate"><c>templateRef.name</c>.</param>
    /// <param name="template"><c>templateRef.template</c>.</param>
    /// <param name="arguments">Pairs of a parameter's name and its value.</param>
    public static Step<string> CallCluster(string workflowTemplate, string template, params (string Name, object? Value)[] arguments) => throw GraphOnly.Use(nameof(CallCluster));
}
