#if !NET9_0_OR_GREATER
namespace System.Runtime.CompilerServices;

/// <summary>Known to the compiler by its name: which of several overloads is meant where more than one fits.</summary>
/// <param name="priority">The larger wins.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property, Inherited = false)]
internal sealed class OverloadResolutionPriorityAttribute(int priority) : Attribute
{
    /// <summary>The larger wins.</summary>
    public int Priority { get; } = priority;
}
#endif
