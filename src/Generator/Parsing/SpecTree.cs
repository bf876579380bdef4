using Argosy.Generator.Model;

namespace Argosy.Generator.Parsing;

/// <summary>Which part of a workflow object a <c>Spec</c> tree is, by the type of its property.</summary>
internal enum SpecLevel
{
    /// <summary><c>WorkflowSpec</c>: the spec of a workflow, also that inside a CronWorkflow.</summary>
    Inner,

    /// <summary><c>CronWorkflowSpec</c>: the spec of the object.</summary>
    Outer,

    /// <summary><c>Workflow</c> and its like: the whole object, <c>metadata</c> included.</summary>
    Object,
}

/// <summary>A <c>Spec</c> tree of a workflow object.</summary>
/// <param name="Fields">What it says.</param>
/// <param name="Level">Where that goes.</param>
internal sealed record SpecTree(MapField Fields, SpecLevel Level);
