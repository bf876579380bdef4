using System.Text.Json.Nodes;
using Argosy.Workflows;

namespace Argosy.Cli.Printing;

/// <summary>Which nodes <c>get</c> and <c>watch</c> show.</summary>
internal sealed class NodeFilter
{
    /// <summary>All of them.</summary>
    public static readonly NodeFilter None = new("", "");

    private readonly FieldSelector? _selector;

    /// <summary>From <c>--status</c> or <c>--node-field-selector</c>; not both.</summary>
    public NodeFilter(string status, string selector)
    {
        if (status.Length > 0 && selector.Length > 0) throw new CliException("cannot use both --status and --node-field-selector");
        if (status.Length > 0) selector = $"phase={status}";
        if (selector.Length == 0) return;
        _selector = FieldSelector.Parse(selector, out var fault) ?? throw new CliException($"selector is invalid: {fault}");
    }

    /// <summary>Whether the node is shown.</summary>
    public bool Shows(JsonObject node) => _selector is null || _selector.Matches(node);
}
