using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text;

namespace Argosy.Manifests.Expressions.Paths;

/// <summary>One step of a JSONPath.</summary>
internal abstract class PathToken(string type)
{
    protected string Type { get; } = type;

    /// <summary>Applies a token and those behind it.</summary>
    public static object? ApplyAll(IReadOnlyList<PathToken> tokens, int index, object? root, object? current)
    {
        RecursionGuard.Check();
        return index < tokens.Count ? tokens[index].Apply(root, current, tokens, index + 1) : current;
    }

    /// <exception cref="GoPanic">It leads nowhere.</exception>
    public abstract object? Apply(object? root, object? current, IReadOnlyList<PathToken> tokens, int next);

    /// <summary>The whole number that a value is, if it is one.</summary>
    public static long? Integer(object? value) => value switch
    {
        long number => number,
        double number when Math.Truncate(number) == number => GoNumber.Truncate(number),
        GoInteger { Type.IsInteger: true } integer => integer.Value,
        _ => null,
    };

    protected GoPanic Target(object? got, params string[] expected) =>
        new($"{Type}: invalid token target. expected [{string.Join(" ", expected)}] got [{(got is null ? "nil" : Go.KindName(got))}]");

    protected GoPanic OutOfRange() => new($"{Type}: invalid token out of range");

    /// <summary>The rest of the path for one of several values; a failure or nil leaves it out.</summary>
    protected static void Collect(List<object?> into, object? root, object? value, IReadOnlyList<PathToken> tokens, int next)
    {
        if (next >= tokens.Count)
        {
            into.Add(value);
            return;
        }

        try
        {
            if (ApplyAll(tokens, next, root, value) is { } result)
                into.Add(result);
        }
        catch (GoPanic)
        {
            // What does not fit is not selected.
        }
    }

    /// <summary>An index behind several values picks one of them; anything else goes to each.</summary>
    protected static object? Finish(IEnumerable<object?> values, object? root, IReadOnlyList<PathToken> tokens, int next)
    {
        if (next < tokens.Count && tokens[next] is not IndexToken)
        {
            var each = new List<object?>();
            foreach (var value in values)
                Collect(each, root, value, tokens, next);
            return new GoList(GoType.AnySlice, each);
        }

        return ApplyAll(tokens, next, root, GoList.Any(values));
    }

    protected static IEnumerable<object?> Sorted(GoMap map) =>
        map.Items.OrderBy(p => p.Key as string ?? "", Comparer<string>.Create(GoBytes.Compare)).Select(p => p.Value);
}

internal sealed class RootToken() : PathToken("root")
{
    public override object? Apply(object? root, object? current, IReadOnlyList<PathToken> tokens, int next) => ApplyAll(tokens, next, root, root);
}

internal sealed class CurrentToken() : PathToken("current")
{
    public override object? Apply(object? root, object? current, IReadOnlyList<PathToken> tokens, int next) => ApplyAll(tokens, next, root, current);
}

internal sealed class KeyToken(string key) : PathToken("key")
{
    public override object? Apply(object? root, object? current, IReadOnlyList<PathToken> tokens, int next)
    {
        if (current is not GoMap map)
            throw Target(current, "map");
        return map.TryGet(key, out var value) ? ApplyAll(tokens, next, root, value) : throw new GoPanic($"key: invalid token key '{key}' not found");
    }
}

internal sealed class IndexToken(long index) : PathToken("index")
{
    public override object? Apply(object? root, object? current, IReadOnlyList<PathToken> tokens, int next)
    {
        if (current is not GoList list)
            throw Target(current, "array", "slice");
        var at = index < 0 ? index + list.Items.Count : index;
        return at < 0 || at >= list.Items.Count ? throw OutOfRange() : ApplyAll(tokens, next, root, list.Items[(int)at]);
    }
}

internal sealed class LengthToken() : PathToken("length")
{
    public override object? Apply(object? root, object? current, IReadOnlyList<PathToken> tokens, int next)
    {
        var length = current switch
        {
            GoMap map => map.TryGet("length", out var own) ? own : GoInteger.Int64(map.Count),
            GoList list => GoInteger.Int64(list.Items.Count),
            string text => GoInteger.Int64(GoBytes.Length(text)),
            _ => throw Target(current, "array", "map", "slice", "string"),
        };
        return ApplyAll(tokens, next, root, length);
    }
}

internal sealed class WildcardToken() : PathToken("wildcard")
{
    public override object? Apply(object? root, object? current, IReadOnlyList<PathToken> tokens, int next)
    {
        var values = current switch
        {
            GoMap map => Sorted(map),
            GoList list => list.Items,
            _ => throw Target(current, "array", "map", "slice"),
        };
        var result = new List<object?>();
        foreach (var value in values)
            Collect(result, root, value, tokens, next);
        return new GoList(GoType.AnySlice, result);
    }
}

internal sealed class RecursiveToken() : PathToken("recursive")
{
    private const int MaxResults = 1_000_000;

    public override object? Apply(object? root, object? current, IReadOnlyList<PathToken> tokens, int next)
    {
        var result = new List<object?>();
        Descend(root, current, tokens, next, result);
        return new GoList(GoType.AnySlice, result);
    }

    private static void Descend(object? root, object? current, IReadOnlyList<PathToken> tokens, int next, List<object?> result)
    {
        RecursionGuard.Check();
        if (current is null)
            return;
        if (result.Count > MaxResults)
            throw new GoPanic("memory budget exceeded");
        if (next >= tokens.Count)
        {
            result.Add(current);
        }
        else
        {
            var found = new List<object?>();
            Collect(found, root, current, tokens, next);
            if (found.Count > 0 && found[0] is GoList list)
                result.AddRange(list.Items);
            else
                result.AddRange(found);
        }

        foreach (var value in current is GoMap map ? Sorted(map) : current is GoList items ? items.Items : [])
            Descend(root, value, tokens, next, result);
    }
}

internal sealed class UnionToken(List<object> arguments) : PathToken("union")
{
    public override object? Apply(object? root, object? current, IReadOnlyList<PathToken> tokens, int next)
    {
        var keys = new List<string>();
        var indices = new List<long>();
        foreach (var given in arguments)
        {
            var argument = given is PathScript script ? Evaluate(script, root, current) : given;
            if (argument is string key)
            {
                keys.Add(key);
                if (indices.Count > 0)
                    throw new GoPanic("union: invalid token argument. expected [int] got [string]");
            }
            else if (Integer(argument) is { } index)
            {
                indices.Add(index);
                if (keys.Count > 0)
                    throw new GoPanic("union: invalid token argument. expected [string] got [int]");
            }
            else
            {
                throw new GoPanic($"union: invalid token argument. expected [int string] got [{(argument is null ? "nil" : Go.KindName(argument))}]");
            }
        }

        if (keys.Count > 0)
        {
            if (current is not GoMap map)
                throw Target(current, "map");
            return Finish(keys.Where(k => map.TryGet(k, out _)).Select(k => map[k]).ToList(), root, tokens, next);
        }

        if (current is not GoList list)
            throw Target(current, "array", "slice");
        return Finish(
            indices.Select(i => i < 0 ? i + list.Items.Count : i).Where(i => i >= 0 && i < list.Items.Count).Select(i => list.Items[(int)i]).ToList(),
            root, tokens, next);
    }

    private static object? Evaluate(PathScript script, object? root, object? current)
    {
        try
        {
            return script.Evaluate(root, current);
        }
        catch (GoPanic error)
        {
            throw new GoPanic($"union: invalid token {ScriptToken.Wrap(error)}");
        }
    }
}

internal sealed class RangeToken(object? from, object? to, object? step) : PathToken("range")
{
    public override object? Apply(object? root, object? current, IReadOnlyList<PathToken> tokens, int next)
    {
        if (current is not GoList list)
            throw Target(current, "array", "slice");
        var length = list.Items.Count;
        long Bound(object? argument, long otherwise)
        {
            if (argument is null)
                return otherwise;
            var bound = Number(argument, root, current);
            return Math.Min(Math.Max(bound < 0 ? bound + length : bound, 0), length);
        }

        long start = Bound(from, 0), end = Bound(to, length), by = step is null ? 1 : Number(step, root, current);
        if (by == 0)
            throw OutOfRange();
        var values = new List<object?>();
        if (by < 0)
        {
            for (var i = end - 1; i >= start; i += by)
                values.Add(list.Items[(int)i]);
        }
        else
        {
            for (var i = start; i < end && i >= 0; i += by)
                values.Add(list.Items[(int)i]);
        }

        return Finish(values, root, tokens, next);
    }

    private static long Number(object argument, object? root, object? current)
    {
        if (argument is not PathScript script)
            return (long)argument;
        object? value;
        try
        {
            value = script.Evaluate(root, current);
        }
        catch (GoPanic error)
        {
            throw new GoPanic($"range: invalid token {ScriptToken.Wrap(error)}");
        }

        return Integer(value) ?? throw new GoPanic(
            $"range: invalid token unexpected expression result. expected [int] got [{(value is null ? "nil" : Go.KindName(value))}]");
    }
}

internal sealed class FilterToken(PathScript script) : PathToken("filter")
{
    public override object? Apply(object? root, object? current, IReadOnlyList<PathToken> tokens, int next)
    {
        if (script.IsEmpty)
            throw new GoPanic("invalid expression. is empty");
        var values = current switch
        {
            GoMap map => Sorted(map),
            GoList list => list.Items,
            _ => throw Target(current, "array", "map", "slice"),
        };
        var kept = values.Where(v => Includes(root, v)).ToList();
        if (next < tokens.Count && tokens[next] is not IndexToken)
        {
            var result = new List<object?>();
            foreach (var value in kept)
                Collect(result, root, value, tokens, next);
            return new GoList(GoType.AnySlice, result);
        }

        return ApplyAll(tokens, next, root, GoList.Any(kept));
    }

    private bool Includes(object? root, object? value)
    {
        object? result;
        try
        {
            result = script.Evaluate(root, value);
        }
        catch (GoPanic)
        {
            return false;
        }

        return result switch
        {
            null => false,
            bool flag => flag,
            GoList list => list.Items.Count > 0,
            GoMap map => map.Count > 0,
            string text => text.Length > 0 && text is not ("''" or "\"\""),
            double number => number != 0 || GoNumber.IsNegative(number),
            long number => number != 0,
            GoInteger integer => integer.Value != 0,
            _ => true,
        };
    }
}

internal sealed class ScriptToken(PathScript script) : PathToken("script")
{
    public static string Wrap(GoPanic error) => error.Message.StartsWith("invalid expression", StringComparison.Ordinal)
        ? error.Message
        : $"invalid expression. {error.Message}";

    public override object? Apply(object? root, object? current, IReadOnlyList<PathToken> tokens, int next)
    {
        object? value;
        try
        {
            value = script.Evaluate(root, current);
        }
        catch (GoPanic error)
        {
            throw new GoPanic(Wrap(error));
        }

        if (value is string key)
            return new KeyToken(key).Apply(root, current, tokens, next);
        if (Integer(value) is { } index)
            return new IndexToken(index).Apply(root, current, tokens, next);
        throw new GoPanic($"unexpected expression result. expected [int string] got [{(value is null ? "nil" : Go.KindName(value))}]");
    }
}
