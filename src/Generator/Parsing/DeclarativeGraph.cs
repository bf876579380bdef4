using Argosy.Generator.Diagnostics;
using Argosy.Generator.Model;
using Argosy.Generator.Parsing.Graph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Argosy.Generator.Parsing;

/// <summary>The DAG <c>main</c> of a class whose attributes say the graph: [DependsOn] on methods, [From] on parameters. It becomes the same model as a body.</summary>
internal sealed class DeclarativeGraph(WorkflowScope workflow)
{
    private readonly ParseContext _context = workflow.Context;

    public static ArgumentDeclaration Argument(InputShape input)
    {
        var type = WorkflowParser.TypeText(input.Parameter.Type);
        string? code = null;
        if (input.Parameter.HasExplicitDefaultValue)
            code = input.Parameter.Type.TypeKind == TypeKind.Enum && input.Default is not null ? $"{type}.{input.Default}" : input.Parameter.ExplicitDefaultValue is null ? "default" : SymbolDisplay.FormatPrimitive(input.Parameter.ExplicitDefaultValue, quoteStrings: true, useHexadecimalNumbers: false);
        return new ArgumentDeclaration(input.Name, input.Parameter.Name, type, input.Default ?? input.Attribute?.Text("Value"), code, input.IsArtifact);
    }

    /// <summary>The template, or null where no attribute says a graph.</summary>
    public TemplateModel? Parse(out IReadOnlyList<ArgumentDeclaration> arguments)
    {
        var declared = new List<ArgumentDeclaration>();
        arguments = declared;
        var isDeclared = workflow.Shapes.Any(s => s.Annotations.Any(a => a.Name == "DependsOn") || s.Inputs.Any(i => From(i) is not null));
        if (!isDeclared) return null;
        var graph = new GraphBuilder(workflow, "main", workflow.Type.Name, isSteps: false, null);
        var tasks = new Dictionary<TemplateShape, TaskDraft>();
        foreach (var shape in workflow.Shapes)
        {
            if (shape.IsGraph || shape.Annotations.Any(a => a.Name == "OnExit")) continue;
            tasks[shape] = graph.Add(shape.Name, shape.Method.Name, chosen: true, shape.Method.Locations.FirstOrDefault());
            tasks[shape].Template = shape.Name;
        }

        var inputs = new FieldBuilder();
        foreach (var pair in tasks)
        {
            DependsOn(pair.Key, pair.Value, tasks);
            foreach (var input in pair.Key.Inputs) Input(pair.Key, pair.Value, input, tasks, declared, inputs);
        }

        GraphChecks.Check(graph);
        var fields = new FieldBuilder();
        if (!inputs.IsEmpty) fields.Set("inputs", inputs.Build());
        return new TemplateModel(workflow.FreeName("main"), "main", fields.Build(), graph.Build(), 0);
    }

    private static Annotation? From(InputShape input) => Annotation.Of(input.Parameter).FirstOrDefault(a => a.Name == "From");

    private void DependsOn(TemplateShape shape, TaskDraft task, Dictionary<TemplateShape, TaskDraft> tasks)
    {
        foreach (var annotation in shape.Annotations.Where(a => a.Name == "DependsOn"))
        {
            var names = annotation.Texts("Templates");
            for (var i = 0; i < names.Count; i++)
            {
                var place = annotation.PlaceOf("Templates", i);
                if (names[i].Any(c => c is '.' or '|' or '&' or '!' or ' '))
                {
                    Condition(names[i], task, tasks, place);
                    continue;
                }

                if (Find(names[i], tasks, place) is not { } source) continue;
                if (source == task) _context.Report(Descriptors.SelfDependency, place, shape.Method.Name);
                else task.Need(source);
            }
        }
    }

    private void Condition(string text, TaskDraft task, Dictionary<TemplateShape, TaskDraft> tasks, Location? place)
    {
        var sources = new List<TaskDraft>();
        var written = System.Text.RegularExpressions.Regex.Replace(text, @"[A-Za-z_]\w*(?=\.|\b(?!\())", match =>
        {
            if (match.Index > 0 && text[match.Index - 1] == '.') return match.Value;
            if (Find(match.Value, tasks, place) is not { } source) return match.Value;
            sources.Add(source);
            return source.Name;
        });
        task.Conditions.Add(new DependencyValue(written, sources, IsPlain: false, IsAtom: !written.Contains("||")));
    }

    private TaskDraft? Find(string name, Dictionary<TemplateShape, TaskDraft> tasks, Location? place)
    {
        foreach (var pair in tasks)
            if (pair.Key.Method.Name == name) return pair.Value;
        _context.Report(Descriptors.UnknownTemplate, place, name, workflow.Type.Name, Suggestion.For(name, tasks.Keys.Select(s => s.Method.Name)));
        return null;
    }

    private void Input(TemplateShape shape, TaskDraft task, InputShape input, Dictionary<TemplateShape, TaskDraft> tasks, List<ArgumentDeclaration> declared, FieldBuilder inputs)
    {
        if (From(input) is { } from)
        {
            Bound(shape, task, input, from, tasks);
            return;
        }

        if (input.IsArtifact)
        {
            if (!input.HasOwnValue) _context.Report(Descriptors.MissingInput, input.Parameter.Locations.FirstOrDefault(), input.Parameter.Name, shape.Method.Name, "say where it comes from with [From(nameof(…))], or where it is stored with [S3] and its like");
            return;
        }

        // No [From]: an argument of the workflow.
        if (input.Attribute is { } a && (a.Has("ConfigMap") || a.Has("Value"))) return;
        var argument = Argument(input);
        var known = declared.FirstOrDefault(d => d.Name == argument.Name);
        if (known is null)
        {
            declared.Add(argument);
            if (argument.Default is not null) inputs.Append("parameters", new FieldBuilder().Set("name", argument.Name).Build());
        }
        else if (known.Default != argument.Default || known.Type != argument.Type)
        {
            _context.Report(Descriptors.DuplicateInput, input.Parameter.Locations.FirstOrDefault(), argument.Name, workflow.Type.Name, "arguments with different types or defaults");
        }

        Argument(task, input, "value", argument.Default is null ? $"{{{{workflow.parameters.{argument.Name}}}}}" : $"{{{{inputs.parameters.{argument.Name}}}}}");
    }

    private void Bound(TemplateShape shape, TaskDraft task, InputShape input, Annotation from, Dictionary<TemplateShape, TaskDraft> tasks)
    {
        var place = from.PlaceOf("Template");
        if (Find(from.Text("Template") ?? "", tasks, place) is not { } source) return;
        if (source == task)
        {
            _context.Report(Descriptors.SelfDependency, place, shape.Method.Name);
            return;
        }

        task.Need(source);
        var producer = tasks.First(p => p.Value == source).Key;
        var wanted = from.Text("Output");
        var output = wanted is null ? producer.Outputs.FirstOrDefault(o => o.Kind == OutputKind.Artifact == input.IsArtifact) ?? producer.Outputs.FirstOrDefault() : producer.Outputs.FirstOrDefault(o => o.Name == wanted || o.Member == wanted);
        if (output is null)
        {
            if (wanted is null) _context.Report(Descriptors.NoResult, place, producer.Method.Name, "value", "its template method returns Step, not Step<T>");
            else _context.Report(Descriptors.UnknownOutput, from.PlaceOf("Output"), producer.Method.Name, wanted, Suggestion.For(wanted, producer.Outputs.Select(o => o.Name)));
            return;
        }

        if (output.Kind == OutputKind.Artifact != input.IsArtifact || !(input.IsArtifact || Fits(output.Type, input.Parameter.Type)))
        {
            _context.Report(Descriptors.WrongType, place, producer.Method.Name, Text(output.Type), input.Parameter.Name, Text(input.Parameter.Type));
            return;
        }

        var tag = output.Kind switch
        {
            OutputKind.Artifact => $"{{{{tasks.{source.Name}.outputs.artifacts.{output.Name}}}}}",
            OutputKind.Result => $"{{{{tasks.{source.Name}.outputs.result}}}}",
            _ => $"{{{{tasks.{source.Name}.outputs.parameters.{output.Name}}}}}",
        };
        Argument(task, input, input.IsArtifact ? "from" : "value", tag);
    }

    private bool Fits(ITypeSymbol from, ITypeSymbol to) => _context.Compilation.ClassifyCommonConversion(from, to).IsImplicit;

    private static string Text(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private static void Argument(TaskDraft task, InputShape input, string key, string value) =>
        task.Fields.Map("arguments").Append(input.IsArtifact ? "artifacts" : "parameters", new FieldBuilder().Set("name", input.Name).Set(key, value).Build());
}
