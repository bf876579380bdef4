namespace Argosy.Functions;

/// <summary>An input of a function is missing or cannot be read as the type of its parameter.</summary>
public sealed class FunctionInputException : Exception
{
    /// <summary>With the text for the person.</summary>
    /// <param name="message">What is wrong with which input.</param>
    public FunctionInputException(string message)
        : base(message)
    {
    }

    /// <summary>With the text for the person and its cause.</summary>
    /// <param name="message">What is wrong with which input.</param>
    /// <param name="inner">The cause.</param>
    public FunctionInputException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
