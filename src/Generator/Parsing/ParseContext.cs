using Microsoft.CodeAnalysis;

namespace Argosy.Generator.Parsing;

/// <summary>What a parse needs from its host, and what it found on the way. The generator and the analyzer differ here only: one discards the diagnostics, the other reports them.</summary>
internal sealed class ParseContext(Compilation compilation, Func<ISymbol, IOperation?> body, Action<Diagnostic>? report, CancellationToken cancellation)
{
    private readonly List<Location> _places = [Location.None];
    private readonly List<Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionSyntax?> _literals = [null];
    private readonly Dictionary<int, List<RewrittenTag>> _rewritten = [];
    private readonly HashSet<(string, Location)> _reported = [];

    public Compilation Compilation { get; } = compilation;

    public CancellationToken Cancellation { get; } = cancellation;

    public bool HasErrors { get; private set; }

    /// <summary>The body of a method or property of this class, in whichever file; null where it has none.</summary>
    public IOperation? BodyOf(ISymbol symbol) => body(symbol);

    /// <summary>Remembers a place, for what looks at the finished manifest.</summary>
    public int Mark(Location? place, Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionSyntax? literal = null)
    {
        if (report is null || place is null) return 0;
        _places.Add(place);
        _literals.Add(literal);
        return _places.Count - 1;
    }

    /// <summary>Remembers that tags of a marked text were written in full, so that a place in the full text is found in the literal.</summary>
    public int Mark(int mark, List<RewrittenTag> tags)
    {
        if (mark == 0) return 0;
        var made = Mark(_places[mark], _literals[mark]);
        if (made != 0) _rewritten[made] = tags;
        return made;
    }

    public Location PlaceOf(int mark) => _places[mark];

    /// <summary>The place of a part of the text that was marked.</summary>
    public Location PlaceInside(int mark, int offset, int length) =>
        _literals[mark] is { } literal ? LiteralMap.Place(literal, Written(mark, offset), length) : _places[mark];

    private int Written(int mark, int offset)
    {
        if (!_rewritten.TryGetValue(mark, out var tags)) return offset;
        var shift = 0;
        foreach (var tag in tags)
        {
            if (offset < tag.Start) break;
            if (offset < tag.Start + tag.Length) return tag.WrittenStart;
            shift = tag.WrittenStart + tag.WrittenLength - tag.Start - tag.Length;
        }

        return offset + shift;
    }

    public bool IsLiteral(int mark) => _literals[mark] is not null;

    public void Report(DiagnosticDescriptor rule, Location? place, params object?[] arguments)
    {
        if (rule.DefaultSeverity == DiagnosticSeverity.Error) HasErrors = true;
        if (report is null) return;
        place ??= Location.None;
        if (_reported.Add((rule.Id, place))) report(Diagnostic.Create(rule, place, arguments));
    }
}

/// <summary>A tag that stands in full in the manifest: where it is there, and where its short form was written.</summary>
internal readonly record struct RewrittenTag(int Start, int Length, int WrittenStart, int WrittenLength);
