using Argosy.Manifests.Expressions.Builtins;
using Argosy.Manifests.Expressions.Paths;
using Argosy.Manifests.Expressions.Sprig;
using Argosy.Manifests.Expressions.Values;

namespace Argosy.Manifests.Expressions;

/// <summary>What an expression sees: flat variable names as nested maps, and Argo's functions.</summary>
internal static class ExpressionEnvironment
{
    private static readonly KeyValuePair<string, object?>[] Functions =
    [
        new("asInt", new GoFunction("asInt", GoType.Func([GoType.Any], GoType.Any), a => NumberBuiltins.ToInt(a[0]))),
        new("asFloat", new GoFunction("asFloat", GoType.Func([GoType.Any], GoType.Any), a => NumberBuiltins.ToFloat(a[0]))),
        new("jsonpath", new GoFunction(
            "jsonpath", GoType.Func([GoType.String, GoType.String], GoType.Any), a => JsonPath.Query((string)a[1]!, GoJson.Read((string)a[0]!)))),
        new("toJson", new GoFunction("toJson", GoType.Func([GoType.Any], GoType.String), a => GoJson.Write(a[0]))),
    ];

    /// <summary>The names that Argo adds to every environment.</summary>
    public static IEnumerable<string> FunctionNames => Functions.Select(f => f.Key).Append("sprig");

    /// <summary>The environment of a tag: names split at their dots, the functions added.</summary>
    public static GoMap Of(IEnumerable<KeyValuePair<string, object?>> scope)
    {
        var root = GoMap.Strings();
        var branches = new HashSet<GoMap>();
        // Sorted, so that a name comes before the longer ones that hide it.
        foreach (var pair in scope.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            var map = root;
            var parts = pair.Key.Split('.');
            for (var i = 0; i < parts.Length - 1; i++)
            {
                if (!map.TryGet(parts[i], out var next) || next is not GoMap inner || !branches.Contains(inner))
                {
                    inner = GoMap.Strings();
                    branches.Add(inner);
                    map[parts[i]] = inner;
                }

                map = inner;
            }

            map[parts[parts.Length - 1]] = Go.FromOutside(pair.Value);
        }

        foreach (var function in Functions)
            root[function.Key] = function.Value;
        root["sprig"] = SprigFunctions.Map;
        return root;
    }

    /// <summary>The environment of a place without functions: exactly the given names.</summary>
    public static GoMap Bare(IEnumerable<KeyValuePair<string, object?>> scope)
    {
        var root = GoMap.Strings();
        foreach (var pair in scope)
            root[pair.Key] = Go.FromOutside(pair.Value);
        return root;
    }
}
