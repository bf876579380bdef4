using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text.Regex;

namespace Argosy.Manifests.Conditions;

/// <summary>Decides a <c>when</c> after its tags were replaced, by the rules of Argo's condition language (govaluate).</summary>
public static class WhenCondition
{
    /// <summary>Whether the step or task runs. An empty text is true; bare words are texts.</summary>
    /// <exception cref="WhenException">The text is no condition, fails, or is no boolean.</exception>
    public static bool Evaluate(string text) => text.Length == 0 || RecursionGuard.Run(text.Length, () => Decide(text, wordsAreTexts: true));

    /// <summary>The same by the rules of a CronWorkflow's <c>when</c>, where a bare word is an error.</summary>
    /// <exception cref="WhenException">The text is no condition, fails, or is no boolean.</exception>
    public static bool EvaluateCron(string text) => RecursionGuard.Run(text.Length, () => Decide(text, wordsAreTexts: false));

    /// <summary>What is wrong with the text of a condition before it is evaluated; null if nothing is.</summary>
    public static string? CheckSyntax(string text)
    {
        if (text.Length == 0)
            return null;
        try
        {
            RecursionGuard.Run(text.Length, () => Parse(text, wordsAreTexts: true));
            return null;
        }
        catch (WhenException error)
        {
            return error.Message;
        }
    }

    private static bool Decide(string text, bool wordsAreTexts)
    {
        object? value;
        var stage = Parse(text, wordsAreTexts);
        try
        {
            value = stage?.Evaluate();
        }
        catch (GoPanic error)
        {
            throw new WhenException(error.Message, WhenStage.Evaluate);
        }

        return value is bool result ? result : throw new WhenException($"Expected boolean evaluation. Got {Print(value)}", WhenStage.Result);
    }

    private static ConditionStage? Parse(string text, bool wordsAreTexts)
    {
        try
        {
            var tokens = ConditionLexer.Read(text);
            ConditionGrammar.Check(tokens);
            tokens = ConditionPlanner.CompilePatterns(tokens);
            var stage = ConditionPlanner.Plan(tokens);
            if (!wordsAreTexts)
                return stage;
            tokens = tokens.ConvertAll(t => t.Kind == ConditionTokenKind.VARIABLE ? t with { Kind = ConditionTokenKind.STRING } : t);
            ConditionGrammar.Check(tokens);
            return ConditionPlanner.Plan(ConditionPlanner.CompilePatterns(tokens));
        }
        catch (Exception error) when (error is GoPanic or GoRegexException)
        {
            throw new WhenException(error.Message, WhenStage.Parse);
        }
    }

    private static string Print(object? value) => value is GoRegex regex ? regex.Pattern : GoPrinter.Print(value);
}
