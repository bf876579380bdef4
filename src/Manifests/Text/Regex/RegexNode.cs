namespace Argosy.Manifests.Text.Regex;

internal enum RegexKind
{
    Empty, Set, Concat, Alternate, Repeat, Capture, BeginText, EndText, BeginLine, EndLine, WordBoundary, NoWordBoundary,
}

/// <summary>One part of a parsed pattern.</summary>
internal sealed class RegexNode(RegexKind kind)
{
    public RegexKind Kind { get; } = kind;

    public RuneSet? Set { get; set; }

    public List<RegexNode> Children { get; } = [];

    public int Min { get; set; }

    public int Max { get; set; }

    public bool Greedy { get; set; } = true;

    public int Capture { get; set; }
}
