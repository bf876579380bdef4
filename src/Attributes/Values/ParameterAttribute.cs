namespace Argosy;

/// <summary>An input or output parameter: where its value comes from and what it may be.</summary>
/// <param name="name"><c>name</c>; else the C# name in kebab case (<c>result</c> for a return value).</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue | AttributeTargets.Property)]
public sealed class ParameterAttribute(string? name = null) : Attribute
{
    /// <summary><c>name</c>; else the C# name in kebab case (<c>result</c> for a return value).</summary>
    public string? Name { get; } = name;

    /// <summary><c>value</c>.</summary>
    public string? Value { get; set; }

    /// <summary><c>default</c> of an input, <c>valueFrom.default</c> of an output.</summary>
    public string? Default { get; set; }

    /// <summary><c>description</c>.</summary>
    public string? Description { get; set; }

    /// <summary><c>enum</c>: the values that are allowed.</summary>
    public string[] Enum { get; set; } = [];

    /// <summary><c>globalName</c>: exports the output as <c>workflow.outputs.parameters.NAME</c>.</summary>
    public string? GlobalName { get; set; }

    /// <summary><c>valueFrom.path</c>: the file that the container writes.</summary>
    public string? Path { get; set; }

    /// <summary><c>valueFrom.expression</c>.</summary>
    public string? Expression { get; set; }

    /// <summary><c>valueFrom.parameter</c>, a tag.</summary>
    public string? From { get; set; }

    /// <summary><c>valueFrom.jsonPath</c> of a <c>[Resource]</c>.</summary>
    public string? JsonPath { get; set; }

    /// <summary><c>valueFrom.jqFilter</c> of a <c>[Resource]</c>.</summary>
    public string? JqFilter { get; set; }

    /// <summary><c>valueFrom.supplied</c>: somebody gives the value when they resume.</summary>
    public bool Supplied { get; set; }

    /// <summary><c>valueFrom.event</c>.</summary>
    public string? Event { get; set; }

    /// <summary><c>valueFrom.configMapKeyRef.name</c>.</summary>
    public string? ConfigMap { get; set; }

    /// <summary><c>valueFrom.configMapKeyRef.key</c>.</summary>
    public string? ConfigMapKey { get; set; }

    /// <summary><c>valueFrom.configMapKeyRef.optional</c>.</summary>
    public bool Optional { get; set; }
}
