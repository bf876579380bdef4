namespace Argosy.Generator.Diagnostics;

/// <summary>"did you mean": the nearest of the names that exist.</summary>
internal static class Suggestion
{
    /// <summary><c>; did you mean 'message'?</c>, or what there is, or nothing.</summary>
    public static string For(string wrong, IEnumerable<string> known)
    {
        string? best = null;
        var bestDistance = int.MaxValue;
        var all = known.Distinct().ToList();
        foreach (var name in all)
        {
            var distance = Distance(wrong.ToLowerInvariant(), name.ToLowerInvariant());
            if (distance < bestDistance) (best, bestDistance) = (name, distance);
        }

        if (best is not null && bestDistance <= Math.Max(1, Math.Min(wrong.Length, best.Length) / 3)) return $": did you mean '{best}'?";
        return all.Count is > 0 and <= 6 ? $": there is {string.Join(", ", all.Select(n => $"'{n}'"))}" : "";
    }

    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
