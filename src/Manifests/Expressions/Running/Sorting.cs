namespace Argosy.Manifests.Expressions.Running;

/// <summary>Sorts as Go does for short lists (by insertion, so the same pair fails first) and by merging, which is stable, for long ones.</summary>
internal static class Sorting
{
    private const int Short = 12;

    public static void Sort<T>(List<T> items, Func<T, T, bool> less)
    {
        if (items.Count <= Short)
        {
            for (var i = 1; i < items.Count; i++)
            {
                for (var j = i; j > 0 && less(items[j], items[j - 1]); j--)
                    (items[j], items[j - 1]) = (items[j - 1], items[j]);
            }

            return;
        }

        var source = items.ToArray();
        var target = new T[source.Length];
        for (var width = 1; width < source.Length; width *= 2)
        {
            for (var start = 0; start < source.Length; start += 2 * width)
            {
                int middle = Math.Min(start + width, source.Length), end = Math.Min(start + 2 * width, source.Length);
                int a = start, b = middle;
                for (var i = start; i < end; i++)
                    target[i] = a < middle && (b >= end || !less(source[b], source[a])) ? source[a++] : source[b++];
            }

            (source, target) = (target, source);
        }

        items.Clear();
        items.AddRange(source);
    }
}
