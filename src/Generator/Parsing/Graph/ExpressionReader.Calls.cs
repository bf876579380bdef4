using Argosy.Generator.Diagnostics;
using Argosy.Generator.Model;
using Argosy.Manifests.Names;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Argosy.Generator.Parsing.Graph;

/// <summary>Calls: templates become tasks, the methods of handles say more about them.</summary>
internal sealed partial class ExpressionReader
{
    private Value? Invocation(IInvocationOperation invocation, string? name, IReadOnlyList<string>? names, bool isStatement)
    {
        var method = invocation.TargetMethod;
        var owner = method.ContainingType;
        if (TemplateShape.IsStep(owner)) return StepMethod(invocation, name);
        if (owner.ContainingNamespace?.ToDisplayString() == "Argosy")
        {
            switch (owner.Name)
            {
                case "Flow": return FlowMethod(invocation, name, names);
                case "Workflow": return WorkflowMethod(invocation);
                case "Dependency": return new DependencyValue(ConstantText(invocation.Arguments[0], "a dependency") ?? "", [], IsPlain: false, IsAtom: false);
                case "StepCollections" when method.Name == "Collect": return Collect(invocation, name);
                case "StepCollections" when method.Name == "Select": return FanOut(invocation, name);
            }
        }

        if (owner is { Name: "Enumerable" } && method.Name == "Select") return FanOut(invocation, name);
        if (owner is { Name: "Enumerable" } && method.Name is "ToArray" or "ToList" or "AsEnumerable") return Read(invocation.Arguments[0].Value, name);
        if (graph.Workflow.Shape(method) is { } shape) return Call(invocation, shape, name, null);
        if (Function(invocation) is { } value) return value;
        _context.Report(Descriptors.NotATemplate, invocation.Syntax.GetLocation(), method.Name);
        foreach (var argument in invocation.Arguments)
            if (isStatement) Read(argument.Value, null);
        return new NoValue();
    }

    private StepValue Call(IInvocationOperation invocation, TemplateShape shape, string? variable, string? chosenName)
    {
        // What is nested comes first: its task runs first.
        var arguments = new List<(InputShape Input, Value Value, IOperation Place)>();
        foreach (var argument in invocation.Arguments)
        {
            if (argument.ArgumentKind == ArgumentKind.DefaultValue || argument.Parameter is null) continue;
            var input = shape.Inputs[argument.Parameter.Ordinal];
            arguments.Add((input, Read(argument.Value, null) ?? new NoValue(), argument.Value));
        }

        var task = graph.Add(chosenName ?? (variable is null ? shape.Name : ManifestNames.Task(variable)), variable ?? shape.Method.Name, chosenName is not null, invocation.Syntax.GetLocation());
        Target(task, shape);
        foreach (var (input, raw, place) in arguments) Argument(task, shape, input, raw, place);
        foreach (var input in shape.Inputs)
        {
            if (input.IsArtifact && !input.HasOwnValue && arguments.FirstOrDefault(a => a.Input == input).Value is null or ConstantValue { Constant: null })
                _context.Report(Descriptors.MissingInput, invocation.Syntax.GetLocation(), input.Parameter.Name, shape.Method.Name, "pass the artifact of a step");
        }

        SetWhen(task);
        return new StepValue(task, shape, shape.Value);
    }

    private void Target(TaskDraft task, TemplateShape shape)
    {
        if (graph.Workflow.Owns(shape))
        {
            graph.Workflow.Calls[shape.Name] = graph.Workflow.Calls.TryGetValue(shape.Name, out var calls) ? calls + 1 : 1;
            task.Template = shape.Name;
            return;
        }

        if (WorkflowScope.StoredName(shape.Method.ContainingType) is not var (name, isCluster))
        {
            _context.Report(Descriptors.NotATemplate, task.Place, $"{shape.Method.ContainingType.Name}.{shape.Method.Name}");
            return;
        }

        var reference = new FieldBuilder().Set("name", name).Set("template", shape.Name);
        if (isCluster) reference.Set("clusterScope", FieldBuilder.Boolean(true));
        task.Fields.Set("templateRef", reference.Build());
    }

    private void Argument(TaskDraft task, TemplateShape shape, InputShape input, Value raw, IOperation place)
    {
        var value = Output(raw, place) ?? raw;
        if (value is NoValue || value is ConstantValue { Constant: null }) return;
        var mark = _context.Mark(place.Syntax.GetLocation(), place.Syntax as Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionSyntax);
        Use(value, task);
        var arguments = task.Fields.Map("arguments");
        if (input.IsArtifact)
        {
            var entry = new FieldBuilder().Set("name", input.Name);
            if (value is VariableValue { IsArtifact: true } artifact) entry.Set("from", "{{" + artifact.Tag + "}}", mark);
            else if (value is OperatorValue choice && ArtifactChoice(choice)) entry.Set("fromExpression", ValueWriter.Expression(choice), mark);
            else if (value is RawValue text) entry.Set("from", text.Text, mark);
            else
            {
                _context.Report(Descriptors.WrongArtifact, place.Syntax.GetLocation(), input.Parameter.Name, shape.Method.Name, Short(place));
                return;
            }

            arguments.Append("artifacts", entry.Build());
            return;
        }

        if (value is VariableValue { IsArtifact: true })
        {
            _context.Report(Descriptors.WrongType, place.Syntax.GetLocation(), Short(place), "an artifact", input.Parameter.Name, input.Parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
            return;
        }

        if (value is OutputsValue or TupleValue or DependencyValue or SequenceValue)
        {
            Unsupported(place, $"'{Short(place)}'", "pass one of its members");
            return;
        }

        arguments.Append("parameters", new FieldBuilder().Set("name", input.Name).Set("value", new TextField(ArgumentText(value), mark)).Build());
    }

    /// <summary>The list that an expression gives must be JSON again; one that is a variable is JSON already.</summary>
    private static string ArgumentText(Value value) =>
        value is OperatorValue o && (StatementReader.IsList(o.Type) || o.Type is { SpecialType: SpecialType.None, TypeKind: TypeKind.Class or TypeKind.Struct }) ? "{{=toJson(" + ValueWriter.Expression(value) + ")}}" : ValueWriter.Text(value);

    private static bool ArtifactChoice(OperatorValue value) => value.Operands.Skip(1).All(o => o is VariableValue { IsArtifact: true } || (o is OperatorValue inner && ArtifactChoice(inner)));

    private Value? StepMethod(IInvocationOperation invocation, string? variable)
    {
        // A chain such as F(x).After(a).Named("n") is read from its end: the name must be known when the task is made.
        var chain = new List<IInvocationOperation>();
        IOperation? first = invocation;
        while (true)
        {
            while (first is IConversionOperation { OperatorMethod: null } conversion) first = conversion.Operand;
            if (first is not IInvocationOperation link || !TemplateShape.IsStep(link.TargetMethod.ContainingType)) break;
            chain.Insert(0, link);
            first = link.Instance;
        }

        if (first is null) return new NoValue();
        string? chosen = null;
        foreach (var link in chain)
            if (link.TargetMethod.Name == "Named") chosen = ConstantText(link.Arguments[0], "the name of a task");
        Value? value;
        if (first is IInvocationOperation call && graph.Workflow.Shape(call.TargetMethod) is { } shape) value = Call(call, shape, variable, chosen);
        else if (first is IInvocationOperation { TargetMethod: { Name: "Call" or "CallCluster", ContainingType.Name: "Flow" } } foreign) value = Foreign(foreign, variable, chosen);
        else
        {
            value = Read(first, variable);
            if (chosen is not null && value is not NoValue) Unsupported(invocation, "'.Named' on a step that has a name already", "write it on the call");
        }

        var step = value as StepValue ?? (value as FanOutValue)?.Step;
        if (step is null) return value is NoValue ? value : Unsupported(invocation, $"'{Short(invocation)}'", "it is no step");
        foreach (var link in chain) Link(step.Task, link);
        return value;
    }

    private void Link(TaskDraft task, IInvocationOperation link)
    {
        switch (link.TargetMethod.Name)
        {
            case "After":
                After(task, link);
                break;
            case "When":
                if (ConstantOrText(link.Arguments[0]) is not { } condition) break;
                task.Fields.Set("when", new TextField(condition, Mark(link.Arguments[0])));
                NeedTagged(condition, task);
                break;
            case "ContinueOn":
                foreach (var argument in link.Arguments)
                    if (argument.Value.ConstantValue is { HasValue: true, Value: true }) task.Fields.Map("continueOn").Set(argument.Parameter!.Name, FieldBuilder.Boolean(true));
                break;
            case "OnExit" when link.Arguments[0].Value.ConstantValue is { HasValue: true, Value: string handler }:
                if (graph.Workflow.Shapes.FirstOrDefault(s => s.Method.Name == handler) is { } exitShape) task.Fields.Set("onExit", exitShape.Name, Mark(link.Arguments[0]));
                else _context.Report(Descriptors.UnknownTemplate, link.Arguments[0].Syntax.GetLocation(), handler, graph.Workflow.Type.Name, Suggestion.For(handler, graph.Workflow.Shapes.Select(s => s.Method.Name)));
                break;
            case "OnExit":
                if (Handler(link.Arguments[0], task) is { } exit) task.Fields.Map("hooks").Set("exit", exit);
                break;
            case "Hook":
                var hookName = ConstantText(link.Arguments[0], "the name of a hook") ?? "hook";
                var expression = ConstantText(link.Arguments[1], "the expression of a hook") ?? "";
                if (Handler(link.Arguments[2], task, expression, Mark(link.Arguments[1])) is { } hook) task.Fields.Map("hooks").Set(hookName, hook);
                break;
        }
    }

    /// <summary>A text in the manifest's own words waits for the tasks that its tags name, as a value would.</summary>
    private void NeedTagged(string text, TaskDraft task)
    {
        for (var open = text.IndexOf("{{tasks.", StringComparison.Ordinal); open >= 0; open = text.IndexOf("{{tasks.", open + 1, StringComparison.Ordinal))
        {
            var start = open + "{{tasks.".Length;
            var dot = text.IndexOfAny(['.', '}'], start);
            if (dot > start && graph.Tasks.FirstOrDefault(t => t.Name == text.Substring(start, dot - start)) is { } named) task.Need(named);
        }
    }

    private void After(TaskDraft task, IInvocationOperation link)
    {
        if (graph.IsSteps)
        {
            _context.Report(Descriptors.AfterInSteps, link.Syntax.GetLocation(), graph.Display);
            return;
        }

        var operations = link.Arguments.SelectMany(a => a.Value is IArrayCreationOperation { Initializer: { } list } ? list.ElementValues : a.Value.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.CollectionExpressionSyntax ? a.Value.ChildOperations : (IEnumerable<IOperation>)[a.Value]);
        foreach (var operation in operations)
        {
            if (Dependency(Read(operation, null) ?? new NoValue(), operation) is not DependencyValue dependency) continue;
            if (dependency.Tasks.Contains(task))
            {
                _context.Report(Descriptors.SelfDependency, operation.Syntax.GetLocation(), task.Display);
                continue;
            }

            if (dependency.IsPlain) task.Need(dependency.Tasks[0]);
            else task.Conditions.Add(dependency);
        }
    }

    /// <summary>A hook: one call in a lambda. It is no task of this graph.</summary>
    private MapField? Handler(IArgumentOperation argument, TaskDraft task, string? expression = null, int mark = 0)
    {
        var lambda = argument.DescendantsAndSelf().OfType<IAnonymousFunctionOperation>().FirstOrDefault();
        var call = lambda?.Body.Operations.Select(o => o is IReturnOperation r ? r.ReturnedValue : (o as IExpressionStatementOperation)?.Operation).FirstOrDefault();
        while (call is IConversionOperation conversion) call = conversion.Operand;
        if (call is not IInvocationOperation invocation || graph.Workflow.Shape(invocation.TargetMethod) is not { } shape)
        {
            _context.Report(Descriptors.HandlerShape, argument.Syntax.GetLocation());
            return null;
        }

        var draft = new TaskDraft("hook", shape.Method.Name, argument.Syntax.GetLocation());
        Target(draft, shape);
        foreach (var a in invocation.Arguments)
            if (a.ArgumentKind != ArgumentKind.DefaultValue && a.Parameter is not null) Argument(draft, shape, shape.Inputs[a.Parameter.Ordinal], Read(a.Value, null) ?? new NoValue(), a.Value);
        // A handler may read the outputs of its own step.
        foreach (var need in draft.Needs)
            if (need != task) task.Need(need);
        var hook = new FieldBuilder();
        if (expression is { Length: > 0 }) hook.Set("expression", new TextField(expression, mark));
        hook.Set("template", draft.Template);
        hook.Under(draft.Fields.Build());
        return hook.Build();
    }

    private Value FlowMethod(IInvocationOperation invocation, string? name, IReadOnlyList<string>? names)
    {
        var arguments = invocation.Arguments;
        switch (invocation.TargetMethod.Name)
        {
            case "Parallel":
                return Parallel(invocation, names);
            case "Range":
                Value? Argument(string parameter) => arguments.FirstOrDefault(a => a.Parameter?.Name == parameter) is { } found ? Operand(found.Value) : null;
                return new SequenceValue(Argument("count"), Argument("start"), Argument("end"), Argument("format"), invocation.Type);
            case "Raw" or "Each":
                return new RawValue(ConstantOrText(arguments[0]) ?? "", invocation.Type);
            case "Expression":
                return new RawValue(ConstantText(arguments[0], "an expression") ?? "", invocation.Type, IsExpression: true);
            case "OrDefault":
                var value = Operand(arguments[0].Value);
                var otherwise = Operand(arguments[1].Value);
                return value is VariableValue v ? new OperatorValue(_ => WithDefault(v, otherwise), [value with { Type = null }, otherwise], value.Type, IsAtom: true) { } : value;
            case "Call" or "CallCluster":
                return Foreign(invocation, name, null);
            default:
                return new NoValue();
        }
    }

    private Value Foreign(IInvocationOperation invocation, string? variable, string? chosen)
    {
        var workflow = ConstantText(invocation.Arguments[0], "the name of a WorkflowTemplate") ?? "";
        var template = ConstantText(invocation.Arguments[1], "the name of a template") ?? "";
        var values = invocation.Arguments[2].Value is IArrayCreationOperation { Initializer: { } list } ? list.ElementValues.Select(e => Read(e is IConversionOperation c ? c.Operand : e, null)).ToList() : [];
        var task = graph.Add(chosen ?? (variable is null ? template : ManifestNames.Task(variable)), variable ?? template, chosen is not null, invocation.Syntax.GetLocation());
        task.Fields.Set("templateRef", new FieldBuilder().Set("name", workflow).Set("template", template)
            .Set("clusterScope", invocation.TargetMethod.Name == "CallCluster" ? FieldBuilder.Boolean(true) : null).Build());
        foreach (var value in values.OfType<ObjectValue>())
        {
            if (value.Members[0].Value is not ConstantValue { Constant: string parameter }) continue;
            Use(value.Members[1].Value, task);
            task.Fields.Map("arguments").Append("parameters", new FieldBuilder().Set("name", parameter).Set("value", ArgumentText(value.Members[1].Value)).Build());
        }

        SetWhen(task);
        return new StepValue(task, null, invocation.Type is INamedTypeSymbol { TypeArguments.Length: 1 } step ? step.TypeArguments[0] : null);
    }

    private Value Parallel(IInvocationOperation invocation, IReadOnlyList<string>? names)
    {
        if (!graph.IsSteps) _context.Report(Descriptors.ParallelOutsideSteps, invocation.Syntax.GetLocation(), graph.Display);
        var items = new List<Value>();
        statements.InGroup(() =>
        {
            var operations = invocation.Arguments.SelectMany(a => a.Value is IArrayCreationOperation { Initializer: { } list } ? list.ElementValues : (IEnumerable<IOperation>)[a.Value]).ToList();
            for (var i = 0; i < operations.Count; i++)
            {
                var operation = operations[i];
                if (operation.DescendantsAndSelf().OfType<IAnonymousFunctionOperation>().FirstOrDefault() is { } lambda && operation is IDelegateCreationOperation) statements.Block(lambda.Body);
                else items.Add(Read(operation, names is not null && i < names.Count ? names[i] : null) ?? new NoValue());
            }
        });
        return new TupleValue(items);
    }

    private Value WorkflowMethod(IInvocationOperation invocation)
    {
        var key = ConstantText(invocation.Arguments[0], "the name") ?? "";
        string[] path = invocation.TargetMethod.Name switch
        {
            "Parameter" => ["workflow", "parameters", key],
            "Label" => ["workflow", "labels", key],
            "Annotation" => ["workflow", "annotations", key],
            "OutputArtifact" => ["workflow", "outputs", "artifacts", key],
            _ => ["workflow", "outputs", "parameters", key],
        };
        return new VariableValue(path, invocation.Type, null, null, invocation.TargetMethod.Name == "OutputArtifact");
    }

    private Value FanOut(IInvocationOperation invocation, string? name)
    {
        var items = Items(invocation.Arguments[0].Value);
        var lambda = invocation.Arguments[1].DescendantsAndSelf().OfType<IAnonymousFunctionOperation>().FirstOrDefault();
        if (lambda is null || lambda.Symbol.Parameters.Length != 1) return Unsupported(invocation, "This Select", "write list.Select(x => F(x))");
        var step = statements.Loop(items, null, lambda.Symbol.Parameters[0], lambda, invocation.Arguments[0].Value, name);
        return step is null ? new NoValue() : new FanOutValue(step);
    }

    private Value Collect(IInvocationOperation invocation, string? name)
    {
        var value = Read(invocation.Arguments[0].Value, name);
        var type = invocation.Type is INamedTypeSymbol { TypeArguments.Length: 1 } step ? step.TypeArguments[0] : null;
        if (value is FanOutValue fan) return fan.Step with { Collected = true, Type = type };
        return value is NoValue ? value : Unsupported(invocation, "This Collect", "write list.Select(x => F(x)).Collect()");
    }

    /// <summary>Names the tasks that a value comes from, and checks that they are sure to have run.</summary>
    public void Use(Value value, TaskDraft task)
    {
        switch (value)
        {
            case VariableValue { Task: { } source } v when v.Owner == graph:
                UseTask(v, source, task);
                break;
            case RawValue { IsExpression: false } raw:
                NeedTagged(raw.Text, task);
                break;
            case TextValue text:
                foreach (var part in text.Parts) Use(part, task);
                break;
            case OperatorValue o:
                var guards = task.Branch;
                foreach (var operand in o.Operands) Use(operand is VariableValue { Task: not null } inner && o.Operands.Count > 1 ? inner with { Type = null } : operand, task);
                _ = guards;
                break;
            case ComparisonValue c:
                Use(c.Left, task);
                Use(c.Right, task);
                break;
            case ListValue list:
                foreach (var item in list.Items) Use(item, task);
                break;
            case ObjectValue map:
                foreach (var (_, member) in map.Members) Use(member, task);
                break;
            case SequenceValue s:
                foreach (var part in new[] { s.Count, s.Start, s.End, s.Format })
                    if (part is not null) Use(part, task);
                break;
        }
    }

    private void UseTask(VariableValue variable, TaskDraft source, TaskDraft task)
    {
        if (source == task) return;
        if (graph.IsSteps && source.Group == task.Group && graph.Tasks.Contains(task))
            _context.Report(Descriptors.NotAnAncestor, task.Place, variable.Tag, source.Display, task.Display);
        var isOutcome = variable.Path[variable.Path.Length - 1] is "status" or "exitCode" && variable.Path.Length == 3;
        if (isOutcome && !graph.IsSteps)
        {
            // Who reads how a task ended must wait for every end, not for a good one only.
            var text = $"{source.Name}.Succeeded || {source.Name}.Failed || {source.Name}.Errored || {source.Name}.Skipped || {source.Name}.Omitted";
            if (!task.Conditions.Any(c => c.Tasks.Contains(source))) task.Conditions.Add(new DependencyValue(text, [source], IsPlain: false, IsAtom: false));
        }
        else
        {
            task.Need(source);
        }

        if (variable.Type is not null && !isOutcome && !variable.IsArtifact && source.Branch is { } branch && !branch.Contains(task.Branch) && variable.Path[2] == "outputs")
            _context.Report(Descriptors.MayBeSkipped, task.Place, source.Display);
    }

    public void SetWhen(TaskDraft task)
    {
        var conditions = new List<Value>();
        for (var b = task.Branch; b is not null; b = b.Outer) conditions.Insert(0, b.Condition);
        conditions.RemoveAll(c => c is NoValue);
        if (conditions.Count == 0) return;
        var all = StatementReader.All(conditions.Select(c => c is VariableValue v ? graph.Own(v) : c).ToList());
        foreach (var condition in conditions) Use(condition, task);
        task.Fields.Set("when", ValueWriter.When(all), task.Mark);
    }

    public void SetLoop(TaskDraft task, Value items)
    {
        task.IsLoop = true;
        Use(items, task);
        switch (items)
        {
            case ListValue list when list.Items.All(IsConstant):
                task.Fields.Set("withItems", new ListField(list.Items.Select(Item).ToEquatable()));
                break;
            case SequenceValue s:
                var sequence = task.Fields.Map("withSequence");
                if (s.Count is not null) sequence.Set("count", ValueWriter.Text(s.Count));
                if (s.Start is not null) sequence.Set("start", ValueWriter.Text(s.Start));
                if (s.End is not null) sequence.Set("end", ValueWriter.Text(s.End));
                if (s.Format is not null) sequence.Set("format", ValueWriter.Text(s.Format));
                break;
            case OperatorValue:
                task.Fields.Set("withParam", "{{=toJson(" + ValueWriter.Expression(items) + ")}}");
                break;
            default:
                task.Fields.Set("withParam", ValueWriter.Text(items));
                break;
        }
    }

    private static bool IsConstant(Value value) => value switch
    {
        ConstantValue or TextValue or RawValue => true,
        VariableValue => true,
        ObjectValue map => map.Members.All(m => IsConstant(m.Value)),
        ListValue list => list.Items.All(IsConstant),
        _ => false,
    };

    private static Field Item(Value value) => value switch
    {
        ConstantValue { Constant: bool or null } or ConstantValue { Constant: not (string or char) } when value is ConstantValue c && !ValueWriter.IsString(c.Type) => new PlainField(ValueWriter.Json(value)),
        ObjectValue map => new MapField(map.Members.Select(m => new FieldEntry(m.Name, Item(m.Value))).ToEquatable()),
        ListValue list => new ListField(list.Items.Select(Item).ToEquatable()),
        _ => new TextField(ValueWriter.Text(value)),
    };

    private int Mark(IArgumentOperation argument) => _context.Mark(argument.Value.Syntax.GetLocation(), argument.Value.Syntax as Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionSyntax);

    private string? ConstantText(IArgumentOperation argument, string what)
    {
        if (argument.Value.ConstantValue is { HasValue: true, Value: string text }) return text;
        _context.Report(Descriptors.NotConstant, argument.Syntax.GetLocation(), what, "it stands in the manifest");
        return null;
    }

    private string? ConstantOrText(IArgumentOperation argument) => Operand(argument.Value) is { } value and not NoValue ? ValueWriter.Text(value) : null;
}
