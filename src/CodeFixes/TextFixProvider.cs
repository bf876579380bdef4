using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Argosy.CodeFixes;

/// <summary>A light bulb whose cure is a change of text, which leaves the rest of the file as its author wrote it.</summary>
public abstract class TextFixProvider : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider? GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root) return;
        var text = await context.Document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            foreach (var cure in Cures(diagnostic, root, text))
            {
                var changed = text.WithChanges(cure.Changes.OrderBy(c => c.Span.Start));
                context.RegisterCodeFix(CodeAction.Create(cure.Title, _ => Task.FromResult(context.Document.WithText(changed)), cure.Key), diagnostic);
            }
        }
    }

    /// <summary>What can be done about a diagnostic, best first.</summary>
    private protected abstract IEnumerable<Cure> Cures(Diagnostic diagnostic, SyntaxNode root, SourceText text);

    /// <summary>Replaces a piece of text.</summary>
    private protected static Cure Replace(string title, string key, TextSpan span, string with) => new(title, key, [new TextChange(span, with)]);

    /// <summary>The changes of one light bulb.</summary>
    /// <param name="Title">What the menu says.</param>
    /// <param name="Key">What several places that are fixed at once have in common.</param>
    /// <param name="Changes">The changes.</param>
    private protected sealed record Cure(string Title, string Key, IReadOnlyList<TextChange> Changes);
}
