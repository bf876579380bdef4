namespace LogReport;

/// <summary>What was counted in a part of the log, or in all of it.</summary>
internal sealed record Counts(long Lines, long Unread, long Bytes, long[] ByHour, Dictionary<string, long> ByStatus, Dictionary<string, long> BySection)
{
    /// <summary>How many sections a part hands on. A log with more of them counts the rest as <c>(other)</c>.</summary>
    private const int MostSections = 200;

    public static Counts Of(IEnumerable<string> lines)
    {
        var counts = new Counts(0, 0, 0, new long[24], [], []);
        long all = 0, unread = 0, bytes = 0;
        foreach (var line in lines)
        {
            all++;
            if (!AccessLine.TryParse(line, out var parsed))
            {
                unread++;
                continue;
            }

            bytes += parsed.Bytes;
            counts.ByHour[parsed.Hour]++;
            Add(counts.ByStatus, parsed.Status.ToString(System.Globalization.CultureInfo.InvariantCulture), 1);
            Add(counts.BySection, parsed.Section, 1);
        }

        return counts with { Lines = all, Unread = unread, Bytes = bytes, BySection = Busiest(counts.BySection) };
    }

    public static Counts Sum(IEnumerable<Counts> parts)
    {
        var sum = new Counts(0, 0, 0, new long[24], [], []);
        foreach (var part in parts)
        {
            sum = sum with { Lines = sum.Lines + part.Lines, Unread = sum.Unread + part.Unread, Bytes = sum.Bytes + part.Bytes };
            for (var hour = 0; hour < 24; hour++) sum.ByHour[hour] += part.ByHour[hour];
            foreach (var (status, count) in part.ByStatus) Add(sum.ByStatus, status, count);
            foreach (var (section, count) in part.BySection) Add(sum.BySection, section, count);
        }

        return sum;
    }

    private static Dictionary<string, long> Busiest(Dictionary<string, long> sections)
    {
        if (sections.Count <= MostSections) return sections;
        var ordered = sections.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        var kept = ordered.Take(MostSections).ToDictionary(pair => pair.Key, pair => pair.Value);
        Add(kept, "(other)", ordered.Skip(MostSections).Sum(pair => pair.Value));
        return kept;
    }

    private static void Add(Dictionary<string, long> counts, string key, long count) => counts[key] = counts.GetValueOrDefault(key) + count;
}
