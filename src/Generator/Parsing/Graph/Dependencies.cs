using Argosy.Generator.Model;

namespace Argosy.Generator.Parsing.Graph;

/// <summary>What each task waits for, without what is implied: a task that another dependency already waits for is not named again.</summary>
internal sealed class Dependencies
{
    private readonly Dictionary<TaskDraft, List<TaskDraft>> _plain = [];
    private readonly Dictionary<TaskDraft, HashSet<TaskDraft>> _above = [];

    public Dependencies(IReadOnlyList<TaskDraft> tasks)
    {
        foreach (var task in tasks)
        {
            var conditional = new HashSet<TaskDraft>(task.Conditions.SelectMany(c => c.Tasks));
            _plain[task] = task.Needs.Where(n => !conditional.Contains(n) && tasks.Contains(n)).ToList();
        }
    }

    /// <summary><c>dependencies</c>; empty where <see cref="Condition"/> says it.</summary>
    public EquatableArray<string> Of(TaskDraft task) => task.Conditions.Count > 0 ? default : Reduced(task).Select(t => t.Name).ToEquatable();

    /// <summary><c>depends</c>; null where plain dependencies say it.</summary>
    public string? Condition(TaskDraft task)
    {
        if (task.Conditions.Count == 0) return null;
        var conditional = new HashSet<TaskDraft>(task.Conditions.SelectMany(c => c.Tasks));
        var parts = Reduced(task).Where(t => !conditional.Contains(t)).Select(t => t.Name)
            .Concat(task.Conditions.Select(c => c.IsAtom || task.Conditions.Count + Reduced(task).Count == 1 ? c.Text : $"({c.Text})"));
        return string.Join(" && ", parts.Distinct());
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
