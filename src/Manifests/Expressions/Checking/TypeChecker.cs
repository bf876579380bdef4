using Argosy.Manifests.Expressions.Builtins;
using Argosy.Manifests.Expressions.Syntax;
using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text.Regex;

namespace Argosy.Manifests.Expressions.Checking;

/// <summary>Checks names, types and argument counts before the run, as far as the environment lets it.</summary>
internal sealed class TypeChecker(ExpressionSource source, Nature environment)
{
    private readonly List<(Nature Collection, Dictionary<string, Nature> Variables)> _predicates = [];
    private readonly List<(string Name, Nature Nature)> _variables = [];

    /// <exception cref="ExpressionException">A name, a type or a count is wrong.</exception>
    public static Nature Check(ExpressionSource source, ExpressionNode root, Nature environment)
    {
        try
        {
            return new TypeChecker(source, environment).Visit(root);
        }
        catch (GoPanic error)
        {
            throw new ExpressionException(error.Message, error.Message, -1, 0, ExpressionStage.Check);
        }
    }

    private Nature Visit(ExpressionNode node)
    {
        RecursionGuard.Check();
        return node.Nature = node switch
        {
            NilNode => Nature.NilNature,
            IdentifierNode n => Identifier(n),
            IntegerNode => Nature.Of(GoType.Int),
            FloatNode => Nature.Of(GoType.Float64),
            BoolNode => Nature.Of(GoType.Bool),
            StringNode => Nature.Of(GoType.String),
            BytesNode => Nature.Of(GoType.Bytes),
            ConstantNode n => Nature.OfValue(n.Value),
            UnaryNode n => Unary(n),
            BinaryNode n => Binary(n),
            ChainNode n => Visit(n.Inner),
            MemberNode n => Member(n),
            SliceNode n => Slice(n),
            CallNode n => Call(n),
            BuiltinNode n => BuiltinCall(n),
            PredicateNode n => Nature.Predicate(Visit(n.Body)),
            PointerNode n => Pointer(n),
            LetNode n => Let(n),
            SequenceNode n => n.Nodes.Select(Visit).ToList()[n.Nodes.Count - 1],
            ConditionalNode n => Conditional(n),
            ArrayNode n => Array(n),
            MapNode n => Map(n),
            PairNode n => Pair(n),
            _ => throw new InvalidOperationException(),
        };
    }

    private Nature Identifier(IdentifierNode node)
    {
        for (var i = _variables.Count - 1; i >= 0; i--)
        {
            if (_variables[i].Name == node.Name)
                return _variables[i].Nature;
        }

        return node.Name == "$env" ? Nature.Unknown : Name(node, node.Name, strict: true, builtins: true);
    }

    private Nature Name(ExpressionNode node, string name, bool strict, bool builtins)
    {
        if (environment.Fields!.TryGetValue(name, out var known))
            return known;
        if (builtins && BuiltinTable.Find(name) is { } function)
            return Nature.OfBuiltin(function);
        return strict ? throw Fault(node, $"unknown name {name}") : Nature.Unknown;
    }

    private Nature Unary(UnaryNode node)
    {
        var nature = Visit(node.Operand).Deref();
        if (node.Operator is "!" or "not")
        {
            if (nature.IsBool || nature.IsUnknown)
                return Nature.Of(GoType.Bool);
        }
        else
        {
            if (nature.IsNumber)
                return nature;
            if (nature.IsUnknown)
                return Nature.Unknown;
        }

        throw Fault(node, $"invalid operation: {node.Operator} (mismatched type {nature})");
    }

    private Nature Binary(BinaryNode node)
    {
        Nature l = Visit(node.Left).Deref(), r = Visit(node.Right).Deref();
        static bool Number(Nature n) => n.IsNumber;
        static bool Integer(Nature n) => n.IsInteger;
        static bool Text(Nature n) => n.IsString;
        static bool Time(Nature n) => n.IsTime;
        static bool Duration(Nature n) => n.IsDuration;
        static bool Bool(Nature n) => n.IsBool;
        switch (node.Operator)
        {
            case "==" or "!=":
                if (l.ComparableTo(r))
                    return Nature.Of(GoType.Bool);
                break;
            case "or" or "||" or "and" or "&&":
                if (l.IsBool && r.IsBool || l.MaybeCompatible(r, Bool))
                    return Nature.Of(GoType.Bool);
                break;
            case "<" or ">" or ">=" or "<=":
                if (l.IsNumber && r.IsNumber || l.IsString && r.IsString || l.IsTime && r.IsTime || l.IsDuration && r.IsDuration
                    || l.MaybeCompatible(r, Number, Text, Time, Duration))
                    return Nature.Of(GoType.Bool);
                break;
            case "-":
                if (l.IsNumber && r.IsNumber)
                    return l.Promote(r);
                if (l.IsTime && r.IsTime || l.IsDuration && r.IsDuration)
                    return Nature.Of(GoType.Duration);
                if (l.IsTime && r.IsDuration)
                    return Nature.Of(GoType.Time);
                if (l.MaybeCompatible(r, Number, Time, Duration))
                    return Nature.Unknown;
                break;
            case "*":
                if (l.IsNumber && r.IsNumber)
                    return l.Promote(r);
                if (l.IsNumber && r.IsDuration || l.IsDuration && r.IsNumber || l.IsDuration && r.IsDuration)
                    return Nature.Of(GoType.Duration);
                if (l.MaybeCompatible(r, Number, Duration))
                    return Nature.Unknown;
                break;
            case "/" or "**" or "^":
                if (l.IsNumber && r.IsNumber || l.MaybeCompatible(r, Number))
                    return Nature.Of(GoType.Float64);
                break;
            case "%":
                if (l.IsInteger && r.IsInteger || l.MaybeCompatible(r, Integer))
                    return Nature.Of(GoType.Int);
                break;
            case "+":
                if (l.IsNumber && r.IsNumber)
                    return l.Promote(r);
                if (l.IsString && r.IsString)
                    return Nature.Of(GoType.String);
                if (l.IsTime && r.IsDuration || l.IsDuration && r.IsTime)
                    return Nature.Of(GoType.Time);
                if (l.IsDuration && r.IsDuration)
                    return Nature.Of(GoType.Duration);
                if (l.MaybeCompatible(r, Number, Text, Time, Duration))
                    return Nature.Unknown;
                break;
            case "in":
                if (In(node, l, r))
                    return Nature.Of(GoType.Bool);
                break;
            case "matches":
                if (node.Right is StringNode pattern)
                    CheckPattern(node, pattern.Value);
                if ((l.IsString || ReferenceEquals(l.Type, GoType.Bytes)) && r.IsString || l.MaybeCompatible(r, Text))
                    return Nature.Of(GoType.Bool);
                break;
            case "contains" or "startsWith" or "endsWith":
                if (l.IsString && r.IsString || l.MaybeCompatible(r, Text))
                    return Nature.Of(GoType.Bool);
                break;
            case "..":
                if (l.IsInteger && r.IsInteger || l.MaybeCompatible(r, Integer))
                    return Nature.ListOf(Nature.Of(GoType.Int));
                break;
            case "??":
                if (l.IsNil)
                    return r;
                if (r.IsNil || r.AssignableTo(l))
                    return l;
                return Nature.Unknown;
            default:
                throw Fault(node, $"unknown operator ({node.Operator})");
        }

        throw Fault(node, $"invalid operation: {node.Operator} (mismatched types {l} and {r})");
    }

    private bool In(BinaryNode node, Nature l, Nature r)
    {
        if ((l.IsString || l.IsUnknown) && r.Kind == GoKind.Struct)
            return true;
        if (r.IsMap)
        {
            if (!l.IsUnknown && !l.AssignableTo(r.Key))
                throw Fault(node, $"cannot use {l} as type {r.Key} in map key");
            return true;
        }

        if (r.IsArray)
        {
            if (!l.ComparableTo(r.Elem))
                throw Fault(node, $"cannot use {l} as type {r.Elem} in array");
            return true;
        }

        return l.IsUnknown && r.IsString || r.IsUnknown;
    }

    private void CheckPattern(ExpressionNode node, string pattern)
    {
        try
        {
            GoRegex.Compile(pattern);
        }
        catch (GoRegexException error)
        {
            throw Fault(node, error.Message);
        }
    }

    private Nature Member(MemberNode node)
    {
        var name = (node.Property as StringNode)?.Value;
        if (node.Target is IdentifierNode { Name: "$env" })
            return name is null ? Nature.Unknown : Name(node, name, strict: !node.IsOptional, builtins: false);
        Nature target = Visit(node.Target), property = Visit(node.Property);
        if (target.IsUnknown)
            return Nature.Unknown;
        if (name is not null)
        {
            if (target.IsNil)
                throw Fault(node, $"type nil has no field {name}");
            if (Methods.Signature(target.Type!, name) is { } method)
                return Nature.OfMethod(method);
        }

        target = target.Deref();
        switch (target.Kind)
        {
            case GoKind.Map:
                if (!property.AssignableTo(target.Key))
                    property = property.Deref();
                if (!property.AssignableTo(target.Key) && !property.IsUnknown)
                    throw Fault(node.Property, $"cannot use {property} to get an element from {target}");
                if (name is not null && target.Fields is not null)
                {
                    if (target.Fields.TryGetValue(name, out var field))
                        return field;
                    if (target.IsStrict)
                        throw Fault(node.Property, $"unknown field {name}");
                }

                return target.Elem;
            case GoKind.Array or GoKind.Slice:
                property = property.Deref();
                if (!property.IsInteger && !property.IsUnknown)
                    throw Fault(node.Property, $"array elements can only be selected using an integer (got {property})");
                return target.Elem;
        }

        if (name is not null)
            throw Fault(node, $"type {target} has no {(node.IsMethod ? "method" : "field")} {name}");
        throw Fault(node, $"type {target}[{property}] is undefined");
    }

    private Nature Slice(SliceNode node)
    {
        var nature = Visit(node.Target);
        if (nature.IsUnknown)
            return Nature.Unknown;
        if (nature.Kind is not (GoKind.String or GoKind.Array or GoKind.Slice))
            throw Fault(node, $"cannot slice {nature}");
        foreach (var bound in new[] { node.From, node.To })
        {
            if (bound is null)
                continue;
            var index = Visit(bound).Deref();
            if (!index.IsInteger && !index.IsUnknown)
                throw Fault(bound, $"non-integer slice index {index}");
        }

        return nature;
    }

    private Nature Call(CallNode node)
    {
        if (node.Callee is IdentifierNode { Name: "$env" })
            throw Fault(node, $"{environment} is not callable");
        var callee = Visit(node.Callee);
        if (callee.IsUnknown)
            return Nature.Unknown;
        if (callee.Function is not null)
            return CheckFunction(callee.Function, node, node.Arguments);
        var name = node.Callee switch
        {
            IdentifierNode n => n.Name,
            MemberNode { Property: StringNode n } => n.Value,
            _ => "function",
        };
        if (callee.IsNil)
            throw Fault(node, $"{name} is nil; cannot call nil as function");
        if (!callee.IsFunc)
            throw Fault(node, $"{callee} is not callable");
        return CheckArguments(name, callee, node.Arguments, node, out var fault) is var result && fault is not null ? throw fault : result;
    }

    private Nature BuiltinCall(BuiltinNode node)
    {
        if (!BuiltinTable.Predicates.ContainsKey(node.Name))
            return node.Name == "get" ? Get(node) : CheckFunction(BuiltinTable.Find(node.Name)!, node, node.Arguments);
        var collection = Visit(node.Arguments[0]).Deref();
        if (!collection.IsArray && !collection.IsUnknown)
            throw Fault(node.Arguments[0], $"builtin {node.Name} takes only array (got {collection})");
        if (node.Arguments.Count == 1)
            return node.Name == "count" ? Nature.Of(GoType.Int) : collection.IsUnknown ? Nature.Unknown : collection.Elem;
        var variables = new Dictionary<string, Nature>(StringComparer.Ordinal);
        if (node.Name is "map" or "reduce")
            variables["index"] = Nature.Of(GoType.Int);
        if (node.Name == "reduce")
            variables["acc"] = Nature.Unknown;
        _predicates.Add((collection, variables));
        var predicate = Visit(node.Arguments[1]);
        _predicates.RemoveAt(_predicates.Count - 1);
        if (node.Arguments.Count == 3)
        {
            var third = Visit(node.Arguments[2]);
            if (node.Name == "sortBy" && !third.IsString && !third.IsUnknown)
                throw Fault(node.Arguments[2], $"sortBy order argument must be a string (got {third})");
        }

        if (predicate.Type!.Out.Count != 1)
        {
            // The sum of nils falls through to the table of functions.
            if (node.Name == "sum")
                return CheckFunction(BuiltinTable.Find("sum")!, node, node.Arguments);
            throw Fault(node.Arguments[1], $"predicate should has {(node.Name == "reduce" ? "two" : "one")} input and one output param");
        }

        var result = Nature.Of(predicate.Type.Out[0]);
        if (node.Name is "all" or "none" or "any" or "one" or "filter" or "count" or "find" or "findLast" or "findIndex" or "findLastIndex"
            && !result.IsBool && !result.IsUnknown)
            throw Fault(node.Arguments[1], $"predicate should return boolean (got {result})");
        return node.Name switch
        {
            "all" or "none" or "any" or "one" => Nature.Of(GoType.Bool),
            "filter" => collection.IsUnknown ? Nature.Of(GoType.AnySlice) : Nature.ListOf(collection.Elem),
            "map" => Nature.ListOf(predicate.Ref!),
            "count" or "findIndex" or "findLastIndex" => Nature.Of(GoType.Int),
            "sum" => result,
            "find" or "findLast" => collection.IsUnknown ? Nature.Unknown : collection.Elem,
            "groupBy" => Nature.Groups(Nature.ListOf(collection.Elem)),
            "sortBy" => collection,
            _ => predicate.Ref!,
        };
    }

    private Nature Get(BuiltinNode node)
    {
        if (node.Arguments.Count != 2)
            throw Fault(node, $"invalid number of arguments (expected 2, got {node.Arguments.Count})");
        Nature target = Visit(node.Arguments[0]), property = Visit(node.Arguments[1]).Deref();
        if (node.Arguments[0] is IdentifierNode { Name: "$env" })
            return node.Arguments[1] is StringNode name && environment.Fields!.TryGetValue(name.Value, out var known) ? known : Nature.Unknown;
        if (target.IsUnknown)
            return Nature.Unknown;
        switch (target.Kind)
        {
            case GoKind.Slice or GoKind.Array:
                if (!property.IsInteger && !property.IsUnknown)
                    throw Fault(node.Arguments[1], $"non-integer slice index {property}");
                return target.Elem;
            case GoKind.Map:
                if (!property.AssignableTo(target.Key) && !property.IsUnknown)
                    throw Fault(node.Arguments[1], $"cannot use {property} to get an element from {target}");
                return target.Elem;
        }

        throw Fault(node.Arguments[0], $"type {target} does not support indexing");
    }

    private Nature CheckFunction(Builtin function, ExpressionNode node, List<ExpressionNode> arguments)
    {
        if (function.Validate is not null)
        {
            var types = arguments.Select(a => Visit(a) is { IsUnknown: false } known ? known.Type : GoType.Any).ToArray();
            try
            {
                return Nature.Of(function.Validate(types));
            }
            catch (GoPanic error)
            {
                throw Fault(node, error.Message);
            }
        }

        ExpressionException? last = null;
        foreach (var type in function.Overloads)
        {
            var result = CheckArguments(function.Name, Nature.Of(type), arguments, node, out last);
            if (last is null)
                return result;
        }

        throw last ?? Fault(node, $"no matching overload for {function.Name}");
    }

    private Nature CheckArguments(string name, Nature function, List<ExpressionNode> arguments, ExpressionNode node, out ExpressionException? fault)
    {
        fault = null;
        var type = function.Type!;
        if (type.Out.Count == 0)
            fault = Fault(node, $"func {name} doesn't return value");
        else if (type.Out.Count > 2)
            fault = Fault(node, $"func {name} returns more then two values");
        if (fault is not null)
            return Nature.Unknown;
        var offset = function.IsMethod ? 1 : 0;
        var count = type.In.Count - offset;
        if (type.IsVariadic ? arguments.Count < count - 1 : arguments.Count < count)
            fault = Fault(node, $"not enough arguments to call {name}");
        else if (!type.IsVariadic && arguments.Count > count)
            fault = Fault(node, $"too many arguments to call {name}");
        var result = Nature.Of(type.Out[0]);
        if (fault is not null)
        {
            arguments.ForEach(a => Visit(a));
            return result;
        }

        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = Visit(arguments[i]);
            var parameter = Nature.Of(type.IsVariadic && i >= count - 1 ? type.In[type.In.Count - 1].Elem : type.In[i + offset]);
            if (parameter.IsFloat && argument.IsInteger)
            {
                arguments[i] = ToFloat(arguments[i]);
                continue;
            }

            if (parameter.IsInteger && argument.IsInteger && argument.Kind != parameter.Kind)
                continue;
            if (argument.IsNil)
            {
                if (parameter.Kind is GoKind.Ptr or GoKind.Interface)
                    continue;
                fault = Fault(arguments[i], $"cannot use nil as argument (type {parameter}) to call {name}");
                return Nature.Unknown;
            }

            if (!argument.AssignableTo(parameter) && !argument.Deref().AssignableTo(parameter) && !argument.IsUnknown)
            {
                fault = Fault(arguments[i], $"cannot use {argument} as argument (type {parameter}) to call {name} ");
                return Nature.Unknown;
            }
        }

        return result;
    }

    private static ExpressionNode ToFloat(ExpressionNode node)
    {
        switch (node)
        {
            case IntegerNode n:
                return new FloatNode(n.Value) { Nature = Nature.Of(GoType.Float64) };
            case UnaryNode n:
                n.Operand = ToFloat(n.Operand);
                break;
            case BinaryNode { Operator: "+" or "-" or "*" } n:
                n.Left = ToFloat(n.Left);
                n.Right = ToFloat(n.Right);
                break;
        }

        return node;
    }

    private Nature Pointer(PointerNode node)
    {
        if (_predicates.Count == 0)
            throw Fault(node, "cannot use pointer accessor outside predicate");
        var (collection, variables) = _predicates[_predicates.Count - 1];
        if (node.Name.Length == 0)
            return collection.IsUnknown ? Nature.Unknown : collection.Elem;
        return variables.TryGetValue(node.Name, out var nature) ? nature : throw Fault(node, $"unknown pointer #{node.Name}");
    }

    private Nature Let(LetNode node)
    {
        if (environment.Fields!.ContainsKey(node.Name))
            throw Fault(node, $"cannot redeclare {node.Name}");
        if (BuiltinTable.Find(node.Name) is not null)
            throw Fault(node, $"cannot redeclare builtin {node.Name}");
        if (_variables.Any(v => v.Name == node.Name))
            throw Fault(node, $"cannot redeclare variable {node.Name}");
        var value = Visit(node.Value);
        _variables.Add((node.Name, value));
        var result = Visit(node.Body);
        _variables.RemoveAt(_variables.Count - 1);
        return result;
    }

    private Nature Conditional(ConditionalNode node)
    {
        var condition = Visit(node.Condition).Deref();
        if (!condition.IsBool && !condition.IsUnknown)
            throw Fault(node.Condition, $"non-bool expression (type {condition}) used as condition");
        Nature a = Visit(node.Then), b = Visit(node.Else);
        if (a.IsNil)
            return b;
        if (b.IsNil)
            return a;
        if (!a.AssignableTo(b))
            return Nature.Unknown;
        return a.IsArray && b.IsArray && (!a.Elem.AssignableTo(b.Elem) || !b.Elem.AssignableTo(a.Elem)) ? Nature.Of(GoType.AnySlice) : a;
    }

    private Nature Array(ArrayNode node)
    {
        var previous = Nature.Unknown;
        var same = true;
        for (var i = 0; i < node.Nodes.Count; i++)
        {
            var current = Visit(node.Nodes[i]);
            same &= i == 0 || current.Kind == previous.Kind;
            previous = current;
        }

        return same ? Nature.ListOf(previous) : Nature.Of(GoType.AnySlice);
    }

    private Nature Map(MapNode node)
    {
        node.Pairs.ForEach(p => Visit(p));
        return Nature.Of(GoType.StringMap);
    }

    private Nature Pair(PairNode node)
    {
        Visit(node.Key);
        Visit(node.Value);
        return Nature.NilNature;
    }

    private ExpressionException Fault(ExpressionNode node, string message) => source.Fault(node.Span, message, ExpressionStage.Check);
}
