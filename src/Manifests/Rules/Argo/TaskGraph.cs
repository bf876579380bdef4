using System.Text.RegularExpressions;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Argo;

/// <summary>The tasks of a DAG and what they depend on, read from <c>depends</c> and <c>dependencies</c> as Argo reads them.</summary>
internal sealed class TaskGraph
{
    private static readonly Regex Word = new(@"([a-zA-Z0-9][-a-zA-Z0-9]*?\.[A-Z][a-zA-Z]+)|([a-zA-Z0-9][-a-zA-Z0-9]*)", RegexOptions.CultureInvariant);
    private static readonly Regex Result = new(@"[a-zA-Z0-9][-a-zA-Z0-9]*?\.[A-Z][a-zA-Z]+", RegexOptions.CultureInvariant);

    /// <summary>The results that a dependency may ask for.</summary>
    public static IReadOnlyList<string> Results { get; } = ["Succeeded", "Failed", "Errored", "Skipped", "Omitted", "Daemoned", "AnySucceeded", "AllFailed"];

    private readonly List<MapNode> _tasks;
    private readonly Dictionary<string, MapNode> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<MapNode, IReadOnlyList<Dependency>> _dependencies = [];

    public TaskGraph(List<MapNode> tasks)
    {
        _tasks = tasks;
        foreach (var task in tasks) _byName[task.Text("name")] = task;
    }

    /// <summary>A task that another waits for; with <paramref name="IsItems"/> for its items.</summary>
    public sealed record Dependency(string Name, bool IsItems);

    /// <summary>Why the tasks cannot be sorted.</summary>
    public sealed record Problem(Rule Rule, string Text, SourcePlace At, string Hint);

    public IEnumerable<string> Names => _byName.Keys;

    public MapNode? Task(string name) => _byName.TryGetValue(name, out var task) ? task : null;

    /// <summary>What a task waits for, in the order of its text.</summary>
    public IReadOnlyList<Dependency> DependenciesOf(MapNode task)
    {
        if (_dependencies.TryGetValue(task, out var known)) return known;
        var found = new List<Dependency>();
        foreach (Match match in Word.Matches(Logic(task)))
        {
            var text = match.Value;
            var isItems = false;
            if (match.Groups[1].Success)
            {
                var dot = text.IndexOf('.');
                isItems = text.Substring(dot + 1) is "AnySucceeded" or "AllFailed";
                text = text.Substring(0, dot);
            }

            var at = found.FindIndex(d => d.Name == text);
            if (at < 0) found.Add(new Dependency(text, isItems));
            // The bare name after a condition over items takes it back; a later result does not.
            else if (isItems || match.Groups[2].Success) found[at] = new Dependency(text, isItems);
        }

        return _dependencies[task] = found;
    }

    /// <summary>All tasks that a task waits for, directly or not.</summary>
    public HashSet<string> AncestorsOf(string name)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>();
        open.Push(name);
        while (open.Count > 0)
            if (Task(open.Pop()) is { } task)
                foreach (var dependency in DependenciesOf(task))
                    if (dependency.Name != name && found.Add(dependency.Name)) open.Push(dependency.Name);
        return found;
    }

    /// <summary>The first result that does not exist, and the task it is asked of.</summary>
    public static (string? Result, string Of) WrongResult(string depends)
    {
        foreach (Match match in Result.Matches(depends))
        {
            var dot = match.Value.IndexOf('.');
            var result = match.Value.Substring(dot + 1);
            if (!Results.Contains(result)) return (result, match.Value.Substring(0, dot));
        }

        return (null, "");
    }

    /// <summary>Breadth first: roots in the order of the document, then each task as its last dependency is passed. With problems: the order of the document.</summary>
    public List<MapNode> Sorted(out List<Problem> problems)
    {
        problems = [];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var task in _tasks)
            if (!seen.Add(task.Text("name"))) problems.Add(new Problem(RuleCatalog.Templates.NameRepeated, $"duplicated nodeName {task.Text("name")}", task.At("name").Place, ""));
        foreach (var task in _tasks)
            foreach (var dependency in DependenciesOf(task))
                if (!_byName.ContainsKey(dependency.Name))
                {
                    var near = Nearest.To(dependency.Name, Names.Where(n => n != task.Text("name")));
                    problems.Add(new Problem(RuleCatalog.Graphs.UnknownDependency, $"invalid dependency {dependency.Name}", PlaceOf(task, dependency.Name), Nearest.Hint(near)));
                }

        if (problems.Count > 0) return [.. _tasks];

        var waiting = _tasks.ToDictionary(t => t.Text("name"), t => DependenciesOf(t).Count, StringComparer.Ordinal);
        var next = new Dictionary<string, List<MapNode>>(StringComparer.Ordinal);
        foreach (var task in _tasks)
            foreach (var dependency in DependenciesOf(task))
            {
                if (!next.TryGetValue(dependency.Name, out var list)) next[dependency.Name] = list = [];
                list.Add(task);
            }

        var sorted = _tasks.Where(t => waiting[t.Text("name")] == 0).ToList();
        for (var i = 0; i < sorted.Count; i++)
            if (next.TryGetValue(sorted[i].Text("name"), out var followers))
                foreach (var follower in followers)
                    if (--waiting[follower.Text("name")] == 0) sorted.Add(follower);
        if (sorted.Count == _tasks.Count) return sorted;

        var cycle = Cycle(_tasks.Where(t => waiting[t.Text("name")] > 0).ToList());
        problems.Add(new Problem(RuleCatalog.Graphs.Cycle, "graph with cycle", cycle[0].At("name").Place, ": " + string.Join(" -> ", cycle.Select(t => t.Text("name")).Append(cycle[0].Text("name")))));
        return [.. _tasks];
    }

    // Every task that is left waits for another one that is left: following them must come back.
    private List<MapNode> Cycle(List<MapNode> left)
    {
        var path = new List<MapNode> { left[0] };
        while (true)
        {
            var waitsFor = DependenciesOf(path[path.Count - 1]).Select(d => _byName[d.Name]).First(left.Contains);
            var at = path.IndexOf(waitsFor);
            if (at >= 0) return path.GetRange(at, path.Count - at);
            path.Add(waitsFor);
        }
    }

    private string Logic(MapNode task)
    {
        if (task.Text("depends") is { Length: > 0 } depends) return depends;
        return string.Join(" && ", (task.List("dependencies")?.Items ?? []).OfType<ScalarNode>().Select(d =>
        {
            var on = Task(d.Text).Map("continueOn");
            return $"({d.Text}.Succeeded || {d.Text}.Skipped || {d.Text}.Daemoned{(on.Flag("error") ? $" || {d.Text}.Errored" : "")}{(on.Flag("failed") ? $" || {d.Text}.Failed" : "")})";
        }));
    }

    private static SourcePlace PlaceOf(MapNode task, string dependency)
    {
        if (task["depends"] is ScalarNode depends && depends.Text.IndexOf(dependency, StringComparison.Ordinal) is >= 0 and var at) return depends.PlaceOf(at, dependency.Length);
        return (task.List("dependencies")?.Items.OfType<ScalarNode>().FirstOrDefault(d => d.Text.Contains(dependency)) ?? task.At("name")).Place;
    }
}
