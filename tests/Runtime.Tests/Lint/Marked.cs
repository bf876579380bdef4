using Argosy.Lint;
using Argosy.Manifests.Rules;
using Argosy.Yaml;

namespace Argosy.Runtime.Tests.Lint;

/// <summary>A manifest in which ‹ › stand around what is wrong.</summary>
internal static class Marked
{
    /// <summary>A workflow whose spec is given: entrypoint main, unless the spec names one.</summary>
    public static string Workflow(string spec) =>
        "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {generateName: w-}\nspec:\n" + (spec.Contains("entrypoint:", StringComparison.Ordinal) ? "" : "  entrypoint: main\n") + Indented(spec);

    public static string Indented(string text) => string.Join('\n', text.Split('\n').Select(l => "  " + l)) + "\n";

    public static List<Finding> Check(string yaml, CheckOptions? options = null)
    {
        var file = ManifestReader.Read(yaml, "f.yaml");
        Assert.Empty(file.Problems);
        return [.. LintRun.Check([file], options ?? new CheckOptions()).Documents.SelectMany(d => d.Findings)];
    }

    /// <summary>Asserts that a rule, and no other, reports exactly the marked place.</summary>
    public static Finding Reports(string rule, string marked, CheckOptions? options = null)
    {
        var start = marked.IndexOf('‹', StringComparison.Ordinal);
        var end = marked.IndexOf('›', StringComparison.Ordinal) - 1;
        var yaml = marked.Replace("‹", "", StringComparison.Ordinal).Replace("›", "", StringComparison.Ordinal);
        var findings = Check(yaml, options);
        // A short example of a rule of Argo's is no whole workflow: what else would surprise when it runs is not its matter.
        if (string.CompareOrdinal(rule, "ARGO400") < 0) findings.RemoveAll(f => string.CompareOrdinal(f.RuleId, "ARGO400") >= 0);
        var expected = $"{rule} {At(yaml, start)}-{At(yaml, end)}";
        var finding = Assert.Single(findings);
        Assert.Equal(expected, $"{finding.RuleId} {finding.Place.Line}:{finding.Place.Column}-{finding.Place.EndLine}:{finding.Place.EndColumn}");
        return finding;
    }

    private static string At(string text, int offset)
    {
        var before = text.AsSpan(0, offset);
        var line = before.Count('\n') + 1;
        return $"{line}:{offset - before.LastIndexOf('\n')}";
    }
}
