using Argosy.Manifests.Expressions.Values;

namespace Argosy.Manifests.Expressions.Builtins;

/// <summary>Checks that several functions share.</summary>
internal static class Arguments
{
    public static GoKind KindOf(GoType? type) => type is null ? GoKind.Invalid : type.Kind == GoKind.Ptr ? type.Elem!.Kind : type.Kind;

    /// <summary>How Go's <c>%s</c> prints a type that may be nil.</summary>
    public static string Name(GoType? type) => type?.Name ?? "%!s(<nil>)";

    public static bool IsNumber(GoKind kind) => kind is >= GoKind.Int and <= GoKind.Float64;

    public static bool IsList(GoKind kind) => kind is GoKind.Slice or GoKind.Array;

    public static void Count(int actual, int expected)
    {
        if (actual != expected)
            throw new GoPanic($"invalid number of arguments (expected {expected}, got {actual})");
    }

    public static GoList List(object? value, string verb) => value as GoList ?? throw new GoPanic($"cannot {verb} {Go.KindName(value)}");

    public static GoMap Map(object? value, string what) => value as GoMap ?? throw new GoPanic(what);
}
