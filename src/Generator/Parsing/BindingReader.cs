using System.Text;
using Argosy.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Argosy.Generator.Parsing;

/// <summary>Reads from the finished templates what the typed bindings of a workflow are.</summary>
internal sealed class BindingReader(WorkflowScope workflow, IReadOnlyList<TemplateModel> templates)
{
    /// <summary>Members of the base class of nodes, and what every object has.</summary>
    private static readonly string[] s_taken =
        ["State", "NodeName", "NodeStatus", "NodePhase", "ChildNode", "LoopNodes", "OutputValue", "OutputArtifact", "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "Finalize", "ReferenceEquals"];

    private readonly Dictionary<string, string> _classes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _classNames = new(s_taken, StringComparer.Ordinal);
    private readonly List<NodeClassModel> _nodes = [];

    public BindingModel Read(string? entry, IReadOnlyList<ArgumentDeclaration> arguments)
    {
        var type = workflow.Type;
        var inputs = Inputs(entry, arguments);
        var visible = inputs.Count == 0 ? Visibility.Public : inputs.Min(i => i.Visibility);
        var root = FreeType(type, "Nodes");
        var rootTemplate = entry ?? "";
        _classes[rootTemplate] = root;
        _classNames.Add(root);
        Class(root, rootTemplate);
        var access = SyntaxFacts.GetText(type.DeclaredAccessibility);
        return new BindingModel(
            access, Keyword(visible), visible == Visibility.Internal && access == "public" ? "internal" : access,
            FreeMethod(type, "SubmitAsync", "SubmitWorkflowAsync"), FreeMethod(type, "RunAsync", "RunWorkflowAsync"),
            inputs.Count == 0 || visible == Visibility.None ? "" : FreeType(type, "Inputs"), inputs.Select(i => i.Input).ToEquatable(), _nodes.ToEquatable());
    }

    private List<(BindingInput Input, Visibility Visibility)> Inputs(string? entry, IReadOnlyList<ArgumentDeclaration> arguments)
    {
        var list = new List<(BindingInput, Visibility)>();
        var names = new HashSet<string>(StringComparer.Ordinal) { "ToArguments", "EqualityContract", "Clone" };
        // Several methods of the declarative form may share an argument, and put a required one behind an optional one.
        var shapes = workflow.Shapes.Where(s => s.Name == entry).Concat(workflow.Shapes).ToList();
        foreach (var argument in arguments.Where(a => !a.IsArtifact).OrderBy(a => a.DefaultCode is null ? 0 : 1))
        {
            var parameter = shapes.SelectMany(s => s.Inputs).First(i => i.Name == argument.Name && i.Parameter.Name == argument.Parameter).Parameter;
            list.Add((new BindingInput(argument.Parameter, Free(names, Pascal(argument.Parameter), "Value"), argument.Name, argument.Type, parameter.HasExplicitDefaultValue ? DefaultCode(parameter) : null), Of(parameter.Type)));
        }

        return list;
    }

    /// <summary>The class of a template's nodes; empty where a plain node says all.</summary>
    private string ClassOf(TaskModel task)
    {
        var reference = task.Fields["templateRef"] as MapField;
        var key = reference is null ? task.Template : $"{Text(reference["name"])}/{Text(reference["template"])}";
        if (key is null) return "";
        if (_classes.TryGetValue(key, out var known)) return known;
        var template = reference is null ? key : Text(reference["template"]);
        var shape = Shape(reference, template);
        var graph = reference is null ? templates.FirstOrDefault(t => t.Name == template)?.Graph : null;
        if (graph is null && shape?.Outputs.Count is null or 0) return _classes[key] = "";
        var name = Free(_classNames, Pascal(template) + "Node", "");
        _classes[key] = name;
        Class(name, template, shape, graph);
        return name;
    }

    private void Class(string name, string template) =>
        Class(name, template, workflow.Shapes.FirstOrDefault(s => s.Name == template), templates.FirstOrDefault(t => t.Name == template)?.Graph);

    private void Class(string name, string template, TemplateShape? shape, GraphModel? graph)
    {
        // Before its children: the first class is the workflow's own.
        var at = _nodes.Count;
        _nodes.Add(new NodeClassModel(name, template, default, default));
        var names = new HashSet<string>(s_taken, StringComparer.Ordinal) { name };
        var outputs = new List<NodeOutputModel>();
        foreach (var output in shape?.Outputs ?? [])
        {
            var visible = output.Kind == OutputKind.Artifact ? Visibility.Public : Of(output.Type);
            if (visible == Visibility.None) continue;
            outputs.Add(new NodeOutputModel(Free(names, Pascal(output.Member.Length > 0 ? output.Member : output.Name), "Output"), output.Name, WorkflowParser.TypeText(output.Type), output.Kind == OutputKind.Artifact, Keyword(visible)));
        }

        if (at == 0) _classNames.UnionWith(names);
        var children = new List<NodeChildModel>();
        if (graph is not null)
        {
            var group = 0;
            foreach (var tasks in graph.Groups)
            {
                foreach (var task in tasks)
                {
                    var isLoop = task.Fields["withItems"] is not null || task.Fields["withParam"] is not null || task.Fields["withSequence"] is not null;
                    children.Add(new NodeChildModel("", graph.IsSteps ? $"[{group}].{task.Name}" : "." + task.Name, ClassOf(task), isLoop));
                }

                group++;
            }
        }

        // The root's own nested classes are members of it too: their names are known now.
        if (at == 0) names.UnionWith(_classNames);
        var tasksNamed = graph?.Groups.SelectMany(g => g).Select(t => t.Name).ToList() ?? [];
        for (var i = 0; i < children.Count; i++) children[i] = children[i] with { Property = Free(names, Pascal(tasksNamed[i]), "Task") };
        _nodes[at] = new NodeClassModel(name, template, outputs.ToEquatable(), children.ToEquatable());
    }

    private TemplateShape? Shape(MapField? reference, string template) => reference is null
        ? workflow.Shapes.FirstOrDefault(s => s.Name == template)
        : workflow.Known.FirstOrDefault(s => s.Name == template && WorkflowScope.StoredName(s.Method.ContainingType) is var (name, _) && name == Text(reference["name"]));

    private static string Text(Field? field) => (field as TextField)?.Text ?? "";

    /// <summary>A name for a type beside the class, free there.</summary>
    private static string FreeType(INamedTypeSymbol type, string suffix)
    {
        INamespaceOrTypeSymbol beside = (INamespaceOrTypeSymbol?)type.ContainingType ?? type.ContainingNamespace;
        var name = type.Name + suffix;
        if (beside.GetMembers(name).IsEmpty) return name;
        name = type.Name + "Workflow" + suffix;
        for (var i = 2; !beside.GetMembers(name).IsEmpty; i++) name = $"{type.Name}Workflow{suffix}{i}";
        return name;
    }

    private static string FreeMethod(INamedTypeSymbol type, string wanted, string otherwise)
    {
        var name = type.GetMembers(wanted).IsEmpty ? wanted : otherwise;
        for (var i = 2; !type.GetMembers(name).IsEmpty; i++) name = otherwise + i;
        return name;
    }

    private static string Free(HashSet<string> names, string wanted, string suffix)
    {
        if (names.Add(wanted)) return wanted;
        var name = wanted + suffix;
        for (var i = 2; !names.Add(name); i++) name = wanted + suffix + i;
        return name;
    }

    /// <summary>A name of a manifest or a parameter as a property.</summary>
    internal static string Pascal(string name)
    {
        var text = new StringBuilder();
        var upper = true;
        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c))
            {
                upper = true;
                continue;
            }

            text.Append(upper ? char.ToUpperInvariant(c) : c);
            upper = false;
        }

        if (text.Length == 0 || char.IsDigit(text[0])) text.Insert(0, '_');
        return text.ToString();
    }

    /// <summary>A default value as a constant of its parameter's type.</summary>
    private static string DefaultCode(IParameterSymbol parameter)
    {
        var type = WorkflowParser.TypeText(parameter.Type);
        var value = parameter.ExplicitDefaultValue;
        return value switch
        {
            null => parameter.Type.IsValueType ? "default" : "default!",
            double d when double.IsNaN(d) => "double.NaN",
            double d when double.IsInfinity(d) => d > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity",
            float f when float.IsNaN(f) => "float.NaN",
            float f when float.IsInfinity(f) => f > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity",
            decimal m => SymbolDisplay.FormatPrimitive(m, quoteStrings: true, useHexadecimalNumbers: false) + "m",
            string or bool => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)!,
            int when parameter.Type.SpecialType == SpecialType.System_Int32 => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)!,
            _ => $"({type})({SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)})",
        };
    }

    /// <summary>From where code that sees the workflow's class can name a type.</summary>
    private Visibility Of(ITypeSymbol type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array: return Of(array.ElementType);
            case IErrorTypeSymbol or ITypeParameterSymbol or IPointerTypeSymbol or IFunctionPointerTypeSymbol or { IsAnonymousType: true }: return Visibility.None;
            case INamedTypeSymbol named:
                var least = Visibility.Public;
                for (var t = named; t is not null && !Contains(t); t = t.ContainingType)
                {
                    var own = t.DeclaredAccessibility switch
                    {
                        Accessibility.Public or Accessibility.NotApplicable => Visibility.Public,
                        Accessibility.Internal or Accessibility.ProtectedOrInternal when SymbolEqualityComparer.Default.Equals(t.ContainingAssembly, workflow.Type.ContainingAssembly) => Visibility.Internal,
                        _ => Visibility.None,
                    };
                    if (own < least) least = own;
                }

                foreach (var argument in named.TypeArguments)
                    if (Of(argument) is var inner && inner < least) least = inner;
                return least;
            default: return Visibility.Public;
        }
    }

    private bool Contains(INamedTypeSymbol type)
    {
        for (var t = workflow.Type; t is not null; t = t.ContainingType)
            if (SymbolEqualityComparer.Default.Equals(t, type)) return true;
        return false;
    }

    private static string Keyword(Visibility visibility) => visibility switch { Visibility.Public => "public", Visibility.Internal => "internal", _ => "private" };

    private enum Visibility
    {
        None,
        Internal,
        Public,
    }
}
