using Argosy.Manifests.Expressions.Builtins;
using Argosy.Manifests.Expressions.Syntax;
using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text.Regex;

namespace Argosy.Manifests.Expressions.Running;

/// <summary>Runs a checked expression. Work and memory are limited, so that no expression hangs or fills the machine.</summary>
internal sealed class Interpreter(ExpressionSource source, GoMap environment)
{
    private const long MemoryBudget = 1_000_000;
    private const long StepBudget = 30_000_000;

    // Stands for nil found by "?.": everything up to the end of the chain is skipped.
    private static readonly object Broken = new();

    private readonly Dictionary<string, GoRegex> _patterns = new(StringComparer.Ordinal);
    private readonly List<(string Name, object? Value)> _variables = [];
    private readonly Stack<Scope> _scopes = new();
    private Span _at;
    private long _memory;
    private long _steps;

    /// <exception cref="ExpressionException">The run failed.</exception>
    public object? Run(ExpressionNode root)
    {
        try
        {
            return Eval(root);
        }
        catch (GoPanic error)
        {
            throw source.Fault(_at, error.Message, ExpressionStage.Run);
        }
        catch (GoRegexException error)
        {
            throw source.Fault(_at, error.Message, ExpressionStage.Run);
        }
        catch (OutOfMemoryException)
        {
            throw source.Fault(_at, "memory budget exceeded", ExpressionStage.Run);
        }
    }

    private object? Eval(ExpressionNode node)
    {
        RecursionGuard.Check();
        if (++_steps > StepBudget)
            throw new GoPanic("the expression takes too long");
        switch (node)
        {
            case NilNode:
                return null;
            case IntegerNode n:
                return n.Value;
            case FloatNode n:
                return n.Value;
            case BoolNode n:
                return n.Value;
            case StringNode n:
                return n.Value;
            case BytesNode n:
                return Go.FromBytes(n.Value.Select(c => (byte)c));
            case ConstantNode n:
                return n.Value;
            case IdentifierNode n:
                return Identifier(n);
            case UnaryNode n:
                return Unary(n);
            case BinaryNode n:
                return Binary(n);
            case ChainNode n:
                var chained = Eval(n.Inner);
                return ReferenceEquals(chained, Broken) || Go.IsNil(chained) ? null : chained;
            case MemberNode n:
                return Member(n);
            case SliceNode n:
                return Slice(n);
            case CallNode n:
                return Call(n);
            case BuiltinNode n:
                return Builtin(n);
            case PredicateNode n:
                return Eval(n.Body);
            case PointerNode n:
                _at = n.Span;
                return n.Name switch
                {
                    "index" => (long)_scopes.Peek().Index,
                    "acc" => _scopes.Peek().Accumulator,
                    _ => _scopes.Peek().Item,
                };
            case LetNode n:
                _variables.Add((n.Name, Eval(n.Value)));
                var result = Eval(n.Body);
                _variables.RemoveAt(_variables.Count - 1);
                return result;
            case SequenceNode n:
                object? last = null;
                foreach (var item in n.Nodes)
                    last = Eval(item);
                return last;
            case ConditionalNode n:
                var condition = Eval(n.Condition);
                _at = n.Span;
                return Eval(Arithmetic.Bool(condition) ? n.Then : n.Else);
            case ArrayNode n:
                var items = new List<object?>(n.Nodes.Count);
                foreach (var item in n.Nodes)
                    items.Add(Eval(item));
                _at = n.Span;
                Grow(items.Count);
                return new GoList(GoType.AnySlice, items);
            case MapNode n:
                return Map(n);
            default:
                throw new InvalidOperationException();
        }
    }

    private object? Identifier(IdentifierNode node)
    {
        for (var i = _variables.Count - 1; i >= 0; i--)
        {
            if (_variables[i].Name == node.Name)
                return _variables[i].Value;
        }

        if (node.Name == "$env")
            return environment;
        return environment.TryGet(node.Name, out var value) ? value : null;
    }

    private object? Unary(UnaryNode node)
    {
        var value = Eval(node.Operand);
        _at = node.Span;
        return node.Operator switch
        {
            "!" or "not" => !Arithmetic.Bool(value),
            "-" => Arithmetic.Negate(value),
            _ => value,
        };
    }

    private object? Binary(BinaryNode node)
    {
        var left = Eval(node.Left);
        switch (node.Operator)
        {
            case "or" or "||":
                _at = node.Span;
                return Arithmetic.Bool(left) ? left : Eval(node.Right);
            case "and" or "&&":
                _at = node.Span;
                return Arithmetic.Bool(left) ? Eval(node.Right) : left;
            case "??":
                return Go.IsNil(left) ? Eval(node.Right) : left;
        }

        if (node.Operator == "matches" && node.Right is StringNode pattern)
        {
            _at = node.Span;
            return Matches(left, pattern.Value);
        }

        var right = Eval(node.Right);
        _at = node.Span;
        switch (node.Operator)
        {
            case "==" or "!=":
                return Equal(node, left, right) == (node.Operator == "==");
            case "<" or ">" or "<=" or ">=":
                return Arithmetic.Less(left, right, node.Operator);
            case "+":
                return Arithmetic.Add(left, right);
            case "-":
                return Arithmetic.Subtract(left, right);
            case "*":
                return Arithmetic.Multiply(left, right);
            case "/":
                return Arithmetic.Divide(left, right);
            case "%":
                return Arithmetic.Modulo(left, right);
            case "**" or "^":
                return Arithmetic.Exponent(left, right);
            case "in":
                return Arithmetic.In(left, right);
            case "matches":
                return !Go.IsNil(left) && !Go.IsNil(right) && Matches(left, Arithmetic.Text(right));
            case "contains":
                return !Go.IsNil(left) && !Go.IsNil(right) && Arithmetic.Text(left).IndexOf(Arithmetic.Text(right), StringComparison.Ordinal) >= 0;
            case "startsWith":
                return !Go.IsNil(left) && !Go.IsNil(right) && Arithmetic.Text(left).StartsWith(Arithmetic.Text(right), StringComparison.Ordinal);
            case "endsWith":
                return !Go.IsNil(left) && !Go.IsNil(right) && Arithmetic.Text(left).EndsWith(Arithmetic.Text(right), StringComparison.Ordinal);
            case "..":
                return Range(Arithmetic.ToInt(left), Arithmetic.ToInt(right));
            default:
                throw new GoPanic($"unknown operator ({node.Operator})");
        }
    }

    private static bool Equal(BinaryNode node, object? left, object? right)
    {
        // Where both types are known, Go compares them without looking, and fails if the value is of another type after all.
        GoType l = node.Left.Type, r = node.Right.Type;
        if (l.Kind == r.Kind && l.Package.Length == 0 && r.Package.Length == 0)
        {
            if (l.Kind == GoKind.Int && (left is not long || right is not long))
                throw new GoPanic(Arithmetic.Conversion(left is not long ? left : right, "int"));
            if (l.Kind == GoKind.String)
                return Arithmetic.Text(left) == Arithmetic.Text(right);
        }

        return Arithmetic.Equal(left, right);
    }

    private bool Matches(object? value, string pattern)
    {
        if (Go.IsNil(value))
            return false;
        var text = value switch
        {
            string s => s,
            GoList list when ReferenceEquals(list.Type, GoType.Bytes) => Go.Text(list),
            _ => throw new GoPanic(Arithmetic.Conversion(value, "[]uint8")),
        };
        if (!_patterns.TryGetValue(pattern, out var regex))
            _patterns.Add(pattern, regex = GoRegex.Compile(pattern));
        return regex.IsMatch(text);
    }

    private GoList Range(long from, long to)
    {
        var size = unchecked(to - from + 1);
        if (size <= 0)
            return new GoList(GoType.IntSlice, []);
        Grow(size);
        var items = new List<object?>((int)size);
        for (var i = from; items.Count < size; i++)
            items.Add(i);
        return new GoList(GoType.IntSlice, items);
    }

    private object? Member(MemberNode node)
    {
        var target = Eval(node.Target);
        if (ReferenceEquals(target, Broken))
            return Broken;
        if (node.Property is StringNode name && node.Target.Nature.Type is { } type && !ReferenceEquals(type, GoType.Any) && Methods.Signature(type, name.Value) is not null)
        {
            _at = node.Span;
            return Methods.Bind(target, name.Value) ?? throw new GoPanic($"cannot fetch {name.Value} from {Go.TypeName(target)}");
        }

        if (node.IsOptional && Go.IsNil(target))
            return Broken;
        var property = Eval(node.Property);
        _at = node.Span;
        return Arithmetic.Fetch(target, property);
    }

    private object? Slice(SliceNode node)
    {
        var target = Eval(node.Target);
        if (ReferenceEquals(target, Broken))
            return Broken;
        object? to;
        if (node.To is not null)
        {
            to = Eval(node.To);
        }
        else
        {
            _at = node.Span;
            to = Arithmetic.Length(target);
        }

        var from = node.From is null ? 0L : Eval(node.From);
        _at = node.Span;
        return Arithmetic.Slice(target, from, to);
    }

    private object? Map(MapNode node)
    {
        var pairs = new List<(object? Key, object? Value)>(node.Pairs.Count);
        foreach (var pair in node.Pairs.Cast<PairNode>())
        {
            var key = Eval(pair.Key);
            pairs.Add((key, Eval(pair.Value)));
        }

        _at = node.Span;
        Grow(pairs.Count);
        var map = GoMap.Strings();
        // Of two equal keys the first one wins, as in expr-lang, which fills the map from the end.
        for (var i = pairs.Count - 1; i >= 0; i--)
            map[Arithmetic.Text(pairs[i].Key)] = pairs[i].Value;
        return map;
    }

    private object? Call(CallNode node)
    {
        var arguments = new object?[node.Arguments.Count];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = Eval(node.Arguments[i]);
        if (node.Callee is IdentifierNode name && BuiltinTable.Find(name.Name) is { } builtin && !environment.TryGet(name.Name, out _))
        {
            _at = node.Span;
            return builtin.Invoke(arguments, Grow);
        }

        var callee = Eval(node.Callee);
        if (ReferenceEquals(callee, Broken))
            return Broken;
        _at = node.Span;
        switch (callee)
        {
            case null:
                throw new GoPanic("invalid operation: cannot call nil");
            case GoFunction function:
                return FunctionCall.Invoke(function, arguments, typed: node.Callee.Type.Kind == GoKind.Func && FunctionCall.IsTyped(function.Type));
            default:
                throw new GoPanic($"invalid operation: cannot call non-function of type {Go.TypeName(callee)}");
        }
    }

    private object? Builtin(BuiltinNode node)
    {
        if (!BuiltinTable.Predicates.ContainsKey(node.Name))
        {
            var arguments = new object?[node.Arguments.Count];
            for (var i = 0; i < arguments.Length; i++)
                arguments[i] = Eval(node.Arguments[i]);
            _at = node.Span;
            arguments = ArgumentCounts.Taken(node.Name, arguments);
            try
            {
                return BuiltinTable.Find(node.Name)!.Invoke(arguments, Grow);
            }
            catch (IndexOutOfRangeException)
            {
                throw ArgumentCounts.Missing(arguments.Length);
            }
        }

        var collection = Eval(node.Arguments[0]);
        _at = node.Span;
        var scope = new Scope(collection);
        _scopes.Push(scope);
        var result = new PredicateRun(this, node, scope).Result();
        _scopes.Pop();
        return result;
    }

    private void Grow(long size)
    {
        _memory += size;
        if (size < 0 || _memory >= MemoryBudget)
            throw new GoPanic("memory budget exceeded");
    }

    /// <summary>The state of one loop over a collection.</summary>
    private sealed class Scope
    {
        private readonly GoList? _list;
        private readonly byte[]? _bytes;
        private readonly object? _other;

        public Scope(object? collection)
        {
            switch (collection)
            {
                case GoList list:
                    _list = list;
                    Length = list.Items.Count;
                    break;
                case string text:
                    _bytes = Text.GoBytes.Of(text);
                    Length = _bytes.Length;
                    break;
                case GoMap map:
                    _other = map;
                    Length = map.Count;
                    break;
                default:
                    throw new GoPanic($"reflect: call of reflect.Value.Len on {(collection is null ? "zero" : Go.KindName(collection))} Value");
            }
        }

        public int Index { get; set; }

        public int Length { get; }

        public object? Accumulator { get; set; }

        public object? Item
        {
            get
            {
                if (_other is not null)
                    throw new GoPanic("reflect: call of reflect.Value.Index on map Value");
                if (Index >= Length)
                    throw new GoPanic($"runtime error: index out of range [{Index}] with length {Length}");
                return _list is not null ? _list.Items[Index] : new GoInteger(GoType.Uint8, _bytes![Index]);
            }
        }
    }

    /// <summary>The builtins that take a predicate.</summary>
    private sealed class PredicateRun(Interpreter interpreter, BuiltinNode node, Scope scope)
    {
        public object? Result()
        {
            switch (node.Name)
            {
                case "all":
                    return Until(false, true);
                case "any":
                    return Until(true, false);
                case "none":
                    for (; scope.Index < scope.Length; scope.Index++)
                    {
                        if (Passes())
                            return false;
                    }

                    return true;
                case "one":
                    return Count() == 1;
                case "count":
                    return Count();
                case "filter":
                    return Filter();
                case "map":
                    var mapped = new List<object?>(scope.Length);
                    for (; scope.Index < scope.Length; scope.Index++)
                        mapped.Add(interpreter.Eval(node.Arguments[1]));
                    return List(mapped);
                case "sum":
                    scope.Accumulator = 0L;
                    for (; scope.Index < scope.Length; scope.Index++)
                    {
                        var value = ValueOrItem();
                        At();
                        scope.Accumulator = Arithmetic.Add(value, scope.Accumulator);
                    }

                    return scope.Accumulator;
                case "find" or "findLast":
                    return Find(node.Name == "findLast") ? Picked() : node.Throws ? throw At("reflect: slice index out of range") : null;
                case "findIndex" or "findLastIndex":
                    return Find(node.Name == "findLastIndex") ? (long)scope.Index : null;
                case "groupBy":
                    return GroupBy();
                case "sortBy":
                    return SortBy();
                default:
                    return Reduce();
            }
        }

        private bool Until(bool stop, bool otherwise)
        {
            for (; scope.Index < scope.Length; scope.Index++)
            {
                if (Passes() == stop)
                    return stop;
            }

            return otherwise;
        }

        private long Count()
        {
            long count = 0;
            for (; scope.Index < scope.Length; scope.Index++)
            {
                var value = ValueOrItem();
                At();
                if (Arithmetic.Bool(value) && ++count >= node.Threshold)
                    break;
            }

            return count;
        }

        private GoList Filter()
        {
            var items = new List<object?>();
            for (; scope.Index < scope.Length; scope.Index++)
            {
                if (Passes())
                    items.Add(Picked());
            }

            return List(items);
        }

        private bool Find(bool backwards)
        {
            if (!backwards)
            {
                for (; scope.Index < scope.Length; scope.Index++)
                {
                    if (Passes())
                        return true;
                }

                return false;
            }

            for (scope.Index = scope.Length - 1; scope.Index >= 0; scope.Index--)
            {
                if (Passes())
                    return true;
            }

            return false;
        }

        private GoMap GroupBy()
        {
            var groups = new GoMap(GoType.Map(GoType.Any, GoType.AnySlice));
            for (; scope.Index < scope.Length; scope.Index++)
            {
                var key = interpreter.Eval(node.Arguments[1]);
                At();
                if (groups.TryGet(key, out var group))
                    ((GoList)group!).Items.Add(scope.Item);
                else
                    groups[key] = GoList.Any([scope.Item]);
            }

            return groups;
        }

        private GoList SortBy()
        {
            var order = node.Arguments.Count == 3 ? interpreter.Eval(node.Arguments[2]) : "asc";
            At();
            var descending = order switch
            {
                "asc" => false,
                "desc" => true,
                string => throw new GoPanic("unknown order, use asc or desc"),
                _ => throw new GoPanic("sortBy order argument must be a string"),
            };
            var pairs = new List<(object? Value, object? Item)>(scope.Length);
            for (; scope.Index < scope.Length; scope.Index++)
                pairs.Add((interpreter.Eval(node.Arguments[1]), scope.Item));
            At();
            Sorting.Sort(pairs, (a, b) => descending ? Arithmetic.Less(b.Value, a.Value) : Arithmetic.Less(a.Value, b.Value));
            interpreter.Grow(scope.Length);
            return GoList.Any(pairs.Select(p => p.Item));
        }

        private object? Reduce()
        {
            if (node.Arguments.Count == 3)
            {
                scope.Accumulator = interpreter.Eval(node.Arguments[2]);
            }
            else
            {
                At();
                if (scope.Length == 0)
                    throw new GoPanic("reduce of empty array with no initial value");
                scope.Accumulator = scope.Item;
                scope.Index = 1;
            }

            for (; scope.Index < scope.Length; scope.Index++)
                scope.Accumulator = interpreter.Eval(node.Arguments[1]);
            return scope.Accumulator;
        }

        private object? ValueOrItem()
        {
            if (node.Arguments.Count == 2)
                return interpreter.Eval(node.Arguments[1]);
            At();
            return scope.Item;
        }

        private bool Passes()
        {
            var value = interpreter.Eval(node.Arguments[1]);
            At();
            return Arithmetic.Bool(value);
        }

        private object? Picked()
        {
            if (node.Map is not null)
                return interpreter.Eval(node.Map);
            At();
            return scope.Item;
        }

        private GoList List(List<object?> items)
        {
            At();
            interpreter.Grow(items.Count);
            return new GoList(GoType.AnySlice, items);
        }

        private void At() => interpreter._at = node.Span;

        private GoPanic At(string message)
        {
            At();
            return new GoPanic(message);
        }
    }
}
