using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Argosy.Engine;

/// <summary>The tasks of one DAG template and what each depends on.</summary>
internal sealed partial class DagTasks
{
    private readonly Dictionary<string, JsonObject> _tasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (IReadOnlyList<string> Names, string Logic)> _dependencies = new(StringComparer.Ordinal);

    public DagTasks(JsonObject template)
    {
        var dag = template.Object("dag");
        foreach (var task in dag.Items("tasks"))
            _tasks.TryAdd(task.Text("name") ?? "", task);
        foreach (var (name, task) in _tasks)
            _dependencies[name] = Analyze(task);
        FailFast = dag?["failFast"] is null || dag.Flag("failFast");
        Targets = dag.Text("target") is { Length: > 0 } target ? target.Split(' ') : Leaves();
    }

    public IEnumerable<JsonObject> All => _tasks.Values;

    public bool FailFast { get; }

    /// <summary>The tasks that decide how the DAG ends.</summary>
    public IReadOnlyList<string> Targets { get; }

    public JsonObject Task(string name) => _tasks.TryGetValue(name, out var task) ? task : throw new OperationException($"target {name} does not exist");

    public IReadOnlyList<string> DependenciesOf(string name) => _dependencies.TryGetValue(name, out var d) ? d.Names : [];

    /// <summary>The condition over the dependencies, bare names written out; empty for a root.</summary>
    public string LogicOf(string name) => _dependencies.TryGetValue(name, out var d) ? d.Logic : "";

    /// <summary>All that a task depends on, directly or not, those that ended first first.</summary>
    public IReadOnlyList<string> AncestorsOf(string name, Func<string, DateTime> finishedAt)
    {
        var seen = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        void Visit(string task)
        {
            if (!known.Add(task))
                return;
            foreach (var dependency in DependenciesOf(task))
                Visit(dependency);
            if (task != name)
                seen.Add(task);
        }

        Visit(name);
        return [.. seen.OrderBy(finishedAt)];
    }

    private string[] Leaves()
    {
        var depended = _dependencies.Values.SelectMany(d => d.Names).ToHashSet(StringComparer.Ordinal);
        return [.. _tasks.Keys.Where(t => !depended.Contains(t)).Order(StringComparer.Ordinal)];
    }

    private (IReadOnlyList<string> Names, string Logic) Analyze(JsonObject task)
    {
        var names = new List<string>();
        void Add(string name)
        {
            if (!names.Contains(name))
                names.Add(name);
        }

        if (task.Text("depends") is not { Length: > 0 } depends)
        {
            foreach (var dependency in (task.List("dependencies") ?? []).Select(d => d?.GetValue<string>() ?? ""))
                Add(dependency);
            return (names, string.Join(" && ", names.Select(Expanded)));
        }

        var logic = TaskName().Replace(depends, match =>
        {
            var text = match.Value;
            var dot = text.IndexOf('.', StringComparison.Ordinal);
            Add(dot < 0 ? text : text[..dot]);
            return dot < 0 ? Expanded(text) : text;
        });
        return (names, logic);
    }

    private string Expanded(string name)
    {
        var goesOn = _tasks.GetValueOrDefault(name).Object("continueOn");
        var results = $"({name}.Succeeded || {name}.Skipped || {name}.Daemoned";
        if (goesOn.Flag("error"))
            results += $" || {name}.Errored";
        if (goesOn.Flag("failed"))
            results += $" || {name}.Failed";
        return results + ")";
    }

    [GeneratedRegex(@"([a-zA-Z0-9][-a-zA-Z0-9]*?\.[A-Z][a-zA-Z]+)|([a-zA-Z0-9][-a-zA-Z0-9]*)")]
    private static partial Regex TaskName();
}
