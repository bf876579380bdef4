namespace Argosy;

/// <summary>A record whose members are the outputs of a template: parameters, and artifacts where the type is <see cref="Artifact"/>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class OutputsAttribute : Attribute
{
}
