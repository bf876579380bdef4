using Argosy.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Argosy.Generator.Parsing.Graph;

/// <summary>Reads the expressions of a graph body: what they stand for in the manifest. Calls of templates become tasks here.</summary>
internal sealed partial class ExpressionReader(GraphBuilder graph, StatementReader statements)
{
    private readonly ParseContext _context = graph.Workflow.Context;

    /// <summary>Reads an expression.</summary>
    /// <param name="operation">The expression.</param>
    /// <param name="name">The variable that it is for: the task's name.</param>
    /// <param name="isStatement">Whether it stands alone, so that it must be a call.</param>
    /// <param name="names">The variables of a deconstruction.</param>
    public Value? Read(IOperation operation, string? name, bool isStatement = false, IReadOnlyList<string>? names = null)
    {
        switch (operation)
        {
            case IInvocationOperation invocation:
                return Invocation(invocation, name, names, isStatement);
            case IConversionOperation conversion:
                return Conversion(conversion, name, isStatement, names);
            case IAwaitOperation awaited:
                return Unsupported(awaited, "'await'", "leave it out: a value is waited for where it is used");
            case IArgumentOperation argument:
                return Read(argument.Value, name);
            case IDelegateCreationOperation creation:
                return Read(creation.Target, name);
            case IInvalidOperation:
                return new NoValue();
        }

        if (isStatement) return Unsupported(operation, "This expression", "a statement of a graph is a call of a template method");
        return Plain(operation, name);
    }

    /// <summary>A condition of <c>if</c>.</summary>
    public Value Condition(IOperation operation)
    {
        var value = Operand(operation);
        if (value is NoValue or ConstantValue or RawValue or VariableValue or ComparisonValue or OperatorValue) return value;
        _context.Report(Descriptors.BadCondition, operation.Syntax.GetLocation(), operation.Syntax.ToString());
        return new NoValue();
    }

    /// <summary>A value that can stand in an expression: a handle stands for its output.</summary>
    public Value Operand(IOperation operation) => Output(Read(operation, null), operation) ?? new NoValue();

    /// <summary>What a loop runs over.</summary>
    public Value Items(IOperation operation)
    {
        var value = Read(operation, null);
        return value is StepValue or OutputsValue ? Output(value, operation) ?? new NoValue() : value is VariableValue v ? graph.Own(v) : value ?? new NoValue();
    }

    private Value? Plain(IOperation operation, string? name)
    {
        // A constant of the user's own type stays the object that it is read from.
        if (operation.ConstantValue is { HasValue: true } constant) return new ConstantValue(constant.Value, operation.Type);
        switch (operation)
        {
            case ILocalReferenceOperation local:
                return Local(local);
            case IParameterReferenceOperation parameter:
                return graph.Find(parameter.Parameter) is { } found ? Owned(found) : Unsupported(operation, $"'{parameter.Parameter.Name}'", "it is no parameter of this graph");
            case IInterpolatedStringOperation interpolated:
                return Interpolated(interpolated);
            case IPropertyReferenceOperation property:
                return Property(property);
            case IFieldReferenceOperation field:
                return Field(field);
            case IBinaryOperation binary:
                return Binary(binary);
            case IUnaryOperation unary:
                return Unary(unary);
            case IConditionalOperation conditional:
                return Conditional(conditional, name);
            case ICoalesceOperation coalesce:
                var left = Operand(coalesce.Value);
                var right = Operand(coalesce.WhenNull);
                return new OperatorValue(write => $"{write(left)} ?? {write(right)}", [left, right], coalesce.Type);
            case IArrayCreationOperation array when array.Initializer is not null:
                return List(array.Initializer.ElementValues, array.Type);
            case IArrayCreationOperation { DimensionSizes.Length: 1 } array when array.DimensionSizes[0].ConstantValue is { HasValue: true, Value: 0 }:
                return new ListValue([], array.Type);
            case ITupleOperation tuple:
                return Tuple(tuple);
            case IAnonymousObjectCreationOperation anonymous:
                return Anonymous(anonymous);
            case IObjectCreationOperation creation:
                return Creation(creation);
            case IDefaultValueOperation:
                return new ConstantValue(null, operation.Type);
            case IArrayElementReferenceOperation element when element.Indices.Length == 1:
                var list = Operand(element.ArrayReference);
                var index = Operand(element.Indices[0]);
                return new OperatorValue(write => $"{write(list)}[{write(index)}]", [list, index], element.Type, IsAtom: true);
            case IInstanceReferenceOperation:
                return Unsupported(operation, "'this'", "template methods are static");
        }

        if (operation.Syntax is CollectionExpressionSyntax) return List(operation.ChildOperations, operation.Type);
        return Unsupported(operation, $"'{Short(operation)}'", "see docs/language.md for the expressions that a graph may hold; compute it in a [Function]");
    }

    private Value Conversion(IConversionOperation conversion, string? name, bool isStatement, IReadOnlyList<string>? names)
    {
        if (conversion.ConstantValue is { HasValue: true } constant) return new ConstantValue(constant.Value, conversion.Type);
        var value = Read(conversion.Operand, name, isStatement, names) ?? new NoValue();
        if (conversion.OperatorMethod is { ContainingType.Name: "Dependency" }) return Dependency(value, conversion);

        // (int)x on a number with a fraction cuts it off; the other conversions say only what C# calls the same text.
        if (!conversion.IsImplicit && ValueWriter.IsWhole(conversion.Type) && ValueWriter.IsNumber(value.Type) && !ValueWriter.IsWhole(value.Type))
        {
            var operand = Output(value, conversion) ?? new NoValue();
            return new OperatorValue(write => $"int({write(operand)})", [operand], conversion.Type, IsAtom: true);
        }

        return value;
    }

    private Value? Local(ILocalReferenceOperation reference)
    {
        var value = graph.Find(reference.Local);
        if (value is null) return Unsupported(reference, $"'{reference.Local.Name}'", "it has no value here");
        return Owned(value);
    }

    private Value Owned(Value value) => value is VariableValue v ? graph.Own(v) : value;

    private Value Interpolated(IInterpolatedStringOperation interpolated)
    {
        var parts = new List<Value>();
        foreach (var part in interpolated.Parts)
        {
            if (part is IInterpolatedStringTextOperation text)
            {
                parts.Add(new ConstantValue(text.Text.ConstantValue.Value, interpolated.Type));
            }
            else if (part is IInterpolationOperation hole)
            {
                if (hole.FormatString is not null || hole.Alignment is not null) Unsupported(hole, "A format of an interpolated value", "format it in a [Function]");
                parts.Add(Operand(hole.Expression));
            }
        }

        return new TextValue(parts, interpolated.Type);
    }

    private Value List(IEnumerable<IOperation> elements, ITypeSymbol? type)
    {
        var items = new List<Value>();
        foreach (var element in elements)
        {
            if (element.Syntax is SpreadElementSyntax || element.Kind == OperationKind.None && element.Syntax.Parent is SpreadElementSyntax)
            {
                if (Read(element.ChildOperations.FirstOrDefault() ?? element, null) is ListValue inner) items.AddRange(inner.Items);
                else Unsupported(element, "This spread", "spread constant lists only");
                continue;
            }

            items.Add(Operand(element));
        }

        return new ListValue(items, type);
    }

    private Value Tuple(ITupleOperation tuple)
    {
        var type = tuple.NaturalType as INamedTypeSymbol ?? tuple.Type as INamedTypeSymbol;
        var target = tuple.Type as INamedTypeSymbol;
        var values = tuple.Elements.Select(e => Read(e, null) ?? new NoValue()).ToList();
        if (values.Any(v => v is StepValue)) return new TupleValue(values);
        var members = values.Select((v, i) => (ManifestKey(target?.TupleElements[i].Name ?? type?.TupleElements[i].Name ?? $"item{i + 1}"), v)).ToList();
        return new ObjectValue(members, tuple.Type);
    }

    private Value Anonymous(IAnonymousObjectCreationOperation creation)
    {
        var members = new List<(string, Value)>();
        foreach (var initializer in creation.Initializers.OfType<ISimpleAssignmentOperation>())
            if (initializer.Target is IPropertyReferenceOperation property) members.Add((ManifestKey(property.Property.Name), Operand(initializer.Value)));
        return new ObjectValue(members, creation.Type);
    }

    private Value Creation(IObjectCreationOperation creation)
    {
        if (creation.Type is null) return new NoValue();
        var members = new List<(string, Value)>();
        var outputs = TemplateShape.IsOutputs(creation.Type);
        foreach (var argument in creation.Arguments)
        {
            if (argument.Parameter is not { } parameter || argument.ArgumentKind == ArgumentKind.DefaultValue) continue;
            members.Add((outputs ? parameter.Name : ManifestKey(parameter.Name), Read(argument.Value, null) is { } v ? (outputs ? v : Output(v, argument) ?? v) : new NoValue()));
        }

        foreach (var initializer in creation.Initializer is { } list ? list.Initializers.AsEnumerable() : [])
            if (initializer is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation property } assignment)
                members.Add((outputs ? property.Property.Name : ManifestKey(property.Property.Name), outputs ? Read(assignment.Value, null) ?? new NoValue() : Operand(assignment.Value)));
        return new ObjectValue(members, creation.Type);
    }

    /// <summary>Keys of items are what JSON calls the members.</summary>
    private static string ManifestKey(string name) => name.Length > 0 && char.IsUpper(name[0]) ? char.ToLowerInvariant(name[0]) + name.Substring(1) : name;

    private static string MemberKey(IPropertySymbol property)
    {
        foreach (var attribute in property.GetAttributes())
            if (attribute.AttributeClass?.Name == "JsonPropertyNameAttribute" && attribute.ConstructorArguments.Length == 1) return attribute.ConstructorArguments[0].Value as string ?? property.Name;
        return ManifestKey(property.Name);
    }

    private NoValue Unsupported(IOperation operation, string what, string instead)
    {
        _context.Report(Descriptors.UnsupportedExpression, operation.Syntax.GetLocation(), what, instead);
        return new NoValue();
    }

    private static string Short(IOperation operation)
    {
        var text = operation.Syntax.ToString();
        return text.Length <= 40 ? text : text.Substring(0, 40) + "…";
    }
}
