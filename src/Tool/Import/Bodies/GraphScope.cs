using Argosy.Tool.Import.Templates;

namespace Argosy.Tool.Import.Bodies;

/// <summary>A node of the graph that later statements can name.</summary>
/// <param name="Variable">Its C# variable.</param>
/// <param name="Template">What it calls; null for a call whose outputs C# does not know.</param>
/// <param name="IsLoop">Whether it holds what the items of a loop gave.</param>
internal sealed record GraphVariable(string Variable, ImportedTemplate? Template, bool IsLoop);

/// <summary>The body of a graph.</summary>
/// <param name="Lines">Its statements.</param>
/// <param name="Scope">What its names mean at the end, for what it returns.</param>
internal sealed record GraphBody(IReadOnlyList<string> Lines, GraphScope Scope);

/// <summary>What the names in a body's texts mean at one place: the nodes before it, the inputs of the template, the item of the loop.</summary>
/// <param name="Prefix"><c>tasks</c> or <c>steps</c>.</param>
/// <param name="Inputs">The template's inputs.</param>
internal sealed record GraphScope(string Prefix, IReadOnlyList<ImportedInput> Inputs)
{
    /// <summary>The nodes that have a variable, by their name in Argo.</summary>
    public Dictionary<string, GraphVariable> Nodes { get; } = new(StringComparer.Ordinal);

    /// <summary>The loop's variable; null outside a loop.</summary>
    public string? Item { get; init; }

    /// <summary>Whether the item is text, so that it can be passed as it is.</summary>
    public bool ItemIsText { get; init; }

    /// <summary>The members of the item by their keys, where it is an object.</summary>
    public IReadOnlyDictionary<string, string>? ItemMembers { get; init; }

    /// <summary>The nodes whose values were used since the last <see cref="ForgetUses"/>.</summary>
    public HashSet<string> Used { get; } = new(StringComparer.Ordinal);

    /// <summary>Starts the next statement.</summary>
    public void ForgetUses() => Used.Clear();

    /// <summary>The same scope inside a loop.</summary>
    public GraphScope InLoop(string item, bool itemIsText, IReadOnlyDictionary<string, string>? members)
    {
        var loop = new GraphScope(Prefix, Inputs) { Item = item, ItemIsText = itemIsText, ItemMembers = members };
        foreach (var node in Nodes) loop.Nodes.Add(node.Key, node.Value);
        return loop;
    }
}
