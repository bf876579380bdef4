using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text;

namespace Argosy.Manifests.Expressions.Sprig;

/// <summary>sprig's functions on lists.</summary>
internal static class SprigLists
{
    public static void Register(SprigFunctions f)
    {
        GoType any = GoType.Any, list = GoType.AnySlice, i = GoType.Int;
        f.AddVariadic("list tuple", [], any, list, GoList.Any);
        Both(f, "append push mustAppend mustPush", [any, any], list, a => GoList.Any(ListOf(a[0], "Cannot push on type").Items.Concat([a[1]])));
        Both(f, "prepend mustPrepend", [any, any], list, a => GoList.Any(new[] { a[1] }.Concat(ListOf(a[0], "Cannot prepend on type").Items)));
        Both(f, "first mustFirst", [any], any, a => ListOf(a[0], "Cannot find first on type").Items.FirstOrDefault());
        Both(f, "last mustLast", [any], any, a => ListOf(a[0], "Cannot find last on type").Items.LastOrDefault());
        Both(f, "rest mustRest", [any], list, a => Part(ListOf(a[0], "Cannot find rest on type"), 1, 0));
        Both(f, "initial mustInitial", [any], list, a => Part(ListOf(a[0], "Cannot find initial on type"), 0, 1));
        Both(f, "reverse mustReverse", [any], list, a => GoList.Any(Enumerable.Reverse(ListOf(a[0], "Cannot find reverse on type").Items)));
        Both(f, "compact mustCompact", [any], list, a => GoList.Any(ListOf(a[0], "Cannot compact on type").Items.Where(v => !SprigValues.IsEmpty(v))));
        Both(f, "uniq mustUniq", [any], list, a => Unique(ListOf(a[0], "Cannot find uniq on type")));
        f.AddVariadic("without", [any], any, list, Without);
        f.Add("mustWithout", GoType.Func([any, GoType.Slice(any)], [list, GoType.Error], true), Without);
        Both(f, "has mustHas", [any, any], GoType.Bool, a => a[1] is not null
            && ListOf(a[1], "Cannot find has on type").Items.Exists(v => Go.DeepEqual(a[0], v)));
        f.AddVariadic("slice", [any], any, any, Slice);
        f.Add("mustSlice", GoType.Func([any, GoType.Slice(any)], [any, GoType.Error], true), Slice);
        f.AddVariadic("concat", [], any, any, a =>
        {
            var items = a.SelectMany(v => v is GoList part ? part.Items : throw (v is null ? NilPointer() : new GoPanic($"Cannot concat type {Go.KindName(v)} as list"))).ToList();
            return items.Count == 0 ? GoList.Nil(list) : new GoList(list, items);
        });
        Both(f, "chunk mustChunk", [i, any], GoType.Slice(list), a => Chunk(SprigText.Int(a[0]), ListOf(a[1], "Cannot chunk type")));
        f.Add("sortAlpha", [any], GoType.StringSlice, a =>
        {
            if (a[0] is not GoList)
                return GoList.Strings([Cast.ToText(a[0])]);
            var texts = Strings(a[0]);
            texts.Sort(GoBytes.Compare);
            return GoList.Strings(texts);
        });
    }

    /// <summary>Adds a function and, under names that begin with <c>must</c>, the form that returns its error.</summary>
    public static void Both(SprigFunctions f, string names, GoType[] parameters, GoType result, Func<object?[], object?> run)
    {
        foreach (var name in names.Split(' '))
        {
            if (name.StartsWith("must", StringComparison.Ordinal))
                f.AddFailing(name, parameters, result, run);
            else
                f.Add(name, parameters, result, run);
        }
    }

    /// <summary>All elements that are not nil as texts; one text if it is no list.</summary>
    public static List<string> Strings(object? value) => value switch
    {
        null => [],
        GoList list => list.Items.Where(v => v is not null).Select(Cast.ToText).ToList(),
        _ => [Cast.ToText(value)],
    };

    public static GoPanic NilPointer() => new("runtime error: invalid memory address or nil pointer dereference");

    private static GoList ListOf(object? value, string error) =>
        value as GoList ?? throw (value is null ? NilPointer() : new GoPanic($"{error} {Go.KindName(value)}"));

    private static GoList Part(GoList list, int skipStart, int skipEnd) =>
        list.Items.Count == 0 ? GoList.Nil(GoType.AnySlice) : GoList.Any(list.Items.GetRange(skipStart, list.Items.Count - skipStart - skipEnd));

    private static GoList Unique(GoList list)
    {
        var seen = new List<object?>();
        foreach (var item in list.Items)
        {
            if (!seen.Exists(s => Go.DeepEqual(item, s)))
                seen.Add(item);
        }

        return new GoList(GoType.AnySlice, seen);
    }

    private static object? Without(object?[] a) =>
        GoList.Any(ListOf(a[0], "Cannot find without on type").Items.Where(v => !a.Skip(1).Any(o => Go.DeepEqual(v, o))));

    private static object? Slice(object?[] a)
    {
        var list = ListOf(a[0], "list should be type of slice or array but");
        if (list.Items.Count == 0)
            return null;
        var start = a.Length > 1 ? Cast.ToInt64(a[1]) : 0;
        var end = a.Length > 2 ? Cast.ToInt64(a[2]) : list.Items.Count;
        if (start < 0 || end < start || end > list.Items.Count)
            throw new GoPanic("reflect.Value.Slice: slice index out of bounds");
        return new GoList(list.Type, list.Items.GetRange((int)start, (int)(end - start)));
    }

    private static GoList Chunk(long size, GoList list)
    {
        if (size <= 0)
        {
            // sprig divides by the size as it is given: some short lists come through with a negative one.
            var parts = size == 0 ? -1 : Math.Floor((list.Items.Count - 1.0) / size) + 1;
            if (parts < 0 || parts > 0 && (list.Items.Count == 0 || size == -1))
                throw new GoPanic("runtime error: makeslice: len out of range");
            return new GoList(GoType.Slice(GoType.AnySlice), parts > 0 ? [GoList.Any(list.Items)] : []);
        }

        var chunks = new List<object?>();
        for (var i = 0; i < list.Items.Count; i += (int)Math.Min(size, int.MaxValue / 2))
            chunks.Add(GoList.Any(list.Items.Skip(i).Take((int)Math.Min(size, int.MaxValue))));
        return new GoList(GoType.Slice(GoType.AnySlice), chunks);
    }
}
