using System.Numerics;

namespace Argosy.Workflows;

/// <summary>
/// Sorts as Go's <c>sort.Sort</c> does (pattern-defeating quicksort with its own choice of pivots). The sort is not stable, and Argo's order of workflows is not
/// total (times have seconds), so that only the same steps give the same order of equal ones.
/// </summary>
internal static class GoSort
{
    private const int LongestInsertion = 12;

    /// <summary>Sorts in place by <paramref name="less"/>.</summary>
    public static void Sort<T>(IList<T> items, Func<T, T, bool> less)
    {
        if (items.Count > 1) new Run<T>(items, less).Quick(0, items.Count, BitLength(items.Count));
    }

    private static int BitLength(int value) => 32 - BitOperations.LeadingZeroCount((uint)value);

    private enum Hint
    {
        Unknown,
        Increasing,
        Decreasing,
    }

    private sealed class Run<T>(IList<T> items, Func<T, T, bool> less)
    {
        public void Quick(int a, int b, int limit)
        {
            bool balanced = true, partitioned = true;
            while (true)
            {
                var length = b - a;
                if (length <= LongestInsertion)
                {
                    Insertion(a, b);
                    return;
                }

                if (limit == 0)
                {
                    Heap(a, b);
                    return;
                }

                if (!balanced)
                {
                    BreakPatterns(a, b);
                    limit--;
                }

                var (pivot, hint) = ChoosePivot(a, b);
                if (hint == Hint.Decreasing)
                {
                    for (int i = a, j = b - 1; i < j; i++, j--) Swap(i, j);
                    pivot = b - 1 - (pivot - a);
                    hint = Hint.Increasing;
                }

                if (balanced && partitioned && hint == Hint.Increasing && PartialInsertion(a, b)) return;
                if (a > 0 && !Less(a - 1, pivot))
                {
                    a = PartitionEqual(a, b, pivot);
                    continue;
                }

                var (middle, already) = Partition(a, b, pivot);
                partitioned = already;
                int left = middle - a, right = b - middle, threshold = length / 8;
                if (left < right)
                {
                    balanced = left >= threshold;
                    Quick(a, middle, limit);
                    a = middle + 1;
                }
                else
                {
                    balanced = right >= threshold;
                    Quick(middle + 1, b, limit);
                    b = middle;
                }
            }
        }

        private bool Less(int i, int j) => less(items[i], items[j]);

        private void Swap(int i, int j) => (items[i], items[j]) = (items[j], items[i]);

        private void Insertion(int a, int b)
        {
            for (var i = a + 1; i < b; i++)
            {
                for (var j = i; j > a && Less(j, j - 1); j--) Swap(j, j - 1);
            }
        }

        private void Heap(int first, int end)
        {
            var high = end - first;
            for (var i = (high - 1) / 2; i >= 0; i--) SiftDown(i, high, first);
            for (var i = high - 1; i >= 0; i--)
            {
                Swap(first, first + i);
                SiftDown(0, i, first);
            }
        }

        private void SiftDown(int low, int high, int first)
        {
            var root = low;
            while (true)
            {
                var child = (2 * root) + 1;
                if (child >= high) return;
                if (child + 1 < high && Less(first + child, first + child + 1)) child++;
                if (!Less(first + root, first + child)) return;
                Swap(first + root, first + child);
                root = child;
            }
        }

        private (int, bool) Partition(int a, int b, int pivot)
        {
            Swap(a, pivot);
            int i = a + 1, j = b - 1;
            while (i <= j && Less(i, a)) i++;
            while (i <= j && !Less(j, a)) j--;
            if (i > j)
            {
                Swap(j, a);
                return (j, true);
            }

            Swap(i++, j--);
            while (true)
            {
                while (i <= j && Less(i, a)) i++;
                while (i <= j && !Less(j, a)) j--;
                if (i > j) break;
                Swap(i++, j--);
            }

            Swap(j, a);
            return (j, false);
        }

        private int PartitionEqual(int a, int b, int pivot)
        {
            Swap(a, pivot);
            int i = a + 1, j = b - 1;
            while (true)
            {
                while (i <= j && !Less(a, i)) i++;
                while (i <= j && Less(a, j)) j--;
                if (i > j) return i;
                Swap(i++, j--);
            }
        }

        private bool PartialInsertion(int a, int b)
        {
            var i = a + 1;
            for (var step = 0; step < 5; step++)
            {
                while (i < b && !Less(i, i - 1)) i++;
                if (i == b) return true;
                if (b - a < 50) return false;
                Swap(i, i - 1);
                if (i - a >= 2)
                {
                    for (var j = i - 1; j >= 1 && Less(j, j - 1); j--) Swap(j, j - 1);
                }

                if (b - i >= 2)
                {
                    for (var j = i + 1; j < b && Less(j, j - 1); j++) Swap(j, j - 1);
                }
            }

            return false;
        }

        private void BreakPatterns(int a, int b)
        {
            var length = b - a;
            if (length < 8) return;
            var random = (ulong)length;
            var modulus = 1u << BitLength(length);
            var index = a + (length / 4 * 2) - 1;
            for (var i = 0; i < 3; i++)
            {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                var other = (int)((uint)random & (modulus - 1));
                if (other >= length) other -= length;
                Swap(index - 1 + i, a + other);
            }
        }

        private (int, Hint) ChoosePivot(int a, int b)
        {
            var length = b - a;
            var swaps = 0;
            int i = a + (length / 4), j = a + (length / 4 * 2), k = a + (length / 4 * 3);
            if (length >= 8)
            {
                if (length >= 50)
                {
                    i = Median(i - 1, i, i + 1, ref swaps);
                    j = Median(j - 1, j, j + 1, ref swaps);
                    k = Median(k - 1, k, k + 1, ref swaps);
                }

                j = Median(i, j, k, ref swaps);
            }

            return (j, swaps switch { 0 => Hint.Increasing, 12 => Hint.Decreasing, _ => Hint.Unknown });
        }

        private int Median(int a, int b, int c, ref int swaps)
        {
            Order(ref a, ref b, ref swaps);
            Order(ref b, ref c, ref swaps);
            Order(ref a, ref b, ref swaps);
            return b;
        }

        private void Order(ref int a, ref int b, ref int swaps)
        {
            if (!Less(b, a)) return;
            swaps++;
            (a, b) = (b, a);
        }
    }
}
