namespace Argosy;

/// <summary>A template whose body is a graph: each call of a template method is a task, each value that flows a dependency.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DagAttribute : TemplateAttribute
{
    /// <summary><c>dag.target</c>: run only what these tasks need.</summary>
    public string? Target { get; set; }
}

/// <summary>A template whose statements run in order; <c>Parallel(…)</c> makes one group.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StepsAttribute : TemplateAttribute
{
}

/// <summary><c>spec.entrypoint</c>: where the workflow starts. The method's parameters become <c>spec.arguments</c>, with their C# defaults.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EntrypointAttribute : Attribute
{
    /// <summary>Whether the method's parameters become <c>spec.arguments</c>; false: they are inputs of the template only, for whoever runs it to supply.</summary>
    public bool Arguments { get; set; } = true;

}

/// <summary>Makes a task of the generated DAG <c>main</c> that waits for the tasks of these templates.</summary>
/// <param name="templates"><c>nameof</c> of the template methods, or a <c>depends</c> condition over them such as <c>Build.Failed || Test.Failed</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DependsOnAttribute(params string[] templates) : Attribute
{
    /// <summary><c>nameof</c> of the template methods, or a <c>depends</c> condition over them such as <c>Build.Failed || Test.Failed</c>.</summary>
    public string[] Templates { get; } = templates;
}

/// <summary>Binds an input of a task of the generated DAG <c>main</c> to the output of another task.</summary>
/// <param name="template"><c>nameof</c> of the template method that gives the value.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FromAttribute(string template) : Attribute
{
    /// <summary><c>nameof</c> of the template method that gives the value.</summary>
    public string Template { get; } = template;

    /// <summary>The output's name, where there are several.</summary>
    public string? Output { get; set; }
}

/// <summary><c>spec.onExit</c>: this template runs when the workflow ends, however it ended.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnExitAttribute : Attribute
{
}

/// <summary>An entry of <c>spec.hooks</c> on a class, or of the entry's hooks: a template that runs when the expression becomes true.</summary>
/// <param name="name">The hook's name; <c>exit</c> needs no expression.</param>
/// <param name="template"><c>nameof</c> of the template method.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class HookAttribute(string name, string template) : Attribute
{
    /// <summary>The hook's name; <c>exit</c> needs no expression.</summary>
    public string Name { get; } = name;

    /// <summary><c>nameof</c> of the template method.</summary>
    public string Template { get; } = template;

    /// <summary><c>expression</c>, such as <c>workflow.status == "Running"</c>.</summary>
    public string? Expression { get; set; }

    /// <summary><c>arguments.parameters</c> as <c>name=value</c>.</summary>
    public string[] Arguments { get; set; } = [];
}

/// <summary>Writes the template into the task that calls it (<c>inline</c>) in place of the list of templates. It must be called once.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InlineAttribute : Attribute
{
}
