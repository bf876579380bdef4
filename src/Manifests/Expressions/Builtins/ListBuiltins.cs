using Argosy.Manifests.Expressions.Running;
using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text;

namespace Argosy.Manifests.Expressions.Builtins;

/// <summary>The functions on lists and maps.</summary>
internal static class ListBuiltins
{
    private static readonly GoType PairType = GoType.Array(2, GoType.Any);

    public static IEnumerable<Builtin> All()
    {
        yield return new Builtin("len")
        {
            Validate = types =>
            {
                Arguments.Count(types.Length, 1);
                return Arguments.KindOf(types[0]) is GoKind.Array or GoKind.Map or GoKind.Slice or GoKind.String or GoKind.Interface
                    ? GoType.Int
                    : throw new GoPanic($"invalid argument for len (type {Arguments.Name(types[0])})");
            },
            Invoke = (a, _) => a[0] is string text ? (long)GoBytes.Runes(text).Count : Arithmetic.Length(a[0]),
        };
        yield return Edge("first", 0);
        yield return Edge("last", -1);
        yield return new Builtin("get") { Invoke = (a, _) => Get(a) };
        yield return new Builtin("take")
        {
            Validate = types =>
            {
                Arguments.Count(types.Length, 2);
                if (!(Arguments.KindOf(types[0]) is GoKind.Interface or GoKind.Slice or GoKind.Array))
                    throw new GoPanic($"cannot take from {Arguments.Name(types[0])}");
                return Arguments.KindOf(types[1]) is GoKind.Interface or (>= GoKind.Int and <= GoKind.Int64)
                    ? types[0]!
                    : throw new GoPanic($"cannot take {Arguments.Name(types[1])} elements");
            },
            Invoke = (a, _) =>
            {
                var list = Arguments.List(a[0], "take from");
                if (a[1] is not long && !(a[1] is GoInteger { Type.Kind: >= GoKind.Int and <= GoKind.Int64 }))
                    throw new GoPanic($"cannot take {Go.KindName(a[1])} elements");
                var count = Math.Min(Arithmetic.ToLong(a[1]), list.Items.Count);
                return count < 0 ? throw new GoPanic("reflect.Value.Slice: slice index out of bounds") : Arithmetic.Slice(list, 0L, count);
            },
        };
        yield return OfMap("keys", "get keys from", m => GoList.Any(m.Keys.Select(GoMap.ValueOf)));
        yield return OfMap("values", "get values from", m => GoList.Any(m.Items.Select(p => p.Value)));
        yield return new Builtin("toPairs")
        {
            Validate = types => Only(types, GoKind.Map, t => $"cannot transform {t} to pairs"),
            Invoke = (a, _) => new GoList(
                GoType.Slice(PairType),
                Arguments.Map(a[0], $"cannot transform {Go.KindName(a[0])} to pairs").Items
                    .Select(p => (object?)new GoList(PairType, [GoMap.ValueOf(p.Key), p.Value])).ToList()),
        };
        yield return new Builtin("fromPairs")
        {
            Validate = types =>
            {
                Only(types, GoKind.Slice, t => $"cannot transform {t} from pairs");
                return GoType.AnyMap;
            },
            Invoke = (a, _) => FromPairs(a[0]),
        };
        yield return OfList("reverse", "reverse", (list, grow) =>
        {
            grow(list.Items.Count);
            return GoList.Any(Enumerable.Reverse(list.Items));
        });
        yield return OfList("uniq", "uniq", (list, _) =>
        {
            var seen = new List<object?>();
            foreach (var item in list.Items)
            {
                if (!seen.Exists(s => Arithmetic.Equal(item, s)))
                    seen.Add(item);
            }

            return new GoList(GoType.AnySlice, seen);
        });
        yield return new Builtin("concat")
        {
            Validate = types =>
            {
                if (types.Length == 0)
                    throw new GoPanic("invalid number of arguments (expected at least 1, got 0)");
                foreach (var type in types)
                {
                    if (!(Arguments.KindOf(type) is GoKind.Interface or GoKind.Slice or GoKind.Array))
                        throw new GoPanic($"cannot concat {Arguments.Name(type)}");
                }

                return GoType.AnySlice;
            },
            Invoke = (a, grow) =>
            {
                var items = a.SelectMany(v => Arguments.List(v, "concat").Items).ToList();
                grow(items.Count);
                return items.Count == 0 ? GoList.Nil(GoType.AnySlice) : new GoList(GoType.AnySlice, items);
            },
        };
        yield return OfList("flatten", "flatten", (list, grow) =>
        {
            var items = new List<object?>();
            Flatten(list, items);
            grow(items.Count);
            return new GoList(GoType.AnySlice, items);
        });
        yield return new Builtin("sort")
        {
            Overloads =
            [
                .. new[] { GoType.AnySlice, GoType.IntSlice, GoType.Slice(GoType.Float64), GoType.StringSlice }
                    .Select(t => GoType.Func([t, GoType.String], GoType.AnySlice)),
                .. new[] { GoType.AnySlice, GoType.Slice(GoType.Float64), GoType.StringSlice, GoType.IntSlice }
                    .Select(t => GoType.Func([t], GoType.AnySlice)),
            ],
            Invoke = (a, grow) => Sort(a, grow),
        };
    }

    private static Builtin Edge(string name, long index) => new(name)
    {
        Validate = types =>
        {
            Arguments.Count(types.Length, 1);
            return Arguments.KindOf(types[0]) switch
            {
                GoKind.Interface => GoType.Any,
                GoKind.Slice or GoKind.Array => types[0]!.Elem!,
                _ => throw new GoPanic($"cannot get {name} element from {Arguments.Name(types[0])}"),
            };
        },
        Invoke = (a, _) =>
        {
            try
            {
                return Arithmetic.Fetch(a[0], index);
            }
            catch (GoPanic)
            {
                return null;
            }
        },
    };

    private static Builtin OfMap(string name, string verb, Func<GoMap, object?> run) => new(name)
    {
        Validate = types => Only(types, GoKind.Map, t => $"cannot {verb} {t}"),
        Invoke = (a, _) => run(Arguments.Map(a[0], $"cannot {verb} {Go.KindName(a[0])}")),
    };

    private static Builtin OfList(string name, string verb, Func<GoList, Action<long>, object?> run) => new(name)
    {
        Validate = types => Only(types, GoKind.Slice, t => $"cannot {verb} {t}"),
        Invoke = (a, grow) => run(Arguments.List(a[0], verb), grow),
    };

    private static GoType Only(GoType?[] types, GoKind kind, Func<string, string> error)
    {
        Arguments.Count(types.Length, 1);
        var actual = Arguments.KindOf(types[0]);
        return actual == GoKind.Interface || actual == kind || kind == GoKind.Slice && actual == GoKind.Array
            ? GoType.AnySlice
            : throw new GoPanic(error(Arguments.Name(types[0])));
    }

    private static object? Get(object?[] arguments)
    {
        object? target = arguments[0], key = arguments[1];
        if (target is null)
            return null;
        if (key is string name && Methods.Bind(target, name) is { } method)
            return method;
        switch (target)
        {
            case GoList or string:
                var length = Arithmetic.Length(target);
                var index = Arithmetic.ToInt(key);
                if (index < 0)
                    index += length;
                return index < 0 || index >= length ? null : Arithmetic.Fetch(target, index);
            case GoMap map:
                return Arithmetic.In(key, map) ? Arithmetic.Fetch(map, key) : null;
            default:
                return null;
        }
    }

    private static GoMap FromPairs(object? value)
    {
        if (value is not GoList list)
            throw new GoPanic($"cannot transform {GoPrinter.Print(value)} from pairs");
        var map = new GoMap(GoType.AnyMap);
        foreach (var item in list.Items)
        {
            if (item is not GoList pair)
                throw new GoPanic($"invalid pair {GoPrinter.Print(item)}");
            if (pair.Items.Count != 2)
                throw new GoPanic($"invalid pair length {GoPrinter.Print(item)}");
            map[pair.Items[0]] = pair.Items[1];
        }

        return map;
    }

    private static void Flatten(GoList list, List<object?> into)
    {
        RecursionGuard.Check();
        foreach (var item in list.Items)
        {
            if (item is GoList inner)
                Flatten(inner, into);
            else
                into.Add(item);
        }
    }

    private static GoList Sort(object?[] arguments, Action<long> grow)
    {
        var items = arguments[0] is GoList list ? list.Items.ToList() : [];
        var descending = false;
        if (arguments.Length == 2)
        {
            descending = arguments[1] switch
            {
                "asc" => false,
                "desc" => true,
                string order => throw new GoPanic($"invalid order {order}, expected asc or desc"),
                var other => throw new GoPanic($"sort order argument must be a string (got {Go.TypeName(other)})"),
            };
        }

        Sorting.Sort(items, (a, b) => descending ? Arithmetic.Less(b, a) : Arithmetic.Less(a, b));
        grow(items.Count);
        return arguments[0] is GoList ? new GoList(GoType.AnySlice, items) : GoList.Nil(GoType.AnySlice);
    }
}
