using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text;

namespace Argosy.Manifests.Expressions.Syntax;

/// <summary>Parses an expression. The first fault ends it.</summary>
internal sealed class ExpressionParser
{
    private const int MaxNodes = 10_000;

    private static readonly Dictionary<string, int> Unary = new(StringComparer.Ordinal) { ["not"] = 50, ["!"] = 50, ["-"] = 90, ["+"] = 90 };

    private static readonly Dictionary<string, int> Binary = new(StringComparer.Ordinal)
    {
        ["|"] = 0,
        ["or"] = 10,
        ["||"] = 10,
        ["and"] = 15,
        ["&&"] = 15,
        ["=="] = 20,
        ["!="] = 20,
        ["<"] = 20,
        [">"] = 20,
        [">="] = 20,
        ["<="] = 20,
        ["in"] = 20,
        ["matches"] = 20,
        ["contains"] = 20,
        ["startsWith"] = 20,
        ["endsWith"] = 20,
        [".."] = 25,
        ["+"] = 30,
        ["-"] = 30,
        ["*"] = 60,
        ["/"] = 60,
        ["%"] = 60,
        ["**"] = 100,
        ["^"] = 100,
        ["??"] = 500,
    };

    private readonly ExpressionSource _source;
    private readonly ExpressionLexer _lexer;
    private readonly Func<string, bool> _isKnownName;
    private ExpressionToken _current;
    private ExpressionToken? _stashed;
    private int _depth;
    private int _count;

    private ExpressionParser(ExpressionSource source, Func<string, bool> isKnownName)
    {
        _source = source;
        _lexer = new ExpressionLexer(source);
        _isKnownName = isKnownName;
    }

    /// <summary>Parses a text; <paramref name="isKnownName"/> says which names of the environment hide a builtin function.</summary>
    /// <exception cref="ExpressionException">The text is no expression.</exception>
    public static ExpressionNode Parse(ExpressionSource source, Func<string, bool>? isKnownName = null)
    {
        var parser = new ExpressionParser(source, isKnownName ?? (_ => false));
        try
        {
            parser.Next();
            var node = parser.Sequence();
            if (!parser._current.Is(TokenKind.EOF))
                throw parser.Unexpected(parser._current);
            return node;
        }
        catch (GoPanic error)
        {
            throw parser.Fault(parser._current, error.Message);
        }
    }

    private ExpressionNode Sequence()
    {
        var nodes = new List<ExpressionNode> { Expression(0) };
        while (_current.Is(TokenKind.Operator, ";"))
        {
            Next();
            if (_current.Is(TokenKind.EOF))
                break;
            nodes.Add(Expression(0));
        }

        return nodes.Count == 1 ? nodes[0] : Create(new SequenceNode(nodes), nodes[0].Span);
    }

    private ExpressionNode Expression(int precedence)
    {
        RecursionGuard.Check();
        if (precedence == 0 && _current.Is(TokenKind.Operator, "let"))
            return Let();
        if (precedence == 0 && _current.Is(TokenKind.Operator, "if"))
            return If();
        var left = Primary();
        var previous = "";
        var op = _current;
        while (op.Is(TokenKind.Operator))
        {
            ExpressionToken? negated = null;
            if (op.Value == "not")
            {
                var backup = _current;
                Next();
                if (_current.Value is not ("contains" or "matches" or "startsWith" or "endsWith" or "in"))
                    throw Unexpected(_current);
                if (Binary[_current.Value] < precedence)
                {
                    _stashed = _current;
                    _current = backup;
                    break;
                }

                negated = op = _current;
            }

            if (!Binary.TryGetValue(op.Value, out var own) || own < precedence)
                break;
            Next();
            if (op.Value == "|")
            {
                var name = _current;
                Expect(TokenKind.Identifier);
                left = Call(name, [left], true);
            }
            else if (previous == "??" && op.Value != "??")
            {
                throw Fault(op, $"Operator ({op.Value}) and coalesce expressions (??) cannot be mixed. Wrap either by parentheses.");
            }
            else if (IsComparison(op.Value))
            {
                left = Comparison(left, op, own);
            }
            else
            {
                var right = Expression(op.Value is "**" or "^" ? own : own + 1);
                left = Create(new BinaryNode(op.Value, left, right), op.Span);
                if (negated is { } token)
                    left = Create(new UnaryNode("not", left), token.Span);
            }

            previous = op.Value;
            op = _current;
        }

        return precedence == 0 ? Conditional(left) : left;
    }

    private static bool IsComparison(string op) => op is "<" or ">" or ">=" or "<=";

    // a < b < c means a < b && b < c.
    private ExpressionNode Comparison(ExpressionNode left, ExpressionToken op, int precedence)
    {
        ExpressionNode? root = null;
        while (true)
        {
            var right = Expression(precedence + 1);
            var comparison = Create(new BinaryNode(op.Value, left, right), op.Span);
            root = root is null ? comparison : Create(new BinaryNode("&&", root, comparison), op.Span);
            left = right;
            op = _current;
            if (!op.Is(TokenKind.Operator) || !IsComparison(op.Value))
                return root;
            Next();
        }
    }

    private ExpressionNode Let()
    {
        Expect(TokenKind.Operator, "let");
        var name = _current;
        Expect(TokenKind.Identifier);
        Expect(TokenKind.Operator, "=");
        var value = Expression(0);
        Expect(TokenKind.Operator, ";");
        var body = Sequence();
        return Create(new LetNode(name.Value, value, body), name.Span);
    }

    private ExpressionNode If()
    {
        RecursionGuard.Check();
        Next();
        var condition = Expression(0);
        Expect(TokenKind.Bracket, "{");
        var then = Sequence();
        Expect(TokenKind.Bracket, "}");
        Expect(TokenKind.Operator, "else");
        ExpressionNode otherwise;
        if (_current.Is(TokenKind.Operator, "if"))
        {
            otherwise = If();
        }
        else
        {
            Expect(TokenKind.Bracket, "{");
            otherwise = Sequence();
            Expect(TokenKind.Bracket, "}");
        }

        // As in expr-lang, an if has no place of its own.
        return new ConditionalNode(condition, then, otherwise);
    }

    private ExpressionNode Conditional(ExpressionNode node)
    {
        while (_current.Is(TokenKind.Operator, "?"))
        {
            Next();
            ExpressionNode then, otherwise;
            if (_current.Is(TokenKind.Operator, ":"))
            {
                Next();
                then = node;
                otherwise = Expression(0);
            }
            else
            {
                then = Expression(0);
                Expect(TokenKind.Operator, ":");
                otherwise = Expression(0);
            }

            node = Create(new ConditionalNode(node, then, otherwise), _current.Span);
        }

        return node;
    }

    private ExpressionNode Primary()
    {
        var token = _current;
        if (token.Is(TokenKind.Operator) && Unary.TryGetValue(token.Value, out var precedence))
        {
            Next();
            return Postfix(Create(new UnaryNode(token.Value, Expression(precedence)), token.Span));
        }

        if (token.Is(TokenKind.Bracket, "("))
        {
            Next();
            var inner = Sequence();
            Expect(TokenKind.Bracket, ")");
            return Postfix(inner);
        }

        if (_depth > 0 && token.Is(TokenKind.Operator) && (token.Value is "#" or "."))
        {
            var name = "";
            if (token.Value == "#")
            {
                Next();
                if (_current.Is(TokenKind.Identifier))
                {
                    name = _current.Value;
                    Next();
                }
            }

            return Postfix(Create(new PointerNode(name), token.Span));
        }

        if (token.Is(TokenKind.Operator, "::"))
        {
            Next();
            token = _current;
            Expect(TokenKind.Identifier);
            return Postfix(Call(token, [], false));
        }

        return Secondary();
    }

    private ExpressionNode Secondary()
    {
        var token = _current;
        switch (token.Kind)
        {
            case TokenKind.Identifier:
                Next();
                switch (token.Value)
                {
                    case "true":
                        return Create(new BoolNode(true), token.Span);
                    case "false":
                        return Create(new BoolNode(false), token.Span);
                    case "nil":
                        return Create(new NilNode(), token.Span);
                }

                return Postfix(_current.Is(TokenKind.Bracket, "(")
                    ? Call(token, [], true)
                    : Create(new IdentifierNode(token.Value), token.Span));
            case TokenKind.Number:
                Next();
                return Number(token);
            case TokenKind.String:
                Next();
                return Postfix(Create(new StringNode(token.Value), token.Span));
            case TokenKind.Bytes:
                Next();
                return Postfix(Create(new BytesNode(token.Value), token.Span));
        }

        if (token.Is(TokenKind.Bracket, "["))
            return Postfix(Array(token));
        if (token.Is(TokenKind.Bracket, "{"))
            return Postfix(Map(token));
        throw Unexpected(token);
    }

    private ExpressionNode Number(ExpressionToken token)
    {
        var text = token.Value.Replace("_", "");
        var lower = text.ToLowerInvariant();
        var kind = lower.StartsWith("0x", StringComparison.Ordinal) ? "hex"
            : lower.IndexOfAny(['.', 'e']) >= 0 ? "float"
            : lower.StartsWith("0b", StringComparison.Ordinal) ? "binary"
            : lower.StartsWith("0o", StringComparison.Ordinal) ? "octal"
            : "integer";
        if (kind == "float")
        {
            return GoNumber.ParseFloat(text, out var value) is { } fault
                ? throw Fault(_current, $"invalid float literal: {GoNumber.Error("ParseFloat", text, fault)}")
                : Create(new FloatNode(value), token.Span);
        }

        return GoNumber.ParseInt(text, kind == "integer" ? 10 : 0, out var number) is { } reason
            ? throw Fault(_current, $"invalid {kind} literal: {GoNumber.Error("ParseInt", text, reason)}")
            : Create(new IntegerNode(number), token.Span);
    }

    private ExpressionNode Call(ExpressionToken token, List<ExpressionNode> arguments, bool checkHidden)
    {
        var hidden = checkHidden && _isKnownName(token.Value);
        if (!hidden && Builtins.BuiltinTable.Predicates.TryGetValue(token.Value, out var shape))
        {
            Expect(TokenKind.Bracket, "(");
            var rest = shape.Substring(arguments.Count);
            for (var i = 0; i < rest.Length; i++)
            {
                // In a shape "e" is an expression, "p" a predicate; capitals are optional.
                if (_current.Is(TokenKind.Bracket, ")"))
                {
                    if (char.IsUpper(rest[i]))
                        break;
                    throw Fault(_current, $"expected at least {rest.Length} arguments");
                }

                if (i > 0)
                    Expect(TokenKind.Operator, ",");
                arguments.Add(char.ToLowerInvariant(rest[i]) == 'e' ? Expression(0) : Predicate());
            }

            if (_current.Is(TokenKind.Operator, ","))
                Next();
            Expect(TokenKind.Bracket, ")");
            return Create(new BuiltinNode(token.Value, arguments), token.Span);
        }

        if (!hidden && Builtins.BuiltinTable.Find(token.Value) is not null)
        {
            Arguments(arguments);
            return Create(new BuiltinNode(token.Value, arguments), token.Span);
        }

        var callee = Create(new IdentifierNode(token.Value), token.Span);
        Arguments(arguments);
        return Create(new CallNode(callee, arguments), token.Span);
    }

    private void Arguments(List<ExpressionNode> arguments)
    {
        var offset = arguments.Count;
        Expect(TokenKind.Bracket, "(");
        while (!_current.Is(TokenKind.Bracket, ")"))
        {
            if (arguments.Count > offset)
                Expect(TokenKind.Operator, ",");
            if (_current.Is(TokenKind.Bracket, ")"))
                break;
            arguments.Add(Expression(0));
        }

        Expect(TokenKind.Bracket, ")");
    }

    private ExpressionNode Predicate()
    {
        var start = _current;
        var brackets = _current.Is(TokenKind.Bracket, "{");
        if (brackets)
            Next();
        _depth++;
        ExpressionNode body;
        if (brackets)
        {
            body = Sequence();
        }
        else
        {
            body = Expression(0);
            if (_current.Is(TokenKind.Operator, ";"))
                throw Fault(_current, "wrap predicate with brackets { and }");
        }

        _depth--;
        if (brackets)
            Expect(TokenKind.Bracket, "}");
        return Create(new PredicateNode(body), start.Span);
    }

    private ExpressionNode Array(ExpressionToken token)
    {
        var nodes = new List<ExpressionNode>();
        Expect(TokenKind.Bracket, "[");
        while (!_current.Is(TokenKind.Bracket, "]"))
        {
            if (nodes.Count > 0)
            {
                Expect(TokenKind.Operator, ",");
                if (_current.Is(TokenKind.Bracket, "]"))
                    break;
            }

            nodes.Add(Expression(0));
        }

        Expect(TokenKind.Bracket, "]");
        return Create(new ArrayNode(nodes), token.Span);
    }

    private ExpressionNode Map(ExpressionToken token)
    {
        Expect(TokenKind.Bracket, "{");
        var pairs = new List<ExpressionNode>();
        while (!_current.Is(TokenKind.Bracket, "}"))
        {
            if (pairs.Count > 0)
            {
                Expect(TokenKind.Operator, ",");
                if (_current.Is(TokenKind.Bracket, "}"))
                    break;
                if (_current.Is(TokenKind.Operator, ","))
                    throw Unexpected(_current);
            }

            ExpressionNode key;
            if (_current.Kind is TokenKind.Number or TokenKind.String or TokenKind.Identifier)
            {
                key = Create(new StringNode(_current.Value), _current.Span);
                Next();
            }
            else if (_current.Is(TokenKind.Bracket, "("))
            {
                key = Expression(0);
            }
            else
            {
                throw Fault(
                    _current,
                    $"a map key must be a quoted string, a number, a identifier, or an expression enclosed in parentheses (unexpected token {_current})");
            }

            Expect(TokenKind.Operator, ":");
            pairs.Add(Create(new PairNode(key, Expression(0)), token.Span));
        }

        Expect(TokenKind.Bracket, "}");
        return Create(new MapNode(pairs), token.Span);
    }

    private ExpressionNode Postfix(ExpressionNode node)
    {
        var token = _current;
        while (token.Kind is TokenKind.Operator or TokenKind.Bracket)
        {
            var optional = token.Value == "?.";
            if (token.Value is "." or "?.")
            {
                Next();
                var property = _current;
                if (optional && property.Is(TokenKind.Bracket, "["))
                {
                    token = property;
                }
                else
                {
                    Next();
                    if (property.Kind != TokenKind.Identifier
                        && (property.Kind != TokenKind.Operator || !ExpressionLexer.IsIdentifier(property.Value)))
                        throw Fault(_current, "expected name");
                    node = Member(node, property, optional);
                    token = _current;
                    continue;
                }
            }

            if (token.Value != "[" || token.Kind != TokenKind.Bracket)
                break;
            node = Index(node, token, optional);
            token = _current;
        }

        return node;
    }

    private ExpressionNode Member(ExpressionNode node, ExpressionToken property, bool optional)
    {
        var name = Create(new StringNode(property.Value), property.Span);
        var chain = node as ChainNode;
        var member = Create(new MemberNode(chain?.Inner ?? node, name, optional), property.Span);
        ExpressionNode result = member;
        if (_current.Is(TokenKind.Bracket, "("))
        {
            member.IsMethod = true;
            var arguments = new List<ExpressionNode>();
            Arguments(arguments);
            result = Create(new CallNode(member, arguments), property.Span);
        }

        return chain is not null || optional ? Create(new ChainNode(result), property.Span) : result;
    }

    private ExpressionNode Index(ExpressionNode node, ExpressionToken token, bool optional)
    {
        Next();
        ExpressionNode? to = null;
        if (_current.Is(TokenKind.Operator, ":"))
        {
            Next();
            if (!_current.Is(TokenKind.Bracket, "]"))
                to = Expression(0);
            node = Create(new SliceNode(node, null, to), token.Span);
            Expect(TokenKind.Bracket, "]");
            return node;
        }

        var from = Expression(0);
        if (_current.Is(TokenKind.Operator, ":"))
        {
            Next();
            if (!_current.Is(TokenKind.Bracket, "]"))
                to = Expression(0);
            node = Create(new SliceNode(node, from, to), token.Span);
        }
        else
        {
            node = Create(new MemberNode(node, from, optional), token.Span);
            if (optional)
                node = Create(new ChainNode(node), token.Span);
        }

        Expect(TokenKind.Bracket, "]");
        return node;
    }

    private T Create<T>(T node, Span span)
        where T : ExpressionNode
    {
        if (++_count > MaxNodes)
            throw Fault(_current, "compilation failed: expression exceeds maximum allowed nodes");
        node.Span = span;
        return node;
    }

    private void Next()
    {
        if (_stashed is { } stashed)
        {
            _current = stashed;
            _stashed = null;
            return;
        }

        if (_current.Is(TokenKind.EOF))
            throw Fault(_current, "unexpected end of expression");
        _current = _lexer.Next();
    }

    private void Expect(TokenKind kind, string? value = null)
    {
        if (value is null ? !_current.Is(kind) : !_current.Is(kind, value))
            throw Unexpected(_current);
        Next();
    }

    private ExpressionException Unexpected(ExpressionToken token) => Fault(_current, $"unexpected token {token}");

    private ExpressionException Fault(ExpressionToken token, string message) => _source.Fault(token.Span, message, ExpressionStage.Syntax);
}
