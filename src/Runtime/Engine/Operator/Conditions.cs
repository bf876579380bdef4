using Argosy.Manifests.Conditions;

namespace Argosy.Engine;

/// <summary>A <c>when</c> in a step or task, with Argo's words around its errors.</summary>
internal static class Conditions
{
    /// <summary>Whether the condition holds; an empty one does.</summary>
    /// <exception cref="OperationException">It is no condition.</exception>
    public static bool Holds(string when)
    {
        if (when.Length == 0)
            return true;
        try
        {
            return WhenCondition.Evaluate(when);
        }
        catch (WhenException e)
        {
            throw new OperationException(e.Stage switch
            {
                WhenStage.Parse => $"Invalid 'when' expression '{when}': {e.Message}"
                    + (e.Message.Contains("Invalid token", StringComparison.Ordinal) ? " (hint: try wrapping the affected expression in quotes (\"))" : ""),
                WhenStage.Evaluate => $"Failed to evaluate 'when' expresion '{when}': {e.Message}",
                _ => e.Message.Replace("Expected boolean evaluation.", $"Expected boolean evaluation for '{when}'.", StringComparison.Ordinal),
            });
        }
    }

    /// <summary>Whether the condition is sound and false.</summary>
    public static bool IsFalse(string when)
    {
        try
        {
            return !Holds(when);
        }
        catch (OperationException)
        {
            return false;
        }
    }
}
