namespace Argosy.Manifests.Conditions;

/// <summary>Decides a <c>when</c> after its tags were replaced, by the rules of Argo's condition language (govaluate).</summary>
public static class WhenCondition
{
    /// <summary>Whether the step or task runs. An empty text is true.</summary>
    /// <exception cref="WhenException">The text is no condition, fails, or is no boolean.</exception>
    public static bool Evaluate(string text) => throw new WhenException("conditions are not evaluated yet", WhenStage.Evaluate);
}
