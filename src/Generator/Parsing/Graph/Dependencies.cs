using Argosy.Generator.Model;

namespace Argosy.Generator.Parsing.Graph;

/// <summary>What each task waits for, without what is implied: a task that another dependency already waits for is not named again.</summary>
internal sealed class Dependencies
{
    private readonly Dictionary<TaskDraft, List<TaskDraft>> _plain = [];
    private readonly Dictionary<TaskDraft, HashSet<TaskDraft>> _above = [];
    private readonly bool _hasConditions;

    public Dependencies(IReadOnlyList<TaskDraft> tasks)
    {
        // Argo takes one form in a whole DAG: where one task has a condition, all say their dependencies as conditions.
        _hasConditions = tasks.Any(t => t.Conditions.Count > 0);
        foreach (var task in tasks)
        {
            var conditional = new HashSet<TaskDraft>(task.Conditions.SelectMany(c => c.Tasks));
            _plain[task] = task.Needs.Where(n => !conditional.Contains(n) && tasks.Contains(n)).ToList();
        }
    }

    /// <summary><c>dependencies</c>; empty where <see cref="Condition"/> says it.</summary>
    public EquatableArray<string> Of(TaskDraft task) => _hasConditions ? default : Reduced(task).Select(t => t.Name).ToEquatable();

    /// <summary><c>depends</c>; null where plain dependencies say it.</summary>
    public string? Condition(TaskDraft task)
    {
        if (!_hasConditions || (task.Conditions.Count == 0 && _plain[task].Count == 0)) return null;
        var conditional = new HashSet<TaskDraft>(task.Conditions.SelectMany(c => c.Tasks));
        var parts = Reduced(task).Where(t => !conditional.Contains(t)).Select(Forgiving)
            .Concat(task.Conditions.Select(c => c.IsAtom || task.Conditions.Count + Reduced(task).Count == 1 ? c.Text : $"({c.Text})"));
        return string.Join(" && ", parts.Distinct());
    }

    /// <summary>Tasks whose failure their dependents forgive, where <c>continueOn</c> itself cannot stand beside <c>depends</c>.</summary>
    public bool DropsContinueOn(TaskDraft task) => _hasConditions && _plain.Values.Any(needs => needs.Contains(task));

    private static string Forgiving(TaskDraft task)
    {
        if (task.Fields.Get("continueOn") is not MapField policy) return task.Name;
        var text = task.Name;
        if (policy["failed"] is not null) text += $" || {task.Name}.Failed";
        if (policy["error"] is not null) text += $" || {task.Name}.Errored";
        return $"({text})";
    }

    private List<TaskDraft> Reduced(TaskDraft task)
    {
        var needs = _plain[task];
        return needs.Where(n => !needs.Any(other => other != n && Above(other).Contains(n))).ToList();
    }

    private HashSet<TaskDraft> Above(TaskDraft task)
    {
        if (_above.TryGetValue(task, out var known)) return known;
        var above = new HashSet<TaskDraft>();
        _above[task] = above;
        foreach (var need in _plain[task])
        {
            above.Add(need);
            above.UnionWith(Above(need));
        }

        return above;
    }
}
