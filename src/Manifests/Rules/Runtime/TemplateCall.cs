using Argosy.Manifests.Rules.Argo;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Runtime;

/// <summary>A step or task: where a template is called.</summary>
internal sealed class TemplateCall
{
    /// <summary>The steps or DAG template in which it stands.</summary>
    public required MapNode Owner { get; init; }

    /// <summary>The step or task itself.</summary>
    public required MapNode Node { get; init; }

    public required bool IsTask { get; init; }

    /// <summary>The group of a step, from 0.</summary>
    public int Group { get; init; }

    /// <summary>Its number in the text of its template, from 0.</summary>
    public int Index { get; init; }

    /// <summary>The tasks around a task.</summary>
    public TaskGraph? Graph { get; init; }

    /// <summary>What it runs, where that is known.</summary>
    public MapNode? Callee { get; init; }

    /// <summary>Whether what it runs is a template of another object.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>The steps or tasks of the same template, this one included.</summary>
    public required List<TemplateCall> Siblings { get; init; }

    public string Name => Node.Text("name");

    public string Word => IsTask ? "task" : "step";

    /// <summary>What its variables begin with.</summary>
    public string Root => IsTask ? "tasks" : "steps";

    public bool IsLooped => Node.Any("withItems") || Node.Text("withParam").Length > 0 || Node.Has("withSequence");

    public string When => Node.Text("when");

    public bool IsInline => Node.Has("inline");

    public TemplateCall? Sibling(string name) => Siblings.FirstOrDefault(s => s.Name == name);

    /// <summary>Whether another step or task has surely ended when this one begins.</summary>
    public bool ComesAfter(TemplateCall other) => IsTask ? Graph!.AncestorsOf(Name).Contains(other.Name) : other.Group < Group;

    /// <summary>The hooks with their names; <c>onExit</c> is not among them.</summary>
    public IEnumerable<MapEntry> Hooks => Node.Map("hooks")?.Entries ?? [];
}
