using System.Text.Json.Nodes;

namespace Argosy.Workflows;

/// <summary>Which objects a list or a watch is about.</summary>
/// <param name="Labels">A label selector in Kubernetes' syntax; empty: all.</param>
/// <param name="Fields">A field selector (<c>metadata.name</c>, <c>metadata.namespace</c>); empty: all.</param>
/// <param name="Limit">The page size; 0: the client chooses (and <see cref="IWorkflowClient.ListAsync"/> pages by itself).</param>
internal sealed record ListSelection(string Labels = "", string Fields = "", int Limit = 0)
{
    public static readonly ListSelection All = new();

    /// <summary>The one object of that name.</summary>
    public static ListSelection Named(string name) => new(Fields: $"metadata.name={name}");
}

/// <summary>What happened to an object under watch.</summary>
internal enum WatchChangeType
{
    /// <summary>It was made, or was there when the watch began.</summary>
    Added,

    /// <summary>It changed.</summary>
    Modified,

    /// <summary>It is gone; the object is its last state.</summary>
    Deleted,
}

/// <summary>One change of a watch.</summary>
internal sealed record WatchChange(WatchChangeType Type, JsonObject Object);
