using Argosy.Manifests.Expressions.Running;
using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text;
using Argosy.Manifests.Text.Regex;

namespace Argosy.Manifests.Expressions.Paths;

/// <summary>The little language inside filters and scripts of a JSONPath: <c>@.age &gt; 42 &amp;&amp; @.name == "Ann"</c>.</summary>
internal sealed class PathScript
{
    // The order in which operators are looked for: the loosest first.
    private static readonly string[] Operators =
        ["||", "&&", "==", "!=", "<=", ">=", "<", ">", "=~", "!", "+", "-", "**", "*", "/", "%", "not in", "in", "@", "$"];

    private readonly string _text;
    private readonly Operation? _root;

    private PathScript(string text, Operation? root)
    {
        _text = text;
        _root = root;
    }

    public bool IsEmpty => _text.Length == 0;

    public static PathScript Compile(string text) => new(text, Build(text, 0));

    public object? Evaluate(object? root, object? current)
    {
        if (IsEmpty)
            throw new GoPanic("invalid expression. is empty");
        var parameters = new Parameters(root, current);
        if (_root is not null)
            return _root.Evaluate(parameters);
        if (parameters.TryGet(_text, out var value))
            return value;
        try
        {
            return parameters.Number(_text);
        }
        catch (GoPanic)
        {
            try
            {
                return parameters.Boolean(_text);
            }
            catch (GoPanic)
            {
                return _text;
            }
        }
    }

    private static Operation? Build(string text, int index)
    {
        while (true)
        {
            RecursionGuard.Check();
            text = GoQuote.TrimSpace(text);
            if (text.Length == 0)
                return null;
            if (text.Length > 1 && text[0] == '(' && text[text.Length - 1] == ')')
            {
                // Inside brackets all operators are looked for again.
                text = GoQuote.TrimSpace(text.Substring(1, text.Length - 2));
                index = 0;
                continue;
            }

            if (index >= Operators.Length)
                return null;
            var op = Operators[index];
            var at = Find(text, op);
            if (at < 0)
            {
                index++;
                continue;
            }

            var isSelector = op is "@" or "$";
            var right = GoQuote.TrimSpace(text.Substring(at + op.Length));
            var left = GoQuote.TrimSpace(text.Substring(0, at));
            if (right.Length == 0 && !isSelector || left.Length == 0 && !isSelector && op != "!" || left.Length > 0 && (isSelector || op == "!"))
            {
                index++;
                continue;
            }

            if (isSelector)
                return new Operation("select", null, null) { Tokens = JsonPath.Parse(text) };
            return new Operation(op, Argument(left, index), Argument(right, index));
        }
    }

    private static object? Argument(string text, int index)
    {
        if (Build(text, index) is { } operation)
            return operation;
        text = GoQuote.TrimSpace(text);
        if (text.Length == 0)
            return null;
        if (text.Length > 1 && (text[0] == '[' && text[text.Length - 1] == ']' || text[0] == '{' && text[text.Length - 1] == '}'))
        {
            try
            {
                return GoJson.Read(text);
            }
            catch (GoPanic)
            {
                return text;
            }
        }

        return text;
    }

    // Not inside quotes, brackets or a pattern.
    private static int Find(string text, string op)
    {
        int round = 0, square = 0;
        var quote = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quote != '\0')
            {
                if (c == '\\')
                    i++;
                else if (c == quote)
                    quote = '\0';
                continue;
            }

            switch (c)
            {
                case '\'' or '"':
                    quote = c;
                    continue;
                case '(':
                    round++;
                    break;
                case ')':
                    round--;
                    break;
                case '[':
                    square++;
                    break;
                case ']':
                    square--;
                    break;
            }

            if (round == 0 && square == 0 && string.CompareOrdinal(text, i, op, 0, op.Length) == 0)
            {
                // "!" is not the one of "!=", "*" not one of "**", "<" not the one of "<=".
                if (op == "!" && i + 1 < text.Length && text[i + 1] == '=')
                    continue;
                return i;
            }
        }

        return -1;
    }

    private sealed class Operation(string op, object? left, object? right)
    {
        public IReadOnlyList<PathToken>? Tokens { get; init; }

        public object? Evaluate(Parameters p)
        {
            RecursionGuard.Check();
            switch (op)
            {
                case "select":
                    var value = PathToken.ApplyAll(Tokens!, 0, p.Root, p.Current);
                    return value is string text && !(text.Length > 1 && text[0] == '\'' && text[text.Length - 1] == '\'') ? $"'{text}'" : value;
                case "||":
                    var a = p.Boolean(left);
                    return p.Boolean(right) || a;
                case "&&":
                    var b = p.Boolean(left);
                    return p.Boolean(right) && b;
                case "!":
                    return !p.Boolean(right);
                case "==":
                    return Same(p);
                case "!=":
                    return !Same(p);
                case "<":
                    return p.Number(left) < p.Number(right);
                case "<=":
                    return p.Number(left) <= p.Number(right);
                case ">":
                    return p.Number(left) > p.Number(right);
                case ">=":
                    return p.Number(left) >= p.Number(right);
                case "+":
                    return p.Number(left) + p.Number(right);
                case "-":
                    return p.Number(left) - p.Number(right);
                case "*":
                    return p.Number(left) * p.Number(right);
                case "/":
                    return p.Number(left) / p.Number(right);
                case "**":
                    return Arithmetic.Power(p.Number(left), p.Number(right));
                case "%":
                    long x = p.Integer(left), y = p.Integer(right);
                    return y == 0 ? throw new GoPanic("runtime error: integer divide by zero") : GoInteger.Int64(y == -1 ? 0 : x % y);
                case "=~":
                    return Matches(p);
                case "in":
                    return In(p);
                default:
                    return !In(p);
            }
        }

        private bool Same(Parameters p)
        {
            if (p.TryNumber(left, out var x) && p.TryNumber(right, out var y))
                return x == y;
            var first = p.Text(left);
            return first == p.Text(right);
        }

        private bool Matches(Parameters p)
        {
            string text = Unquoted(p.Text(left)), pattern = Unquoted(p.Text(right));
            try
            {
                return GoRegex.Compile(pattern).IsMatch(text);
            }
            catch (GoRegexException)
            {
                throw new GoPanic("invalid argument. expected a valid regexp");
            }
        }

        private bool In(Parameters p)
        {
            object? item = left;
            if (p.TryNumber(left, out var number))
            {
                item = number;
            }
            else
            {
                try
                {
                    item = p.Text(left);
                }
                catch (GoPanic)
                {
                    item = left;
                }
            }

            return p.Elements(right).Any(e => Equals(e, item));
        }

        private static string Unquoted(string text) =>
            text.Length > 1 && text[0] == '\'' && text[text.Length - 1] == '\'' ? text.Substring(1, text.Length - 2) : text;
    }

    /// <summary>What a script sees, and how its arguments become numbers, texts and booleans.</summary>
    private sealed class Parameters(object? root, object? current)
    {
        public object? Root { get; } = root;

        public object? Current { get; } = current;

        public bool TryGet(string name, out object? value)
        {
            value = name switch { "$" => Root, "@" => Current, _ => null };
            return name is "$" or "@" or "nil" or "null";
        }

        public double Number(object? argument) => TryNumber(argument, out var number) ? number : throw new GoPanic(
            argument is null ? "invalid argument. is nil" : "invalid argument. expected number");

        public bool TryNumber(object? argument, out double number)
        {
            number = 0;
            if (argument is null)
                return false;
            try
            {
                return GoNumber.ParseFloat(GoPrinter.Print(Resolve(argument)), out number) is null;
            }
            catch (GoPanic)
            {
                return false;
            }
        }

        public long Integer(object? argument)
        {
            if (argument is null)
                throw new GoPanic("invalid argument. is nil");
            return GoNumber.ParseInt(GoPrinter.Print(Resolve(argument)), 10, out var number) is null ? number : throw new GoPanic("invalid argument. expected integer");
        }

        public bool Boolean(object? argument)
        {
            var value = argument is null ? null : Resolve(argument);
            return value is null ? false : GoPrinter.Print(value) switch
            {
                "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
                "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
                _ => throw new GoPanic("invalid argument. expected boolean"),
            };
        }

        public string Text(object? argument)
        {
            if (argument is null)
                throw new GoPanic("invalid argument. is nil");
            if (argument is Operation operation)
                argument = operation.Evaluate(this);
            if (argument is not string text)
                return GoPrinter.Print(argument);
            var isParameter = TryGet(text, out var value);
            if (isParameter && value is not string)
                return GoPrinter.Print(value);
            if (isParameter)
                text = (string)value!;
            if (text.Length > 1 && text[0] == '\'' && text[text.Length - 1] == '\'')
                return text;
            if (text.Length > 1 && text[0] == '"' && text[text.Length - 1] == '"')
                return $"'{text.Substring(1, text.Length - 2)}'";
            return isParameter ? $"'{text}'" : text;
        }

        public IEnumerable<object?> Elements(object? argument)
        {
            if (argument is null)
                throw new GoPanic("invalid argument. is nil");
            return Resolve(argument) switch
            {
                GoList list => list.Items,
                GoMap map => map.Items.Select(p => p.Value),
                null => throw new GoPanic("invalid argument. is nil"),
                _ => throw new GoPanic("invalid argument. expected array, map, or slice"),
            };
        }

        private object? Resolve(object argument)
        {
            var value = argument is Operation operation ? operation.Evaluate(this) : argument;
            return value is string name && TryGet(name, out var parameter) ? parameter : value;
        }
    }
}
