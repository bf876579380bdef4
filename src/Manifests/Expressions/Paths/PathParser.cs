using System.Text;
using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text;

namespace Argosy.Manifests.Expressions.Paths;

/// <summary>Reads one token of a JSONPath.</summary>
internal static class PathParser
{
    public static PathToken Parse(string text)
    {
        text = GoQuote.TrimSpace(text);
        switch (text)
        {
            case "":
                throw new GoPanic("invalid token. token string is empty");
            case "$":
                return new RootToken();
            case "@":
                return new CurrentToken();
            case "*":
                return new WildcardToken();
            case "..":
                return new RecursiveToken();
            case "length":
                return new LengthToken();
        }

        if (text[0] != '[')
            return new KeyToken(text);
        if (text[text.Length - 1] != ']' || text.Length < 2)
            throw Format(text);
        var subscript = GoQuote.TrimSpace(text.Substring(1, text.Length - 2));
        if (subscript.Length == 0)
            throw Format(text);
        if (subscript == "*")
            return new WildcardToken();
        if (subscript[0] == '?')
        {
            if (!subscript.StartsWith("?(", StringComparison.Ordinal) || subscript[subscript.Length - 1] != ')')
                throw Format(text);
            return new FilterToken(PathScript.Compile(GoQuote.TrimSpace(subscript.Substring(2, subscript.Length - 3))));
        }

        var arguments = Split(text, subscript);
        if (arguments.Count == 1)
        {
            return arguments[0] switch
            {
                string key when IsKey(key) => new KeyToken(key.Substring(1, key.Length - 2)),
                string script when IsScript(script) => new ScriptToken(PathScript.Compile(script.Substring(1, script.Length - 2))),
                long index => new IndexToken(index),
                _ => throw Format(text),
            };
        }

        return RangeOrUnion(text, arguments);
    }

    private static PathToken RangeOrUnion(string text, List<object?> all)
    {
        int colons = 0, commas = 0;
        var lastWasColon = false;
        var arguments = new List<object?>();
        foreach (var argument in all)
        {
            if (argument is ":")
            {
                colons++;
                if (lastWasColon)
                    arguments.Add(null);
                lastWasColon = true;
                continue;
            }

            if (argument is ",")
                commas++;
            else
                arguments.Add(argument);
            lastWasColon = false;
        }

        if (colons > 0 && commas > 0)
            throw Format(text);
        if (commas > 0)
        {
            if (commas >= arguments.Count)
                throw Format(text);
            return new UnionToken(arguments.ConvertAll(a => a switch
            {
                string script when IsScript(script) => (object)PathScript.Compile(script.Substring(1, script.Length - 2)),
                string key when IsKey(key) => key.Substring(1, key.Length - 2),
                long index => index,
                _ => throw Format(text),
            }));
        }

        if (colons == 0 || colons > 2)
            throw Format(text);
        if (colons == 1 && arguments.Count == 1)
            arguments.Add(null);
        if (arguments.Count < 2)
            throw new GoPanic($"runtime error: index out of range [1] with length {arguments.Count}");
        object? Bound(object? argument) => argument is string script
            ? IsScript(script) ? PathScript.Compile(script.Substring(1, script.Length - 2)) : throw new GoPanic($"invalid expression. invalid format '{script}'")
            : argument;
        return new RangeToken(Bound(arguments[0]), Bound(arguments[1]), arguments.Count > 2 ? Bound(arguments[2]) : null);
    }

    // Keys and scripts stay texts with their quotes or brackets, numbers are long, ":" and "," stand for themselves.
    private static List<object?> Split(string text, string subscript)
    {
        var arguments = new List<object?>();
        var buffer = new StringBuilder();
        int open = 0, close = 0;
        bool single = false, isDouble = false;
        for (var i = 0; i < subscript.Length; i++)
        {
            var c = subscript[i];
            buffer.Append(c);
            switch (c)
            {
                case ' ' when !single && !isDouble && open == close:
                    var trimmed = GoQuote.TrimSpace(buffer.ToString());
                    buffer.Clear().Append(trimmed);
                    break;
                case '(' when !single && !isDouble:
                    open++;
                    break;
                case ')':
                    close++;
                    if (open != close)
                        break;
                    var script = buffer.ToString();
                    if (!IsScript(script))
                        throw new GoPanic($"invalid expression. invalid format '{script}'");
                    arguments.Add(script);
                    buffer.Clear();
                    break;
                case '\'' when !isDouble && open == close:
                    single = Quote(text, buffer, arguments, '\'', single);
                    break;
                case '"' when !single && open == close:
                    isDouble = Quote(text, buffer, arguments, '"', isDouble);
                    break;
                case ':' when !single && !isDouble && open == close:
                    var bound = buffer.ToString(0, buffer.Length - 1);
                    if (bound.Length > 0)
                        arguments.Add(GoNumber.ParseInt(bound, 10, out var number) is null ? number : throw Format(text));
                    else if (i == 0)
                        arguments.Add(null);
                    arguments.Add(":");
                    buffer.Clear();
                    break;
                case ',' when !single && !isDouble && open == close:
                    var item = buffer.ToString(0, buffer.Length - 1);
                    if (item.Length > 0)
                        arguments.Add(GoNumber.ParseInt(item, 10, out var index) is null ? index : item);
                    arguments.Add(",");
                    buffer.Clear();
                    break;
            }
        }

        if (buffer.Length > 0)
        {
            var last = buffer.ToString();
            arguments.Add(GoNumber.ParseInt(last, 10, out var number) is null ? number : last);
        }

        return arguments;
    }

    private static bool Quote(string text, StringBuilder buffer, List<object?> arguments, char quote, bool isOpen)
    {
        if (buffer.Length > 1 && buffer[buffer.Length - 2] == '\\')
        {
            buffer.Length -= 2;
            buffer.Append(quote);
            return isOpen;
        }

        if (!isOpen)
            return buffer.Length == 1 ? true : throw Format(text);
        if (!IsKey(buffer.ToString()))
            throw Format(text);
        arguments.Add(buffer.ToString());
        buffer.Clear();
        return false;
    }

    private static bool IsScript(string text) => text.Length > 2 && text[0] == '(' && text[text.Length - 1] == ')';

    private static bool IsKey(string text) => text.Length > 1 && text[0] is '\'' or '"' && text.Length > 1 && text[text.Length - 1] == text[0];

    private static GoPanic Format(string text) => new($"invalid token. '{text}' does not match any token format");
}
