using System.Text;
using Argosy.Manifests.Text;

namespace Argosy.Manifests.Expressions.Syntax;

/// <summary>Splits an expression into tokens, one at a time, so that an error of the grammar comes before a bad character behind it.</summary>
internal sealed class ExpressionLexer(ExpressionSource source)
{
    private const int Eof = -1;
    private const string Digits = "0123456789_";

    private readonly Queue<ExpressionToken> _tokens = new();
    private readonly int[] _runes = source.Runes;
    private int _start, _end;
    private bool _eof;

    public ExpressionToken Next()
    {
        while (_tokens.Count == 0)
        {
            if (_ended)
                throw Fault(new Span(Math.Max(_end - 1, 0), _end), "unexpected end of expression");
            Root();
        }

        return _tokens.Dequeue();
    }

    private bool _ended;

    /// <summary>Whether a text is a name.</summary>
    public static bool IsIdentifier(string text)
    {
        var runes = GoBytes.Runes(text);
        return runes.Count > 0 && IsAlphabetic(runes[0]) && runes.TrueForAll(IsAlphaNumeric);
    }

    private static bool IsAlphaNumeric(int rune) => IsAlphabetic(rune) || rune >= 0 && GoQuote.IsDigit(rune);

    private static bool IsAlphabetic(int rune) => rune is '_' or '$' || rune >= 0 && GoQuote.IsLetter(rune);

    private void Root()
    {
        var rune = Read();
        switch (rune)
        {
            case Eof:
                _tokens.Enqueue(new ExpressionToken(TokenKind.EOF, "", new Span(Math.Max(_end - 1, 0), _end)));
                _start = _end;
                _ended = true;
                return;
            case '\'' or '"':
                ScanString(rune);
                Emit(TokenKind.String, Unescape(source.Slice(_start, _end), bytes: false));
                return;
            case '`':
                ScanRawString();
                return;
            case 'b' or 'B' when Peek() is '\'' or '"':
                ScanString(Read());
                Emit(TokenKind.Bytes, Unescape(source.Slice(_start + 1, _end), bytes: true));
                return;
            case >= '0' and <= '9':
                _end--;
                Number();
                return;
            case '?':
                Accept(".?");
                Emit(TokenKind.Operator);
                return;
            case '/':
                Slash();
                return;
            case '#':
                Pointer();
                return;
            case '|':
                Accept("|");
                Emit(TokenKind.Operator);
                return;
            case ':':
                Accept(":");
                Emit(TokenKind.Operator);
                return;
            case '(' or '[' or '{' or ')' or ']' or '}':
                Emit(TokenKind.Bracket);
                return;
            case ',' or ';' or '%' or '+' or '-' or '^':
                Emit(TokenKind.Operator);
                return;
            case '&' or '!' or '=' or '*' or '<' or '>':
                Accept("&=*");
                Emit(TokenKind.Operator);
                return;
            case '.':
                // The digits after the dot are read as a number of their own, so that .2.3 is one word.
                if (Peek() is >= '0' and <= '9')
                {
                    Number();
                    return;
                }

                Accept(".");
                Emit(TokenKind.Operator);
                return;
        }

        if (GoQuote.IsSpace(rune))
        {
            _start = _end;
            return;
        }

        if (!IsAlphaNumeric(rune))
            throw Error($"unrecognized character: {GoQuote.CodePoint(rune)}");
        _end--;
        Identifier();
    }

    private void Number()
    {
        var digits = Digits;
        if (Accept("0"))
        {
            if (Accept("xX"))
                digits = "0123456789abcdefABCDEF_";
            else if (Accept("oO"))
                digits = "01234567_";
            else if (Accept("bB"))
                digits = "01_";
        }

        AcceptRun(digits);
        var end = _end;
        if (Accept("."))
        {
            // 1..2 is a range.
            if (Peek() == '.')
            {
                _end = end;
                Emit(TokenKind.Number);
                return;
            }

            AcceptRun(digits);
        }

        if (Accept("eE"))
        {
            Accept("+-");
            AcceptRun(digits);
        }

        if (IsAlphaNumeric(Peek()))
        {
            Read();
            throw Error($"bad number syntax: {GoQuote.Quote(source.Slice(_start, _end))}");
        }

        Emit(TokenKind.Number);
    }

    private void Identifier()
    {
        while (IsAlphaNumeric(Peek()))
            Read();
        switch (source.Slice(_start, _end))
        {
            case "not":
                Emit(TokenKind.Operator);
                AcceptRun(" ");
                _start = _end;
                var end = _end;
                while (IsAlphaNumeric(Peek()))
                    Read();
                if (source.Slice(_start, _end) is "in" or "matches" or "contains" or "startsWith" or "endsWith")
                    Emit(TokenKind.Operator);
                else
                    _end = end;
                break;
            case "in" or "or" or "and" or "matches" or "contains" or "startsWith" or "endsWith" or "let" or "if" or "else":
                Emit(TokenKind.Operator);
                break;
            default:
                Emit(TokenKind.Identifier);
                break;
        }
    }

    private void Slash()
    {
        if (Accept("/"))
        {
            int rune;
            do
                rune = Read();
            while (rune is not (Eof or '\n'));
            _start = _end;
            return;
        }

        if (Accept("*"))
        {
            while (true)
            {
                var rune = Read();
                if (rune == Eof)
                    throw Error("unclosed comment");
                if (rune == '*' && Accept("/"))
                    break;
            }

            _start = _end;
            return;
        }

        Emit(TokenKind.Operator);
    }

    private void Pointer()
    {
        Accept("#");
        Emit(TokenKind.Operator);
        while (IsAlphaNumeric(Peek()))
            Read();
        if (_end > _start)
            Emit(TokenKind.Identifier);
    }

    private void ScanString(int quote)
    {
        var rune = Read();
        while (rune != quote)
        {
            if (rune is '\n' or Eof)
                throw Error("literal not terminated");
            rune = rune == '\\' ? ScanEscape(quote) : Read();
        }
    }

    private int ScanEscape(int quote)
    {
        var rune = Read();
        if (rune == quote || rune is 'a' or 'b' or 'f' or 'n' or 'r' or 't' or 'v' or '\\')
            return Read();
        switch (rune)
        {
            case >= '0' and <= '7':
                return ScanDigits(rune, 8, 3);
            case 'x':
                return ScanDigits(Read(), 16, 2);
            case 'u' when Peek() == '{':
                Read();
                for (var digits = 0; ; digits++)
                {
                    if (Peek() == '}' && digits > 0)
                        break;
                    if (DigitValue(Peek()) >= 16 || digits >= 6)
                        throw Error("invalid char escape");
                    Read();
                }

                Read();
                return Read();
            case 'u':
                return ScanDigits(Read(), 16, 4);
            case 'U':
                return ScanDigits(Read(), 16, 8);
            default:
                throw Error("invalid char escape");
        }
    }

    private int ScanDigits(int rune, int radix, int count)
    {
        while (count > 0 && DigitValue(rune) < radix)
        {
            rune = Read();
            count--;
        }

        return count > 0 ? throw Error("invalid char escape") : rune;
    }

    private void ScanRawString()
    {
        var text = new StringBuilder();
        while (true)
        {
            var rune = Read();
            if (rune == Eof)
                throw Error("literal not terminated");
            if (rune == '`')
            {
                // A doubled backtick is one.
                if (Peek() != '`')
                    break;
                Read();
            }

            GoBytes.Append(text, rune);
        }

        Emit(TokenKind.String, text.ToString());
    }

    private string Unescape(string quoted, bool bytes)
    {
        var text = quoted.Replace("\r\n", "\n").Replace('\r', '\n');
        var raw = new List<byte>(text.Length);
        var result = new StringBuilder(text.Length);
        void Byte(int value)
        {
            if (bytes)
                raw.Add((byte)value);
            else
                result.Append((char)value);
        }

        void Rune(int value)
        {
            if (bytes)
                raw.AddRange(GoBytes.Of(GoBytes.OfRune(value)));
            else
                GoBytes.Append(result, value);
        }

        for (var i = 1; i < text.Length - 1; i++)
        {
            var c = text[i];
            if (c != '\\')
            {
                if (char.IsHighSurrogate(c) && i + 1 < text.Length)
                    Rune(char.ConvertToUtf32(c, text[++i]));
                else
                    Rune(c);
                continue;
            }

            c = text[++i];
            switch (c)
            {
                case 'a':
                    Byte('\a');
                    break;
                case 'b':
                    Byte('\b');
                    break;
                case 'f':
                    Byte('\f');
                    break;
                case 'n':
                    Byte('\n');
                    break;
                case 'r':
                    Byte('\r');
                    break;
                case 't':
                    Byte('\t');
                    break;
                case 'v':
                    Byte('\v');
                    break;
                case '\\' or '\'' or '"' or '`' or '?':
                    Byte(c);
                    break;
                case 'u' when !bytes && i + 1 < text.Length && text[i + 1] == '{':
                    var close = text.IndexOf('}', i);
                    var code = Convert.ToInt32(text.Substring(i + 2, close - i - 2), 16);
                    Rune(code > 0x10FFFF ? throw Error("unable to unescape string") : code);
                    i = close;
                    break;
                case 'x' or 'X' or 'u' or 'U':
                    if (bytes && c is 'u' or 'U' && bytes)
                        throw Error("unable to unescape string");
                    var length = c switch { 'u' => 4, 'U' => 8, _ => 2 };
                    if (i + length >= text.Length)
                        throw Error("unable to unescape string");
                    var value = Convert.ToInt64(text.Substring(i + 1, length), 16);
                    if (value > 0x10FFFF)
                        throw Error("unable to unescape string");
                    if (bytes)
                        Byte((int)value);
                    else
                        Rune((int)value);
                    i += length;
                    break;
                case >= '0' and <= '3':
                    var octal = (c - '0') * 64 + (text[i + 1] - '0') * 8 + text[i + 2] - '0';
                    if (bytes)
                        Byte(octal);
                    else
                        Rune(octal);
                    i += 2;
                    break;
                default:
                    throw Error("unable to unescape string");
            }
        }

        return bytes ? Latin(raw) : result.ToString();
    }

    // A literal of bytes keeps one character for each byte.
    private static string Latin(List<byte> bytes)
    {
        var text = new StringBuilder(bytes.Count);
        foreach (var b in bytes)
            text.Append((char)b);
        return text.ToString();
    }

    private static int DigitValue(int rune) => rune switch
    {
        >= '0' and <= '9' => rune - '0',
        >= 'a' and <= 'f' => rune - 'a' + 10,
        >= 'A' and <= 'F' => rune - 'A' + 10,
        _ => 16,
    };

    private int Read()
    {
        if (_end >= _runes.Length)
        {
            _eof = true;
            return Eof;
        }

        _eof = false;
        return _runes[_end++];
    }

    private int Peek() => _end < _runes.Length ? _runes[_end] : Eof;

    private bool Accept(string valid)
    {
        var rune = Peek();
        if (rune is < 0 or > 0x7f || valid.IndexOf((char)rune) < 0)
            return false;
        Read();
        return true;
    }

    private void AcceptRun(string valid)
    {
        while (Accept(valid))
        {
        }
    }

    private void Emit(TokenKind kind) => Emit(kind, source.Slice(_start, _end));

    private void Emit(TokenKind kind, string value)
    {
        _tokens.Enqueue(new ExpressionToken(kind, value, new Span(_start, _end)));
        _start = _end;
    }

    private ExpressionException Error(string message)
    {
        var end = _eof ? _end + 1 : _end;
        return Fault(new Span(end - 1, end), message);
    }

    private ExpressionException Fault(Span span, string message) => source.Fault(span, message, ExpressionStage.Syntax);
}
