using Microsoft.CodeAnalysis;

namespace Argosy.Generator.Parsing.Graph;

/// <summary>What an expression of a graph body stands for.</summary>
internal abstract record Value(ITypeSymbol? Type);

/// <summary>A fault was reported: say no more about it.</summary>
internal sealed record NoValue() : Value((ITypeSymbol?)null);

/// <summary>A constant.</summary>
internal sealed record ConstantValue(object? Constant, ITypeSymbol? Type) : Value(Type);

/// <summary>A constant list; the items are values so that records of constants can be among them.</summary>
internal sealed record ListValue(IReadOnlyList<Value> Items, ITypeSymbol? Type) : Value(Type);

/// <summary>A constant object: a tuple, an anonymous object, a record.</summary>
internal sealed record ObjectValue(IReadOnlyList<(string Name, Value Value)> Members, ITypeSymbol? Type) : Value(Type);

/// <summary>A variable of Argo: <c>inputs.parameters.x</c>, <c>tasks.a.outputs.result</c>, <c>item.name</c>, <c>workflow.name</c>.</summary>
internal sealed record VariableValue(string[] Path, ITypeSymbol? Type, GraphBuilder? Owner, TaskDraft? Task, bool IsArtifact, bool InItem = false) : Value(Type)
{
    public string Tag => string.Join(".", Path);
}

/// <summary>Text with values in it.</summary>
internal sealed record TextValue(IReadOnlyList<Value> Parts, ITypeSymbol? Type) : Value(Type);

/// <summary>Manifest text, word for word.</summary>
internal sealed record RawValue(string Text, ITypeSymbol? Type, bool IsExpression = false) : Value(Type);

/// <summary>An operator or function of the expression language over values.</summary>
internal sealed record OperatorValue(Func<Func<Value, string>, string> Write, IReadOnlyList<Value> Operands, ITypeSymbol? Type, bool IsAtom = false) : Value(Type);

/// <summary>A comparison that <c>when</c> can say itself.</summary>
internal sealed record ComparisonValue(string Operator, Value Left, Value Right, ITypeSymbol? Type) : Value(Type);

/// <summary>A call of a template: the handle.</summary>
internal sealed record StepValue(TaskDraft Task, TemplateShape? Shape, ITypeSymbol? Type, bool Collected = false) : Value(Type);

/// <summary>A member of a step's outputs record that is still to be chosen.</summary>
internal sealed record OutputsValue(StepValue Step) : Value(Step.Type);

/// <summary>Several handles at once: what <c>Parallel(a, b)</c> gives.</summary>
internal sealed record TupleValue(IReadOnlyList<Value> Items) : Value((ITypeSymbol?)null);

/// <summary>A condition on nodes that came before.</summary>
internal sealed record DependencyValue(string Text, IReadOnlyList<TaskDraft> Tasks, bool IsPlain, bool IsAtom = true) : Value((ITypeSymbol?)null);

/// <summary>A call per item: what <c>list.Select(x => F(x))</c> gives.</summary>
internal sealed record FanOutValue(StepValue Step) : Value((ITypeSymbol?)null);

/// <summary>What a loop runs over, not a value that can flow: <c>Range(…)</c>.</summary>
internal sealed record SequenceValue(Value? Count, Value? Start, Value? End, Value? Format, ITypeSymbol? Type) : Value(Type);
