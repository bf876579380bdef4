using System.Text.Json.Nodes;
using Argosy.Functions;
using Argosy.Models;

namespace Argosy;

/// <summary>A workflow at one moment.</summary>
public sealed class RunState
{
    private readonly Lazy<Models.Workflow> _typed;

    internal RunState(JsonObject workflow)
    {
        Json = workflow;
        _typed = new Lazy<Models.Workflow>(() => ArgoJson.Read<Models.Workflow>(Json));
    }

    /// <summary>The whole object as the server sent it, compressed nodes unpacked.</summary>
    public JsonObject Json { get; }

    /// <summary>The same, typed.</summary>
    public Models.Workflow Workflow => _typed.Value;

    /// <summary>The run's name.</summary>
    public string Name => (string?)Json["metadata"]?["name"] ?? "";

    /// <summary>The run's namespace.</summary>
    public string Namespace => (string?)Json["metadata"]?["namespace"] ?? "";

    /// <summary><c>Pending</c>, <c>Running</c>, <c>Succeeded</c>, <c>Failed</c> or <c>Error</c>.</summary>
    public string Phase => (string?)Json["status"]?["phase"] is { Length: > 0 } phase ? phase : "Pending";

    /// <summary>What the controller says about the phase.</summary>
    public string? Message => (string?)Json["status"]?["message"];

    /// <summary>Done and total pods: <c>2/3</c>.</summary>
    public string? Progress => (string?)Json["status"]?["progress"];

    /// <summary>Whether the run is over.</summary>
    public bool IsFinished => (string?)Json["status"]?["finishedAt"] is { Length: > 0 } || Phase is "Succeeded" or "Failed" or "Error";

    /// <summary>Whether it ended well.</summary>
    public bool Succeeded => Phase == "Succeeded";

    /// <summary>The nodes by their IDs.</summary>
    public IReadOnlyDictionary<string, NodeStatus> Nodes => Workflow.Status?.Nodes ?? [];

    /// <summary>The node of that name or display name; the newest where several have it.</summary>
    /// <param name="name">The name.</param>
    public NodeStatus? FindNode(string name) =>
        Nodes.Values.FirstOrDefault(node => node.Name == name)
        ?? Nodes.Values.Where(node => node.DisplayName == name).MaxBy(node => node.StartedAt);

    /// <summary>A typed output parameter of the workflow, or of one of its nodes.</summary>
    /// <typeparam name="T">The C# type.</typeparam>
    /// <param name="name">The parameter; <c>result</c> is also what the node wrote to standard output.</param>
    /// <param name="node">The node's name or display name; null: the workflow's own outputs, else those of its entry node.</param>
    public T Output<T>(string name, string? node = null)
    {
        var text = FindOutput(name, node) ?? throw new ArgosyException(
            $"{(node is null ? $"workflow {Name}" : $"node {node} of workflow {Name}")} has no output {name} ({Phase})")
        { Reason = "NotFound" };
        try
        {
            return FunctionValues.Read<T>(text, name);
        }
        catch (FunctionInputException e)
        {
            throw new ArgosyException($"the output {name} of workflow {Name} is no {typeof(T).Name}: {e.Message}", e) { Reason = "InvalidArgument" };
        }
    }

    /// <summary>This state, or the exception that says how the run ended.</summary>
    public RunState EnsureSucceeded()
    {
        if (Succeeded)
        {
            return this;
        }

        if (!IsFinished)
        {
            throw new WorkflowFailedException(this, $"workflow {Name} is not finished ({Phase})");
        }

        var culprits = Nodes.Values.Where(node => node.Phase is "Failed" or "Error" && node.Type is "Pod" or "Container" or "HTTP" or "Plugin" or "Skipped" or "Suspend")
            .OrderBy(node => node.FinishedAt).Take(3)
            .Select(node => $"{node.DisplayName ?? node.Name} {node.Phase}{(string.IsNullOrEmpty(node.Message) ? "" : ": " + node.Message)}").ToList();
        throw new WorkflowFailedException(this, $"workflow {Name} {Phase}"
            + (string.IsNullOrEmpty(Message) ? "" : $": {Message}") + (culprits.Count == 0 ? "" : $" ({string.Join("; ", culprits)})"));
    }

    private string? FindOutput(string name, string? node)
    {
        var outputs = node is null
            ? [Workflow.Status?.Outputs, Nodes.GetValueOrDefault(Name)?.Outputs]
            : new[] { FindNode(node)?.Outputs };
        foreach (var candidate in outputs)
        {
            if (candidate?.Parameters?.FirstOrDefault(parameter => parameter.Name == name) is { Value: { } value })
            {
                return value.ToString();
            }

            if (name == "result" && candidate?.Result is { } result)
            {
                return result;
            }
        }

        return null;
    }
}

/// <summary>One change of a watched run.</summary>
/// <param name="State">The run now.</param>
/// <param name="ChangedNodes">The IDs of the nodes that are new or differ from the state before.</param>
/// <param name="Deleted">Whether the object was deleted; the state is the last one known.</param>
public sealed record RunChange(RunState State, IReadOnlyList<string> ChangedNodes, bool Deleted);
