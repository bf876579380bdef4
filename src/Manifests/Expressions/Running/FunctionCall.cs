using Argosy.Manifests.Expressions.Values;

namespace Argosy.Manifests.Expressions.Running;

/// <summary>Calls functions that are values, with the errors of Go's reflection for a wrong count or type.</summary>
internal static class FunctionCall
{
    // The signatures that expr-lang calls directly; a wrong type then fails as a conversion.
    private static readonly HashSet<string> Typed = new(StringComparer.Ordinal)
    {
        "func(time.Duration) time.Duration", "func(time.Duration) time.Time", "func(time.Time) time.Duration", "func(time.Time) bool",
        "func(interface {}) interface {}", "func(interface {}) string", "func(string) string", "func(string, string) bool", "func(string, string) string",
        "func(int, int) int",
    };

    public static bool IsTyped(GoType function) => Typed.Contains(function.Name) || function.In.Count == 0;

    public static object? Invoke(GoFunction function, object?[] arguments, bool typed)
    {
        var type = function.Type;
        var count = type.In.Count;
        if (type.IsVariadic)
        {
            if (arguments.Length < count - 1)
                throw new GoPanic($"invalid number of arguments: expected at least {count - 1}, got {arguments.Length}");
        }
        else if (arguments.Length != count)
        {
            throw new GoPanic($"invalid number of arguments: expected {count}, got {arguments.Length}");
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            var variadic = type.IsVariadic && i >= count - 1;
            var parameter = variadic ? type.In[count - 1].Elem! : type.In[i];
            if (arguments[i] is null)
            {
                if (typed && parameter.Kind != GoKind.Interface)
                    throw new GoPanic(Arithmetic.Conversion(null, parameter.Name));
                arguments[i] = Go.Zero(parameter);
                continue;
            }

            var actual = Go.TypeOf(arguments[i])!;
            if (actual.AssignableTo(parameter))
                continue;
            throw new GoPanic(typed ? Arithmetic.Conversion(arguments[i], parameter.Name)
                : variadic ? $"reflect: cannot use {actual} as type {parameter} in Call"
                : $"reflect: Call using {actual} as type {parameter}");
        }

        return function.Invoke(arguments);
    }
}
