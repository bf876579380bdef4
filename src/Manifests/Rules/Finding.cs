using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules;

/// <summary>How bad a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>Argo accepts it; it is probably not what was meant.</summary>
    Warning,

    /// <summary>It is refused, or must fail.</summary>
    Error,
}

/// <summary>Something wrong in a manifest.</summary>
/// <param name="RuleId">The rule, <c>ARGOnnn</c>.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="Place">Where.</param>
/// <param name="Document">The document that was checked; the place may be in another one that it refers to.</param>
public sealed record Finding(string RuleId, FindingSeverity Severity, string Message, SourcePlace Place, ManifestDocument Document)
{
    /// <summary>The path of the field in the document, as far as it is known: <c>spec.templates[0].container.image</c>.</summary>
    public string Path { get; init; } = "";
}
