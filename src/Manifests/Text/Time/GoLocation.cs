using System.Text;

namespace Argosy.Manifests.Text.Time;

/// <summary>A time zone with the rules of the tz database: offsets and abbreviations, as Go reads them.</summary>
internal sealed class GoLocation
{
    public static readonly GoLocation Utc = new("UTC", []);

    private static readonly string[] Folders = ["/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/usr/lib/locale/TZ", "/etc/zoneinfo"];

    private static readonly Dictionary<string, GoLocation?> Loaded = new(StringComparer.Ordinal);

    private readonly IReadOnlyList<Transition> _transitions;
    private readonly Zone _first;
    private readonly PosixRule? _rule;

    private GoLocation(string name, IReadOnlyList<Transition> transitions, Zone? first = null, PosixRule? rule = null)
    {
        Name = name;
        _transitions = transitions;
        _first = first ?? new Zone("UTC", 0, false);
        _rule = rule;
    }

    public string Name { get; }

    /// <summary>A zone of one offset: what Go makes of <c>+02:00</c> in a text.</summary>
    public static GoLocation Fixed(string name, int offset) => new(name, [], new Zone(name, offset, false));

    /// <summary>Finds a zone by its IANA name; null if there is none. "" and UTC are UTC, Local is UTC too, as in Argo's containers.</summary>
    public static GoLocation? Load(string name)
    {
        if (name is "" or "UTC")
            return Utc;
        if (name == "Local")
            return Local;
        if (name.Contains("..") || name[0] == '/' || name.Contains('\\') || name.Contains('\0'))
            return null;
        lock (Loaded)
        {
            if (!Loaded.TryGetValue(name, out var location))
                Loaded.Add(name, location = Read(name));
            return location;
        }
    }

    /// <summary>The local zone of Argo's containers.</summary>
    public static GoLocation Local { get; } = new("Local", []);

    /// <summary>The zone in force at an instant.</summary>
    public Zone At(long unixSeconds)
    {
        if (_transitions.Count == 0)
            return _rule is null ? _first : _rule.At(unixSeconds).Zone;
        if (unixSeconds < _transitions[0].At)
            return _first;
        if (_rule is not null && unixSeconds >= _transitions[_transitions.Count - 1].At)
            return _rule.At(unixSeconds).Zone;
        return _transitions[IndexAt(unixSeconds)].Zone;
    }

    /// <summary>The instant of a local time, in Go's way where the clock jumps: one of the two offsets around it, not always the same.</summary>
    public long Instant(long localSeconds)
    {
        // First guess: the offset in force at the local time read as UTC; then the one on the other side of the nearest change.
        var (zone, start, end) = Period(localSeconds);
        if (zone.Offset == 0)
            return localSeconds;
        var utc = localSeconds - zone.Offset;
        if (utc < start || utc >= end)
            return localSeconds - At(utc).Offset;
        return utc;
    }

    /// <summary>The offset of an abbreviation at a time: Go looks it up when a text has a name of a zone.</summary>
    public int? OffsetOf(string abbreviation, long localSeconds)
    {
        foreach (var zone in Zones().Where(z => z.Name == abbreviation))
        {
            if (At(localSeconds - zone.Offset).Name == abbreviation && At(localSeconds - zone.Offset).Offset == zone.Offset)
                return zone.Offset;
        }

        foreach (var zone in Zones().Where(z => z.Name == abbreviation))
            return zone.Offset;
        return null;
    }

    private IEnumerable<Zone> Zones() =>
        new[] { _first }.Concat(_transitions.Select(t => t.Zone)).Concat(_rule is null ? [] : _rule.Zones).Distinct();

    private (Zone Zone, long Start, long End) Period(long at)
    {
        if (_transitions.Count == 0)
            return _rule is null ? (_first, long.MinValue, long.MaxValue) : _rule.At(at);
        if (at < _transitions[0].At)
            return (_first, long.MinValue, _transitions[0].At);
        var last = _transitions[_transitions.Count - 1];
        if (at >= last.At)
        {
            if (_rule is null)
                return (last.Zone, last.At, long.MaxValue);
            var period = _rule.At(at);
            return (period.Zone, Math.Max(period.Start, last.At), period.End);
        }

        var index = IndexAt(at);
        return (_transitions[index].Zone, _transitions[index].At, _transitions[index + 1].At);
    }

    private int IndexAt(long at)
    {
        int low = 0, high = _transitions.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_transitions[middle].At <= at)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    private static GoLocation? Read(string name)
    {
        foreach (var folder in Folders)
        {
            var path = Path.Combine(folder, name);
            if (!File.Exists(path))
                continue;
            try
            {
                return Parse(name, File.ReadAllBytes(path));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or IndexOutOfRangeException or ArgumentException)
            {
                return null;
            }
        }

        return FromSystem(name);
    }

    // Where there is no tz database (Windows), the runtime's rules serve; abbreviations are then the offset.
    private static GoLocation? FromSystem(string name)
    {
        TimeZoneInfo zone;
        try
        {
            zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception error) when (error is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            return null;
        }

        if (Folders.Any(Directory.Exists))
            return null;
        var transitions = new List<Transition>();
        var end = new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var epoch = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        Zone Of(DateTime utc)
        {
            var offset = (int)zone.GetUtcOffset(utc).TotalSeconds;
            return new Zone(Abbreviation(offset), offset, zone.IsDaylightSavingTime(utc));
        }

        var current = Of(epoch);
        for (var day = epoch; day < end; day = day.AddDays(1))
        {
            var next = Of(day.AddDays(1));
            if (next.Equals(current))
                continue;
            DateTime low = day, high = day.AddDays(1);
            while ((high - low).TotalSeconds > 1)
            {
                var middle = low.AddTicks((high - low).Ticks / 2);
                if (Of(middle).Equals(current))
                    low = middle;
                else
                    high = middle;
            }

            transitions.Add(new Transition((long)Math.Round((high - epoch).TotalSeconds), next));
            current = next;
        }

        return new GoLocation(name, transitions, Of(epoch));
    }

    private static string Abbreviation(int offset)
    {
        var minutes = Math.Abs(offset) / 60;
        return $"{(offset < 0 ? '-' : '+')}{minutes / 60:00}" + (minutes % 60 == 0 ? "" : $"{minutes % 60:00}");
    }

    private static GoLocation? Parse(string name, byte[] data)
    {
        if (data.Length < 44 || data[0] != 'T' || data[1] != 'Z' || data[2] != 'i' || data[3] != 'f')
            return null;
        var version = data[4];
        var at = 0;
        var wide = false;
        while (true)
        {
            int Count(int index) => Int32(data, at + 20 + index * 4);
            int utcs = Count(0), standards = Count(1), leaps = Count(2), times = Count(3), types = Count(4), chars = Count(5);
            var size = wide ? 8 : 4;
            var body = at + 44;
            var end = body + times * size + times + types * 6 + chars + leaps * (size + 4) + standards + utcs;
            if (!wide && version >= (byte)'2')
            {
                at = end;
                wide = true;
                continue;
            }

            var names = body + times * size + times + types * 6;
            var zones = new Zone[types];
            for (var i = 0; i < types; i++)
            {
                var entry = body + times * size + times + i * 6;
                var start = names + data[entry + 5];
                var stop = Array.IndexOf(data, (byte)0, start);
                zones[i] = new Zone(Encoding.ASCII.GetString(data, start, stop - start), Int32(data, entry), data[entry + 4] != 0);
            }

            var transitions = new List<Transition>(times);
            for (var i = 0; i < times; i++)
            {
                var instant = wide ? Int64(data, body + i * 8) : Int32(data, body + i * 4);
                transitions.Add(new Transition(instant, zones[data[body + times * size + i]]));
            }

            PosixRule? rule = null;
            if (wide && end < data.Length && data[end] == '\n')
            {
                var stop = Array.IndexOf(data, (byte)'\n', end + 1);
                if (stop > end + 1)
                    rule = PosixRule.Parse(Encoding.ASCII.GetString(data, end + 1, stop - end - 1));
            }

            var first = zones.FirstOrDefault(z => !z.IsDaylight) ?? zones[0];
            return new GoLocation(name, transitions, transitions.Count == 0 && types > 0 ? zones[0] : first, rule);
        }
    }

    private static int Int32(byte[] data, int at) => (data[at] << 24) | (data[at + 1] << 16) | (data[at + 2] << 8) | data[at + 3];

    private static long Int64(byte[] data, int at) => ((long)Int32(data, at) << 32) | (uint)Int32(data, at + 4);

    /// <summary>An offset with its abbreviation.</summary>
    internal sealed record Zone(string Name, int Offset, bool IsDaylight);

    private sealed record Transition(long At, Zone Zone);
}
