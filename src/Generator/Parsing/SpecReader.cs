using Argosy.Generator.Diagnostics;
using Argosy.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Argosy.Generator.Parsing;

/// <summary>Reads the constant object tree of a static property over the typed models into fields.</summary>
internal sealed class SpecReader(WorkflowScope workflow)
{
    private readonly ParseContext _context = workflow.Context;

    /// <summary>Merges the tree that an attribute names under the fields that attributes say.</summary>
    public static void Merge(WorkflowScope workflow, Annotation annotation, string argument, FieldBuilder target)
    {
        if (annotation.Text(argument) is not { } name) return;
        if (new SpecReader(workflow).Read(annotation, argument, name) is MapField map) target.Under(map, Conflict(workflow.Context, annotation.PlaceOf(argument)));
    }

    /// <summary>Reports two values for one field at the place in the tree.</summary>
    public static Action<string, Field, Field> Conflict(ParseContext context, Location? otherwise) => (path, mine, theirs) => context.Report(
        Descriptors.SpecConflict, theirs.Mark > 0 ? context.PlaceOf(theirs.Mark) : otherwise, path, FieldBuilder.Plain(mine) ?? "a structure", FieldBuilder.Plain(theirs) ?? "a structure");

    /// <summary>The tree of a whole workflow object and which part of it it is.</summary>
    public static SpecTree? Tree(WorkflowScope workflow, Annotation annotation, string argument)
    {
        if (annotation.Text(argument) is not { } name || new SpecReader(workflow).Read(annotation, argument, name) is not MapField map) return null;
        var type = workflow.Type.GetMembers(name).Select(m => (m as IPropertySymbol)?.Type ?? (m as IFieldSymbol)?.Type).FirstOrDefault(t => t is not null);
        return new SpecTree(map, type?.Name switch
        {
            "CronWorkflowSpec" => SpecLevel.Outer,
            "Workflow" or "WorkflowTemplate" or "ClusterWorkflowTemplate" or "CronWorkflow" => SpecLevel.Object,
            _ => SpecLevel.Inner,
        });
    }

    public Field? Read(Annotation annotation, string argument, string name)
    {
        for (var type = workflow.Type; type is not null; type = type.ContainingType)
        {
            if (type.GetMembers(name).FirstOrDefault(m => m.IsStatic && m is IPropertySymbol or IFieldSymbol) is not { } member) continue;
            var body = _context.BodyOf(member);
            if (body is null) break;
            return Value(Unwrapped(body));
        }

        _context.Report(Descriptors.UnknownSpec, annotation.PlaceOf(argument), name, workflow.Type.Name,
            Suggestion.For(name, workflow.Type.GetMembers().OfType<IPropertySymbol>().Where(p => p.IsStatic).Select(p => p.Name)));
        return null;
    }

    private static IOperation Unwrapped(IOperation body) => body switch
    {
        IMethodBodyOperation method => Unwrapped((IOperation?)method.ExpressionBody ?? method.BlockBody!),
        IBlockOperation { Operations.Length: > 0 } block => Unwrapped(block.Operations[0]),
        IReturnOperation { ReturnedValue: { } value } => Unwrapped(value),
        ISymbolInitializerOperation initializer => Unwrapped(initializer.Value),
        _ => body,
    };

    private Field? Value(IOperation operation)
    {
        if (operation.ConstantValue is { HasValue: true } constant) return Constant(constant.Value, operation);
        switch (operation)
        {
            case IConversionOperation conversion:
                return Value(conversion.Operand);
            case IObjectCreationOperation creation:
                return Object(creation);
            case IArrayCreationOperation { Initializer: { } initializer }:
                return List(initializer.ElementValues, operation);
            case IPropertyReferenceOperation { Property: { IsStatic: true } property } when SymbolEqualityComparer.Default.Equals(property.ContainingType, workflow.Type) && _context.BodyOf(property) is { } body:
                // A tree that several share.
                return Value(Unwrapped(body));
            case IInvalidOperation:
                return null;
        }

        if (operation.Syntax is CollectionExpressionSyntax) return List(operation.ChildOperations, operation);
        _context.Report(Descriptors.NotConstant, operation.Syntax.GetLocation(), $"'{operation.Syntax}'", "a Spec tree is read by the compiler, so it holds constants, new objects and lists");
        return null;
    }

    private Field Constant(object? value, IOperation operation) => value switch
    {
        null => new PlainField("null"),
        bool flag => new PlainField(flag ? "true" : "false", _context.Mark(operation.Syntax.GetLocation())),
        string text => new TextField(text, _context.Mark(operation.Syntax.GetLocation(), operation.Syntax as ExpressionSyntax)),
        _ when operation.Type is INamedTypeSymbol { TypeKind: TypeKind.Enum } type => new TextField(type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => f.HasConstantValue && Equals(f.ConstantValue, value))?.Name ?? "", _context.Mark(operation.Syntax.GetLocation())),
        _ => FieldBuilder.Number(value) with { Mark = _context.Mark(operation.Syntax.GetLocation()) },
    };

    private ListField List(IEnumerable<IOperation> elements, IOperation operation) =>
        new(elements.Select(Value).Where(v => v is not null).Select(v => v!).ToEquatable(), _context.Mark(operation.Syntax.GetLocation()));

    private Field? Object(IObjectCreationOperation creation)
    {
        if (creation.Type?.Name == "JsonArray") return List(creation.Arguments.SelectMany(a => a.Value is IArrayCreationOperation { Initializer: { } values } ? values.ElementValues : (IEnumerable<IOperation>)[a.Value]), creation);
        // A quantity or a number-or-text is written as its text.
        if (creation.Arguments.Length == 1 && creation.Initializer is null && creation.Arguments[0].Value.ConstantValue is { HasValue: true, Value: var single }) return Constant(single, creation.Arguments[0].Value);
        var map = new FieldBuilder();
        var items = new List<Field>();
        var isList = false;
        foreach (var initializer in creation.Initializer is { } list ? list.Initializers.AsEnumerable() : [])
        {
            switch (initializer)
            {
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Arguments.Length: 1 } indexer } entry when indexer.Arguments[0].Value.ConstantValue is { HasValue: true, Value: string key }:
                    map.Set(key, Value(entry.Value));
                    break;
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation property } assignment:
                    map.Set(KeyOf(property.Property), Value(assignment.Value));
                    break;
                case IMemberInitializerOperation { InitializedMember: IPropertyReferenceOperation nested } member:
                    map.Set(KeyOf(nested.Property), Initializer(member.Initializer));
                    break;
                case IInvocationOperation { TargetMethod.Name: "Add" } add when add.Arguments.Length == 1:
                    isList = true;
                    if (Value(add.Arguments[0].Value) is { } item) items.Add(item);
                    break;
                case IInvocationOperation { TargetMethod.Name: "Add" } add when add.Arguments.Length == 2 && add.Arguments[0].Value.ConstantValue is { HasValue: true, Value: string key }:
                    map.Set(key, Value(add.Arguments[1].Value));
                    break;
                default:
                    _context.Report(Descriptors.NotConstant, initializer.Syntax.GetLocation(), $"'{initializer.Syntax}'", "a Spec tree holds constants, new objects and lists");
                    break;
            }
        }

        return isList ? new ListField(items.ToEquatable()) : map.Build();
    }

    private Field Initializer(IObjectOrCollectionInitializerOperation initializer)
    {
        var map = new FieldBuilder();
        var items = new List<Field>();
        foreach (var part in initializer.Initializers)
        {
            if (part is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Arguments.Length: 1 } indexer } entry && indexer.Arguments[0].Value.ConstantValue is { HasValue: true, Value: string key }) map.Set(key, Value(entry.Value));
            else if (part is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation property } assignment) map.Set(KeyOf(property.Property), Value(assignment.Value));
            else if (part is IInvocationOperation { Arguments.Length: 1 } add && Value(add.Arguments[0].Value) is { } item) items.Add(item);
            else if (part is IInvocationOperation { Arguments.Length: 2 } pair && pair.Arguments[0].Value.ConstantValue is { HasValue: true, Value: string pairKey }) map.Set(pairKey, Value(pair.Arguments[1].Value));
        }

        return items.Count > 0 ? new ListField(items.ToEquatable()) : map.Build();
    }

    private static string KeyOf(IPropertySymbol property)
    {
        foreach (var attribute in property.GetAttributes())
            if (attribute.AttributeClass?.Name == "JsonPropertyNameAttribute" && attribute.ConstructorArguments.Length == 1 && attribute.ConstructorArguments[0].Value is string name) return name;
        return char.ToLowerInvariant(property.Name[0]) + property.Name.Substring(1);
    }
}
