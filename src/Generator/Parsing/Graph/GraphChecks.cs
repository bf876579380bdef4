using Argosy.Generator.Diagnostics;

namespace Argosy.Generator.Parsing.Graph;

/// <summary>What must hold for a graph as a whole.</summary>
internal static class GraphChecks
{
    /// <summary>The most tasks that the CRD takes in one list.</summary>
    public const int MaxTasks = 200;

    public static void Check(GraphBuilder graph)
    {
        var context = graph.Workflow.Context;
        var count = graph.IsSteps ? graph.Tasks.Select(t => t.Group).Distinct().Count() : graph.Tasks.Count;
        if (count > MaxTasks) context.Report(Descriptors.TooManyTasks, graph.Tasks[0].Place, graph.Display, count, MaxTasks);
        if (Cycle(graph.Tasks) is not { } cycle) return;
        if (cycle.Count == 1) context.Report(Descriptors.SelfDependency, cycle[0].Place, cycle[0].Display);
        else
            foreach (var task in cycle) context.Report(Descriptors.Cycle, task.Place, string.Join(" -> ", cycle.Append(cycle[0]).Select(t => t.Display)));
    }

    private static List<TaskDraft>? Cycle(IReadOnlyList<TaskDraft> tasks)
    {
        var state = new Dictionary<TaskDraft, int>();
        var path = new List<TaskDraft>();
        foreach (var task in tasks)
            if (Visit(task) is { } cycle) return cycle;
        return null;

        List<TaskDraft>? Visit(TaskDraft task)
        {
            if (state.TryGetValue(task, out var seen))
            {
                if (seen == 2) return null;
                return path.Skip(path.IndexOf(task)).ToList();
            }

            state[task] = 1;
            path.Add(task);
            foreach (var need in task.Needs.Concat(task.Conditions.SelectMany(c => c.Tasks)))
                if (Visit(need) is { } cycle) return cycle;
            path.RemoveAt(path.Count - 1);
            state[task] = 2;
            return null;
        }
    }
}
