using System.Globalization;
using System.Text;
using Argosy.Manifests.Text;
using Argosy.Manifests.Text.Time;

namespace Argosy.Manifests.Expressions.Values;

/// <summary>Go's <c>encoding/json</c>: sorted keys, its escapes, its error texts.</summary>
internal static class GoJson
{
    private const string Hex = "0123456789abcdef";
    private const int MaxDepth = 10000;

    /// <summary>Writes a value; <paramref name="indent"/> puts every element on a line of its own.</summary>
    /// <exception cref="GoPanic">The value has no JSON.</exception>
    public static string Write(object? value, string? indent = null, bool escapeHtml = true)
    {
        var result = new StringBuilder();
        Write(result, value, indent, "\n", escapeHtml);
        return result.ToString();
    }

    /// <summary>Reads a text: objects are maps, numbers float64.</summary>
    /// <exception cref="GoPanic">The text is no JSON.</exception>
    public static object? Read(string text) => RecursionGuard.Run(text.Length, () => new Reader(text).Read());

    /// <summary>Whether a text is JSON.</summary>
    public static bool IsValid(string text)
    {
        try
        {
            Read(text);
            return true;
        }
        catch (GoPanic error)
        {
            // A number may be too large for float64 and still be JSON.
            return error.Message.StartsWith("json: cannot unmarshal number", StringComparison.Ordinal);
        }
    }

    /// <summary>Writes a string with its quotes.</summary>
    public static void WriteString(StringBuilder result, string text, bool escapeHtml)
    {
        result.Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '"' or '\\':
                    result.Append('\\').Append(c);
                    break;
                case '\b':
                    result.Append("\\b");
                    break;
                case '\f':
                    result.Append("\\f");
                    break;
                case '\n':
                    result.Append("\\n");
                    break;
                case '\r':
                    result.Append("\\r");
                    break;
                case '\t':
                    result.Append("\\t");
                    break;
                case < ' ' or '\u2028' or '\u2029':
                case '<' or '>' or '&' when escapeHtml:
                    result.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                        result.Append(c).Append(text[++i]);
                    else if (char.IsSurrogate(c))
                        result.Append("\\ufffd");
                    else
                        result.Append(c);
                    break;
            }
        }

        result.Append('"');
    }

    private static void Write(StringBuilder result, object? value, string? indent, string line, bool html)
    {
        RecursionGuard.Check();
        switch (value)
        {
            case null:
                result.Append("null");
                break;
            case bool flag:
                result.Append(flag ? "true" : "false");
                break;
            case long number:
                result.Append(number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number:
                if (double.IsNaN(number) || double.IsInfinity(number))
                    throw new GoPanic($"json: unsupported value: {GoNumber.Format(number)}");
                result.Append(GoNumber.Json(number));
                break;
            case string text:
                WriteString(result, text, html);
                break;
            case GoInteger integer:
                result.Append(integer.Type.Kind == GoKind.Uint64
                    ? ((ulong)integer.Value).ToString(CultureInfo.InvariantCulture)
                    : integer.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case GoList list:
                WriteList(result, list, indent, line, html);
                break;
            case GoMap map:
                WriteMap(result, map, indent, line, html);
                break;
            case GoTime time:
                if (time.Year is < 0 or > 9999)
                    throw new GoPanic("json: error calling MarshalJSON for type time.Time: Time.MarshalJSON: year outside of range [0,9999]");
                WriteString(result, TimeLayout.Format(time, TimeLayout.Rfc3339Nano), html);
                break;
            case SemanticVersion version:
                WriteString(result, version.ToString(), html);
                break;
            case GoLocation or EmptyStruct:
                result.Append("{}");
                break;
            default:
                throw new GoPanic($"json: unsupported type: {Go.TypeName(value)}");
        }
    }

    private static void WriteList(StringBuilder result, GoList list, string? indent, string line, bool html)
    {
        if (list.IsNil)
        {
            result.Append("null");
            return;
        }

        if (ReferenceEquals(list.Type, GoType.Bytes))
        {
            result.Append('"').Append(Convert.ToBase64String(Go.Bytes(list))).Append('"');
            return;
        }

        if (list.Items.Count == 0)
        {
            result.Append("[]");
            return;
        }

        result.Append('[');
        var inner = line + indent;
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (i > 0)
                result.Append(',');
            if (indent is not null)
                result.Append(inner);
            Write(result, list.Items[i], indent, inner, html);
        }

        if (indent is not null)
            result.Append(line);
        result.Append(']');
    }

    private static void WriteMap(StringBuilder result, GoMap map, string? indent, string line, bool html)
    {
        if (map.Type.Key!.Kind is not (GoKind.String or (>= GoKind.Int and <= GoKind.Uint64)))
            throw new GoPanic($"json: unsupported type: {map.Type}");
        if (map.IsNil)
        {
            result.Append("null");
            return;
        }

        if (map.Count == 0)
        {
            result.Append("{}");
            return;
        }

        result.Append('{');
        var inner = line + indent;
        var first = true;
        foreach (var pair in map.Items.Select(p => (Name: GoPrinter.Print(p.Key), p.Value)).OrderBy(p => p.Name, Comparer<string>.Create(GoBytes.Compare)))
        {
            if (!first)
                result.Append(',');
            first = false;
            if (indent is not null)
                result.Append(inner);
            WriteString(result, pair.Name, html);
            result.Append(indent is null ? ":" : ": ");
            Write(result, pair.Value, indent, inner, html);
        }

        if (indent is not null)
            result.Append(line);
        result.Append('}');
    }

    // Go checks the whole text before it reads a value, so errors are those of the first bad character.
    private sealed class Reader(string text)
    {
        private int _at;
        private int _depth;
        private string? _outOfRange;

        public object? Read()
        {
            var value = Value();
            Blank();
            if (_at < text.Length)
                throw Bad("after top-level value");
            return _outOfRange is null ? value : throw new GoPanic($"json: cannot unmarshal number {_outOfRange} into Go value of type float64");
        }

        private object? Value()
        {
            RecursionGuard.Check();
            Blank();
            if (_at >= text.Length)
                throw End();
            var c = text[_at];
            switch (c)
            {
                case '{':
                    return Object();
                case '[':
                    return Array();
                case '"':
                    return String();
                case '-' or (>= '0' and <= '9'):
                    return Number();
                case 't':
                    return Literal("true", true);
                case 'f':
                    return Literal("false", false);
                case 'n':
                    return Literal("null", null);
                default:
                    throw Bad("looking for beginning of value");
            }
        }

        private GoMap Object()
        {
            Enter();
            var map = GoMap.Strings();
            _at++;
            Blank();
            if (_at < text.Length && text[_at] == '}')
            {
                _at++;
                _depth--;
                return map;
            }

            while (true)
            {
                Blank();
                if (_at >= text.Length)
                    throw End();
                if (text[_at] != '"')
                    throw Bad("looking for beginning of object key string");
                var key = String();
                Blank();
                if (_at >= text.Length)
                    throw End();
                if (text[_at] != ':')
                    throw Bad("after object key");
                _at++;
                map[key] = Value();
                Blank();
                if (_at >= text.Length)
                    throw End();
                if (text[_at] == '}')
                {
                    _at++;
                    _depth--;
                    return map;
                }

                if (text[_at] != ',')
                    throw Bad("after object key:value pair");
                _at++;
            }
        }

        private GoList Array()
        {
            Enter();
            var items = new List<object?>();
            _at++;
            Blank();
            if (_at < text.Length && text[_at] == ']')
            {
                _at++;
                _depth--;
                return new GoList(GoType.AnySlice, items);
            }

            while (true)
            {
                items.Add(Value());
                Blank();
                if (_at >= text.Length)
                    throw End();
                if (text[_at] == ']')
                {
                    _at++;
                    _depth--;
                    return new GoList(GoType.AnySlice, items);
                }

                if (text[_at] != ',')
                    throw Bad("after array element");
                _at++;
            }
        }

        private void Enter()
        {
            if (++_depth > MaxDepth)
                throw new GoPanic("exceeded max depth");
        }

        private string String()
        {
            var result = new StringBuilder();
            _at++;
            while (true)
            {
                if (_at >= text.Length)
                    throw End();
                var c = text[_at];
                if (c == '"')
                {
                    _at++;
                    return result.ToString();
                }

                if (c < ' ')
                    throw Bad("in string literal");
                if (c != '\\')
                {
                    var pair = char.IsHighSurrogate(c) && _at + 1 < text.Length && char.IsLowSurrogate(text[_at + 1]);
                    result.Append(!pair && char.IsSurrogate(c) ? '\uFFFD' : c);
                    _at++;
                    if (pair)
                        result.Append(text[_at++]);
                    continue;
                }

                _at++;
                if (_at >= text.Length)
                    throw End();
                switch (text[_at])
                {
                    case '"' or '\\' or '/':
                        result.Append(text[_at]);
                        break;
                    case 'b':
                        result.Append('\b');
                        break;
                    case 'f':
                        result.Append('\f');
                        break;
                    case 'n':
                        result.Append('\n');
                        break;
                    case 'r':
                        result.Append('\r');
                        break;
                    case 't':
                        result.Append('\t');
                        break;
                    case 'u':
                        Unicode(result);
                        continue;
                    default:
                        throw Bad("in string escape code");
                }

                _at++;
            }
        }

        private void Unicode(StringBuilder result)
        {
            var code = HexCode();
            if (code is >= 0xD800 and < 0xDC00 && _at + 1 < text.Length && text[_at] == '\\' && text[_at + 1] == 'u')
            {
                var saved = _at;
                _at++;
                var low = HexCode();
                if (low is >= 0xDC00 and <= 0xDFFF)
                {
                    result.Append((char)code).Append((char)low);
                    return;
                }

                _at = saved;
            }

            result.Append(code is >= 0xD800 and <= 0xDFFF ? '\uFFFD' : (char)code);
        }

        private int HexCode()
        {
            var code = 0;
            for (var i = 0; i < 4; i++)
            {
                _at++;
                if (_at >= text.Length)
                    throw End();
                var digit = Hex.IndexOf(char.ToLowerInvariant(text[_at]));
                if (digit < 0 || text[_at] > 0x7f)
                    throw Bad("in \\u hexadecimal character escape");
                code = code * 16 + digit;
            }

            _at++;
            return code;
        }

        private object? Number()
        {
            var start = _at;
            if (text[_at] == '-')
            {
                _at++;
                Digit("in numeric literal");
            }

            if (text[_at] == '0')
            {
                _at++;
            }
            else
            {
                Digits();
            }

            if (_at < text.Length && text[_at] == '.')
            {
                _at++;
                Digit("after decimal point in numeric literal");
                Digits();
            }

            if (_at < text.Length && text[_at] is 'e' or 'E')
            {
                _at++;
                if (_at < text.Length && text[_at] is '+' or '-')
                    _at++;
                Digit("in exponent of numeric literal");
                Digits();
            }

            var number = text.Substring(start, _at - start);
            if (GoNumber.ParseFloat(number, out var value) is not null)
                _outOfRange ??= number;
            return value;
        }

        private void Digit(string where)
        {
            if (_at >= text.Length)
                throw End();
            if (text[_at] is < '0' or > '9')
                throw Bad(where);
        }

        private void Digits()
        {
            while (_at < text.Length && text[_at] is >= '0' and <= '9')
                _at++;
        }

        private object? Literal(string word, object? value)
        {
            for (var i = 1; i < word.Length; i++)
            {
                if (_at + i >= text.Length)
                    throw End();
                if (text[_at + i] != word[i])
                {
                    _at += i;
                    throw Bad($"in literal {word} (expecting {QuoteByte(word[i])})");
                }
            }

            _at += word.Length;
            return value;
        }

        private void Blank()
        {
            while (_at < text.Length && text[_at] is ' ' or '\t' or '\r' or '\n')
                _at++;
        }

        private static GoPanic End() => new("unexpected end of JSON input");

        private GoPanic Bad(string where)
        {
            // Go names a byte; the first one of a character above ASCII.
            var c = text[_at] < 0x80 ? text[_at] : (char)GoBytes.Of(text.Substring(_at, char.IsHighSurrogate(text[_at]) && _at + 1 < text.Length ? 2 : 1))[0];
            return new GoPanic($"invalid character {QuoteByte(c)} {where}");
        }

        private static string QuoteByte(char c) => c switch
        {
            '\'' => @"'\''",
            '"' => "'\"'",
            _ => $"'{GoQuote.Inner(c.ToString())}'",
        };
    }
}
