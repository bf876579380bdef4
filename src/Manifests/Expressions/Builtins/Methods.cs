using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text;
using Argosy.Manifests.Text.Time;

namespace Argosy.Manifests.Expressions.Builtins;

/// <summary>The methods of times, durations, zones and versions that an expression can call.</summary>
internal static class Methods
{
    private static readonly Dictionary<(string Type, string Name), Method> All = Create();

    /// <summary>The signature of a method, the receiver first; null if the type has none of that name.</summary>
    public static GoType? Signature(GoType type, string name) => All.TryGetValue((type.Name, name), out var method) ? method.Type : null;

    /// <summary>A method as a function of its value; null if the value has none of that name.</summary>
    public static GoFunction? Bind(object? value, string name)
    {
        if (value is not (GoTime or GoInteger or GoLocation or SemanticVersion) || !All.TryGetValue((Go.TypeOf(value)!.Name, name), out var method))
            return null;
        var type = GoType.Func(method.Type.In.Skip(1).ToList(), method.Type.Out, false);
        return new GoFunction(name, type, arguments => method.Run(value!, arguments));
    }

    private static Dictionary<(string, string), Method> Create()
    {
        var all = new Dictionary<(string, string), Method>();
        void Add(GoType receiver, string name, GoType[] parameters, GoType[] results, Func<object, object?[], object?> run) =>
            all.Add((receiver.Name, name), new Method(GoType.Func([receiver, .. parameters], results, false), run));
        Times((name, parameters, results, run) => Add(GoType.Time, name, parameters, results, (value, a) => run((GoTime)value, a)));
        Durations((name, parameters, result, run) => Add(GoType.Duration, name, parameters, [result], (value, a) => run(((GoInteger)value).Value, a)));
        Add(GoType.Month, "String", [], [GoType.String], (value, _) => value.ToString());
        Add(GoType.Weekday, "String", [], [GoType.String], (value, _) => value.ToString());
        Add(GoType.Location, "String", [], [GoType.String], (value, _) => ((GoLocation)value).Name);
        foreach (var type in new[] { GoType.Version, GoType.VersionPointer })
            Versions(type, (name, parameters, results, run) => Add(type, name, parameters, results, (value, a) => run((SemanticVersion)value, a)));
        return all;
    }

    private static void Times(Action<string, GoType[], GoType[], Func<GoTime, object?[], object?>> add)
    {
        GoType[] time = [GoType.Time], duration = [GoType.Duration], number = [GoType.Int], flag = [GoType.Bool], text = [GoType.String];
        static GoTime T(object? value) => (GoTime)value!;
        static long N(object? value) => value is GoInteger integer ? integer.Value : (long)value!;
        add("Add", duration, time, (t, a) => t.Add(N(a[0])));
        add("AddDate", [GoType.Int, GoType.Int, GoType.Int], time, (t, a) => t.AddDate(N(a[0]), N(a[1]), N(a[2])));
        add("After", time, flag, (t, a) => t.CompareTo(T(a[0])) > 0);
        add("Before", time, flag, (t, a) => t.CompareTo(T(a[0])) < 0);
        add("Equal", time, flag, (t, a) => t.CompareTo(T(a[0])) == 0);
        add("Compare", time, number, (t, a) => (long)Math.Sign(t.CompareTo(T(a[0]))));
        add("Clock", [], [GoType.Int, GoType.Int, GoType.Int], (t, _) => (long)t.Hour);
        add("Date", [], [GoType.Int, GoType.Month, GoType.Int], (t, _) => t.Year);
        add("Day", [], number, (t, _) => (long)t.Day);
        add("Format", text, text, (t, a) => TimeLayout.Format(t, (string)a[0]!));
        add("GoString", [], text, (t, _) => GoString(t));
        add("Hour", [], number, (t, _) => (long)t.Hour);
        add("ISOWeek", [], [GoType.Int, GoType.Int], (t, _) => t.IsoWeek().Year);
        add("In", [GoType.Location], time, (t, a) => t.In(a[0] as GoLocation ?? throw new GoPanic("time: missing Location in call to Time.In")));
        add("IsDST", [], flag, (t, _) => t.Zone.IsDaylight);
        add("IsZero", [], flag, (t, _) => t.IsZero);
        add("Local", [], time, (t, _) => t.In(GoLocation.Local));
        add("Location", [], [GoType.Location], (t, _) => t.Location);
        add("MarshalJSON", [], [GoType.Bytes, GoType.Error], (t, _) => Go.FromBytes(GoBytes.Of(GoJson.Write(t))));
        add("MarshalText", [], [GoType.Bytes, GoType.Error], (t, _) => Go.FromBytes(GoBytes.Of(TimeLayout.Format(t, TimeLayout.Rfc3339Nano))));
        add("Minute", [], number, (t, _) => (long)t.Minute);
        add("Month", [], [GoType.Month], (t, _) => new GoInteger(GoType.Month, t.Month));
        add("Nanosecond", [], number, (t, _) => (long)t.Nanosecond);
        add("Round", duration, time, (t, a) => t.Round(N(a[0])));
        add("Second", [], number, (t, _) => (long)t.Second);
        add("String", [], text, (t, _) => t.ToString());
        add("Sub", time, duration, (t, a) => GoInteger.Duration(t.Since(T(a[0]))));
        add("Truncate", duration, time, (t, a) => t.Truncate(N(a[0])));
        add("UTC", [], time, (t, _) => t.In(GoLocation.Utc));
        add("Unix", [], [GoType.Int64], (t, _) => GoInteger.Int64(t.Unix));
        add("UnixMicro", [], [GoType.Int64], (t, _) => GoInteger.Int64(unchecked(t.Unix * 1_000_000 + t.Nanosecond / 1000)));
        add("UnixMilli", [], [GoType.Int64], (t, _) => GoInteger.Int64(unchecked(t.Unix * 1000 + t.Nanosecond / 1_000_000)));
        add("UnixNano", [], [GoType.Int64], (t, _) => GoInteger.Int64(unchecked(t.Unix * 1_000_000_000 + t.Nanosecond)));
        add("Weekday", [], [GoType.Weekday], (t, _) => new GoInteger(GoType.Weekday, t.Weekday));
        add("Year", [], number, (t, _) => t.Year);
        add("YearDay", [], number, (t, _) => (long)t.YearDay);
        add("Zone", [], [GoType.String, GoType.Int], (t, _) => t.Zone.Name);
    }

    private static void Durations(Action<string, GoType[], GoType, Func<long, object?[], object?>> add)
    {
        static long N(object? value) => ((GoInteger)value!).Value;
        add("Abs", [], GoType.Duration, (d, _) => GoInteger.Duration(d == long.MinValue ? long.MaxValue : Math.Abs(d)));
        add("Hours", [], GoType.Float64, (d, _) => Units(d, 3_600_000_000_000));
        add("Minutes", [], GoType.Float64, (d, _) => Units(d, 60_000_000_000));
        add("Seconds", [], GoType.Float64, (d, _) => Units(d, 1_000_000_000));
        add("Milliseconds", [], GoType.Int64, (d, _) => GoInteger.Int64(d / 1_000_000));
        add("Microseconds", [], GoType.Int64, (d, _) => GoInteger.Int64(d / 1_000));
        add("Nanoseconds", [], GoType.Int64, (d, _) => GoInteger.Int64(d));
        add("Round", [GoType.Duration], GoType.Duration, (d, a) => GoInteger.Duration(GoDuration.Round(d, N(a[0]))));
        add("Truncate", [GoType.Duration], GoType.Duration, (d, a) => GoInteger.Duration(N(a[0]) <= 0 ? d : d - d % N(a[0])));
        add("String", [], GoType.String, (d, _) => GoDuration.Format(d));
    }

    private static void Versions(GoType type, Action<string, GoType[], GoType[], Func<SemanticVersion, object?[], object?>> add)
    {
        GoType[] other = [GoType.VersionPointer], flag = [GoType.Bool], number = [GoType.Uint64], text = [GoType.String];
        static SemanticVersion V(object? value) =>
            value as SemanticVersion ?? throw new GoPanic("runtime error: invalid memory address or nil pointer dereference");
        static GoInteger Unsigned(ulong value) => new(GoType.Uint64, (long)value);
        add("Major", [], number, (v, _) => Unsigned(v.Major));
        add("Minor", [], number, (v, _) => Unsigned(v.Minor));
        add("Patch", [], number, (v, _) => Unsigned(v.Patch));
        add("Prerelease", [], text, (v, _) => v.Prerelease);
        add("Metadata", [], text, (v, _) => v.Metadata);
        add("String", [], text, (v, _) => v.ToString());
        add("IncMajor", [], [GoType.Version], (v, _) => v.NextMajor());
        add("IncMinor", [], [GoType.Version], (v, _) => v.NextMinor());
        add("IncPatch", [], [GoType.Version], (v, _) => v.NextPatch());
        if (ReferenceEquals(type, GoType.Version))
            return;
        add("Original", [], text, (v, _) => v.Original);
        add("Compare", other, [GoType.Int], (v, a) => (long)Math.Sign(v.CompareTo(V(a[0]))));
        add("Equal", other, flag, (v, a) => v.CompareTo(V(a[0])) == 0);
        add("LessThan", other, flag, (v, a) => v.CompareTo(V(a[0])) < 0);
        add("LessThanEqual", other, flag, (v, a) => v.CompareTo(V(a[0])) <= 0);
        add("GreaterThan", other, flag, (v, a) => v.CompareTo(V(a[0])) > 0);
        add("GreaterThanEqual", other, flag, (v, a) => v.CompareTo(V(a[0])) >= 0);
    }

    // Whole units and the rest apart, as Go divides.
    private static double Units(long nanoseconds, long unit) => nanoseconds / unit + (nanoseconds % unit) / (double)unit;

    private static string GoString(GoTime time) =>
        $"time.Date({time.Year}, time.{TimeLayout.MonthName(time.Month)}, {time.Day}, {time.Hour}, {time.Minute}, {time.Second}, {time.Nanosecond}, time.{(ReferenceEquals(time.Location, GoLocation.Utc) ? "UTC" : "Local")})";

    private sealed record Method(GoType Type, Func<object, object?[], object?> Run);
}
