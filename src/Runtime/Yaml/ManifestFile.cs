using Argosy.Manifests.Tree;

namespace Argosy.Yaml;

/// <summary>One piece of a file between document separators that holds more than blanks.</summary>
/// <param name="Number">Its number among all pieces of the file, blank ones included, from 0.</param>
/// <param name="Root">What was read: null when <paramref name="Problem"/> says why not.</param>
/// <param name="Problem">Why it could not be read, or why what was read is no object.</param>
public sealed record ManifestPiece(int Number, Node? Root, ReadProblem? Problem)
{
    /// <summary>Whether it holds only directives (<c>%YAML 1.1</c>) and comments: what stands before the first document of a file.</summary>
    public bool IsDirectivesOnly { get; init; }
}

/// <summary>A file that was read: its documents, and what could not be read of it.</summary>
public sealed class ManifestFile
{
    internal ManifestFile(string? path, string text, bool isJson, IReadOnlyList<ManifestPiece> pieces, IReadOnlyList<ReadProblem> problems)
    {
        Path = path;
        Text = text;
        IsJson = isJson;
        Pieces = pieces;
        Problems = problems;
        var documents = new List<ManifestDocument>(pieces.Count);
        for (var i = 0; i < pieces.Count; i++)
            if (pieces[i].Root is MapNode map) documents.Add(new ManifestDocument(path, i, map));
        Documents = documents;
    }

    /// <summary>The path as the user named it; null for text without a file.</summary>
    public string? Path { get; }

    /// <summary>The text of the file, for excerpts.</summary>
    public string Text { get; }

    /// <summary>Whether the whole file is one JSON value.</summary>
    public bool IsJson { get; }

    /// <summary>All pieces that are not blank, in order.</summary>
    public IReadOnlyList<ManifestPiece> Pieces { get; }

    /// <summary>The documents that are maps. <see cref="ManifestDocument.Index"/> counts the pieces that are not blank.</summary>
    public IReadOnlyList<ManifestDocument> Documents { get; }

    /// <summary>What could not be read, those of the pieces included.</summary>
    public IReadOnlyList<ReadProblem> Problems { get; }
}
