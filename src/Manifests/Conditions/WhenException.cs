namespace Argosy.Manifests.Conditions;

/// <summary>A <c>when</c> cannot be parsed or evaluated; the message is the one that Argo shows after its own prefix.</summary>
public sealed class WhenException : Exception
{
    /// <summary>Creates the error.</summary>
    public WhenException(string message, WhenStage stage) : base(message)
    {
        Stage = stage;
    }

    /// <summary>Which of Argo's three prefixes belongs to the message.</summary>
    public WhenStage Stage { get; }
}

/// <summary>How far a <c>when</c> came before it failed.</summary>
public enum WhenStage
{
    /// <summary>The text is no condition.</summary>
    Parse,

    /// <summary>The condition failed on its values.</summary>
    Evaluate,

    /// <summary>The condition gave something that is no boolean.</summary>
    Result,
}
