using Argosy.Manifests.Expressions.Running;
using Argosy.Manifests.Expressions.Values;

namespace Argosy.Manifests.Expressions.Sprig;

/// <summary>sprig's functions on maps.</summary>
internal static class SprigMaps
{
    public static void Register(SprigFunctions f)
    {
        GoType s = GoType.String, any = GoType.Any, map = GoType.StringMap, list = GoType.AnySlice;
        f.AddVariadic("dict", [], any, map, Dict);
        f.Add("get", [map, s], any, a => Map(a[0]).TryGet(a[1], out var value) ? value : "");
        f.Add("set", [map, s, any], map, a =>
        {
            if (Map(a[0]).IsNil)
                throw new GoPanic("assignment to entry in nil map");
            Map(a[0])[a[1]] = a[2];
            return a[0];
        });
        f.Add("unset", [map, s], map, a =>
        {
            Map(a[0]).Remove(a[1]);
            return a[0];
        });
        f.Add("hasKey", [map, s], GoType.Bool, a => Map(a[0]).TryGet(a[1], out _));
        f.AddVariadic("pluck", [s], map, list, a => GoList.Any(a.Skip(1).Where(m => Map(m).TryGet(a[0], out _)).Select(m => Map(m)[a[0]])));
        f.AddVariadic("keys", [], map, GoType.StringSlice, a => GoList.Strings(a.SelectMany(m => Map(m).Keys).Cast<string>()));
        f.Add("values", [map], list, a => GoList.Any(Map(a[0]).Items.Select(p => p.Value)));
        f.AddVariadic("pick", [map], s, map, a => Where(Map(a[0]), key => a.Skip(1).Contains(key)));
        f.AddVariadic("omit", [map], s, map, a => Where(Map(a[0]), key => !a.Skip(1).Contains(key)));
        f.AddVariadic("merge", [map], map, any, a => Merge(a, overwrite: false));
        f.AddVariadic("mergeOverwrite", [map], map, any, a => Merge(a, overwrite: true));
        f.Add("mustMerge", GoType.Func([map, GoType.Slice(map)], [any, GoType.Error], true), a => Merge(a, overwrite: false));
        f.Add("mustMergeOverwrite", GoType.Func([map, GoType.Slice(map)], [any, GoType.Error], true), a => Merge(a, overwrite: true));
        SprigLists.Both(f, "deepCopy mustDeepCopy", [any], any, a => Copy(a[0]));
        f.Add("dig", GoType.Func([GoType.Slice(any)], [any, GoType.Error], true), Dig);
    }

    private static GoMap Map(object? value) => (GoMap)value!;

    private static GoMap Dict(object?[] a)
    {
        var map = GoMap.Strings();
        for (var i = 0; i < a.Length; i += 2)
            map[Cast.ToText(a[i])] = i + 1 < a.Length ? a[i + 1] : "";
        return map;
    }

    private static GoMap Where(GoMap map, Func<object, bool> keep)
    {
        var result = GoMap.Strings();
        foreach (var pair in map.Items.Where(p => keep(p.Key)))
            result[pair.Key] = pair.Value;
        return result;
    }

    private static GoMap Merge(object?[] maps, bool overwrite)
    {
        var target = Map(maps[0]);
        if (target.IsNil)
            target = GoMap.Strings();
        foreach (var source in maps.Skip(1))
            Merge(target, Map(source), overwrite);
        return target;
    }

    private static void Merge(GoMap target, GoMap source, bool overwrite)
    {
        RecursionGuard.Check();
        foreach (var pair in source.Items.ToList())
        {
            var has = target.TryGet(pair.Key, out var old);
            if (has && old is GoMap { Count: > 0 } inner && pair.Value is GoMap other)
                Merge(inner, other, overwrite);
            else if (!has || SprigValues.IsEmpty(old) || overwrite && pair.Value is not null)
                target[pair.Key] = pair.Value;
        }
    }

    private static object? Copy(object? value)
    {
        RecursionGuard.Check();
        switch (value)
        {
            case GoList list:
                return new GoList(list.Type, list.Items.ConvertAll(Copy)) { IsNil = list.IsNil };
            case GoMap map:
                var result = new GoMap(map.Type) { IsNil = map.IsNil };
                foreach (var pair in map.Items)
                    result[pair.Key] = Copy(pair.Value);
                return result;
            default:
                return value;
        }
    }

    private static object? Dig(object?[] a)
    {
        if (a.Length < 3)
            throw new GoPanic("dig needs at least three arguments");
        var current = a[a.Length - 1];
        for (var i = 0; i < a.Length - 2; i++)
        {
            if (current is not GoMap map || !ReferenceEquals(map.Type, GoType.StringMap))
                throw new GoPanic(Arithmetic.Conversion(current, "map[string]interface {}"));
            if (!map.TryGet(Arithmetic.Text(a[i]), out current))
                return a[a.Length - 2];
        }

        return current;
    }
}
