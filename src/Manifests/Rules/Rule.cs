namespace Argosy.Manifests.Rules;

/// <summary>Who has a rule.</summary>
public enum RuleOrigin
{
    /// <summary>Argo's own validation: submission, lint and controller refuse.</summary>
    Argo,

    /// <summary>The API server with Argo's CRDs refuses.</summary>
    Cluster,

    /// <summary>Nobody refuses; it fails or surprises when it runs.</summary>
    Run,
}

/// <summary>A rule: what it is called and how bad a breach is.</summary>
/// <param name="Id"><c>ARGOnnn</c>; the page is <c>docs/diagnostics/ID.md</c>.</param>
/// <param name="Title">One line.</param>
/// <param name="Origin">Who has it.</param>
/// <param name="Severity">How bad a breach is by default.</param>
public sealed record Rule(string Id, string Title, RuleOrigin Origin, FindingSeverity Severity);
