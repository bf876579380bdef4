namespace Argosy.Manifests.Rules;

/// <summary>Finds what a misspelt name was probably meant to be.</summary>
internal static class Nearest
{
    /// <summary>The known name that is near enough to be worth a question; null if none is.</summary>
    public static string? To(string name, IEnumerable<string> known)
    {
        string? best = null;
        var bestDistance = Math.Max(1, Math.Min(3, name.Length / 3)) + 1;
        foreach (var candidate in known)
        {
            if (candidate == name) continue;
            if (string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase)) return candidate;
            // Words of one stem (Success, Succeeded) are near although many letters differ.
            if (best is null && name.Length >= 5 && Stem(name, candidate) >= Math.Max(5, name.Length * 2 / 3)) best = candidate;
            if (Math.Abs(candidate.Length - name.Length) >= bestDistance) continue;
            var distance = Distance(name, candidate, bestDistance);
            if (distance >= bestDistance) continue;
            bestDistance = distance;
            best = candidate;
        }

        return best;
    }

    /// <summary>The question to append to a message.</summary>
    public static string Hint(string? near) => near is null ? "" : $"; did you mean {near}?";

    private static int Stem(string a, string b)
    {
        var n = 0;
        while (n < a.Length && n < b.Length && char.ToLowerInvariant(a[n]) == char.ToLowerInvariant(b[n])) n++;
        return n;
    }

    // Edits with neighbouring letters swapped counted as one.
    private static int Distance(string a, string b, int limit)
    {
        a = a.ToLowerInvariant();
        b = b.ToLowerInvariant();
        if (a.Length > 200 || b.Length > 200) return limit;
        int[] before = new int[b.Length + 1], previous = new int[b.Length + 1], current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) previous[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1] + 1, previous[j] + 1), previous[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) current[j] = Math.Min(current[j], before[j - 2] + 1);
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[b.Length];
    }
}
