using Argosy.Manifests.Expressions.Values;

namespace Argosy.Manifests.Expressions.Builtins;

/// <summary>
/// How many arguments a function takes when it runs. The checker sees most wrong counts, but not those among the arguments of a function
/// from the environment (<c>sprig.list(take([1]))</c>): they come up here, in the words of the language.
/// </summary>
internal static class ArgumentCounts
{
    private const int Unlimited = int.MaxValue;

    private static readonly Dictionary<string, (int Least, int Most, string Expected, bool Named)> Limits = Create();

    // These take what was put down last, however much there is.
    private static readonly HashSet<string> Single = new(StringComparer.Ordinal)
    {
        "len", "type", "abs", "ceil", "floor", "round", "int", "float", "string", "upper", "lower",
    };

    /// <summary>The arguments that the function gets to see.</summary>
    public static object?[] Taken(string name, object?[] arguments)
    {
        Check(name, arguments.Length);
        if (arguments.Length == 1 || !Single.Contains(name))
            return arguments;
        return arguments.Length > 1 ? [arguments[arguments.Length - 1]] : throw new GoPanic("stack underflow");
    }

    private static void Check(string name, int count)
    {
        if (Limits.TryGetValue(name, out var limit) && (count < limit.Least || count > limit.Most))
            throw new GoPanic($"invalid number of arguments {(limit.Named ? $"for {name} " : "")}(expected {limit.Expected}, got {count})");
    }

    /// <summary>What a function says that reads an argument that is not there.</summary>
    public static GoPanic Missing(int count) => new($"runtime error: index out of range [{count}] with length {count}");

    private static Dictionary<string, (int Least, int Most, string Expected, bool Named)> Create()
    {
        var limits = new Dictionary<string, (int, int, string, bool)>(StringComparer.Ordinal)
        {
            ["trim"] = (1, 2, "1 or 2", true),
            ["split"] = (2, 3, "2 or 3", true),
            ["splitAfter"] = (2, 3, "2 or 3", true),
            ["replace"] = (3, 4, "3 or 4", true),
            ["sort"] = (1, 2, "1 or 2", false),
            ["concat"] = (1, Unlimited, "at least 1", false),
            ["now"] = (0, 0, "0", false),
            ["get"] = (2, Unlimited, "2", false),
            ["take"] = (2, 2, "2", false),
            ["bitnot"] = (1, 1, "1", true),
        };
        foreach (var name in new[] { "keys", "values", "toPairs", "fromPairs", "reverse", "uniq", "flatten" })
            limits.Add(name, (1, 1, "1", false));
        foreach (var name in new[] { "bitand", "bitor", "bitxor", "bitnand", "bitshl", "bitshr", "bitushr" })
            limits.Add(name, (2, 2, "2", true));
        return limits;
    }
}
