using Argosy.Manifests.Text;
using Argosy.Manifests.Text.Time;

namespace Argosy.Manifests.Expressions.Values;

/// <summary>A list: a slice or an array of Go.</summary>
internal sealed class GoList(GoType type, List<object?> items)
{
    public GoType Type { get; } = type;

    public List<object?> Items { get; } = items;

    /// <summary>A slice that was never made prints as an empty one, but is <c>null</c> in JSON.</summary>
    public bool IsNil { get; init; }

    public static GoList Any(IEnumerable<object?> items) => new(GoType.AnySlice, items.ToList());

    public static GoList Strings(IEnumerable<string> items) => new(GoType.StringSlice, items.Cast<object?>().ToList());

    public static GoList Nil(GoType type) => new(type, []) { IsNil = true };
}

/// <summary>A map. Go's maps have no order; this one keeps that of insertion.</summary>
internal sealed class GoMap(GoType type)
{
    /// <summary>Stands for the key nil.</summary>
    public static readonly object NilKey = new();

    private readonly List<object> _order = [];
    private readonly Dictionary<object, object?> _items = [];

    public GoType Type { get; } = type;

    public bool IsNil { get; init; }

    public int Count => _items.Count;

    public IEnumerable<object> Keys => _order;

    public IEnumerable<KeyValuePair<object, object?>> Items => _order.Select(k => new KeyValuePair<object, object?>(k, _items[k]));

    public object? this[object? key]
    {
        get => _items[KeyOf(key)];
        set
        {
            var k = KeyOf(key);
            if (!_items.ContainsKey(k))
                _order.Add(k);
            _items[k] = value;
        }
    }

    public static GoMap Strings() => new(GoType.StringMap);

    public static object? ValueOf(object key) => ReferenceEquals(key, NilKey) ? null : key;

    public bool TryGet(object? key, out object? value) => _items.TryGetValue(KeyOf(key), out value);

    public bool Remove(object? key) => _items.Remove(KeyOf(key)) && _order.Remove(KeyOf(key));

    private static object KeyOf(object? key) => key switch
    {
        null => NilKey,
        GoList or GoMap or GoFunction => throw new GoPanic($"runtime error: hash of unhashable type {Go.TypeOf(key)}"),
        double and 0 => 0.0,
        _ => key,
    };
}

/// <summary>An integer that is no plain <c>int</c>: int64, uint8, a duration, a month …</summary>
internal sealed class GoInteger(GoType type, long value) : IEquatable<GoInteger>
{
    public GoType Type { get; } = type;

    public long Value { get; } = value;

    public static GoInteger Int64(long value) => new(GoType.Int64, value);

    public static GoInteger Duration(long nanoseconds) => new(GoType.Duration, nanoseconds);

    public bool Equals(GoInteger? other) => other is not null && ReferenceEquals(other.Type, Type) && other.Value == Value;

    public override bool Equals(object? obj) => Equals(obj as GoInteger);

    public override int GetHashCode() => Value.GetHashCode();

    public override string ToString() => ReferenceEquals(Type, GoType.Duration) ? GoDuration.Format(Value)
        : ReferenceEquals(Type, GoType.Month) ? TimeLayout.MonthName(Value)
        : ReferenceEquals(Type, GoType.Weekday) ? TimeLayout.DayName(Value)
        : Type.Kind == GoKind.Uint64 ? ((ulong)Value).ToString(System.Globalization.CultureInfo.InvariantCulture)
        : Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A function as a value.</summary>
internal sealed class GoFunction(string name, GoType type, Func<object?[], object?> invoke)
{
    public string Name { get; } = name;

    public GoType Type { get; } = type;

    public Func<object?[], object?> Invoke { get; } = invoke;
}

/// <summary>What would be a panic or an error in Go: the message without a place.</summary>
internal sealed class GoPanic(string message) : Exception(message);

/// <summary>Questions to values.</summary>
internal static class Go
{
    public static GoType? TypeOf(object? value) => value switch
    {
        null => null,
        bool => GoType.Bool,
        long => GoType.Int,
        double => GoType.Float64,
        string => GoType.String,
        GoInteger integer => integer.Type,
        GoList list => list.Type,
        GoMap map => map.Type,
        GoFunction function => function.Type,
        GoTime => GoType.Time,
        GoLocation => GoType.Location,
        SemanticVersion version => version.IsPointer ? GoType.VersionPointer : GoType.Version,
        EmptyStruct => GoType.EmptyStruct,
        _ => throw new InvalidOperationException($"no Go type for {value.GetType()}"),
    };

    /// <summary>Go's <c>%T</c>.</summary>
    public static string TypeName(object? value) => TypeOf(value)?.Name ?? "<nil>";

    public static GoKind KindOf(object? value) => TypeOf(value)?.Kind ?? GoKind.Invalid;

    public static string KindName(object? value) => GoType.KindName(KindOf(value));

    public static bool IsNil(object? value) => value switch
    {
        null => true,
        GoList list => list.IsNil,
        GoMap map => map.IsNil,
        _ => false,
    };

    /// <summary>The zero of a type: what reading a missing key gives.</summary>
    public static object? Zero(GoType type) => type.Kind switch
    {
        GoKind.String => "",
        GoKind.Bool => false,
        GoKind.Int when type.IsInteger => 0L,
        GoKind.Float64 => 0.0,
        >= GoKind.Int and <= GoKind.Uint64 => new GoInteger(type, 0),
        GoKind.Slice => GoList.Nil(type),
        GoKind.Map => new GoMap(type) { IsNil = true },
        GoKind.Struct when ReferenceEquals(type, GoType.Time) => GoTime.Zero,
        GoKind.Struct => EmptyStruct.Value,
        _ => null,
    };

    /// <summary>Brings a value from outside (plain .NET lists and maps) into the form that expressions work on.</summary>
    public static object? FromOutside(object? value)
    {
        switch (value)
        {
            case null or string or bool or long or double or GoInteger or GoList or GoMap or GoFunction or GoTime or GoLocation or SemanticVersion:
                return value;
            case int number:
                return (long)number;
            case float number:
                return (double)number;
            case DateTimeOffset time:
                return GoTime.From(time);
            case IReadOnlyDictionary<string, object?> map:
                var result = GoMap.Strings();
                foreach (var pair in map)
                    result[pair.Key] = FromOutside(pair.Value);
                return result;
            case IReadOnlyDictionary<string, string> map:
                var texts = GoMap.Strings();
                foreach (var pair in map)
                    texts[pair.Key] = pair.Value;
                return texts;
            case System.Collections.IEnumerable list:
                return GoList.Any(list.Cast<object?>().Select(FromOutside));
            default:
                throw new ArgumentException($"A value of {value.GetType()} cannot stand in an expression.");
        }
    }

    /// <summary>The plain form of a value for callers: string, long, double, bool, null, lists and maps of these; times and the like as texts.</summary>
    public static object? ToOutside(object? value)
    {
        switch (value)
        {
            case GoInteger integer:
                return integer.Value;
            case GoList list:
                return list.Items.ConvertAll(ToOutside);
            case GoMap map:
                var result = new Dictionary<string, object?>(StringComparer.Ordinal);
                foreach (var pair in map.Items)
                    result[GoPrinter.Print(GoMap.ValueOf(pair.Key))] = ToOutside(pair.Value);
                return result;
            case GoTime time:
                return TimeLayout.Format(time, TimeLayout.Rfc3339Nano);
            case string text:
                return GoBytes.Valid(text);
            case null or bool or long or double:
                return value;
            default:
                return GoPrinter.Print(value);
        }
    }

    /// <summary>Go's <c>reflect.DeepEqual</c>.</summary>
    public static bool DeepEqual(object? a, object? b)
    {
        RecursionGuard.Check();
        if (a is null || b is null)
            return a is null && b is null;
        if (!ReferenceEquals(TypeOf(a), TypeOf(b)))
            return false;
        switch (a)
        {
            case GoList x when b is GoList y:
                if (x.IsNil != y.IsNil || x.Items.Count != y.Items.Count)
                    return false;
                for (var i = 0; i < x.Items.Count; i++)
                {
                    if (!DeepEqual(x.Items[i], y.Items[i]))
                        return false;
                }

                return true;
            case GoMap x when b is GoMap y:
                return x.IsNil == y.IsNil && x.Count == y.Count
                    && x.Items.All(p => y.TryGet(GoMap.ValueOf(p.Key), out var other) && DeepEqual(p.Value, other));
            case double x when b is double y:
                return x == y;
            case GoTime x when b is GoTime y:
                return x.CompareTo(y) == 0 && ReferenceEquals(x.Location, y.Location);
            case GoFunction:
                return false;
            default:
                return a.Equals(b);
        }
    }

    /// <summary>Bytes of a <c>[]uint8</c>.</summary>
    public static byte[] Bytes(GoList list) => [.. list.Items.Select(i => (byte)((GoInteger)i!).Value)];

    public static GoList FromBytes(IEnumerable<byte> bytes) => new(GoType.Bytes, bytes.Select(b => (object?)new GoInteger(GoType.Uint8, b)).ToList());

    /// <summary>A string of bytes as Go has it.</summary>
    public static string Text(GoList bytes) => GoBytes.Text(Bytes(bytes));
}

/// <summary>The value of Go's <c>struct{}</c>.</summary>
internal sealed class EmptyStruct
{
    public static readonly EmptyStruct Value = new();
}
