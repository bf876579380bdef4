namespace Argosy;

/// <summary>A condition on nodes that came before: <c>depends</c>. Combine with <c>&amp;</c>, <c>|</c> and <c>!</c>; a step alone stands for itself.</summary>
#pragma warning disable CA2225 // A graph is read by the compiler: named alternates of the operators would only be noise.
public sealed class Dependency
{
    private Dependency()
    {
    }

    /// <summary><c>depends</c>, word for word, for what the operators cannot say.</summary>
    public static Dependency Text(string depends) => throw GraphOnly.Use(nameof(Dependency));

    /// <summary>A step stands for <c>NAME</c>: it ended well, was skipped or is a running daemon.</summary>
    public static implicit operator Dependency(Step step) => throw GraphOnly.Use(nameof(Dependency));

    /// <summary><c>&amp;&amp;</c> in <c>depends</c>.</summary>
    public static Dependency operator &(Dependency left, Dependency right) => throw GraphOnly.Use(nameof(Dependency));

    /// <summary><c>||</c> in <c>depends</c>.</summary>
    public static Dependency operator |(Dependency left, Dependency right) => throw GraphOnly.Use(nameof(Dependency));

    /// <summary><c>!</c> in <c>depends</c>.</summary>
    public static Dependency operator !(Dependency dependency) => throw GraphOnly.Use(nameof(Dependency));

    /// <summary>Lets <c>||</c> be written.</summary>
    public static bool operator true(Dependency dependency) => throw GraphOnly.Use(nameof(Dependency));

    /// <summary>Lets <c>&amp;&amp;</c> be written.</summary>
    public static bool operator false(Dependency dependency) => throw GraphOnly.Use(nameof(Dependency));
}
