using Argosy.Generator.Diagnostics;
using Argosy.Generator.Model;
using Argosy.Manifests.Names;
using Microsoft.CodeAnalysis;

namespace Argosy.Generator.Parsing.Graph;

/// <summary>One DAG or Steps template while its body is read: its tasks, its scope, and what it takes from an enclosing graph.</summary>
internal sealed class GraphBuilder(WorkflowScope workflow, string templateName, string display, bool isSteps, GraphBuilder? parent)
{
    private readonly Dictionary<ISymbol, Value> _locals = new(SymbolEqualityComparer.Default);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VariableValue> _captured = new(StringComparer.Ordinal);

    public WorkflowScope Workflow { get; } = workflow;

    public string TemplateName { get; } = templateName;

    public string Display { get; } = display;

    public bool IsSteps { get; } = isSteps;

    public GraphBuilder? Parent { get; } = parent;

    public string Prefix => IsSteps ? "steps" : "tasks";

    public List<TaskDraft> Tasks { get; } = [];

    /// <summary>The group of steps that the next call goes to.</summary>
    public int Group { get; set; }

    /// <summary>Whether calls go to the same group: inside Parallel.</summary>
    public bool InGroup { get; set; }

    public Branch? Branch { get; set; }

    public Value? Result { get; set; }

    /// <summary>Inputs that came from the enclosing graph: name, the argument's text, whether it is an artifact, the task it comes from.</summary>
    public List<(string Name, Value Argument, bool IsArtifact)> Captures { get; } = [];

    /// <summary>Variables that were declared without a value.</summary>
    public HashSet<ISymbol> Empty { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>What they got since the branch began.</summary>
    public Dictionary<ISymbol, Value> Assigned { get; set; } = new(SymbolEqualityComparer.Default);

    /// <summary>Those that got a value in an earlier branch of the same 'if'.</summary>
    public HashSet<ISymbol> Alternatives { get; } = new(SymbolEqualityComparer.Default);

    public void Declare(ISymbol symbol, Value value) => _locals[symbol] = value;

    public Value? Find(ISymbol symbol) => _locals.TryGetValue(symbol, out var value) ? value : Parent?.Find(symbol);

    public bool Declares(ISymbol symbol) => _locals.ContainsKey(symbol);

    /// <summary>A variable as this graph sees it: one of an enclosing graph becomes an input.</summary>
    public VariableValue Own(VariableValue value)
    {
        if (value.Owner is null || value.Owner == this) return value;
        if (_captured.TryGetValue(value.Tag, out var known)) return known with { Type = value.Type };
        var outer = Parent is null ? value : Parent.Own(value);
        var wanted = value.Path[0] == "item" ? (value.Path.Length > 1 ? value.Path[value.Path.Length - 1] : value.Task?.Name ?? "item")
            : value.Path[0] == "inputs" ? value.Path[2]
            : value.Path.Length > 1 && value.Path[value.Path.Length - 1] is "result" ? value.Path[1]
            : value.Path.Length > 1 ? $"{value.Path[1]}-{value.Path[value.Path.Length - 1]}" : value.Path[0];
        var name = ManifestNames.Kebab(wanted);
        for (var i = 2; Captures.Any(c => c.Name == name); i++) name = $"{ManifestNames.Kebab(wanted)}-{i}";
        Captures.Add((name, outer, value.IsArtifact));
        var own = new VariableValue(["inputs", value.IsArtifact ? "artifacts" : "parameters", name], value.Type, this, null, value.IsArtifact);
        _captured[value.Tag] = own;
        return own;
    }

    /// <summary>A task with a name that is free; a name that the user chose twice is an error.</summary>
    public TaskDraft Add(string wanted, string display, bool chosen, Location? place)
    {
        var name = wanted;
        if (!_names.Add(name))
        {
            if (chosen) Workflow.Context.Report(Descriptors.DuplicateTask, place, name, Display);
            for (var i = 2; !_names.Add(name = $"{wanted}-{i}"); i++)
            {
            }
        }

        if (!ManifestNames.IsValid(name))
            Workflow.Context.Report(Descriptors.BadName, place, name, IsSteps ? "name of a step" : "name of a task", "letters, digits and dashes");
        else if (name.Length > ManifestNames.MaxTemplateName)
            Workflow.Context.Report(Descriptors.NameTooLong, place, name, name.Length, "task", ManifestNames.MaxTemplateName);
        var task = new TaskDraft(name, display, place) { Group = Group, Branch = Branch, Mark = Workflow.Context.Mark(place) };
        Tasks.Add(task);
        if (IsSteps && !InGroup) Group++;
        return task;
    }

    /// <summary>The finished graph, with dependencies that others imply left out.</summary>
    public GraphModel Build()
    {
        if (IsSteps)
        {
            var groups = Tasks.GroupBy(t => t.Group).OrderBy(g => g.Key).Select(g => g.Select(t => Model(t, default, null)).ToEquatable()).ToEquatable();
            return new GraphModel(true, groups);
        }

        var plain = new Dependencies(Tasks);
        return new GraphModel(false, new[] { Tasks.Select(t => Model(t, plain.Of(t), plain.Condition(t), plain.DropsContinueOn(t))).ToEquatable() }.ToEquatable());
    }

    private static TaskModel Model(TaskDraft task, EquatableArray<string> dependencies, string? depends, bool dropsContinueOn = false) =>
        new(task.Name, task.Template, dropsContinueOn ? new MapField(task.Fields.Build().Entries.Where(e => e.Key != "continueOn").ToEquatable()) : task.Fields.Build(), dependencies, depends, task.Mark);
}
