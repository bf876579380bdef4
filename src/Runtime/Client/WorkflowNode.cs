using Argosy.Models;

namespace Argosy;

/// <summary>A node of a run at one moment. The generated classes of a workflow's nodes derive from it and add the typed outputs and the nodes inside.</summary>
public class WorkflowNode
{
    /// <summary>The node of that name. Called by generated code.</summary>
    /// <param name="state">The run.</param>
    /// <param name="nodeName">The node's full name: <c>RUN.TASK</c> in a DAG, <c>RUN[0].STEP</c> in steps.</param>
    public WorkflowNode(RunState state, string nodeName)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentException.ThrowIfNullOrEmpty(nodeName);
        State = state;
        NodeName = nodeName;
    }

    /// <summary>The whole run.</summary>
    public RunState State { get; }

    /// <summary>The node's full name.</summary>
    public string NodeName { get; }

    /// <summary>What Argo knows about the node; null: the run has not come to it.</summary>
    public NodeStatus? NodeStatus => State.FindNode(NodeName);

    /// <summary>The node's phase; null: the run has not come to it.</summary>
    public string? NodePhase => NodeStatus?.Phase;

    /// <summary>A node inside this one. Called by generated code.</summary>
    /// <typeparam name="TNode">Its class.</typeparam>
    /// <param name="suffix">What its name adds to this node's.</param>
    /// <param name="make">Makes it.</param>
    protected TNode ChildNode<TNode>(string suffix, Func<RunState, string, TNode> make)
        where TNode : WorkflowNode
    {
        ArgumentNullException.ThrowIfNull(make);
        return make(State, NodeName + suffix);
    }

    /// <summary>The nodes that a loop inside this one made, in the order of its items. Called by generated code.</summary>
    /// <typeparam name="TNode">Their class.</typeparam>
    /// <param name="suffix">What the loop's name adds to this node's.</param>
    /// <param name="make">Makes one.</param>
    protected IReadOnlyList<TNode> LoopNodes<TNode>(string suffix, Func<RunState, string, TNode> make)
        where TNode : WorkflowNode
    {
        ArgumentNullException.ThrowIfNull(make);
        var start = NodeName + suffix + "(";
        return State.Nodes.Values.Select(node => node.Name ?? "").Where(name => IsItem(name, start)).OrderBy(name => Number(name, start)).Select(name => make(State, name)).ToArray();
    }

    /// <summary>An output parameter. Called by generated code.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">Its name.</param>
    protected T OutputValue<T>(string name) => State.Output<T>(name, NodeName);

    /// <summary>An output artifact. Called by generated code.</summary>
    /// <param name="name">Its name.</param>
    protected RunArtifact OutputArtifact(string name) => new(this, name);

    /// <inheritdoc/>
    public override string ToString() => $"{NodeName} {NodePhase ?? "Pending"}";

    // "run.count(0:first)" is an item, "run.count(0:first).inner", "run.count(0:first)[0]" and a retried item's attempt "run.count(0:first)(1)" are nodes inside one.
    private bool IsItem(string name, string start) =>
        name.StartsWith(start, StringComparison.Ordinal) && name.EndsWith(')') && Number(name, start) is not int.MaxValue
        && !State.Nodes.Values.Any(other => other.Name is { } outer && outer.Length > start.Length && outer.Length < name.Length && outer.StartsWith(start, StringComparison.Ordinal)
            && name.StartsWith(outer, StringComparison.Ordinal) && name[outer.Length] is '(' or '.' or '[');

    private static int Number(string name, string start)
    {
        var end = name.IndexOf(':', start.Length);
        return end > 0 && int.TryParse(name.AsSpan(start.Length, end - start.Length), out var number) ? number : int.MaxValue;
    }
}
