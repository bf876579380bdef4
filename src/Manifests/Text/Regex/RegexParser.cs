using System.Globalization;

namespace Argosy.Manifests.Text.Regex;

/// <summary>Parses Go's pattern language (RE2) and says what is wrong in Go's words.</summary>
internal sealed class RegexParser
{
    private const int MaxRepeat = 1000, MaxDepth = 1000;

    private readonly string _pattern;
    private int _at;
    private bool _foldCase, _multiLine, _dotNewline, _swapGreed;
    private int _depth;

    private RegexParser(string pattern)
    {
        _pattern = pattern;
    }

    public List<string> Names { get; } = [""];

    public static RegexNode Parse(string pattern, out List<string> names)
    {
        var parser = new RegexParser(pattern);
        var node = parser.Alternation(inGroup: false);
        names = parser.Names;
        return node;
    }

    private RegexNode Alternation(bool inGroup)
    {
        if (++_depth > MaxDepth)
            throw new GoRegexException("expression nests too deeply", _pattern);
        var branches = new List<RegexNode>();
        var current = new RegexNode(RegexKind.Concat);
        while (_at < _pattern.Length)
        {
            var c = _pattern[_at];
            if (c == '|')
            {
                _at++;
                branches.Add(current);
                current = new RegexNode(RegexKind.Concat);
                continue;
            }

            if (c == ')')
            {
                if (!inGroup)
                    throw new GoRegexException("unexpected )", _pattern);
                break;
            }

            if (c is '*' or '+' or '?' || c == '{')
                Repeat(current);
            else
                Element(current);
        }

        _depth--;
        branches.Add(current);
        if (branches.Count == 1)
            return current;
        var alternate = new RegexNode(RegexKind.Alternate);
        alternate.Children.AddRange(branches);
        return alternate;
    }

    private void Element(RegexNode into)
    {
        var c = _pattern[_at];
        switch (c)
        {
            case '(':
                Group(into);
                return;
            case '[':
                into.Children.Add(Set(Class()));
                return;
            case '.':
                _at++;
                into.Children.Add(Set(_dotNewline ? RuneSet.Any : RuneSet.AnyButNewline));
                return;
            case '^':
                _at++;
                into.Children.Add(new RegexNode(_multiLine ? RegexKind.BeginLine : RegexKind.BeginText));
                return;
            case '$':
                _at++;
                into.Children.Add(new RegexNode(_multiLine ? RegexKind.EndLine : RegexKind.EndText));
                return;
            case '\\':
                Backslash(into);
                return;
            default:
                into.Children.Add(Set(RuneSet.One(Rune(), _foldCase)));
                return;
        }
    }

    private void Repeat(RegexNode into)
    {
        var start = _at;
        int min, max;
        switch (_pattern[_at])
        {
            case '*':
                (min, max) = (0, -1);
                _at++;
                break;
            case '+':
                (min, max) = (1, -1);
                _at++;
                break;
            case '?':
                (min, max) = (0, 1);
                _at++;
                break;
            default:
                if (!Counts(out min, out max))
                {
                    // A brace that is no repetition is a brace.
                    into.Children.Add(Set(RuneSet.One(Rune(), _foldCase)));
                    return;
                }

                if (min is < 0 or > MaxRepeat || max > MaxRepeat || max >= 0 && min > max)
                    throw new GoRegexException("invalid repeat count", _pattern.Substring(start, _at - start));
                break;
        }

        var greedy = !_swapGreed;
        if (_at < _pattern.Length && _pattern[_at] == '?')
        {
            _at++;
            greedy = !greedy;
        }

        if (_lastRepeat >= 0 && _lastRepeatEnd == start)
            throw new GoRegexException("invalid nested repetition operator", _pattern.Substring(_lastRepeat, _at - _lastRepeat));
        if (into.Children.Count == 0)
            throw new GoRegexException("missing argument to repetition operator", _pattern.Substring(start, _at - start));
        var node = new RegexNode(RegexKind.Repeat) { Min = min, Max = max, Greedy = greedy };
        node.Children.Add(into.Children[into.Children.Count - 1]);
        into.Children[into.Children.Count - 1] = node;
        _lastRepeat = start;
        _lastRepeatEnd = _at;
        if (RepeatSize(node) > MaxRepeat && (min >= 2 || max >= 2))
            throw new GoRegexException("invalid repeat count", _pattern.Substring(start, _at - start));
    }

    private int _lastRepeat = -1, _lastRepeatEnd = -1;

    private static long RepeatSize(RegexNode node)
    {
        long inner = 1;
        foreach (var child in node.Children)
            inner = Math.Max(inner, RepeatSize(child));
        if (node.Kind != RegexKind.Repeat)
            return inner;
        var count = Math.Max(node.Max < 0 ? node.Min : node.Max, 1);
        return Math.Min(inner * count, int.MaxValue);
    }

    private bool Counts(out int min, out int max)
    {
        (min, max) = (0, 0);
        var at = _at + 1;
        if (!Integer(ref at, out min) || at >= _pattern.Length)
            return false;
        if (_pattern[at] == ',')
        {
            at++;
            if (at >= _pattern.Length)
                return false;
            if (_pattern[at] == '}')
                max = -1;
            else if (!Integer(ref at, out max))
                return false;
            else if (max < 0)
                min = -1;
        }
        else
        {
            max = min;
        }

        if (at >= _pattern.Length || _pattern[at] != '}')
            return false;
        _at = at + 1;
        return true;
    }

    private bool Integer(ref int at, out int value)
    {
        var start = at;
        while (at < _pattern.Length && _pattern[at] is >= '0' and <= '9')
            at++;
        value = 0;
        if (at == start || at - start > 1 && _pattern[start] == '0')
            return false;
        value = at - start >= 9 ? -1 : int.Parse(_pattern.Substring(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture);
        return true;
    }

    private void Group(RegexNode into)
    {
        var saved = (_foldCase, _multiLine, _dotNewline, _swapGreed);
        var capture = -1;
        if (_pattern.Length > _at + 2 && _pattern[_at + 1] == '?')
        {
            var rest = _pattern.Substring(_at);
            if (rest.Length > 4 && rest[2] == 'P' && rest[3] == '<' || rest.Length > 3 && rest[2] == '<')
            {
                var skip = rest[2] == 'P' ? 4 : 3;
                var close = rest.IndexOf('>');
                if (close < 0)
                    throw new GoRegexException("invalid named capture", rest);
                var name = rest.Substring(skip, close - skip);
                if (name.Length == 0 || !name.All(c => RuneSet.IsWord(c)))
                    throw new GoRegexException(
                        rest[2] == '<' && rest.Length > 3 && rest[3] is '=' or '!' ? "invalid or unsupported Perl syntax" : "invalid named capture",
                        rest.Substring(0, close + 1));
                if (Names.Contains(name))
                    throw new GoRegexException("duplicate capture group name", name);
                _at += close + 1;
                capture = Names.Count;
                Names.Add(name);
            }
            else if (!Flags())
            {
                return;
            }
        }
        else
        {
            _at++;
            capture = Names.Count;
            Names.Add("");
        }

        var body = Alternation(inGroup: true);
        if (_at >= _pattern.Length)
            throw new GoRegexException("missing closing )", _pattern);
        _at++;
        (_foldCase, _multiLine, _dotNewline, _swapGreed) = saved;
        if (capture < 0)
        {
            into.Children.Add(body);
            return;
        }

        var node = new RegexNode(RegexKind.Capture) { Capture = capture };
        node.Children.Add(body);
        into.Children.Add(node);
    }

    // (?flags) changes the rest of the group and gives false; (?flags: opens one.
    private bool Flags()
    {
        var start = _at;
        _at += 2;
        var sign = 1;
        var any = false;
        bool fold = _foldCase, multi = _multiLine, dot = _dotNewline, swap = _swapGreed;
        while (_at < _pattern.Length)
        {
            var c = _pattern[_at++];
            switch (c)
            {
                case 'i':
                    fold = sign > 0;
                    any = true;
                    continue;
                case 'm':
                    multi = sign > 0;
                    any = true;
                    continue;
                case 's':
                    dot = sign > 0;
                    any = true;
                    continue;
                case 'U':
                    swap = sign > 0;
                    any = true;
                    continue;
                case '-' when sign > 0:
                    sign = -1;
                    any = false;
                    continue;
                case ':' or ')' when sign > 0 || any:
                    (_foldCase, _multiLine, _dotNewline, _swapGreed) = (fold, multi, dot, swap);
                    return c == ':';
            }

            break;
        }

        if (_at >= _pattern.Length && _pattern[_pattern.Length - 1] is 'i' or 'm' or 's' or 'U' or '-' or '?')
            throw new GoRegexException("missing closing )", _pattern);
        if (char.IsHighSurrogate(_pattern[_at - 1]) && _at < _pattern.Length)
            _at++;
        throw new GoRegexException("invalid or unsupported Perl syntax", _pattern.Substring(start, _at - start));
    }

    private void Backslash(RegexNode into)
    {
        if (_at + 1 < _pattern.Length)
        {
            switch (_pattern[_at + 1])
            {
                case 'A':
                    _at += 2;
                    into.Children.Add(new RegexNode(RegexKind.BeginText));
                    return;
                case 'z':
                    _at += 2;
                    into.Children.Add(new RegexNode(RegexKind.EndText));
                    return;
                case 'b':
                    _at += 2;
                    into.Children.Add(new RegexNode(RegexKind.WordBoundary));
                    return;
                case 'B':
                    _at += 2;
                    into.Children.Add(new RegexNode(RegexKind.NoWordBoundary));
                    return;
                case 'C':
                    throw new GoRegexException("invalid escape sequence", "\\C");
                case 'Q':
                    _at += 2;
                    var end = _pattern.IndexOf("\\E", _at, StringComparison.Ordinal);
                    var stop = end < 0 ? _pattern.Length : end;
                    while (_at < stop)
                        into.Children.Add(Set(RuneSet.One(Rune(), _foldCase)));
                    if (end >= 0)
                        _at = end + 2;
                    return;
            }

            var set = new RuneSet { FoldCase = _foldCase };
            if (Unicode(set) || set.AddPerl(_pattern[_at + 1]) && Advance(2))
            {
                into.Children.Add(Set(set));
                return;
            }
        }

        into.Children.Add(Set(RuneSet.One(Escape(), _foldCase)));
    }

    private bool Advance(int count)
    {
        _at += count;
        return true;
    }

    private bool Unicode(RuneSet set)
    {
        if (_pattern[_at + 1] is not ('p' or 'P'))
            return false;
        var negated = _pattern[_at + 1] == 'P';
        var start = _at;
        _at += 2;
        if (_at >= _pattern.Length)
            throw new GoRegexException("invalid character class range", _pattern.Substring(start));
        string name;
        if (_pattern[_at] == '{')
        {
            var close = _pattern.IndexOf('}', _at);
            if (close < 0)
                throw new GoRegexException("invalid character class range", _pattern.Substring(start));
            name = _pattern.Substring(_at + 1, close - _at - 1);
            _at = close + 1;
        }
        else
        {
            name = GoBytes.OfRune(Rune());
        }

        if (name.StartsWith("^", StringComparison.Ordinal))
        {
            negated = !negated;
            name = name.Substring(1);
        }

        if (!set.AddUnicode(name, negated))
            throw new GoRegexException("invalid character class range", _pattern.Substring(start, _at - start));
        return true;
    }

    private RuneSet Class()
    {
        var start = _at++;
        var set = new RuneSet { FoldCase = _foldCase };
        if (_at < _pattern.Length && _pattern[_at] == '^')
        {
            set.Negated = true;
            _at++;
        }

        var first = true;
        while (_at >= _pattern.Length || _pattern[_at] != ']' || first)
        {
            if (_at >= _pattern.Length)
                throw new GoRegexException("missing closing ]", _pattern.Substring(start));
            first = false;
            if (_pattern[_at] == '[' && _at + 1 < _pattern.Length && _pattern[_at + 1] == ':')
            {
                var close = _pattern.IndexOf(":]", _at + 2, StringComparison.Ordinal);
                if (close >= 0)
                {
                    var name = _pattern.Substring(_at + 2, close - _at - 2);
                    var negated = name.StartsWith("^", StringComparison.Ordinal);
                    if (!set.AddPosix(negated ? name.Substring(1) : name, negated))
                        throw new GoRegexException("invalid character class range", _pattern.Substring(_at, close + 2 - _at));
                    _at = close + 2;
                    continue;
                }
            }

            if (_pattern[_at] == '\\' && _at + 1 < _pattern.Length && (Unicode(set) || set.AddPerl(_pattern[_at + 1]) && Advance(2)))
                continue;
            var rangeStart = _at;
            var low = ClassRune(start);
            var high = low;
            if (_at + 1 < _pattern.Length && _pattern[_at] == '-' && _pattern[_at + 1] != ']')
            {
                _at++;
                high = ClassRune(start);
                if (high < low)
                    throw new GoRegexException("invalid character class range", _pattern.Substring(rangeStart, _at - rangeStart));
            }

            set.Add(low, high);
        }

        _at++;
        return set;
    }

    private int ClassRune(int start)
    {
        if (_at >= _pattern.Length)
            throw new GoRegexException("missing closing ]", _pattern.Substring(start));
        return _pattern[_at] == '\\' ? Escape() : Rune();
    }

    private int Escape()
    {
        var start = _at++;
        if (_at >= _pattern.Length)
            throw new GoRegexException("trailing backslash at end of expression", "");
        var c = Rune();
        switch (c)
        {
            case >= '1' and <= '7':
                if (_at >= _pattern.Length || _pattern[_at] is < '0' or > '7')
                    break;
                goto case '0';
            case '0':
                var octal = c - '0';
                for (var i = 1; i < 3 && _at < _pattern.Length && _pattern[_at] is >= '0' and <= '7'; i++)
                    octal = octal * 8 + _pattern[_at++] - '0';
                return octal;
            case 'x':
                if (_at >= _pattern.Length)
                    break;
                if (_pattern[_at] == '{')
                {
                    var close = _pattern.IndexOf('}', _at);
                    if (close > _at + 1 && close - _at <= 9
                        && int.TryParse(_pattern.Substring(_at + 1, close - _at - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                        && code <= 0x10FFFF)
                    {
                        _at = close + 1;
                        return code;
                    }

                    _at = close < 0 ? _pattern.Length : close + 1;
                    break;
                }

                if (_at + 2 <= _pattern.Length
                    && int.TryParse(_pattern.Substring(_at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex))
                {
                    _at += 2;
                    return hex;
                }

                _at = Math.Min(_at + 2, _pattern.Length);
                break;
            case 'a':
                return '\a';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\v';
            default:
                if (c < 0x80 && !char.IsLetterOrDigit((char)c))
                    return c;
                break;
        }

        throw new GoRegexException("invalid escape sequence", _pattern.Substring(start, _at - start));
    }

    private int Rune()
    {
        var c = _pattern[_at++];
        if (char.IsHighSurrogate(c) && _at < _pattern.Length && char.IsLowSurrogate(_pattern[_at]))
            return char.ConvertToUtf32(c, _pattern[_at++]);
        if (char.IsSurrogate(c))
            throw new GoRegexException("invalid UTF-8", _pattern);
        return c;
    }

    private static RegexNode Set(RuneSet set) => new(RegexKind.Set) { Set = set };
}
