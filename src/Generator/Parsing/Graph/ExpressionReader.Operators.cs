using Argosy.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Argosy.Generator.Parsing.Graph;

/// <summary>Operators, members and functions.</summary>
internal sealed partial class ExpressionReader
{
    private static readonly Dictionary<string, string[]> s_stepFields = new()
    {
        ["Id"] = ["id"],
        ["Status"] = ["status"],
        ["ExitCode"] = ["exitCode"],
        ["Ip"] = ["ip"],
        ["HostNodeName"] = ["hostNodeName"],
        ["StartedAt"] = ["startedAt"],
        ["FinishedAt"] = ["finishedAt"],
        ["Stdout"] = ["outputs", "result"],
    };

    private static readonly string[] s_stepResults = ["Succeeded", "Failed", "Errored", "Skipped", "Omitted", "Daemoned", "AnySucceeded", "AllFailed"];

    private Value Property(IPropertyReferenceOperation reference)
    {
        var property = reference.Property;
        if (property.ContainingType is { Name: "Workflow" } owner && owner.ContainingNamespace.ToDisplayString() == "Argosy") return WorkflowVariable(property.Name, reference);
        if (TemplateShape.IsStep(property.ContainingType)) return StepMember(reference);
        var instance = reference.Instance is null ? null : Read(reference.Instance, null);
        switch (instance)
        {
            case NoValue:
                return new NoValue();
            case OutputsValue outputs:
                return OutputMember(outputs.Step, property.Name, reference);
            case StepValue step when step.Shape?.Value is { } type && TemplateShape.IsOutputs(type):
                return OutputMember(step, property.Name, reference);
            case ObjectValue map when map.Members.FirstOrDefault(m => m.Name == property.Name || m.Name == MemberKey(property)).Value is { } member:
                return member;
            case VariableValue { IsArtifact: true } artifact when property.Name == "Path":
                return new VariableValue([.. artifact.Path, "path"], property.Type, artifact.Owner, artifact.Task, false);
            case VariableValue { InItem: true } item when !ValueWriter.IsString(item.Type):
                return graph.Own(item with { Path = [.. item.Path, MemberKey(property)], Type = property.Type });
            case VariableValue or StepValue or OperatorValue when property.Name is "Length" or "Count":
                var counted = Output(instance, reference) ?? new NoValue();
                return new OperatorValue(write => $"len({write(counted)})", [counted], property.Type, IsAtom: true);
            case VariableValue or StepValue or OperatorValue:
                var value = Output(instance, reference) ?? new NoValue();
                var key = MemberKey(property);
                return new OperatorValue(write => $"{write(value)}.{key}", [value], property.Type, IsAtom: true);
        }

        return Unsupported(reference, $"'{Short(reference)}'", "only members of steps, items, [Outputs] records and Workflow have a value in a graph");
    }

    private Value Field(IFieldReferenceOperation reference)
    {
        if (reference.Field.IsStatic && reference.Field.IsReadOnly) return Unsupported(reference, $"'{Short(reference)}'", "make it a const, so that the compiler knows its value");
        var instance = reference.Instance is null ? null : Read(reference.Instance, null);
        return instance switch
        {
            VariableValue { InItem: true } item => graph.Own(item with { Path = [.. item.Path, ManifestKey(reference.Field.Name)], Type = reference.Field.Type }),
            ObjectValue map when map.Members.FirstOrDefault(m => m.Name == ManifestKey(reference.Field.Name)).Value is { } member => member,
            TupleValue tuple when reference.Field is { CorrespondingTupleField: { } position } && int.TryParse(position.Name.Substring(4), out var at) && at <= tuple.Items.Count => tuple.Items[at - 1],
            NoValue => new NoValue(),
            _ => Unsupported(reference, $"'{Short(reference)}'", "only members of steps, items and [Outputs] records have a value in a graph"),
        };
    }

    private Value WorkflowVariable(string name, IOperation operation)
    {
        string[] path = name switch
        {
            "ParametersJson" => ["workflow", "parameters"],
            _ => ["workflow", char.ToLowerInvariant(name[0]) + name.Substring(1)],
        };
        return new VariableValue(path, operation.Type, null, null, false);
    }

    private Value StepMember(IPropertyReferenceOperation reference)
    {
        var instance = reference.Instance is null ? null : Read(reference.Instance, null);
        if (instance is not StepValue step)
        {
            if (instance is VariableValue or OutputsValue && reference.Property.Name == "Value") return instance;
            return instance is null or NoValue ? new NoValue() : Unsupported(reference, $"'{Short(reference)}'", "it is no step");
        }

        var name = reference.Property.Name;
        if (name == "Value") return step.Shape?.Value is { } type && TemplateShape.IsOutputs(type) ? new OutputsValue(step) : Output(step, reference) ?? new NoValue();
        if (s_stepResults.Contains(name)) return new DependencyValue($"{step.Task.Name}.{name}", [step.Task], IsPlain: false);
        var owner = OwnerOf(step.Task);
        return graph.Own(new VariableValue([owner.Prefix, step.Task.Name, .. s_stepFields[name]], reference.Type, owner, step.Task, false));
    }

    /// <summary>The value of a handle: its only output.</summary>
    private Value? Output(Value? value, IOperation operation)
    {
        if (value is VariableValue v) return graph.Own(v);
        if (value is OutputsValue outputs) value = outputs.Step;
        if (value is FanOutValue fan)
        {
            _context.Report(Descriptors.ValueOfLoop, operation.Syntax.GetLocation(), fan.Step.Task.Display);
            return new NoValue();
        }

        if (value is not StepValue step) return value;
        if (step.Task.IsLoop && !step.Collected)
        {
            _context.Report(Descriptors.ValueOfLoop, operation.Syntax.GetLocation(), step.Task.Display);
            return new NoValue();
        }

        if (step.Shape is null || step.Shape.Outputs.Count == 0)
        {
            if (step.Shape is null && step.Type is not null) return StepOutput(step, new OutputShape("", "result", OutputKind.Result, step.Type, null, []));
            _context.Report(Descriptors.NoResult, operation.Syntax.GetLocation(), step.Task.Display, "value", "its template method returns Step, not Step<T>");
            return new NoValue();
        }

        if (step.Shape.Outputs.Count > 1 || step.Shape.Outputs[0].Member.Length > 0) return new OutputsValue(step);
        return StepOutput(step, step.Shape.Outputs[0]);
    }

    private Value OutputMember(StepValue step, string member, IOperation operation)
    {
        var output = step.Shape!.Outputs.FirstOrDefault(o => o.Member == member);
        if (output is not null) return StepOutput(step, output);
        _context.Report(Descriptors.UnknownOutput, operation.Syntax.GetLocation(), step.Task.Display, member, Suggestion.For(member, step.Shape.Outputs.Select(o => o.Member)));
        return new NoValue();
    }

    private VariableValue StepOutput(StepValue step, OutputShape output)
    {
        var owner = OwnerOf(step.Task);
        string[] path = output.Kind switch
        {
            OutputKind.Result => [owner.Prefix, step.Task.Name, "outputs", "result"],
            OutputKind.Artifact => [owner.Prefix, step.Task.Name, "outputs", "artifacts", output.Name],
            _ => [owner.Prefix, step.Task.Name, "outputs", "parameters", output.Name],
        };
        return graph.Own(new VariableValue(path, step.Collected ? step.Type : output.Type, owner, step.Task, output.Kind == OutputKind.Artifact));
    }

    private GraphBuilder OwnerOf(TaskDraft task)
    {
        for (var g = graph; g is not null; g = g.Parent)
            if (g.Tasks.Contains(task)) return g;
        return graph;
    }

    private Value Binary(IBinaryOperation binary)
    {
        var left = Read(binary.LeftOperand, null) ?? new NoValue();
        var right = Read(binary.RightOperand, null) ?? new NoValue();
        if (binary.OperatorMethod is { ContainingType.Name: "Dependency" })
        {
            var (l, r) = (Dependency(left, binary.LeftOperand), Dependency(right, binary.RightOperand));
            if (l is not DependencyValue first || r is not DependencyValue second) return new NoValue();
            var isAnd = binary.OperatorKind is BinaryOperatorKind.And or BinaryOperatorKind.ConditionalAnd;
            return new DependencyValue($"{Wrapped(first, isAnd)} {(isAnd ? "&&" : "||")} {Wrapped(second, isAnd)}", first.Tasks.Concat(second.Tasks).Distinct().ToList(), IsPlain: false, IsAtom: false);
        }

        left = Output(left, binary.LeftOperand) ?? new NoValue();
        right = Output(right, binary.RightOperand) ?? new NoValue();
        if (left is NoValue || right is NoValue) return new NoValue();
        var isText = binary.Type?.SpecialType == SpecialType.System_String;
        switch (binary.OperatorKind)
        {
            case BinaryOperatorKind.Equals: return new ComparisonValue("==", left, right, binary.Type);
            case BinaryOperatorKind.NotEquals: return new ComparisonValue("!=", left, right, binary.Type);
            case BinaryOperatorKind.LessThan: return new ComparisonValue("<", left, right, binary.Type);
            case BinaryOperatorKind.LessThanOrEqual: return new ComparisonValue("<=", left, right, binary.Type);
            case BinaryOperatorKind.GreaterThan: return new ComparisonValue(">", left, right, binary.Type);
            case BinaryOperatorKind.GreaterThanOrEqual: return new ComparisonValue(">=", left, right, binary.Type);
            case BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And when ValueWriter.IsBool(binary.Type): return Operator("&&");
            case BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or when ValueWriter.IsBool(binary.Type): return Operator("||");
            case BinaryOperatorKind.Add when isText: return new TextValue([left, right], binary.Type);
            case BinaryOperatorKind.Add: return Operator("+");
            case BinaryOperatorKind.Subtract: return Operator("-");
            case BinaryOperatorKind.Multiply: return Operator("*");
            case BinaryOperatorKind.Remainder: return Operator("%");
            // C# cuts off whole division; the expression language gives the fraction.
            case BinaryOperatorKind.Divide when ValueWriter.IsWhole(binary.Type): return new OperatorValue(write => $"int({write(left)} / {write(right)})", [left, right], binary.Type, IsAtom: true);
            case BinaryOperatorKind.Divide: return Operator("/");
            default: return Unsupported(binary, $"The operator of '{Short(binary)}'", "compute it in a [Function]");
        }

        OperatorValue Operator(string sign) => new(write => $"{write(left)} {sign} {write(right)}", [left, right], binary.Type);
    }

    private static string Wrapped(DependencyValue value, bool inAnd) => value.IsAtom || (inAnd && !value.Text.Contains("||")) ? value.Text : $"({value.Text})";

    private Value Unary(IUnaryOperation unary)
    {
        var operand = Read(unary.Operand, null) ?? new NoValue();
        if (unary.OperatorMethod is { ContainingType.Name: "Dependency", Name: "op_LogicalNot" })
            return Dependency(operand, unary.Operand) is DependencyValue d ? d with { Text = "!" + (d.IsAtom ? d.Text : $"({d.Text})"), IsPlain = false, IsAtom = true } : new NoValue();
        operand = Output(operand, unary.Operand) ?? new NoValue();
        return unary.OperatorKind switch
        {
            UnaryOperatorKind.Not => StatementReader.Not(operand),
            UnaryOperatorKind.Minus => new OperatorValue(write => "-" + write(operand), [operand], unary.Type),
            UnaryOperatorKind.Plus => operand,
            // Dependency's true and false operators only let && and || be written.
            UnaryOperatorKind.True or UnaryOperatorKind.False => operand,
            _ => Unsupported(unary, $"'{Short(unary)}'", "compute it in a [Function]"),
        };
    }

    private Value Conditional(IConditionalOperation conditional, string? name)
    {
        var condition = Condition(conditional.Condition);
        Value whenTrue = new NoValue(), whenFalse = new NoValue();
        statements.Under(condition, () => whenTrue = Output(Read(conditional.WhenTrue, name), conditional.WhenTrue) ?? new NoValue());
        statements.Under(StatementReader.Not(condition), () => whenFalse = Output(Read(conditional.WhenFalse!, name is null ? null : name + "Else"), conditional.WhenFalse!) ?? new NoValue());
        return Chosen(condition, whenTrue, whenFalse, conditional.Type);
    }

    /// <summary>The value of one of two branches.</summary>
    public Value Chosen(Value condition, Value whenTrue, Value whenFalse, ITypeSymbol? type, IOperation place) =>
        Chosen(condition, Output(whenTrue, place) ?? new NoValue(), Output(whenFalse, place) ?? new NoValue(), type);

    private static OperatorValue Chosen(Value condition, Value whenTrue, Value whenFalse, ITypeSymbol? type)
    {
        return new OperatorValue(
            write => $"{write(condition)} ? {Guarded(whenTrue, write)} : {Guarded(whenFalse, write)}", [condition, whenTrue, whenFalse], type);

        // A step that was skipped has no result: an expression that read it plainly would wait for ever.
        static string Guarded(Value value, Func<Value, string> write) =>
            value is VariableValue { IsArtifact: false, Task.Branch: not null } v && v.Path[2] == "outputs" ? WithDefault(v, new ConstantValue("", null)) : write(value);
    }

    private static string WithDefault(VariableValue v, Value otherwise)
    {
        var path = ValueWriter.Name(v.Path);
        var at = path.IndexOf(".outputs", StringComparison.Ordinal) + ".outputs".Length;
        return $"({path.Substring(0, at)}?{path.Substring(at)} ?? {ValueWriter.AsString(otherwise)})";
    }

    private Value Dependency(Value value, IOperation operation)
    {
        switch (value)
        {
            case DependencyValue or NoValue:
                return value;
            case StepValue step:
                return new DependencyValue(step.Task.Name, [step.Task], IsPlain: true);
            case FanOutValue fan:
                return new DependencyValue(fan.Step.Task.Name, [fan.Step.Task], IsPlain: true);
            default:
                return Unsupported(operation, $"'{Short(operation)}'", "a dependency is a step, or its .Succeeded, .Failed and their like");
        }
    }
}
