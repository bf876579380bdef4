using System.Text;
using System.Text.Json.Nodes;

namespace Argosy.Testing;

/// <summary>A run that has ended: what to assert on. Nodes are named as in the workflow (<c>build</c>, <c>loop(0:a)</c>) or in full.</summary>
public sealed class TestedRun
{
    internal TestedRun(JsonObject workflow, IReadOnlyList<StubCall> calls)
    {
        Workflow = workflow;
        Calls = calls;
        Nodes = [.. (workflow["status"]?["nodes"] as JsonObject ?? []).Select(p => new TestedNode(this, (JsonObject)p.Value!))];
    }

    /// <summary>The Workflow object.</summary>
    public JsonObject Workflow { get; }

    /// <summary>Phase of the workflow.</summary>
    public string Phase => Workflow["status"]?["phase"]?.ToString() ?? "";

    /// <summary>Message of the workflow; empty: none.</summary>
    public string Message => Workflow["status"]?["message"]?.ToString() ?? "";

    /// <summary>All nodes.</summary>
    public IReadOnlyList<TestedNode> Nodes { get; }

    /// <summary>The calls of stubs, in order.</summary>
    public IReadOnlyList<StubCall> Calls { get; }

    /// <summary>The node of that name.</summary>
    /// <param name="name">Its name in the workflow, or its full name.</param>
    public TestedNode Node(string name)
    {
        var found = Nodes.Where(n => n.Name == name).ToList();
        if (found.Count == 0)
            found = [.. Nodes.Where(n => n.DisplayName == name)];
        return found switch
        {
            [var one] => one,
            [] => throw new WorkflowAssertionException($"there is no node '{name}'\n{this}"),
            _ => throw new WorkflowAssertionException($"several nodes are called '{name}': {string.Join(", ", found.Select(n => n.Name))}; use the full name"),
        };
    }

    /// <summary>Whether there is a node of that name.</summary>
    /// <param name="name">Its name in the workflow, or its full name.</param>
    public bool Has(string name) => Nodes.Any(n => n.Name == name || n.DisplayName == name);

    /// <summary>Asserts the phase of the workflow.</summary>
    /// <param name="phase">Succeeded, Failed or Error.</param>
    public TestedRun ShouldBe(string phase) => Phase == phase ? this : throw new WorkflowAssertionException($"the workflow should be {phase}, but is {Phase}\n{this}");

    /// <summary>Asserts an output parameter of the workflow.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public TestedRun ShouldOutput(string name, string value)
    {
        var actual = TestedNode.ParameterOf(Workflow["status"]?["outputs"], name);
        return actual == value ? this : throw new WorkflowAssertionException($"the workflow's output '{name}' should be '{value}', but is {(actual is null ? "not there" : $"'{actual}'")}\n{this}");
    }

    /// <summary>Asserts that a node had ended before another started.</summary>
    /// <param name="first">The one.</param>
    /// <param name="second">The other.</param>
    public TestedRun ShouldRunBefore(string first, string second)
    {
        var order = Calls.Select(c => c.Node).ToList();
        var (one, other) = (Node(first), Node(second));
        var isBefore = order.IndexOf(one.Name) is var a and >= 0 && order.IndexOf(other.Name) is var b and >= 0 ? a < b && one.FinishedAt <= other.StartedAt : one.FinishedAt <= other.StartedAt;
        return isBefore ? this : throw new WorkflowAssertionException($"'{first}' should have ended before '{second}' started\n{this}");
    }

    /// <summary>Asserts how often a stub was called.</summary>
    /// <param name="template">Name of the template.</param>
    /// <param name="count">How often.</param>
    public TestedRun ShouldCall(string template, int count)
    {
        var actual = Calls.Count(c => c.Template == template);
        return actual == count ? this : throw new WorkflowAssertionException($"'{template}' should have been called {count} times, but was {actual} times\n{this}");
    }

    /// <summary>All nodes with their phases and messages, for messages of tests.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append(Phase).Append("  ").Append(Workflow["metadata"]?["name"]).Append(Message.Length > 0 ? "  " + Message : "");
        foreach (var node in Nodes)
            text.Append('\n').Append("  ").Append(node.Phase).Append("  ").Append(node.Name).Append(node.Message.Length > 0 ? "  " + node.Message : "");
        return text.ToString();
    }
}
