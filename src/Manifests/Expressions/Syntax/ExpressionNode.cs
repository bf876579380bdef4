using Argosy.Manifests.Expressions.Checking;
using Argosy.Manifests.Expressions.Values;

namespace Argosy.Manifests.Expressions.Syntax;

/// <summary>One node of a parsed expression.</summary>
internal abstract class ExpressionNode
{
    public Span Span { get; set; }

    /// <summary>What the checker found out about the value.</summary>
    public Nature Nature { get; set; } = Nature.Unknown;

    /// <summary>The static type; <c>interface {}</c> if it is not known.</summary>
    public GoType Type => Nature.Type ?? GoType.Any;
}

internal sealed class NilNode : ExpressionNode;

internal sealed class IdentifierNode(string name) : ExpressionNode
{
    public string Name { get; } = name;
}

internal sealed class IntegerNode(long value) : ExpressionNode
{
    public long Value { get; } = value;
}

internal sealed class FloatNode(double value) : ExpressionNode
{
    public double Value { get; } = value;
}

internal sealed class BoolNode(bool value) : ExpressionNode
{
    public bool Value { get; } = value;
}

internal sealed class StringNode(string value) : ExpressionNode
{
    public string Value { get; } = value;
}

internal sealed class BytesNode(string value) : ExpressionNode
{
    /// <summary>One character for each byte.</summary>
    public string Value { get; } = value;
}

/// <summary>A value that was computed before the run.</summary>
internal sealed class ConstantNode(object? value) : ExpressionNode
{
    public object? Value { get; } = value;
}

internal sealed class UnaryNode(string op, ExpressionNode operand) : ExpressionNode
{
    public string Operator { get; } = op;

    public ExpressionNode Operand { get; set; } = operand;
}

internal sealed class BinaryNode(string op, ExpressionNode left, ExpressionNode right) : ExpressionNode
{
    public string Operator { get; } = op;

    public ExpressionNode Left { get; set; } = left;

    public ExpressionNode Right { get; set; } = right;
}

/// <summary>A whole chain of members with <c>?.</c> in it: what is nil inside makes all of it nil.</summary>
internal sealed class ChainNode(ExpressionNode inner) : ExpressionNode
{
    public ExpressionNode Inner { get; set; } = inner;
}

internal sealed class MemberNode(ExpressionNode target, ExpressionNode property, bool optional) : ExpressionNode
{
    public ExpressionNode Target { get; set; } = target;

    public ExpressionNode Property { get; set; } = property;

    public bool IsOptional { get; } = optional;

    public bool IsMethod { get; set; }
}

internal sealed class SliceNode(ExpressionNode target, ExpressionNode? from, ExpressionNode? to) : ExpressionNode
{
    public ExpressionNode Target { get; set; } = target;

    public ExpressionNode? From { get; set; } = from;

    public ExpressionNode? To { get; set; } = to;
}

internal sealed class CallNode(ExpressionNode callee, List<ExpressionNode> arguments) : ExpressionNode
{
    public ExpressionNode Callee { get; set; } = callee;

    public List<ExpressionNode> Arguments { get; } = arguments;
}

internal sealed class BuiltinNode(string name, List<ExpressionNode> arguments) : ExpressionNode
{
    public string Name { get; } = name;

    public List<ExpressionNode> Arguments { get; } = arguments;

    /// <summary>Whether finding nothing is an error (<c>filter(…)[0]</c>).</summary>
    public bool Throws { get; init; }

    /// <summary>What is made of each element that passes (<c>map(filter(…), …)</c>).</summary>
    public ExpressionNode? Map { get; set; }

    /// <summary>A count that needs to go no further.</summary>
    public long? Threshold { get; set; }
}

internal sealed class PredicateNode(ExpressionNode body) : ExpressionNode
{
    public ExpressionNode Body { get; set; } = body;
}

/// <summary><c>#</c>, <c>#index</c>, <c>#acc</c>.</summary>
internal sealed class PointerNode(string name) : ExpressionNode
{
    public string Name { get; } = name;
}

internal sealed class ConditionalNode(ExpressionNode condition, ExpressionNode then, ExpressionNode otherwise) : ExpressionNode
{
    public ExpressionNode Condition { get; set; } = condition;

    public ExpressionNode Then { get; set; } = then;

    public ExpressionNode Else { get; set; } = otherwise;
}

/// <summary><c>let name = value; body</c>.</summary>
internal sealed class LetNode(string name, ExpressionNode value, ExpressionNode body) : ExpressionNode
{
    public string Name { get; } = name;

    public ExpressionNode Value { get; set; } = value;

    public ExpressionNode Body { get; set; } = body;
}

internal sealed class SequenceNode(List<ExpressionNode> nodes) : ExpressionNode
{
    public List<ExpressionNode> Nodes { get; } = nodes;
}

internal sealed class ArrayNode(List<ExpressionNode> nodes) : ExpressionNode
{
    public List<ExpressionNode> Nodes { get; } = nodes;
}

internal sealed class MapNode(List<ExpressionNode> pairs) : ExpressionNode
{
    public List<ExpressionNode> Pairs { get; } = pairs;
}

internal sealed class PairNode(ExpressionNode key, ExpressionNode value) : ExpressionNode
{
    public ExpressionNode Key { get; set; } = key;

    public ExpressionNode Value { get; set; } = value;
}
