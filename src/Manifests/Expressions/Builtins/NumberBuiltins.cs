using Argosy.Manifests.Expressions.Running;
using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text;

namespace Argosy.Manifests.Expressions.Builtins;

/// <summary>The functions on numbers.</summary>
internal static class NumberBuiltins
{
    private const int MaxDepth = 10000;

    public static IEnumerable<Builtin> All()
    {
        yield return new Builtin("abs")
        {
            Validate = types =>
            {
                Arguments.Count(types.Length, 1);
                return Arguments.KindOf(types[0]) is var kind && (Arguments.IsNumber(kind) || kind == GoKind.Interface)
                    ? types[0]!
                    : throw new GoPanic($"invalid argument for abs (type {Arguments.Name(types[0])})");
            },
            Invoke = (a, _) => a[0] switch
            {
                double number => (object)(number < 0 ? -number : number),
                _ when Arithmetic.IsInteger(a[0]) => Arithmetic.ToLong(a[0]) < 0 ? Arithmetic.Negate(a[0]) : a[0],
                _ => throw new GoPanic($"invalid argument for abs (type {Go.TypeName(a[0])})"),
            },
        };
        foreach (var (name, round) in new (string, Func<double, double>)[]
        {
            ("ceil", Math.Ceiling), ("floor", Math.Floor), ("round", v => Math.Round(v, MidpointRounding.AwayFromZero)),
        })
        {
            yield return new Builtin(name)
            {
                Validate = types =>
                {
                    Arguments.Count(types.Length, 1);
                    return Arguments.KindOf(types[0]) is var kind && (Arguments.IsNumber(kind) || kind == GoKind.Interface)
                        ? GoType.Float64
                        : throw new GoPanic($"invalid argument for {name} (type {Arguments.Name(types[0])})");
                },
                Invoke = (a, _) => Arithmetic.IsNumber(a[0])
                    ? a[0] is double number ? round(number) : Arithmetic.ToDouble(a[0])
                    : throw new GoPanic($"invalid argument for {name} (type {Go.TypeName(a[0])})"),
            };
        }

        yield return new Builtin("int") { Validate = types => Convertible("int", types, GoType.Int), Invoke = (a, _) => ToInt(a[0]) };
        yield return new Builtin("float") { Validate = types => Convertible("float", types, GoType.Float64), Invoke = (a, _) => ToFloat(a[0]) };
        foreach (var (name, op) in new[] { ("max", "<"), ("min", ">") })
        {
            yield return new Builtin(name)
            {
                Validate = types => Aggregate(name, types),
                Invoke = (a, _) => Extreme(name, op, a, 0),
            };
        }

        yield return new Builtin("mean")
        {
            Validate = types => Aggregate("mean", types),
            Invoke = (a, _) =>
            {
                var values = new List<double>();
                Collect("mean", a, values, 0);
                return values.Count == 0 ? 0.0 : values.Sum() / values.Count;
            },
        };
        yield return new Builtin("median")
        {
            Validate = types => Aggregate("median", types),
            Invoke = (a, _) =>
            {
                var values = new List<double>();
                Collect("median", a, values, 0);
                values.Sort();
                var middle = values.Count / 2;
                return values.Count == 0 ? 0.0 : values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
            },
        };
        foreach (var (name, run) in new (string, Func<long, long, long>)[]
        {
            ("bitand", (x, y) => x & y), ("bitor", (x, y) => x | y), ("bitxor", (x, y) => x ^ y), ("bitnand", (x, y) => x & ~y),
            ("bitshl", (x, y) => Shift(y) > 63 ? 0 : x << (int)y), ("bitshr", (x, y) => Shift(y) > 63 ? x < 0 ? -1 : 0 : x >> (int)y),
            ("bitushr", (x, y) => Shift(y) > 63 ? 0 : (long)((ulong)x >> (int)y)),
        })
        {
            yield return new Builtin(name)
            {
                Overloads = [GoType.Func([GoType.Int, GoType.Int], GoType.Int)],
                Invoke = (a, _) =>
                {
                    var x = Integer(a[0], name);
                    return run(x, Integer(a[1], name));
                },
            };
        }

        yield return new Builtin("bitnot") { Overloads = [GoType.Func([GoType.Int], GoType.Int)], Invoke = (a, _) => ~Integer(a[0], "bitnot") };
    }

    /// <summary>The language's <c>int</c>, also called <c>asInt</c>.</summary>
    public static object ToInt(object? value)
    {
        switch (value)
        {
            case string text:
                return GoNumber.ParseInt(text, 10, out var number) is null ? number : throw new GoPanic($"invalid operation: int({text})");
            case GoInteger integer:
                return integer.Value;
            case null:
                throw new GoPanic("reflect: call of reflect.Value.Type on zero Value");
        }

        return Arithmetic.ToInt(value);
    }

    /// <summary>The language's <c>float</c>, also called <c>asFloat</c>.</summary>
    public static object ToFloat(object? value)
    {
        if (value is string text)
            return GoNumber.ParseFloat(text, out var number) is null ? number : throw new GoPanic($"invalid operation: float({text})");
        return Arithmetic.ToFloat(value);
    }

    private static long Shift(long count) => count < 0 ? throw new GoPanic($"invalid operation: negative shift count {count} (type int)") : count;

    private static long Integer(object? value, string name) => Arithmetic.IsInteger(value)
        ? Arithmetic.ToLong(value)
        : throw new GoPanic($"cannot use {Go.TypeName(value)} as argument (type int) to call {name}");

    private static GoType Convertible(string name, GoType?[] types, GoType result)
    {
        Arguments.Count(types.Length, 1);
        return Arguments.KindOf(types[0]) is var kind && (Arguments.IsNumber(kind) || kind is GoKind.Interface or GoKind.String)
            ? result
            : throw new GoPanic($"invalid argument for {name} (type {Arguments.Name(types[0])})");
    }

    private static GoType Aggregate(string name, GoType?[] types)
    {
        if (types.Length == 0)
            throw new GoPanic($"not enough arguments to call {name}");
        foreach (var type in types)
        {
            var kind = Arguments.KindOf(type);
            if (kind is GoKind.Interface or GoKind.Array or GoKind.Slice)
                return GoType.Any;
            if (!Arguments.IsNumber(kind))
                throw new GoPanic($"invalid argument for {name} (type {Arguments.Name(type)})");
        }

        return types[0]!;
    }

    private static object? Extreme(string name, string op, IReadOnlyList<object?> values, int depth)
    {
        if (depth > MaxDepth)
            throw new GoPanic("recursion depth exceeded");
        RecursionGuard.Check();
        object? best = null;
        foreach (var value in values)
        {
            var candidate = value;
            switch (value)
            {
                case GoList list:
                    candidate = ExtremeOfList(name, op, list, depth);
                    if (candidate is null)
                        continue;
                    break;
                case GoInteger integer when integer.Type.Package.Length > 0:
                    break;
                default:
                    if (Arithmetic.IsNumber(value))
                        break;
                    if (values.Count == 1 && depth == 0)
                        return value;
                    throw new GoPanic($"invalid argument for {name} (type {Go.TypeName(value)})");
            }

            if (best is null || Arithmetic.Less(best, candidate, op))
                best = candidate;
        }

        return best;
    }

    private static object? ExtremeOfList(string name, string op, GoList list, int depth)
    {
        object? best = null;
        foreach (var item in list.Items)
        {
            var candidate = item is GoList inner ? Extreme(name, op, [inner], depth + 1) : item;
            if (item is GoList && candidate is null)
                continue;
            if (!Arithmetic.IsNumber(candidate))
                throw new GoPanic($"invalid argument for {name} (type {Go.TypeName(candidate)})");
            if (best is null || Arithmetic.Less(best, candidate, op))
                best = candidate;
        }

        return best;
    }

    private static void Collect(string name, IEnumerable<object?> values, List<double> into, int depth)
    {
        if (depth > MaxDepth)
            throw new GoPanic("recursion depth exceeded");
        RecursionGuard.Check();
        foreach (var value in values)
        {
            if (value is GoList list)
                Collect(name, list.Items, into, depth + 1);
            else if (Arithmetic.IsNumber(value) || value is GoInteger)
                into.Add(Arithmetic.ToDouble(value));
            else
                throw new GoPanic($"invalid argument for {name} (type {Go.TypeName(value)})");
        }
    }
}
