using Argosy.Manifests.Expressions.Values;

namespace Argosy.Manifests.Expressions.Builtins;

/// <summary>One function of the language itself.</summary>
internal sealed class Builtin(string name)
{
    private static readonly GoType Anything = GoType.Func([GoType.AnySlice], [GoType.Any, GoType.Error], true);

    public string Name { get; } = name;

    /// <summary>The signatures, the preferred one first.</summary>
    public IReadOnlyList<GoType> Overloads { get; init; } = [];

    /// <summary>Checks the types of the arguments instead of the signatures (null is nil) and gives the type of the result.</summary>
    public Func<GoType?[], GoType>? Validate { get; init; }

    /// <summary>Runs it; the second parameter takes the memory that it needs.</summary>
    public Func<object?[], Action<long>, object?> Invoke { get; init; } = (_, _) => null;

    public GoType Type => Overloads.Count > 0 ? Overloads[0] : Anything;
}
