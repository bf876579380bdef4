using Argosy.Manifests.Rules;
using Microsoft.CodeAnalysis;

namespace Argosy.Generator.Diagnostics;

/// <summary>The rules for manifests as diagnostics of the compiler: one descriptor for each, with the rule's own id.</summary>
internal static class RuleDescriptors
{
    private static readonly Dictionary<string, DiagnosticDescriptor> s_descriptors = RuleCatalog.All.ToDictionary(r => r.Id, Make);

    public static IEnumerable<DiagnosticDescriptor> All => s_descriptors.Values;

    public static DiagnosticDescriptor? Find(string id) => s_descriptors.TryGetValue(id, out var descriptor) ? descriptor : null;

    private static DiagnosticDescriptor Make(Rule rule) => Descriptors.OfRule(rule.Id, rule.Title, rule.Severity == FindingSeverity.Error ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning);
}
