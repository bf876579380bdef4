namespace Argosy;

/// <summary>
/// An argument of the whole workflow that is no parameter of its entry: one that templates read as <c>{{workflow.parameters.NAME}}</c>,
/// or one for the WorkflowTemplate that <c>Run</c> names. Where the entry's parameter has the same name, this says more about it.
/// </summary>
/// <param name="name"><c>name</c>.</param>
/// <param name="value"><c>value</c>; without it every run has to give one.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class ArgumentAttribute(string name, string? value = null) : Attribute
{
    /// <summary><c>name</c>.</summary>
    public string Name { get; } = name;

    /// <summary><c>value</c>; without it every run has to give one.</summary>
    public string? Value { get; } = value;

    /// <summary><c>description</c>.</summary>
    public string? Description { get; set; }

    /// <summary><c>enum</c>: the values that are allowed.</summary>
    public string[] Enum { get; set; } = [];

    /// <summary><c>globalName</c>.</summary>
    public string? GlobalName { get; set; }

    /// <summary><c>valueFrom.configMapKeyRef.name</c>.</summary>
    public string? ConfigMap { get; set; }

    /// <summary><c>valueFrom.configMapKeyRef.key</c>.</summary>
    public string? ConfigMapKey { get; set; }

    /// <summary><c>valueFrom.configMapKeyRef.optional</c>.</summary>
    public bool Optional { get; set; }
}
