using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Argosy.CodeFixes;

/// <summary>Writes the name that a message asks about: "did you mean 'message'?".</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SuggestionFix)), Shared]
public sealed class SuggestionFix : TextFixProvider
{
    private static readonly Regex s_asked = new("did you mean '([^']+)'\\?", RegexOptions.CultureInvariant);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create("ARGO113", "ARGO114", "ARGO130", "ARGO135", "ARGO147");

    private protected override IEnumerable<Cure> Cures(Diagnostic diagnostic, SyntaxNode root, SourceText text)
    {
        if (s_asked.Match(diagnostic.GetMessage(CultureInfo.InvariantCulture)) is not { Success: true } asked) yield break;
        var name = asked.Groups[1].Value;
        var span = diagnostic.Location.SourceSpan;
        var written = text.ToString(span);

        // A whole literal, a nameof, a member, or the middle of a string.
        var with = written.StartsWith("\"", StringComparison.Ordinal) ? $"\"{name}\""
            : written.StartsWith("nameof(", StringComparison.Ordinal) ? $"nameof({name})"
            : written.LastIndexOf('.') is > 0 and var dot && name.IndexOf('.') < 0 ? written.Substring(0, dot + 1) + name
            : name;
        yield return Replace($"Change to '{name}'", nameof(SuggestionFix), span, with);
    }
}
