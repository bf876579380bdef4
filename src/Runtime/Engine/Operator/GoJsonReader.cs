using System.Text;

namespace Argosy.Engine;

/// <summary>Checks a JSON text and words its fault as Go's decoder does.</summary>
internal static class GoJsonReader
{
    /// <summary>The fault of a text; null if it is JSON.</summary>
    public static string? Fault(string text)
    {
        var scanner = new Scanner(text);
        return scanner.Run();
    }

    private ref struct Scanner(string text)
    {
        private readonly string _text = text;
        private int _at;

        private const string End = "unexpected end of JSON input";

        public string? Run()
        {
            if (Value() is { } fault)
                return fault;
            Blanks();
            return _at < _text.Length ? Invalid("after top-level value") : null;
        }

        private void Blanks()
        {
            while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n' or '\r' && _at < _text.Length)
            {
                _at++;
                if (_at >= _text.Length)
                    break;
            }
        }

        private readonly string Invalid(string where)
        {
            if (_at >= _text.Length)
                return End;
            var rune = Rune.TryGetRuneAt(_text, _at, out var r) ? r.ToString() : _text[_at].ToString();
            var quoted = rune switch { "'" => @"\'", "\"" => "\"", "\\" => @"\\", "\n" => @"\n", "\t" => @"\t", "\r" => @"\r", "\b" => @"\b", "\f" => @"\f", "\a" => @"\a", "\v" => @"\v", _ => rune[0] < ' ' || rune[0] == '\x7f' ? $"\\x{(int)rune[0]:x2}" : rune };
            return $"invalid character '{quoted}' {where}";
        }

        private string? Value()
        {
            Blanks();
            if (_at >= _text.Length)
                return End;
            switch (_text[_at])
            {
                case '{':
                    return Object();
                case '[':
                    return Array();
                case '"':
                    return String();
                case 't':
                    return Literal("true");
                case 'f':
                    return Literal("false");
                case 'n':
                    return Literal("null");
                case '-' or (>= '0' and <= '9'):
                    return Number();
                default:
                    return Invalid("looking for beginning of value");
            }
        }

        private string? Literal(string word)
        {
            for (var i = 0; i < word.Length; i++, _at++)
                if (_at >= _text.Length || _text[_at] != word[i])
                    return Invalid($"in literal {word} (expecting '{word[i]}')");
            return null;
        }

        private string? Number()
        {
            if (_text[_at] == '-')
            {
                _at++;
                if (_at >= _text.Length || !char.IsAsciiDigit(_text[_at]))
                    return Invalid("in numeric literal");
            }

            if (_text[_at] == '0')
                _at++;
            else
                Digits();
            if (_at < _text.Length && _text[_at] == '.')
            {
                _at++;
                if (_at >= _text.Length || !char.IsAsciiDigit(_text[_at]))
                    return Invalid("after decimal point in numeric literal");
                Digits();
            }

            if (_at < _text.Length && _text[_at] is 'e' or 'E' && _at < _text.Length)
            {
                _at++;
                if (_at < _text.Length && _text[_at] is '+' or '-' && _at < _text.Length)
                    _at++;
                if (_at >= _text.Length || !char.IsAsciiDigit(_text[_at]))
                    return Invalid("in exponent of numeric literal");
                Digits();
            }

            return null;
        }

        private void Digits()
        {
            while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
                _at++;
        }

        private string? String()
        {
            _at++;
            while (true)
            {
                if (_at >= _text.Length)
                    return End;
                switch (_text[_at])
                {
                    case '"':
                        _at++;
                        return null;
                    case '\\':
                        _at++;
                        if (_at >= _text.Length)
                            return End;
                        if (_text[_at] == 'u')
                        {
                            for (var i = 0; i < 4; i++)
                            {
                                _at++;
                                if (_at >= _text.Length || !char.IsAsciiHexDigit(_text[_at]))
                                    return Invalid("in \\u hexadecimal character escape");
                            }
                        }
                        else if (_text[_at] is not ('"' or '\\' or '/' or 'b' or 'f' or 'n' or 'r' or 't'))
                        {
                            return Invalid("in string escape code");
                        }

                        _at++;
                        break;
                    case < ' ':
                        return Invalid("in string literal");
                    default:
                        _at++;
                        break;
                }
            }
        }

        private string? Array()
        {
            _at++;
            Blanks();
            if (_at < _text.Length && _text[_at] == ']')
            {
                _at++;
                return null;
            }

            while (true)
            {
                if (Value() is { } fault)
                    return fault;
                Blanks();
                if (_at >= _text.Length)
                    return End;
                if (_text[_at] == ']')
                {
                    _at++;
                    return null;
                }

                if (_text[_at] != ',')
                    return Invalid("after array element");
                _at++;
            }
        }

        private string? Object()
        {
            _at++;
            Blanks();
            if (_at < _text.Length && _text[_at] == '}')
            {
                _at++;
                return null;
            }

            while (true)
            {
                Blanks();
                if (_at >= _text.Length)
                    return End;
                if (_text[_at] != '"')
                    return Invalid("looking for beginning of object key string");
                if (String() is { } keyFault)
                    return keyFault;
                Blanks();
                if (_at >= _text.Length)
                    return End;
                if (_text[_at] != ':')
                    return Invalid("after object key");
                _at++;
                if (Value() is { } fault)
                    return fault;
                Blanks();
                if (_at >= _text.Length)
                    return End;
                if (_text[_at] == '}')
                {
                    _at++;
                    return null;
                }

                if (_text[_at] != ',')
                    return Invalid("after object key:value pair");
                _at++;
            }
        }
    }
}
