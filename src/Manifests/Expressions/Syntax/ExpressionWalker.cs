using Argosy.Manifests.Expressions.Values;

namespace Argosy.Manifests.Expressions.Syntax;

/// <summary>Visits every node, children first; a visit may put another node in the place of the one it sees.</summary>
internal static class ExpressionWalker
{
    public static ExpressionNode Walk(ExpressionNode node, Func<ExpressionNode, ExpressionNode> visit)
    {
        RecursionGuard.Check();
        switch (node)
        {
            case UnaryNode n:
                n.Operand = Walk(n.Operand, visit);
                break;
            case BinaryNode n:
                n.Left = Walk(n.Left, visit);
                n.Right = Walk(n.Right, visit);
                break;
            case ChainNode n:
                n.Inner = Walk(n.Inner, visit);
                break;
            case MemberNode n:
                n.Target = Walk(n.Target, visit);
                n.Property = Walk(n.Property, visit);
                break;
            case SliceNode n:
                n.Target = Walk(n.Target, visit);
                n.From = n.From is null ? null : Walk(n.From, visit);
                n.To = n.To is null ? null : Walk(n.To, visit);
                break;
            case CallNode n:
                n.Callee = Walk(n.Callee, visit);
                Walk(n.Arguments, visit);
                break;
            case BuiltinNode n:
                Walk(n.Arguments, visit);
                break;
            case PredicateNode n:
                n.Body = Walk(n.Body, visit);
                break;
            case LetNode n:
                n.Value = Walk(n.Value, visit);
                n.Body = Walk(n.Body, visit);
                break;
            case SequenceNode n:
                Walk(n.Nodes, visit);
                break;
            case ConditionalNode n:
                n.Condition = Walk(n.Condition, visit);
                n.Then = Walk(n.Then, visit);
                n.Else = Walk(n.Else, visit);
                break;
            case ArrayNode n:
                Walk(n.Nodes, visit);
                break;
            case MapNode n:
                Walk(n.Pairs, visit);
                break;
            case PairNode n:
                n.Key = Walk(n.Key, visit);
                n.Value = Walk(n.Value, visit);
                break;
        }

        return visit(node);
    }

    /// <summary>Visits without replacing.</summary>
    public static void Each(ExpressionNode node, Action<ExpressionNode> visit) => Walk(node, n =>
    {
        visit(n);
        return n;
    });

    private static void Walk(List<ExpressionNode> nodes, Func<ExpressionNode, ExpressionNode> visit)
    {
        for (var i = 0; i < nodes.Count; i++)
            nodes[i] = Walk(nodes[i], visit);
    }
}
