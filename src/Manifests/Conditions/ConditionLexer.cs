using System.Text;
using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text;
using Argosy.Manifests.Text.Time;
using static Argosy.Manifests.Conditions.ConditionTokenKind;

namespace Argosy.Manifests.Conditions;

/// <summary>Splits a condition into tokens.</summary>
internal sealed class ConditionLexer
{
    private static readonly string[] TimeLayouts =
    [
        "Mon Jan _2 15:04:05 2006", "Mon Jan _2 15:04:05 MST 2006", "Mon Jan 02 15:04:05 -0700 2006", "3:04PM", TimeLayout.Rfc3339, TimeLayout.Rfc3339Nano,
        "2006-01-02", "2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02 15:04:05-07:00", "2006-01-02T15Z0700", "2006-01-02T15:04Z0700",
        "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05.999999999Z0700",
    ];

    private readonly int[] _runes;
    private int _at;

    private ConditionLexer(string text)
    {
        _runes = [.. GoBytes.Runes(text)];
    }

    /// <exception cref="GoPanic">A character or word is none of the language.</exception>
    public static List<ConditionToken> Read(string text)
    {
        var lexer = new ConditionLexer(text);
        var tokens = new List<ConditionToken>();
        var state = UNKNOWN;
        while (lexer.Next(state) is { } token)
        {
            tokens.Add(token);
            state = token.Kind;
        }

        ConditionGrammar.CheckBalance(tokens);
        return tokens;
    }

    private bool CanRead => _at < _runes.Length;

    private ConditionToken? Next(ConditionTokenKind state)
    {
        while (CanRead)
        {
            var rune = Take();
            if (GoQuote.IsSpace(rune))
                continue;
            if (IsNumeric(rune))
                return Number(rune);
            if (rune == ',')
                return new ConditionToken(SEPARATOR, ",");
            if (rune == '[')
            {
                var name = Until(r => r != ']', out var completed, includeBlanks: true, breakAtBlank: false);
                if (!completed)
                    throw new GoPanic("Unclosed parameter bracket");
                _at++;
                return new ConditionToken(VARIABLE, name);
            }

            if (GoQuote.IsLetter(rune))
                return Word();
            if (IsQuote(rune))
                return Quoted();
            if (rune == '(')
                return new ConditionToken(CLAUSE, '(');
            if (rune == ')')
                return new ConditionToken(CLAUSE_CLOSE, ')');
            return Symbol(state);
        }

        return null;
    }

    private ConditionToken Number(int first)
    {
        if (CanRead && first == '0')
        {
            var second = Take();
            if (CanRead && second == 'x')
            {
                var digits = Until(IsHexDigit, out _, includeBlanks: false, breakAtBlank: true);
                return GoNumber.ParseUint(digits, 16, out var hex) is null
                    ? new ConditionToken(NUMERIC, (double)hex)
                    : throw new GoPanic($"Unable to parse hex value '{digits}' to uint64\n");
            }

            _at--;
        }

        var text = WordFrom(IsNumeric);
        return GoNumber.ParseFloat(text, out var number) is null
            ? new ConditionToken(NUMERIC, number)
            : throw new GoPanic($"Unable to parse numeric value '{text}' to float64\n");
    }

    private ConditionToken Word()
    {
        var word = WordFrom(r => GoQuote.IsLetter(r) || GoQuote.IsDigit(r) || r is '_' or '.');
        if (word.IndexOf('.') > 0)
        {
            if (word[word.Length - 1] == '.')
                throw new GoPanic($"Hanging accessor on token '{word}'");
            var parts = word.Split('.');
            foreach (var part in parts.Skip(1))
            {
                var first = part.Length == 0 ? 0 : GoBytes.Runes(part)[0];
                if (GoStrings.ToUpper(first) != first)
                    throw new GoPanic($"Unable to access unexported field '{part}' in token '{word}'");
            }

            return new ConditionToken(ACCESSOR, parts);
        }

        return word switch
        {
            "true" => new ConditionToken(BOOLEAN, true),
            "false" => new ConditionToken(BOOLEAN, false),
            "in" or "IN" => new ConditionToken(COMPARATOR, "in"),
            _ => new ConditionToken(VARIABLE, word),
        };
    }

    private ConditionToken Quoted()
    {
        var text = Until(r => !IsQuote(r), out var completed, includeBlanks: true, breakAtBlank: false);
        if (!completed)
            throw new GoPanic("Unclosed string literal");
        _at++;
        foreach (var layout in TimeLayouts)
        {
            if (TimeLayout.Parse(layout, text, GoLocation.Local, GoLocation.Local, out var time) is null)
                return new ConditionToken(TIME, time);
        }

        return new ConditionToken(STRING, text);
    }

    private ConditionToken Symbol(ConditionTokenKind state)
    {
        var symbol = WordFrom(r => !(GoQuote.IsDigit(r) || GoQuote.IsLetter(r) || r is '(' or ')' or '[' or ']' || IsQuote(r)));
        if (symbol is "-" or "!" or "~" && ConditionGrammar.CanFollow(state, PREFIX))
            return new ConditionToken(PREFIX, symbol);
        return symbol switch
        {
            "+" or "-" or "*" or "/" or "%" or "**" or "&" or "|" or "^" or ">>" or "<<" => new ConditionToken(MODIFIER, symbol),
            "&&" or "||" => new ConditionToken(LOGICALOP, symbol),
            "==" or "!=" or ">" or ">=" or "<" or "<=" or "=~" or "!~" or "in" => new ConditionToken(COMPARATOR, symbol),
            "?" or ":" or "??" => new ConditionToken(TERNARY, symbol),
            _ => throw new GoPanic($"Invalid token: '{symbol}'"),
        };
    }

    private string WordFrom(Func<int, bool> condition)
    {
        _at--;
        return Until(condition, out _, includeBlanks: false, breakAtBlank: true);
    }

    private string Until(Func<int, bool> condition, out bool completed, bool includeBlanks, bool breakAtBlank)
    {
        var text = new StringBuilder();
        completed = false;
        while (CanRead)
        {
            var rune = Take();
            if (rune == '\\')
            {
                GoBytes.Append(text, Take());
                continue;
            }

            if (GoQuote.IsSpace(rune))
            {
                if (breakAtBlank && text.Length > 0)
                {
                    completed = true;
                    break;
                }

                if (!includeBlanks)
                    continue;
            }

            if (!condition(rune))
            {
                completed = true;
                _at--;
                break;
            }

            GoBytes.Append(text, rune);
        }

        return text.ToString();
    }

    private int Take() => CanRead ? _runes[_at++] : throw new GoPanic($"runtime error: index out of range [{_at}] with length {_runes.Length}");

    private static bool IsNumeric(int rune) => GoQuote.IsDigit(rune) || rune == '.';

    private static bool IsQuote(int rune) => rune is '\'' or '"';

    private static bool IsHexDigit(int rune) => GoQuote.IsDigit(rune) || GoStrings.ToLower(rune) is >= 'a' and <= 'f';
}
