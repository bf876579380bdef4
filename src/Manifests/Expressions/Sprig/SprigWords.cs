using System.Globalization;
using System.Text;
using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text;

namespace Argosy.Manifests.Expressions.Sprig;

/// <summary>sprig's functions on words and their case.</summary>
internal static class SprigWords
{
    private enum Word
    {
        Invalid, Number, Upper, Alphabet, Connector, Punctuation, Other,
    }

    public static void Register(SprigFunctions f)
    {
        GoType s = GoType.String;
        f.Add("title", [s], s, a => Title(SprigText.Str(a[0])));
        f.Add("untitle", [s], s, a => Untitle(SprigText.Str(a[0])));
        f.Add("nospace", [s], s, a => NoSpace(SprigText.Str(a[0])));
        f.Add("initials", [s], s, a => Initials(SprigText.Str(a[0])));
        f.Add("swapcase", [s], s, a => SwapCase(SprigText.Str(a[0])));
        f.Add("shuffle", [s], s, a => Shuffle(SprigText.Str(a[0])));
        f.Add("snakecase", [s], s, a => Lower(SprigText.Str(a[0]), '_'));
        f.Add("kebabcase", [s], s, a => Lower(SprigText.Str(a[0]), '-'));
        f.Add("camelcase", [s], s, a => Pascal(SprigText.Str(a[0])));
    }

    private static string Title(string text)
    {
        var previous = (int)' ';
        return GoStrings.Map(text, rune =>
        {
            var start = IsSeparator(previous);
            previous = rune;
            return start ? GoStrings.ToUpper(rune) : rune;
        });
    }

    private static bool IsSeparator(int rune)
    {
        if (rune <= 0x7F)
            return !(rune is >= '0' and <= '9' or >= 'a' and <= 'z' or >= 'A' and <= 'Z' or '_');
        return !GoQuote.IsLetter(rune) && !GoQuote.IsDigit(rune) && GoQuote.IsSpace(rune);
    }

    private static string Untitle(string text)
    {
        var next = true;
        return GoStrings.Map(text, rune =>
        {
            if (GoQuote.IsSpace(rune))
            {
                next = true;
                return rune;
            }

            var first = next;
            next = false;
            return first ? GoStrings.ToLower(rune) : rune;
        });
    }

    // Goes over bytes and writes each as a character, as goutils does.
    private static string NoSpace(string text)
    {
        var bytes = ByteText.Of(text);
        var kept = new StringBuilder();
        foreach (var c in bytes)
        {
            if (!GoQuote.IsSpace(c))
                kept.Append(c);
        }

        return kept.Length == bytes.Length ? text : kept.ToString();
    }

    private static string Initials(string text)
    {
        var result = new StringBuilder();
        var gap = true;
        foreach (var c in ByteText.Of(text))
        {
            if (GoQuote.IsSpace(c))
                gap = true;
            else if (gap)
            {
                result.Append(c);
                gap = false;
            }
        }

        return result.ToString();
    }

    private static string SwapCase(string text)
    {
        var blank = true;
        return GoStrings.Map(text, rune =>
        {
            switch (GoQuote.Category(rune))
            {
                case UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter:
                    blank = false;
                    return GoStrings.ToLower(rune);
                case UnicodeCategory.LowercaseLetter:
                    blank = false;
                    return GoStrings.ToUpper(rune);
                default:
                    blank = GoQuote.IsSpace(rune);
                    return rune;
            }
        });
    }

    private static string Shuffle(string text)
    {
        var runes = GoBytes.Runes(text);
        var random = new Random();
        var result = new StringBuilder(text.Length);
        foreach (var rune in runes.OrderBy(_ => random.Next()))
            GoBytes.Append(result, rune);
        return result.ToString();
    }

    private static string Pascal(string text)
    {
        var runes = GoBytes.Runes(text);
        if (runes.Count == 0)
            return "";
        var result = new StringBuilder();
        var firstIsUpper = false;
        int at = 0, current = 0;
        while (at < runes.Count)
        {
            current = runes[at++];
            if (!IsConnector(current))
            {
                firstIsUpper = IsUpper(current);
                current = GoStrings.ToUpper(current);
                break;
            }

            GoBytes.Append(result, current);
        }

        if (at == runes.Count)
            return GoBytes.Append(result, current).ToString();
        while (at < runes.Count)
        {
            var previous = current;
            current = runes[at++];
            if (IsConnector(current) && IsConnector(previous))
            {
                GoBytes.Append(result, previous);
                continue;
            }

            if (IsConnector(previous))
            {
                firstIsUpper = IsUpper(current);
                current = GoStrings.ToUpper(current);
                continue;
            }

            if (firstIsUpper)
            {
                if (IsUpper(current))
                    current = GoStrings.ToLower(current);
                else
                    firstIsUpper = false;
            }

            GoBytes.Append(result, previous);
        }

        return GoBytes.Append(result, current).ToString();
    }

    private static string Lower(string text, char connector)
    {
        var runes = GoBytes.Runes(text);
        var result = new StringBuilder();
        var at = 0;
        var (kind, word) = Next(runes, ref at);
        void Write(Word k, List<int> w) => WriteLower(result, k, w, connector);
        while (at < runes.Count)
        {
            if (kind != Word.Connector)
                Write(kind, word);
            var (previous, last) = (kind, word);
            (kind, word) = Next(runes, ref at);
            switch (previous)
            {
                case Word.Number:
                    while (kind is Word.Alphabet or Word.Number)
                    {
                        Write(kind, word);
                        (kind, word) = Next(runes, ref at);
                    }

                    if (kind is not (Word.Invalid or Word.Punctuation or Word.Connector))
                        result.Append(connector);
                    break;
                case Word.Connector:
                    Write(previous, last);
                    break;
                case Word.Punctuation:
                    break;
                default:
                    if (kind != Word.Number)
                    {
                        if (kind is not (Word.Connector or Word.Punctuation))
                            result.Append(connector);
                        break;
                    }

                    if (at >= runes.Count)
                        break;
                    var number = word;
                    (kind, word) = Next(runes, ref at);
                    if (kind != Word.Alphabet)
                    {
                        Write(Word.Number, number);
                        if (kind is not (Word.Connector or Word.Punctuation))
                            result.Append(connector);
                        break;
                    }

                    result.Append(connector);
                    Write(Word.Number, number);
                    while (kind is Word.Alphabet or Word.Number)
                    {
                        Write(kind, word);
                        (kind, word) = Next(runes, ref at);
                    }

                    if (kind is not (Word.Invalid or Word.Connector or Word.Punctuation))
                        result.Append(connector);
                    break;
            }
        }

        Write(kind, word);
        return result.ToString();
    }

    private static void WriteLower(StringBuilder result, Word kind, List<int> word, char connector)
    {
        foreach (var rune in word)
        {
            if (kind is not (Word.Upper or Word.Connector))
                GoBytes.Append(result, rune);
            else if (IsConnector(rune))
                result.Append(connector);
            else
                GoBytes.Append(result, IsUpper(rune) ? GoStrings.ToLower(rune) : rune);
        }
    }

    private static (Word Kind, List<int> Word) Next(List<int> runes, ref int at)
    {
        if (at >= runes.Count)
            return (Word.Invalid, []);
        var start = at;
        var rune = runes[at++];
        Word kind;
        int Run(ref int position, Func<int, bool> holds)
        {
            while (position < runes.Count && holds(runes[position]))
                position++;
            return position;
        }

        if (IsConnector(rune))
        {
            kind = Word.Connector;
            Run(ref at, IsConnector);
        }
        else if (IsPunctuation(rune))
        {
            kind = Word.Punctuation;
            Run(ref at, IsPunctuation);
        }
        else if (IsUpper(rune))
        {
            kind = Word.Upper;
            if (at < runes.Count && IsUpper(runes[at]))
            {
                Run(ref at, IsUpper);
                // HTTPStatus is HTTP and Status.
                if (at < runes.Count && IsAlphabet(runes[at]))
                    at--;
            }
            else if (at < runes.Count && IsAlphabet(runes[at]))
            {
                Run(ref at, r => IsAlphabet(r) && !IsUpper(r));
            }
        }
        else if (IsAlphabet(rune))
        {
            kind = Word.Alphabet;
            Run(ref at, r => IsAlphabet(r) && !IsUpper(r));
        }
        else if (IsNumber(rune))
        {
            kind = Word.Number;
            Run(ref at, IsNumber);
        }
        else
        {
            kind = Word.Other;
            Run(ref at, r => !(IsConnector(r) || IsAlphabet(r) || IsNumber(r) || IsPunctuation(r)));
        }

        return (kind, runes.GetRange(start, at - start));
    }

    private static bool IsConnector(int rune) => rune is '-' or '_' || GoQuote.IsSpace(rune);

    private static bool IsUpper(int rune) => GoQuote.Category(rune) == UnicodeCategory.UppercaseLetter;

    private static bool IsNumber(int rune) =>
        GoQuote.Category(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private static bool IsPunctuation(int rune) => GoQuote.Category(rune) is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation
        or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation
        or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation;

    // Letters that have a case; ideographs and the like have none.
    private static bool IsAlphabet(int rune) => GoQuote.IsLetter(rune) && GoQuote.Category(rune) != UnicodeCategory.OtherLetter;
}
