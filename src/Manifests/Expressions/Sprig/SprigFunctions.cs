using Argosy.Manifests.Expressions.Values;

namespace Argosy.Manifests.Expressions.Sprig;

/// <summary>The map <c>sprig</c> of Argo's expressions: all functions of sprig but <c>env</c> and <c>expandenv</c>.</summary>
internal sealed class SprigFunctions
{
    private static readonly Lazy<GoMap> Shared = new(Create);

    private readonly GoMap _map = GoMap.Strings();

    private SprigFunctions()
    {
    }

    public static GoMap Map => Shared.Value;

    /// <summary>Adds a function under its names.</summary>
    public void Add(string names, GoType type, Func<object?[], object?> run)
    {
        foreach (var name in names.Split(' '))
            _map[name] = new GoFunction(name, type, run);
    }

    /// <summary>Adds a function whose last parameter may come any number of times.</summary>
    public void AddVariadic(string names, GoType[] parameters, GoType rest, GoType result, Func<object?[], object?> run) =>
        Add(names, GoType.Func([.. parameters, GoType.Slice(rest)], result, true), run);

    public void Add(string names, GoType[] parameters, GoType result, Func<object?[], object?> run) => Add(names, GoType.Func(parameters, result), run);

    /// <summary>Adds a function that has an error beside its result in Go.</summary>
    public void AddFailing(string names, GoType[] parameters, GoType result, Func<object?[], object?> run) =>
        Add(names, GoType.Func(parameters, [result, GoType.Error], false), run);

    private static GoMap Create()
    {
        var functions = new SprigFunctions();
        SprigText.Register(functions);
        SprigWords.Register(functions);
        SprigNumbers.Register(functions);
        SprigLists.Register(functions);
        SprigMaps.Register(functions);
        SprigValues.Register(functions);
        SprigDates.Register(functions);
        SprigEncodings.Register(functions);
        SprigPatterns.Register(functions);
        SprigPaths.Register(functions);
        SprigSecrets.Register(functions);
        return functions._map;
    }
}
