using System.Globalization;
using System.Text;
using Argosy.Generator.Model;

namespace Argosy.Generator.Parsing;

/// <summary>JSON text of an attribute as fields. Text that is no JSON becomes a string.</summary>
internal static class JsonFields
{
    public static Field Parse(string json)
    {
        var at = 0;
        try
        {
            var field = Value(json, ref at);
            Blank(json, ref at);
            return at == json.Length ? field : new TextField(json);
        }
        catch (Exception e) when (e is FormatException or IndexOutOfRangeException or ArgumentException)
        {
            return new TextField(json);
        }
    }

    private static Field Value(string json, ref int at)
    {
        Blank(json, ref at);
        switch (json[at])
        {
            case '{':
                at++;
                var map = new FieldBuilder();
                for (Blank(json, ref at); json[at] != '}'; Blank(json, ref at))
                {
                    var key = Text(json, ref at);
                    Blank(json, ref at);
                    Expect(json, ref at, ':');
                    map.Set(key, Value(json, ref at));
                    Blank(json, ref at);
                    if (json[at] == ',') at++;
                    Blank(json, ref at);
                }

                at++;
                return map.Build();
            case '[':
                at++;
                var items = new List<Field>();
                for (Blank(json, ref at); json[at] != ']'; Blank(json, ref at))
                {
                    items.Add(Value(json, ref at));
                    Blank(json, ref at);
                    if (json[at] == ',') at++;
                }

                at++;
                return new ListField(items.ToEquatable());
            case '"':
                return new TextField(Text(json, ref at));
            default:
                var start = at;
                while (at < json.Length && (char.IsLetterOrDigit(json[at]) || json[at] is '-' or '+' or '.')) at++;
                var word = json.Substring(start, at - start);
                if (word is "true" or "false" or "null" || double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) return new PlainField(word);
                throw new FormatException(word);
        }
    }

    private static string Text(string json, ref int at)
    {
        Expect(json, ref at, '"');
        var text = new StringBuilder();
        while (json[at] != '"')
        {
            var c = json[at++];
            if (c != '\\')
            {
                text.Append(c);
                continue;
            }

            var escape = json[at++];
            switch (escape)
            {
                case 'n': text.Append('\n'); break;
                case 't': text.Append('\t'); break;
                case 'r': text.Append('\r'); break;
                case 'b': text.Append('\b'); break;
                case 'f': text.Append('\f'); break;
                case 'u':
                    text.Append((char)int.Parse(json.Substring(at, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                    at += 4;
                    break;
                default: text.Append(escape); break;
            }
        }

        at++;
        return text.ToString();
    }

    private static void Expect(string json, ref int at, char wanted)
    {
        if (json[at] != wanted) throw new FormatException();
        at++;
    }

    private static void Blank(string json, ref int at)
    {
        while (at < json.Length && char.IsWhiteSpace(json[at])) at++;
    }
}
