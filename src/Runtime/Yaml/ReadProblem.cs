using Argosy.Manifests.Tree;

namespace Argosy.Yaml;

/// <summary>What kept a document from being read.</summary>
public enum ReadProblemKind
{
    /// <summary>The file cannot be opened or read.</summary>
    File,

    /// <summary>Not UTF-8, or characters that no YAML file may hold.</summary>
    Encoding,

    /// <summary>The text is no YAML (or JSON).</summary>
    Syntax,

    /// <summary>Good YAML, but no object: a list, a text, nothing.</summary>
    NoObject,

    /// <summary>Larger, deeper or with more aliases than any real manifest.</summary>
    Limit,
}

/// <summary>Why a document, or a whole file, could not be read.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Message">What is wrong, for the person who wrote the file.</param>
/// <param name="Place">Where.</param>
public sealed record ReadProblem(ReadProblemKind Kind, string Message, SourcePlace Place)
{
    /// <summary><c>file:line:column: message</c>.</summary>
    public override string ToString() => $"{Place}: {Message}";
}
