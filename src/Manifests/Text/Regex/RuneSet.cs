using System.Globalization;

namespace Argosy.Manifests.Text.Regex;

/// <summary>A set of runes: what one position of a pattern may be.</summary>
internal sealed class RuneSet
{
    private static readonly (int, int)[] WordRanges = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];

    private readonly List<(int Low, int High)> _ranges = [];
    private readonly List<(Func<int, bool> Has, bool Negated)> _tests = [];

    public bool Negated { get; set; }

    public bool FoldCase { get; set; }

    public static RuneSet Any { get; } = new() { Negated = true };

    public static RuneSet AnyButNewline { get; } = Of([('\n', '\n')], negated: true);

    public static RuneSet One(int rune, bool fold)
    {
        var set = new RuneSet { FoldCase = fold };
        set.Add(rune, rune);
        return set;
    }

    public static RuneSet Of((int, int)[] ranges, bool negated)
    {
        var set = new RuneSet { Negated = negated };
        set._ranges.AddRange(ranges);
        return set;
    }

    public void Add(int low, int high) => _ranges.Add((low, high));

    public void Add(Func<int, bool> has, bool negated) => _tests.Add((has, negated));

    /// <summary>Adds <c>\d</c>, <c>\s</c>, <c>\w</c> or their opposites; false if the letter is none of them.</summary>
    public bool AddPerl(char letter)
    {
        var ranges = char.ToLowerInvariant(letter) switch
        {
            'd' => [('0', '9')],
            's' => [('\t', '\n'), ('\f', '\r'), (' ', ' ')],
            'w' => WordRanges,
            _ => Array.Empty<(int, int)>(),
        };
        if (ranges.Length == 0)
            return false;
        if (char.IsLower(letter))
            _ranges.AddRange(ranges);
        else
            Add(rune => In(ranges, rune), true);
        return true;
    }

    /// <summary>Adds <c>[:name:]</c>; false if there is no such class.</summary>
    public bool AddPosix(string name, bool negated)
    {
        (int, int)[]? ranges = name switch
        {
            "alnum" => [('0', '9'), ('A', 'Z'), ('a', 'z')],
            "alpha" => [('A', 'Z'), ('a', 'z')],
            "ascii" => [(0, 0x7f)],
            "blank" => [('\t', '\t'), (' ', ' ')],
            "cntrl" => [(0, 0x1f), (0x7f, 0x7f)],
            "digit" => [('0', '9')],
            "graph" => [('!', '~')],
            "lower" => [('a', 'z')],
            "print" => [(' ', '~')],
            "punct" => [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
            "space" => [('\t', '\r'), (' ', ' ')],
            "upper" => [('A', 'Z')],
            "word" => WordRanges,
            "xdigit" => [('0', '9'), ('A', 'F'), ('a', 'f')],
            _ => null,
        };
        if (ranges is null)
            return false;
        Add(rune => In(ranges, rune), negated);
        return true;
    }

    /// <summary>Adds <c>\p{name}</c>; false if there is no such category or script.</summary>
    public bool AddUnicode(string name, bool negated)
    {
        if (UnicodeNames.Find(name) is not { } has)
            return false;
        Add(has, negated);
        return true;
    }

    public bool Has(int rune)
    {
        if (Contains(rune))
            return !Negated;
        if (FoldCase)
        {
            foreach (var other in Folds(rune))
            {
                if (Contains(other))
                    return !Negated;
            }
        }

        return Negated;
    }

    public static bool IsWord(int rune) => In(WordRanges, rune);

    private bool Contains(int rune)
    {
        foreach (var (low, high) in _ranges)
        {
            if (rune >= low && rune <= high)
                return true;
        }

        foreach (var (has, negated) in _tests)
        {
            if (has(rune) != negated)
                return true;
        }

        return false;
    }

    private static IEnumerable<int> Folds(int rune)
    {
        if (rune > 0xFFFF)
            yield break;
        var c = (char)rune;
        yield return char.ToLowerInvariant(c);
        yield return char.ToUpperInvariant(c);
        switch (c)
        {
            case 'k' or 'K':
                yield return 0x212A;
                break;
            case 's' or 'S':
                yield return 0x17F;
                break;
            case '\u212A':
                yield return 'k';
                yield return 'K';
                break;
            case '\u017F':
                yield return 's';
                yield return 'S';
                break;
        }
    }

    private static bool In((int, int)[] ranges, int rune)
    {
        foreach (var (low, high) in ranges)
        {
            if (rune >= low && rune <= high)
                return true;
        }

        return false;
    }

    private static class UnicodeNames
    {
        private static readonly Dictionary<string, UnicodeCategory[]> Categories = new(StringComparer.Ordinal)
        {
            ["Lu"] = [UnicodeCategory.UppercaseLetter],
            ["Ll"] = [UnicodeCategory.LowercaseLetter],
            ["Lt"] = [UnicodeCategory.TitlecaseLetter],
            ["Lm"] = [UnicodeCategory.ModifierLetter],
            ["Lo"] = [UnicodeCategory.OtherLetter],
            ["Mn"] = [UnicodeCategory.NonSpacingMark],
            ["Mc"] = [UnicodeCategory.SpacingCombiningMark],
            ["Me"] = [UnicodeCategory.EnclosingMark],
            ["Nd"] = [UnicodeCategory.DecimalDigitNumber],
            ["Nl"] = [UnicodeCategory.LetterNumber],
            ["No"] = [UnicodeCategory.OtherNumber],
            ["Pc"] = [UnicodeCategory.ConnectorPunctuation],
            ["Pd"] = [UnicodeCategory.DashPunctuation],
            ["Ps"] = [UnicodeCategory.OpenPunctuation],
            ["Pe"] = [UnicodeCategory.ClosePunctuation],
            ["Pi"] = [UnicodeCategory.InitialQuotePunctuation],
            ["Pf"] = [UnicodeCategory.FinalQuotePunctuation],
            ["Po"] = [UnicodeCategory.OtherPunctuation],
            ["Sm"] = [UnicodeCategory.MathSymbol],
            ["Sc"] = [UnicodeCategory.CurrencySymbol],
            ["Sk"] = [UnicodeCategory.ModifierSymbol],
            ["So"] = [UnicodeCategory.OtherSymbol],
            ["Zs"] = [UnicodeCategory.SpaceSeparator],
            ["Zl"] = [UnicodeCategory.LineSeparator],
            ["Zp"] = [UnicodeCategory.ParagraphSeparator],
            ["Cc"] = [UnicodeCategory.Control],
            ["Cf"] = [UnicodeCategory.Format],
            ["Cs"] = [UnicodeCategory.Surrogate],
            ["Co"] = [UnicodeCategory.PrivateUse],
        };

        private static readonly Dictionary<string, (int, int)[]> Scripts = new(StringComparer.Ordinal)
        {
            ["Latin"] =
            [
                ('A', 'Z'), ('a', 'z'), (0xAA, 0xAA), (0xBA, 0xBA), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2B8), (0x2E0, 0x2E4), (0x1D00, 0x1D25),
                (0x1D2C, 0x1D5C), (0x1D62, 0x1D65), (0x1D6B, 0x1D77), (0x1D79, 0x1DBE), (0x1E00, 0x1EFF), (0x2071, 0x2071), (0x207F, 0x207F),
                (0x2090, 0x209C), (0x212A, 0x212B), (0x2132, 0x2132), (0x214E, 0x214E), (0x2160, 0x2188), (0x2C60, 0x2C7F), (0xA722, 0xA787),
                (0xA78B, 0xA7CA), (0xFB00, 0xFB06), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A),
            ],
            ["Greek"] = [(0x370, 0x373), (0x375, 0x377), (0x37A, 0x37D), (0x37F, 0x37F), (0x384, 0x384), (0x386, 0x386), (0x388, 0x3E1), (0x3F0, 0x3FF), (0x1F00, 0x1FFE)],
            ["Cyrillic"] = [(0x400, 0x484), (0x487, 0x52F), (0x1C80, 0x1C88), (0x1D2B, 0x1D2B), (0x2DE0, 0x2DFF), (0xA640, 0xA69F)],
            ["Han"] =
            [
                (0x2E80, 0x2E99), (0x2E9B, 0x2EF3), (0x2F00, 0x2FD5), (0x3005, 0x3005), (0x3007, 0x3007), (0x3021, 0x3029), (0x3038, 0x303B),
                (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFA6D), (0xFA70, 0xFAD9), (0x20000, 0x2A6DF), (0x2A700, 0x2EBE0), (0x2F800, 0x2FA1D), (0x30000, 0x323AF),
            ],
            ["Hiragana"] = [(0x3041, 0x3096), (0x309D, 0x309F), (0x1B001, 0x1B11F), (0x1F200, 0x1F200)],
            ["Katakana"] = [(0x30A1, 0x30FA), (0x30FD, 0x30FF), (0x31F0, 0x31FF), (0x32D0, 0x32FE), (0x3300, 0x3357), (0xFF66, 0xFF6F), (0xFF71, 0xFF9D)],
            ["Hangul"] = [(0x1100, 0x11FF), (0x302E, 0x302F), (0x3131, 0x318E), (0xA960, 0xA97C), (0xAC00, 0xD7A3), (0xD7B0, 0xD7FB), (0xFFA0, 0xFFDC)],
            ["Arabic"] = [(0x600, 0x604), (0x606, 0x60B), (0x60D, 0x61A), (0x61C, 0x61E), (0x620, 0x63F), (0x641, 0x64A), (0x656, 0x66F), (0x671, 0x6DC), (0x6DE, 0x6FF), (0x750, 0x77F)],
            ["Hebrew"] = [(0x591, 0x5C7), (0x5D0, 0x5EA), (0x5EF, 0x5F4), (0xFB1D, 0xFB4F)],
            ["Thai"] = [(0xE01, 0xE3A), (0xE40, 0xE5B)],
            ["Devanagari"] = [(0x900, 0x950), (0x955, 0x963), (0x966, 0x97F), (0xA8E0, 0xA8FF)],
            ["Armenian"] = [(0x531, 0x556), (0x559, 0x58A), (0x58D, 0x58F)],
            ["Georgian"] = [(0x10A0, 0x10C5), (0x10D0, 0x10FA), (0x10FC, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2D)],
            ["Bengali"] = [(0x980, 0x9FE)],
            ["Tamil"] = [(0xB82, 0xBFA)],
        };

        public static Func<int, bool>? Find(string name)
        {
            if (name == "Any")
                return _ => true;
            if (Categories.TryGetValue(name, out var categories))
                return rune => Array.IndexOf(categories, GoQuote.Category(rune)) >= 0;
            if (name.Length == 1 && "LMNPSZC".IndexOf(name[0]) >= 0)
            {
                var all = Categories.Where(c => c.Key[0] == name[0]).SelectMany(c => c.Value).ToArray();
                return rune => Array.IndexOf(all, GoQuote.Category(rune)) >= 0;
            }

            return Scripts.TryGetValue(name, out var ranges) ? rune => In(ranges, rune) : null;
        }
    }
}
