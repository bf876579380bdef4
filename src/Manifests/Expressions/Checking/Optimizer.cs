using Argosy.Manifests.Expressions.Syntax;
using Argosy.Manifests.Expressions.Values;

namespace Argosy.Manifests.Expressions.Checking;

/// <summary>
/// The rewritings that expr-lang does before a run. They are done here because they can be seen: <c>x &amp;&amp; true</c> is x, whatever x is,
/// <c>1 % 0</c> fails even where it is never reached, and <c>n in ['a']</c> asks for a key of a map.
/// </summary>
internal sealed class Optimizer(ExpressionSource source)
{
    private const int MaxFolds = 1000;

    private bool _applied;

    public static ExpressionNode Optimize(ExpressionSource source, ExpressionNode root)
    {
        var optimizer = new Optimizer(source);
        root = ExpressionWalker.Walk(root, InArray);
        for (var i = 0; i <= MaxFolds; i++)
        {
            optimizer._applied = false;
            root = ExpressionWalker.Walk(root, optimizer.Fold);
            if (!optimizer._applied)
                break;
        }

        root = ExpressionWalker.Walk(root, InRange);
        root = ExpressionWalker.Walk(root, FilterMap);
        root = ExpressionWalker.Walk(root, FilterLen);
        root = ExpressionWalker.Walk(root, n => FilterEdge(n, -1, "last", "findLast"));
        root = ExpressionWalker.Walk(root, n => FilterEdge(n, 0, "first", "find"));
        root = ExpressionWalker.Walk(root, SumRange);
        root = ExpressionWalker.Walk(root, SumArray);
        root = ExpressionWalker.Walk(root, SumMap);
        root = ExpressionWalker.Walk(root, CountAny);
        return ExpressionWalker.Walk(root, CountThreshold);
    }

    private static ExpressionNode InArray(ExpressionNode node)
    {
        if (node is not BinaryNode { Operator: "in", Right: ArrayNode { Nodes.Count: > 0 } array } binary)
            return node;
        GoMap? set = null;
        if (binary.Left.Type.Kind == GoKind.Int && array.Nodes.TrueForAll(n => n is IntegerNode))
        {
            set = new GoMap(GoType.Map(GoType.Int, GoType.EmptyStruct));
            array.Nodes.ForEach(n => set[((IntegerNode)n).Value] = EmptyStruct.Value);
        }
        else if (array.Nodes.TrueForAll(n => n is StringNode))
        {
            set = new GoMap(GoType.Map(GoType.String, GoType.EmptyStruct));
            array.Nodes.ForEach(n => set[((StringNode)n).Value] = EmptyStruct.Value);
        }

        if (set is null)
            return node;
        var constant = new ConstantNode(set) { Nature = Nature.Of(set.Type) };
        return Copy(node, new BinaryNode("in", binary.Left, constant));
    }

    private ExpressionNode Fold(ExpressionNode node)
    {
        switch (node)
        {
            case UnaryNode { Operator: "-" or "+", Operand: IntegerNode operand } n:
                return Patch(node, new IntegerNode(n.Operator == "-" ? unchecked(-operand.Value) : operand.Value), GoType.Int);
            case UnaryNode { Operator: "-" or "+", Operand: FloatNode operand } n:
                return Patch(node, new FloatNode(n.Operator == "-" ? -operand.Value : operand.Value), GoType.Float64);
            case UnaryNode { Operator: "!" or "not", Operand: BoolNode operand }:
                return Patch(node, new BoolNode(!operand.Value), GoType.Bool);
            case BinaryNode binary:
                return FoldBinary(binary);
            case ArrayNode { Nodes.Count: > 0 } array when array.Nodes.TrueForAll(n => n is IntegerNode or FloatNode or StringNode or BoolNode):
                return Patch(node, new ConstantNode(GoList.Any(array.Nodes.Select(Literal))), GoType.AnySlice);
            case BuiltinNode { Name: "filter", Arguments.Count: 2, Map: null } outer
                when outer.Arguments[0] is BuiltinNode { Name: "filter" } inner
                && outer.Arguments[1] is PredicateNode outerPredicate && inner.Arguments[1] is PredicateNode innerPredicate:
                _applied = true;
                return Copy(node, new BuiltinNode(
                    "filter", [inner.Arguments[0], new PredicateNode(new BinaryNode("&&", innerPredicate.Body, outerPredicate.Body))]));
            default:
                return node;
        }
    }

    private ExpressionNode FoldBinary(BinaryNode node)
    {
        switch (node.Operator)
        {
            case "+" when node.Left is StringNode a && node.Right is StringNode b:
                return Patch(node, new StringNode(a.Value + b.Value), GoType.String);
            case "+" or "-" or "*" when node.Left is IntegerNode a && node.Right is IntegerNode b:
                return Patch(node, new IntegerNode(unchecked(node.Operator switch
                {
                    "+" => a.Value + b.Value,
                    "-" => a.Value - b.Value,
                    _ => a.Value * b.Value,
                })), GoType.Int);
            case "+" or "-" or "*" or "/" or "**" or "^" when Number(node.Left) is { } a && Number(node.Right) is { } b:
                return Patch(node, new FloatNode(node.Operator switch
                {
                    "+" => a + b,
                    "-" => a - b,
                    "*" => a * b,
                    "/" => a / b,
                    _ => Running.Arithmetic.Power(a, b),
                }), GoType.Float64);
            case "%" when node.Left is IntegerNode a && node.Right is IntegerNode b:
                if (b.Value == 0)
                    throw source.Fault(node.Span, "integer divide by zero", ExpressionStage.Check);
                return Patch(node, new IntegerNode(b.Value == -1 ? 0 : a.Value % b.Value), GoType.Int);
            case "and" or "&&":
                if (node.Left is BoolNode { Value: true })
                    return Applied(Copy(node, node.Right));
                if (node.Right is BoolNode { Value: true })
                    return Applied(Copy(node, node.Left));
                return node.Left is BoolNode || node.Right is BoolNode ? Patch(node, new BoolNode(false), GoType.Bool) : node;
            case "or" or "||":
                if (node.Left is BoolNode { Value: false })
                    return Applied(Copy(node, node.Right));
                if (node.Right is BoolNode { Value: false })
                    return Applied(Copy(node, node.Left));
                return node.Left is BoolNode || node.Right is BoolNode ? Patch(node, new BoolNode(true), GoType.Bool) : node;
            case "==":
                bool? equal = (node.Left, node.Right) switch
                {
                    (IntegerNode a, IntegerNode b) => a.Value == b.Value,
                    (StringNode a, StringNode b) => a.Value == b.Value,
                    (BoolNode a, BoolNode b) => a.Value == b.Value,
                    _ => null,
                };
                return equal is null ? node : Patch(node, new BoolNode(equal.Value), GoType.Bool);
            default:
                return node;
        }
    }

    private static ExpressionNode InRange(ExpressionNode node)
    {
        if (node is not BinaryNode { Operator: "in", Right: BinaryNode { Operator: "..", Left: IntegerNode from, Right: IntegerNode to } } binary
            || binary.Left.Type.Kind != GoKind.Int)
            return node;
        return Copy(node, new BinaryNode("and", new BinaryNode(">=", binary.Left, from), new BinaryNode("<=", binary.Left, to)));
    }

    private static ExpressionNode FilterMap(ExpressionNode node)
    {
        if (node is not BuiltinNode { Name: "map", Arguments.Count: 2 } map
            || map.Arguments[1] is not PredicateNode predicate
            || map.Arguments[0] is not BuiltinNode { Name: "filter", Map: null } filter)
            return node;
        var usesIndex = false;
        ExpressionWalker.Each(predicate, n => usesIndex |= n is PointerNode { Name: "index" });
        return usesIndex ? node : Copy(node, new BuiltinNode("filter", filter.Arguments) { Map = predicate.Body });
    }

    private static ExpressionNode FilterLen(ExpressionNode node) =>
        node is BuiltinNode { Name: "len", Arguments: [BuiltinNode { Name: "filter", Arguments.Count: 2 } filter] }
            ? Copy(node, new BuiltinNode("count", filter.Arguments))
            : node;

    private static ExpressionNode FilterEdge(ExpressionNode node, long index, string function, string find)
    {
        if (node is MemberNode { IsOptional: false, Property: IntegerNode property, Target: BuiltinNode { Name: "filter", Arguments.Count: 2 } filter }
            && property.Value == index)
            return Copy(node, new BuiltinNode(find, filter.Arguments) { Throws = true, Map = filter.Map });
        if (node is BuiltinNode { Arguments: [BuiltinNode { Name: "filter", Arguments.Count: 2 } inner] } call && call.Name == function)
            return Copy(node, new BuiltinNode(find, inner.Arguments) { Map = inner.Map });
        return node;
    }

    private static ExpressionNode SumRange(ExpressionNode node)
    {
        if (node is not BuiltinNode { Name: "sum" or "reduce" } call
            || call.Arguments[0] is not BinaryNode { Operator: "..", Left: IntegerNode from, Right: IntegerNode to }
            || to.Value < from.Value)
            return node;
        var count = unchecked(to.Value - from.Value + 1);
        var sum = unchecked(count * (from.Value + to.Value) / 2);
        long? result = null;
        if (call.Name == "sum")
        {
            result = call.Arguments.Count == 1 ? sum : SumOf(sum, count, (call.Arguments[1] as PredicateNode)?.Body);
        }
        else if (call.Arguments[1] is PredicateNode
        {
            Body: BinaryNode { Operator: "+", Left: PointerNode left, Right: PointerNode right },
        }
            && (left.Name.Length == 0 && right.Name == "acc" || left.Name == "acc" && right.Name.Length == 0))
        {
            result = call.Arguments.Count == 2 ? sum : call.Arguments[2] is IntegerNode start ? unchecked(start.Value + sum) : null;
        }

        return result is { } value ? Typed(node, new IntegerNode(value), GoType.Int) : node;
    }

    private static long? SumOf(long sum, long count, ExpressionNode? body)
    {
        switch (body)
        {
            case PointerNode { Name: "" }:
                return sum;
            case BinaryNode { Left: PointerNode { Name: "" }, Right: IntegerNode k } b:
                return b.Operator switch
                {
                    "*" => unchecked(k.Value * sum),
                    "+" => unchecked(sum + count * k.Value),
                    "-" => unchecked(sum - count * k.Value),
                    _ => null,
                };
            case BinaryNode { Left: IntegerNode k, Right: PointerNode { Name: "" } } b:
                return b.Operator switch
                {
                    "*" => unchecked(k.Value * sum),
                    "+" => unchecked(sum + count * k.Value),
                    "-" => unchecked(count * k.Value - sum),
                    _ => null,
                };
            default:
                return null;
        }
    }

    private static ExpressionNode SumArray(ExpressionNode node)
    {
        if (node is not BuiltinNode { Name: "sum", Arguments: [ArrayNode { Nodes.Count: >= 2 } array] })
            return node;
        ExpressionNode sum = array.Nodes[array.Nodes.Count - 1];
        for (var i = array.Nodes.Count - 2; i >= 0; i--)
            sum = new BinaryNode("+", array.Nodes[i], sum);
        return Copy(node, sum);
    }

    private static ExpressionNode SumMap(ExpressionNode node) =>
        node is BuiltinNode { Name: "sum", Arguments: [BuiltinNode { Name: "map", Arguments.Count: 2 } map] }
            ? Copy(node, new BuiltinNode("sum", [map.Arguments[0], map.Arguments[1]]))
            : node;

    private static ExpressionNode CountAny(ExpressionNode node) =>
        node is BinaryNode { Left: BuiltinNode { Name: "count", Arguments.Count: 2 } count, Right: IntegerNode number } binary
        && (binary.Operator == ">" && number.Value == 0 || binary.Operator == ">=" && number.Value == 1)
            ? Copy(node, new BuiltinNode("any", count.Arguments))
            : node;

    private static ExpressionNode CountThreshold(ExpressionNode node)
    {
        if (node is not BinaryNode { Left: BuiltinNode { Name: "count", Arguments.Count: 2 } count, Right: IntegerNode { Value: >= 0 } number } binary)
            return node;
        long? threshold = binary.Operator switch
        {
            ">" or "<=" => number.Value + 1,
            ">=" or "<" => number.Value,
            _ => null,
        };
        if (threshold > 1)
            count.Threshold = threshold;
        return node;
    }

    private ExpressionNode Patch(ExpressionNode old, ExpressionNode node, GoType type) => Applied(Typed(old, node, type));

    private ExpressionNode Applied(ExpressionNode node)
    {
        _applied = true;
        return node;
    }

    private static ExpressionNode Typed(ExpressionNode old, ExpressionNode node, GoType type)
    {
        node.Span = old.Span;
        node.Nature = Nature.Of(type);
        return node;
    }

    private static ExpressionNode Copy(ExpressionNode old, ExpressionNode node) => Typed(old, node, old.Type);

    private static object? Literal(ExpressionNode node) => node switch
    {
        IntegerNode n => n.Value,
        FloatNode n => n.Value,
        StringNode n => n.Value,
        BoolNode n => n.Value,
        _ => null,
    };

    private static double? Number(ExpressionNode node) => node switch
    {
        IntegerNode n => n.Value,
        FloatNode n => n.Value,
        _ => null,
    };
}
