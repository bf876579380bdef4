using System.Text;

namespace Argosy.Manifests.Text.Regex;

/// <summary>
/// Go's regular expressions (RE2): leftmost-first matches in time linear in the text, whatever the pattern, because all threads of the pattern walk over
/// the text together. Positions are those of the .NET string.
/// </summary>
internal sealed class GoRegex
{
    private const int MaxProgram = 200_000;
    private const long MaxSteps = 400_000_000;

    private readonly List<Instruction> _program = [];
    private readonly List<string> _names;
    private readonly bool _anchored;

    private GoRegex(string pattern)
    {
        Pattern = pattern;
        var node = RegexParser.Parse(pattern, out _names);
        Emit(new Instruction(Op.Save, 0));
        Compile(node);
        Emit(new Instruction(Op.Save, 1));
        Emit(new Instruction(Op.Match));
        _anchored = _program.Count > 1 && _program[1].Op == Op.BeginText;
    }

    private enum Op
    {
        Set, Split, Jump, Save, Match, BeginText, EndText, BeginLine, EndLine, WordBoundary, NoWordBoundary,
    }

    public string Pattern { get; }

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="GoRegexException">The pattern is wrong.</exception>
    public static GoRegex Compile(string pattern) => new(pattern);

    /// <summary>Escapes what has a meaning in patterns.</summary>
    public static string QuoteMeta(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (@"\.+*?()|[]{}^$".IndexOf(c) >= 0)
                result.Append('\\');
            result.Append(c);
        }

        return result.ToString();
    }

    public bool IsMatch(string text) => Find(text, 0) is not null;

    /// <summary>The first match from a position on: pairs of start and end of the whole and of each group, -1 for none.</summary>
    public int[]? Find(string text, int from)
    {
        var size = _names.Count * 2;
        int[]? best = null;
        var current = new ThreadList(_program.Count);
        var next = new ThreadList(_program.Count);
        long steps = 0;
        var stack = new Stack<(int Pc, int[] Saves)>();
        for (var at = from; ;)
        {
            if (best is null && (!_anchored || at == 0))
                Add(current, 0, text, at, NewSaves(size), stack);
            // A match can still begin further on, for example where only the end of the text fits.
            if (current.Count == 0 && (best is not null || _anchored))
                break;
            var length = RuneAt(text, at, out var rune);
            for (var i = 0; i < current.Count; i++)
            {
                var (pc, saves) = current[i];
                var instruction = _program[pc];
                if (instruction.Op == Op.Match)
                {
                    best = saves;
                    break;
                }

                if (length > 0 && instruction.Set!.Has(rune))
                    Add(next, pc + 1, text, at + length, saves, stack);
            }

            if ((steps += current.Count + 1) > MaxSteps)
                throw new InvalidOperationException("the regular expression takes too long on this text");
            (current, next) = (next, current);
            next.Clear();
            if (length == 0)
                break;
            at += length;
        }

        return best;
    }

    /// <summary>All matches as Go's FindAll gives them, at most <paramref name="count"/> if that is not negative.</summary>
    public List<int[]> FindAll(string text, int count)
    {
        var matches = new List<int[]>();
        if (count < 0)
            count = int.MaxValue;
        var previousEnd = -1;
        for (var at = 0; matches.Count < count && at <= text.Length;)
        {
            var match = Find(text, at);
            if (match is null)
                break;
            var accept = true;
            if (match[1] == at)
            {
                accept = match[0] != previousEnd;
                var width = RuneAt(text, at, out _);
                at = width > 0 ? at + width : text.Length + 1;
            }
            else
            {
                at = match[1];
            }

            previousEnd = match[1];
            if (accept)
                matches.Add(match);
        }

        return matches;
    }

    /// <summary>Replaces all matches by a text that may name groups (<c>$1</c>, <c>${name}</c>).</summary>
    public string Replace(string text, string replacement) => Replace(text, (result, match) => Expand(result, replacement, text, match));

    /// <summary>Replaces all matches by a text as it is.</summary>
    public string ReplaceLiteral(string text, string replacement) => Replace(text, (result, _) => result.Append(replacement));

    /// <summary>Splits a text at the matches, into at most <paramref name="count"/> parts if that is positive; null for none.</summary>
    public List<string>? Split(string text, int count)
    {
        if (count == 0)
            return null;
        if (Pattern.Length > 0 && text.Length == 0)
            return [""];
        var parts = new List<string>();
        int begin = 0, end = 0;
        foreach (var match in FindAll(text, count))
        {
            if (count > 0 && parts.Count == count - 1)
                break;
            end = match[0];
            if (match[1] != 0)
                parts.Add(text.Substring(begin, end - begin));
            begin = match[1];
        }

        if (end != text.Length)
            parts.Add(text.Substring(begin));
        return parts;
    }

    private string Replace(string text, Action<StringBuilder, int[]> replace)
    {
        var result = new StringBuilder();
        int lastEnd = 0, at = 0;
        while (at <= text.Length)
        {
            var match = Find(text, at);
            if (match is null)
                break;
            result.Append(text, lastEnd, match[0] - lastEnd);
            if (match[1] > lastEnd || match[0] == 0)
                replace(result, match);
            lastEnd = match[1];
            var width = RuneAt(text, at, out _);
            at = at + width > match[1] ? at + width : at + 1 > match[1] ? at + 1 : match[1];
        }

        return result.Append(text, lastEnd, text.Length - lastEnd).ToString();
    }

    private void Expand(StringBuilder result, string template, string text, int[] match)
    {
        while (template.Length > 0)
        {
            var dollar = template.IndexOf('$');
            if (dollar < 0)
                break;
            result.Append(template, 0, dollar);
            template = template.Substring(dollar);
            if (template.Length > 1 && template[1] == '$')
            {
                result.Append('$');
                template = template.Substring(2);
                continue;
            }

            if (!GroupName(template, out var name, out var rest))
            {
                result.Append('$');
                template = template.Substring(1);
                continue;
            }

            template = rest;
            var index = name.All(c => c is >= '0' and <= '9') && name.Length < 9 && (name.Length == 1 || name[0] != '0')
                ? int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)
                : _names.IndexOf(name);
            if (index >= 0 && 2 * index + 1 < match.Length && match[2 * index] >= 0)
                result.Append(text, match[2 * index], match[2 * index + 1] - match[2 * index]);
        }

        result.Append(template);
    }

    private static bool GroupName(string template, out string name, out string rest)
    {
        name = rest = "";
        if (template.Length < 2)
            return false;
        var brace = template[1] == '{';
        var start = brace ? 2 : 1;
        var end = start;
        while (end < template.Length && (GoQuote.IsLetter(template[end]) || GoQuote.IsDigit(template[end]) || template[end] == '_'))
            end++;
        if (end == start || brace && (end >= template.Length || template[end] != '}'))
            return false;
        name = template.Substring(start, end - start);
        rest = template.Substring(brace ? end + 1 : end);
        return true;
    }

    private static int[] NewSaves(int size)
    {
        var saves = new int[size];
        for (var i = 0; i < size; i++)
            saves[i] = -1;
        return saves;
    }

    // Follows everything that takes no character; what waits for one, or ends, goes to the list in the order of preference.
    private void Add(ThreadList list, int start, string text, int at, int[] startSaves, Stack<(int Pc, int[] Saves)> stack)
    {
        stack.Push((start, startSaves));
        while (stack.Count > 0)
        {
            var (pc, saves) = stack.Pop();
            if (!list.Visit(pc))
                continue;
            var instruction = _program[pc];
            switch (instruction.Op)
            {
                case Op.Jump:
                    stack.Push((instruction.X, saves));
                    break;
                case Op.Split:
                    stack.Push((instruction.Y, saves));
                    stack.Push((instruction.X, saves));
                    break;
                case Op.Save:
                    var copy = (int[])saves.Clone();
                    copy[instruction.X] = at;
                    stack.Push((pc + 1, copy));
                    break;
                case Op.Set or Op.Match:
                    list.Add(pc, saves);
                    break;
                default:
                    if (Holds(instruction.Op, text, at))
                        stack.Push((pc + 1, saves));
                    break;
            }
        }
    }

    private static bool Holds(Op op, string text, int at) => op switch
    {
        Op.BeginText => at == 0,
        Op.EndText => at == text.Length,
        Op.BeginLine => at == 0 || text[at - 1] == '\n',
        Op.EndLine => at == text.Length || text[at] == '\n',
        _ => (at > 0 && RuneSet.IsWord(text[at - 1]) != (at < text.Length && RuneSet.IsWord(text[at]))
            || at == 0 && at < text.Length && RuneSet.IsWord(text[at])) == (op == Op.WordBoundary),
    };

    private static int RuneAt(string text, int at, out int rune)
    {
        rune = -1;
        if (at >= text.Length)
            return 0;
        if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
        {
            rune = char.ConvertToUtf32(text[at], text[at + 1]);
            return 2;
        }

        rune = char.IsSurrogate(text[at]) ? 0xFFFD : text[at];
        return 1;
    }

    private int Emit(Instruction instruction)
    {
        if (_program.Count >= MaxProgram)
            throw new GoRegexException("expression too large", Pattern);
        _program.Add(instruction);
        return _program.Count - 1;
    }

    private void Compile(RegexNode node)
    {
        switch (node.Kind)
        {
            case RegexKind.Empty:
                break;
            case RegexKind.Set:
                Emit(new Instruction(Op.Set) { Set = node.Set });
                break;
            case RegexKind.Concat:
                foreach (var child in node.Children)
                    Compile(child);
                break;
            case RegexKind.Capture:
                Emit(new Instruction(Op.Save, node.Capture * 2));
                Compile(node.Children[0]);
                Emit(new Instruction(Op.Save, node.Capture * 2 + 1));
                break;
            case RegexKind.Alternate:
                var jumps = new List<int>();
                for (var i = 0; i < node.Children.Count; i++)
                {
                    var last = i == node.Children.Count - 1;
                    var split = last ? -1 : Emit(new Instruction(Op.Split));
                    if (!last)
                        _program[split].X = _program.Count;
                    Compile(node.Children[i]);
                    if (last)
                        continue;
                    jumps.Add(Emit(new Instruction(Op.Jump)));
                    _program[split].Y = _program.Count;
                }

                foreach (var jump in jumps)
                    _program[jump].X = _program.Count;
                break;
            case RegexKind.Repeat:
                for (var i = 0; i < node.Min; i++)
                {
                    // x+ is x followed by a way back.
                    if (i == node.Min - 1 && node.Max < 0)
                    {
                        var begin = _program.Count;
                        Compile(node.Children[0]);
                        Fork(node.Greedy, Emit(new Instruction(Op.Split)), begin, _program.Count);
                        return;
                    }

                    Compile(node.Children[0]);
                }

                if (node.Max < 0)
                {
                    var split = Emit(new Instruction(Op.Split));
                    Compile(node.Children[0]);
                    Emit(new Instruction(Op.Jump, split));
                    Fork(node.Greedy, split, split + 1, _program.Count);
                    return;
                }

                var ends = new List<int>();
                for (var i = node.Min; i < node.Max; i++)
                {
                    ends.Add(Emit(new Instruction(Op.Split)));
                    Compile(node.Children[0]);
                }

                foreach (var split in ends)
                    Fork(node.Greedy, split, split + 1, _program.Count);
                break;
            default:
                Emit(new Instruction(node.Kind switch
                {
                    RegexKind.BeginText => Op.BeginText,
                    RegexKind.EndText => Op.EndText,
                    RegexKind.BeginLine => Op.BeginLine,
                    RegexKind.EndLine => Op.EndLine,
                    RegexKind.WordBoundary => Op.WordBoundary,
                    _ => Op.NoWordBoundary,
                }));
                break;
        }
    }

    private void Fork(bool greedy, int split, int enter, int leave)
    {
        _program[split].X = greedy ? enter : leave;
        _program[split].Y = greedy ? leave : enter;
    }

    private sealed class Instruction(Op op, int x = 0)
    {
        public Op Op { get; } = op;

        public int X { get; set; } = x;

        public int Y { get; set; }

        public RuneSet? Set { get; set; }
    }

    private sealed class ThreadList(int size)
    {
        private readonly int[] _visited = new int[size];
        private readonly List<(int Pc, int[] Saves)> _threads = [];
        private int _generation = 1;

        public int Count => _threads.Count;

        public (int Pc, int[] Saves) this[int index] => _threads[index];

        public bool Visit(int pc)
        {
            if (_visited[pc] == _generation)
                return false;
            _visited[pc] = _generation;
            return true;
        }

        public void Add(int pc, int[] saves) => _threads.Add((pc, saves));

        public void Clear()
        {
            _threads.Clear();
            _generation++;
        }
    }
}
