using Argosy.Manifests.Expressions.Values;

namespace Argosy.Manifests.Expressions.Builtins;

/// <summary>All functions of the language.</summary>
internal static class BuiltinTable
{
    /// <summary>Those that take a predicate, with their arguments: e an expression, p a predicate, capitals may be left out.</summary>
    public static readonly IReadOnlyDictionary<string, string> Predicates = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["all"] = "ep",
        ["none"] = "ep",
        ["any"] = "ep",
        ["one"] = "ep",
        ["filter"] = "ep",
        ["map"] = "ep",
        ["count"] = "eP",
        ["sum"] = "eP",
        ["find"] = "ep",
        ["findIndex"] = "ep",
        ["findLast"] = "ep",
        ["findLastIndex"] = "ep",
        ["groupBy"] = "ep",
        ["sortBy"] = "epE",
        ["reduce"] = "epE",
    };

    private static readonly Dictionary<string, Builtin> All = Create();

    public static IEnumerable<string> Names => All.Keys;

    public static Builtin? Find(string name) => All.TryGetValue(name, out var builtin) ? builtin : null;

    private static Dictionary<string, Builtin> Create()
    {
        var all = new Dictionary<string, Builtin>(StringComparer.Ordinal);
        foreach (var builtin in PredicateSignatures().Concat(TextBuiltins.All()).Concat(NumberBuiltins.All()).Concat(ListBuiltins.All()).Concat(TimeBuiltins.All()))
            all.Add(builtin.Name, builtin);
        return all;
    }

    // The parser handles these; their types are only seen when one is named without being called.
    private static IEnumerable<Builtin> PredicateSignatures()
    {
        var test = GoType.Func([GoType.Any], GoType.Bool);
        foreach (var name in Predicates.Keys)
        {
            var result = name switch
            {
                "all" or "none" or "any" or "one" => GoType.Bool,
                "filter" or "map" or "sortBy" => GoType.AnySlice,
                "findIndex" or "findLastIndex" or "count" or "sum" => GoType.Int,
                "groupBy" => GoType.Map(GoType.Any, GoType.AnySlice),
                _ => GoType.Any,
            };
            IReadOnlyList<GoType> parameters = name switch
            {
                "map" or "groupBy" => [GoType.AnySlice, GoType.Func([GoType.Any], GoType.Any)],
                "sortBy" => [GoType.AnySlice, test, GoType.String],
                "reduce" => [GoType.AnySlice, GoType.Func([GoType.Any, GoType.Any], GoType.Any), GoType.Any],
                _ => [GoType.AnySlice, test],
            };
            yield return new Builtin(name) { Overloads = [GoType.Func(parameters, result)] };
        }
    }
}
