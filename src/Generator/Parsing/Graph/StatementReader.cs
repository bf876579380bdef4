using Argosy.Generator.Diagnostics;
using Argosy.Generator.Model;
using Argosy.Manifests.Names;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Argosy.Generator.Parsing.Graph;

/// <summary>Reads the statements of a graph body, one after another.</summary>
internal sealed class StatementReader
{
    private readonly GraphBuilder _graph;
    private readonly ExpressionReader _expressions;
    private readonly ParseContext _context;

    public StatementReader(GraphBuilder graph)
    {
        _graph = graph;
        _context = graph.Workflow.Context;
        _expressions = new ExpressionReader(graph, this);
    }

    /// <summary>Reads a whole body.</summary>
    public void Body(IOperation operation)
    {
        switch (operation)
        {
            case IMethodBodyOperation method when (method.BlockBody ?? method.ExpressionBody) is { } block:
                Block(block);
                break;
            case IBlockOperation block:
                Block(block);
                break;
            default:
                Statement(operation);
                break;
        }
    }

    public void Block(IBlockOperation block)
    {
        var isExpressionBody = block.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.ArrowExpressionClauseSyntax;
        foreach (var statement in block.Operations)
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            if (isExpressionBody && statement.IsImplicit && statement is IReturnOperation { ReturnedValue: null }) continue;
            Statement(statement);
        }
    }

    public void Statement(IOperation statement)
    {
        switch (statement)
        {
            case IBlockOperation block:
                Block(block);
                break;
            case IVariableDeclarationGroupOperation group:
                foreach (var declaration in group.Declarations)
                    foreach (var declarator in declaration.Declarators)
                        Declaration(declarator, declarator.Initializer ?? declaration.Initializer);
                break;
            case IExpressionStatementOperation { Operation: IDeconstructionAssignmentOperation deconstruction }:
                Deconstruction(deconstruction);
                break;
            case IExpressionStatementOperation { Operation: ISimpleAssignmentOperation assignment }:
                Assignment(assignment);
                break;
            case IExpressionStatementOperation expression:
                _expressions.Read(expression.Operation, null, isStatement: true);
                break;
            case IConditionalOperation condition:
                If(condition);
                break;
            case ISwitchOperation @switch:
                Switch(@switch);
                break;
            case IForEachLoopOperation loop:
                ForEach(loop);
                break;
            case IReturnOperation @return:
                Return(@return);
                break;
            case IEmptyOperation:
                break;
            case IWhileLoopOperation loop:
                Unsupported(loop, "'while'", "repeat with a [Dag] that calls itself inside an 'if', or with [Retry]");
                break;
            case IForLoopOperation loop:
                Unsupported(loop, "'for'", "write foreach (var i in Range(…))");
                break;
            case ITryOperation attempt:
                Unsupported(attempt, "'try'", "write .ContinueOn(failed: true), .After(step.Failed) or .OnExit(…)");
                break;
            case IInvalidOperation:
                // The compiler says what is wrong with it.
                break;
            default:
                Unsupported(statement, $"This statement ({statement.Kind})", "see docs/language.md for what a graph may hold");
                break;
        }
    }

    /// <summary>Runs a read with the calls in one group of steps.</summary>
    public void InGroup(Action read)
    {
        var before = _graph.InGroup;
        _graph.InGroup = true;
        read();
        _graph.InGroup = before;
        if (!before) _graph.Group++;
    }

    /// <summary>Runs a read under a condition.</summary>
    public void Under(Value condition, Action read)
    {
        var before = _graph.Branch;
        _graph.Branch = new Branch(before, condition);
        read();
        _graph.Branch = before;
    }

    public static Value Not(Value condition) => condition switch
    {
        ComparisonValue c => c with { Operator = c.Operator switch { "==" => "!=", "!=" => "==", "<" => ">=", ">" => "<=", "<=" => ">", _ => "<" } },
        _ => new OperatorValue(write => "!" + write(condition), [condition], condition.Type),
    };

    /// <summary>One node per item: a loop whose body is one call is that call's task, another becomes a template of its own.</summary>
    public StepValue? Loop(Value items, ILocalSymbol? variable, IParameterSymbol? lambda, IOperation body, IOperation collection, string? name)
    {
        ISymbol symbol = (ISymbol?)variable ?? lambda!;
        var type = variable?.Type ?? lambda!.Type;
        if (!IsLoopable(items))
        {
            if (items is not NoValue) _context.Report(Descriptors.UnsupportedLoop, collection.Syntax.GetLocation(), collection.Syntax.ToString());
            return null;
        }

        var calls = CallsIn(body);
        if (calls == 1 && !body.DescendantsAndSelf().OfType<IForEachLoopOperation>().Any() && !HasFanOut(body))
        {
            _graph.Declare(symbol, new VariableValue(["item"], type, _graph, null, false, InItem: true));
            var before = _graph.Tasks.Count;
            var value = ReadLoopBody(body, name);
            if (_graph.Tasks.Count == before) return null;
            var task = _graph.Tasks[_graph.Tasks.Count - 1];
            _expressions.SetLoop(task, items);
            return value as StepValue ?? new StepValue(task, null, null);
        }

        if (calls == 0)
        {
            if (!_context.HasErrors) Unsupported(body, "A loop without a call", "call a template method for each item");
            return null;
        }

        return OwnTemplate(items, symbol, type, body, name);
    }

    private StepValue OwnTemplate(Value items, ISymbol symbol, ITypeSymbol type, IOperation body, string? name)
    {
        var shortName = $"each-{ManifestNames.Kebab(symbol.Name)}";
        var templateName = _graph.Workflow.FreeName($"{_graph.TemplateName}-{shortName}");
        var inner = new GraphBuilder(_graph.Workflow, templateName, _graph.Display, _graph.IsSteps, _graph);
        var item = new VariableValue(["item"], type, _graph, new TaskDraft(ManifestNames.Kebab(symbol.Name), symbol.Name, null), false, InItem: true);
        inner.Declare(symbol, item);
        // Its place in the list is before what its own body adds.
        var at = _graph.Workflow.Generated.Count;
        var task = _graph.Add(name ?? shortName, symbol.Name, chosen: false, body.Syntax.GetLocation());
        var reader = new StatementReader(inner);
        var result = reader.ReadLoopBody(body, null);
        if (result is StepValue && inner.Result is null && body is not IBlockOperation) inner.Result = result;

        task.Template = templateName;
        var arguments = task.Fields.Map("arguments");
        var inputs = new FieldBuilder();
        foreach (var (captured, argument, isArtifact) in inner.Captures)
        {
            inputs.Append(isArtifact ? "artifacts" : "parameters", new FieldBuilder().Set("name", captured).Build());
            arguments.Append(isArtifact ? "artifacts" : "parameters", new FieldBuilder().Set("name", captured).Set(isArtifact ? "from" : "value", ValueWriter.Text(argument)).Build());
            _expressions.Use(argument, task);
        }

        _expressions.SetLoop(task, items);
        _expressions.SetWhen(task);
        var fields = new FieldBuilder();
        if (!inputs.IsEmpty) fields.Set("inputs", inputs.Build());
        OutputWriter.Write(inner, null, fields);
        _graph.Workflow.Generated.Insert(at, new TemplateModel(templateName, _graph.Display, fields.Build(), inner.Build(), task.Mark));
        GraphChecks.Check(inner);
        return new StepValue(task, null, null);
    }

    private Value? ReadLoopBody(IOperation body, string? name)
    {
        switch (body)
        {
            case IAnonymousFunctionOperation lambda:
                return Lambda(lambda, name);
            case IBlockOperation:
                Statement(body);
                return null;
            default:
                if (body is IExpressionStatementOperation expression) return _expressions.Read(expression.Operation, name, isStatement: true);
                Statement(body);
                return null;
        }
    }

    /// <summary>The value of a lambda: its expression, or what its block returns.</summary>
    public Value? Lambda(IAnonymousFunctionOperation lambda, string? name)
    {
        foreach (var statement in lambda.Body.Operations)
        {
            if (statement is IReturnOperation { ReturnedValue: { } returned }) return _expressions.Read(returned, name);
            if (statement is IReturnOperation) continue;
            if (statement is IExpressionStatementOperation expression && lambda.Body.Operations.Length <= 2)
            {
                var value = _expressions.Read(expression.Operation, name, isStatement: true);
                if (lambda.Body.Operations.Length == 1 || lambda.Body.Operations[1].IsImplicit) return value;
                continue;
            }

            Statement(statement);
        }

        return null;
    }

    private int CallsIn(IOperation body) => body.DescendantsAndSelf().OfType<IInvocationOperation>().Count(i => _graph.Workflow.Shape(i.TargetMethod) is not null || i.TargetMethod is { Name: "Call" or "CallCluster", ContainingType.Name: "Flow" });

    private static bool HasFanOut(IOperation body) => body.DescendantsAndSelf().OfType<IInvocationOperation>().Any(i => i.TargetMethod is { Name: "Select", ContainingType.Name: "StepCollections" or "Enumerable" });

    private static bool IsLoopable(Value items) => items is ListValue or SequenceValue or RawValue or OperatorValue or StepValue { Collected: true } or NoValue
        || (items is VariableValue { IsArtifact: false } v && IsList(v.Type)) || (items is StepValue s && IsList(s.Type));

    public static bool IsList(ITypeSymbol? type) => type is IArrayTypeSymbol || type is INamedTypeSymbol { IsGenericType: true, TypeArguments.Length: 1 } named && named.Name is "List" or "IReadOnlyList" or "IList" or "IEnumerable" or "IReadOnlyCollection" or "ImmutableArray";

    private void Declaration(IVariableDeclaratorOperation declarator, IVariableInitializerOperation? initializer)
    {
        // Its one value comes later, usually one in each branch.
        if (initializer is null || Unconverted(initializer.Value) is { ConstantValue: { HasValue: true, Value: null } } or IDefaultValueOperation)
        {
            _graph.Empty.Add(declarator.Symbol);
            _graph.Declare(declarator.Symbol, new ConstantValue(null, declarator.Symbol.Type));
            return;
        }

        _graph.Declare(declarator.Symbol, _expressions.Read(initializer.Value, declarator.Symbol.Name) ?? new NoValue());
    }

    private void Deconstruction(IDeconstructionAssignmentOperation deconstruction)
    {
        var symbols = deconstruction.Target.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Select(l => l.Local).ToList();
        var value = _expressions.Read(deconstruction.Value, null, names: symbols.Select(s => s.Name).ToList());
        if (value is TupleValue tuple && tuple.Items.Count == symbols.Count)
        {
            for (var i = 0; i < symbols.Count; i++) _graph.Declare(symbols[i], tuple.Items[i]);
            return;
        }

        if (value is not NoValue) Unsupported(deconstruction, "This assignment to several variables", "take the handles from Parallel(…), or use a variable for each call");
        foreach (var symbol in symbols) _graph.Declare(symbol, new NoValue());
    }

    private void Assignment(ISimpleAssignmentOperation assignment)
    {
        if (assignment.Target is IDiscardOperation)
        {
            _expressions.Read(assignment.Value, null, isStatement: true);
            return;
        }

        if (assignment.Target is ILocalReferenceOperation { Local: var empty } && _graph.Empty.Remove(empty))
        {
            var value = _expressions.Read(assignment.Value, empty.Name + (_graph.Alternatives.Contains(empty) ? "Else" : "")) ?? new NoValue();
            _graph.Declare(empty, value);
            _graph.Assigned[empty] = value;
            return;
        }

        _expressions.Read(assignment.Value, null);
        if (assignment.Target is ILocalReferenceOperation local) _context.Report(Descriptors.Reassigned, assignment.Syntax.GetLocation(), local.Local.Name);
        else Unsupported(assignment, "This assignment", "a graph has variables for steps only");
    }

    private void If(IConditionalOperation statement)
    {
        var condition = _expressions.Condition(statement.Condition);
        if (condition is ConstantValue { Constant: bool known })
        {
            // A constant condition chooses at compile time, as the C# compiler does.
            if (known) Statement(statement.WhenTrue);
            else if (statement.WhenFalse is not null) Statement(statement.WhenFalse);
            return;
        }

        var outer = _graph.Assigned;
        var whenTrue = _graph.Assigned = new(SymbolEqualityComparer.Default);
        Under(condition, () => Statement(statement.WhenTrue));
        var whenFalse = _graph.Assigned = new(SymbolEqualityComparer.Default);
        if (statement.WhenFalse is { } otherwise)
        {
            foreach (var symbol in whenTrue.Keys)
            {
                _graph.Empty.Add(symbol);
                _graph.Alternatives.Add(symbol);
            }

            Under(Not(condition), () => Statement(otherwise));
        }

        _graph.Assigned = outer;
        foreach (var symbol in whenTrue.Keys.Concat(whenFalse.Keys).Distinct<ISymbol>(SymbolEqualityComparer.Default).ToList())
        {
            var hasTrue = whenTrue.TryGetValue(symbol, out var first);
            var value = !whenFalse.TryGetValue(symbol, out var second) ? first! : !hasTrue ? second : _expressions.Chosen(condition, first!, second, (symbol as ILocalSymbol)?.Type, statement);
            _graph.Empty.Remove(symbol);
            _graph.Declare(symbol, value);
            outer[symbol] = value;
        }
    }

    private static IOperation Unconverted(IOperation operation) => operation is IConversionOperation { IsImplicit: true } conversion ? Unconverted(conversion.Operand) : operation;

    private void Switch(ISwitchOperation statement)
    {
        var subject = _expressions.Operand(statement.Value);
        var seen = new List<Value>();
        ISwitchCaseOperation? fallback = null;
        foreach (var section in statement.Cases)
        {
            var own = new List<Value>();
            foreach (var clause in section.Clauses)
            {
                if (clause is IDefaultCaseClauseOperation) fallback = section;
                else if (clause is ISingleValueCaseClauseOperation single) own.Add(new ComparisonValue("==", subject, _expressions.Operand(single.Value), single.Value.Type));
                else Unsupported(clause, "This case", "a case of a graph is a constant");
            }

            if (own.Count == 0 || section == fallback) continue;
            Under(Any(own), () => Section(section));
            seen.AddRange(own);
        }

        if (fallback is null) return;
        if (seen.Count == 0) Section(fallback);
        else Under(All(seen.Select(Not).ToList()), () => Section(fallback));
    }

    private void Section(ISwitchCaseOperation section)
    {
        foreach (var statement in section.Body)
            if (statement is not IBranchOperation { BranchKind: BranchKind.Break }) Statement(statement);
    }

    private static Value Any(IReadOnlyList<Value> values) => Joined(values, " || ");

    public static Value All(IReadOnlyList<Value> values) => Joined(values, " && ");

    private static Value Joined(IReadOnlyList<Value> values, string with) =>
        values.Count == 1 ? values[0] : new OperatorValue(write => string.Join(with, values.Select(write)), values, values[0].Type);

    private void ForEach(IForEachLoopOperation loop)
    {
        if (loop.LoopControlVariable is not IVariableDeclaratorOperation { Symbol: { } variable })
        {
            Unsupported(loop, "This loop variable", "write foreach (var x in …)");
            return;
        }

        var body = loop.Body is IBlockOperation { Operations.Length: 1 } block ? block.Operations[0] : loop.Body;
        Loop(_expressions.Items(loop.Collection), variable, null, body, loop.Collection, null);
    }

    private void Return(IReturnOperation statement)
    {
        if (_graph.Branch is not null || _graph.Result is not null)
        {
            _context.Report(Descriptors.ReturnPlace, statement.Syntax.GetLocation(), "write 'return condition ? a : b;' at the end");
            return;
        }

        if (statement.ReturnedValue is { } value) _graph.Result = _expressions.Read(value, null);
    }

    private void Unsupported(IOperation operation, string what, string instead) =>
        _context.Report(Descriptors.UnsupportedStatement, operation.Syntax.GetLocation(), what, instead);
}
