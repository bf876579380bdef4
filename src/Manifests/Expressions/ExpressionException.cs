namespace Argosy.Manifests.Expressions;

/// <summary>An expression cannot be compiled or has failed while it ran; the message is the one that Argo shows.</summary>
public sealed class ExpressionException : Exception
{
    /// <summary>Creates the error without a place.</summary>
    public ExpressionException(string message) : base(message)
    {
        Summary = message;
    }

    internal ExpressionException(string message, string summary, int offset, int length, ExpressionStage stage) : base(message)
    {
        Summary = summary;
        Offset = offset;
        Length = length;
        Stage = stage;
    }

    /// <summary>The message without line, column and excerpt.</summary>
    public string Summary { get; }

    /// <summary>Where the fault is in the text, in UTF-16 units; -1 if it has no place.</summary>
    public int Offset { get; } = -1;

    /// <summary>How many characters are at fault; 0 if it has no place.</summary>
    public int Length { get; }

    /// <summary>Whether the text, its types or the run is at fault.</summary>
    public ExpressionStage Stage { get; } = ExpressionStage.Run;
}

/// <summary>How far an expression came before it failed.</summary>
public enum ExpressionStage
{
    /// <summary>The text is not an expression.</summary>
    Syntax,

    /// <summary>The text is an expression, but names, types or argument counts do not fit.</summary>
    Check,

    /// <summary>The expression is sound and failed on the values at hand.</summary>
    Run,
}
