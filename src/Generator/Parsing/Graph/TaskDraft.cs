using Argosy.Generator.Model;
using Microsoft.CodeAnalysis;

namespace Argosy.Generator.Parsing.Graph;

/// <summary>A task while the body is read.</summary>
internal sealed class TaskDraft(string name, string display, Location? place)
{
    public string Name { get; set; } = name;

    /// <summary>What the user calls it: the variable, else the method.</summary>
    public string Display { get; } = display;

    public Location? Place { get; } = place;

    /// <summary>The name of the template; null where Fields has a templateRef or an inline body.</summary>
    public string? Template { get; set; }

    /// <summary>Everything but name, template and dependencies: arguments, when, loops, hooks …</summary>
    public FieldBuilder Fields { get; } = new();

    /// <summary>Tasks whose outputs flow here, and plain <c>.After</c>.</summary>
    public List<TaskDraft> Needs { get; } = [];

    /// <summary>Conditions of <c>.After</c>.</summary>
    public List<DependencyValue> Conditions { get; } = [];

    /// <summary>What <c>depends</c> asks of a task in place of its bare name, where a condition reads its status.</summary>
    public int Group { get; set; }

    /// <summary>The branch it stands in: its value may be missing outside.</summary>
    public Branch? Branch { get; set; }

    public bool IsLoop { get; set; }

    public int Mark { get; set; }

    public void Need(TaskDraft task)
    {
        if (task != this && !Needs.Contains(task)) Needs.Add(task);
    }
}

/// <summary>The condition of a branch.</summary>
internal sealed class Branch(Branch? outer, Value condition)
{
    public Branch? Outer { get; } = outer;

    public Value Condition { get; } = condition;

    public bool Contains(Branch? other)
    {
        for (var b = other; b is not null; b = b.Outer)
            if (b == this) return true;
        return false;
    }
}
