using Argosy.Generator.Diagnostics;
using Argosy.Generator.Model;

namespace Argosy.Generator.Parsing.Graph;

/// <summary>What a graph returns as the outputs of its template.</summary>
internal static class OutputWriter
{
    public static void Write(GraphBuilder graph, TemplateShape? shape, FieldBuilder fields)
    {
        if (graph.Result is null or NoValue) return;
        if (shape is null)
        {
            // The body of a loop: its one value is the result that Collect gathers.
            if (Single(graph, graph.Result) is { } value) Add(graph, new OutputShape("", "result", value is VariableValue { IsArtifact: true } ? OutputKind.Artifact : OutputKind.Parameter, value.Type!, null, []), value, fields);
            return;
        }

        foreach (var output in shape.Outputs)
        {
            var value = output.Member.Length == 0 ? Single(graph, graph.Result) : Member(graph, graph.Result, output);
            if (value is null or NoValue)
            {
                if (value is null) graph.Workflow.Context.Report(Descriptors.OutputNotWritten, shape.Method.Locations.FirstOrDefault(), output.Name, shape.Method.Name, "return a value for it");
                continue;
            }

            Add(graph, output, value, fields);
        }
    }

    private static Value? Single(GraphBuilder graph, Value value)
    {
        if (value is not StepValue step) return value is VariableValue v ? graph.Own(v) : value;
        if (step.Shape is null || step.Shape.Outputs.Count != 1)
        {
            graph.Workflow.Context.Report(Descriptors.NoResult, step.Task.Place, step.Task.Display, "single value", "return one of its members");
            return new NoValue();
        }

        return Variable(graph, step, step.Shape.Outputs[0]);
    }

    private static Value? Member(GraphBuilder graph, Value result, OutputShape output)
    {
        if (result is ObjectValue map)
        {
            var value = map.Members.FirstOrDefault(m => m.Name == output.Member).Value;
            return value is null ? null : Single(graph, value);
        }

        var step = result as StepValue ?? (result as OutputsValue)?.Step;
        return step?.Shape?.Outputs.FirstOrDefault(o => o.Member == output.Member) is { } own ? Variable(graph, step, own) : null;
    }

    private static VariableValue Variable(GraphBuilder graph, StepValue step, OutputShape output)
    {
        string[] path = output.Kind switch
        {
            OutputKind.Result => [graph.Prefix, step.Task.Name, "outputs", "result"],
            OutputKind.Artifact => [graph.Prefix, step.Task.Name, "outputs", "artifacts", output.Name],
            _ => [graph.Prefix, step.Task.Name, "outputs", "parameters", output.Name],
        };
        return new VariableValue(path, step.Collected ? step.Type : output.Type, graph, step.Task, output.Kind == OutputKind.Artifact);
    }

    private static void Add(GraphBuilder graph, OutputShape output, Value value, FieldBuilder fields)
    {
        var entry = new FieldBuilder().Set("name", output.Name);
        if (output.Kind == OutputKind.Artifact)
        {
            if (value is VariableValue { IsArtifact: true } artifact) entry.Set("from", "{{" + artifact.Tag + "}}");
            else if (value is OperatorValue) entry.Set("fromExpression", ValueWriter.Expression(value));
            else if (value is RawValue written) entry.Set(written.IsExpression ? "fromExpression" : "from", written.Text);
            else
            {
                graph.Workflow.Context.Report(Descriptors.WrongArtifact, null, output.Name, graph.Display, "the returned value");
                return;
            }

            if (output.Attribute?.Text("GlobalName") is { } exported) entry.Set("globalName", exported);
            fields.Map("outputs").Append("artifacts", entry.Build());
            return;
        }

        // valueFrom.parameter takes one output of a step; anything else is an expression.
        if (value is VariableValue { Task: not null } v) entry.Path("valueFrom.parameter", new TextField("{{" + v.Tag + "}}"));
        else if (value is RawValue { IsExpression: false } raw) entry.Path("valueFrom.parameter", new TextField(raw.Text));
        else if (value is RawValue expression) entry.Path("valueFrom.expression", new TextField(expression.Text));
        else entry.Path("valueFrom.expression", new TextField(value is VariableValue input ? ValueWriter.Name(input.Path) : StatementReader.IsList(value.Type) ? $"toJson({ValueWriter.Expression(value)})" : ValueWriter.Expression(value)));
        if (output.Attribute?.Text("Default") is { } fallback) entry.Path("valueFrom.default", new TextField(fallback));
        if (output.Attribute?.Text("GlobalName") is { } global) entry.Set("globalName", global);
        fields.Map("outputs").Append("parameters", entry.Build());
    }
}
