namespace Argosy.Runtime.Tests.Lint.Mutants;

/// <summary>A changed document.</summary>
/// <param name="What">What was done, for the message of a failing test.</param>
/// <param name="Text">The document.</param>
/// <param name="From">The first line of the changed place, from 1; 0 where the change is harmless.</param>
/// <param name="To">The last one.</param>
internal sealed record Mutant(string What, string Text, int From, int To)
{
    public bool IsHarmless => From == 0;
}
