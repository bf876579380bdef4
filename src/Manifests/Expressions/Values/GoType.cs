namespace Argosy.Manifests.Expressions.Values;

/// <summary>What a type is made of, as Go's <c>reflect.Kind</c>.</summary>
internal enum GoKind
{
    Invalid, Bool, Int, Int8, Int16, Int32, Int64, Uint, Uint8, Uint16, Uint32, Uint64, Float32, Float64, Array, Func, Interface, Map, Ptr, Slice, String, Struct,
}

/// <summary>A Go type. Types of the same name are the same object.</summary>
internal sealed class GoType
{
    private static readonly Dictionary<string, GoType> Interned = new(StringComparer.Ordinal);

    private GoType(string name, GoKind kind)
    {
        Name = name;
        Kind = kind;
    }

    public static GoType Any { get; } = Basic("interface {}", GoKind.Interface);

    public static GoType Bool { get; } = Basic("bool", GoKind.Bool);

    public static GoType Int { get; } = Basic("int", GoKind.Int);

    public static GoType Int32 { get; } = Basic("int32", GoKind.Int32);

    public static GoType Int64 { get; } = Basic("int64", GoKind.Int64);

    public static GoType Uint8 { get; } = Basic("uint8", GoKind.Uint8);

    public static GoType Uint32 { get; } = Basic("uint32", GoKind.Uint32);

    public static GoType Uint64 { get; } = Basic("uint64", GoKind.Uint64);

    public static GoType Float64 { get; } = Basic("float64", GoKind.Float64);

    public static GoType String { get; } = Basic("string", GoKind.String);

    public static GoType Error { get; } = Basic("error", GoKind.Interface);

    public static GoType Time { get; } = Named("time.Time", GoKind.Struct, "time");

    public static GoType Duration { get; } = Named("time.Duration", GoKind.Int64, "time");

    public static GoType Month { get; } = Named("time.Month", GoKind.Int, "time");

    public static GoType Weekday { get; } = Named("time.Weekday", GoKind.Int, "time");

    public static GoType Location { get; } = PointerTo(Named("time.Location", GoKind.Struct, "time"));

    public static GoType Version { get; } = Named("semver.Version", GoKind.Struct, "github.com/Masterminds/semver/v3");

    public static GoType VersionPointer { get; } = PointerTo(Version);

    public static GoType EmptyStruct { get; } = Basic("struct {}", GoKind.Struct);

    public static GoType AnySlice { get; } = Slice(Any);

    public static GoType StringSlice { get; } = Slice(String);

    public static GoType IntSlice { get; } = Slice(Int);

    public static GoType Bytes { get; } = Slice(Uint8);

    public static GoType StringMap { get; } = Map(String, Any);

    public static GoType AnyMap { get; } = Map(Any, Any);

    public string Name { get; }

    public GoKind Kind { get; }

    /// <summary>The key of a map.</summary>
    public GoType? Key { get; private set; }

    /// <summary>The element of a list or map, the target of a pointer.</summary>
    public GoType? Elem { get; private set; }

    /// <summary>The parameters of a function; the last of a variadic one is a slice.</summary>
    public IReadOnlyList<GoType> In { get; private set; } = [];

    public IReadOnlyList<GoType> Out { get; private set; } = [];

    public bool IsVariadic { get; private set; }

    /// <summary>The package of a type that has a name of its own.</summary>
    public string Package { get; private set; } = "";

    public bool IsInteger => Package.Length == 0 && Kind is >= GoKind.Int and <= GoKind.Uint64;

    public bool IsFloat => Package.Length == 0 && Kind is GoKind.Float32 or GoKind.Float64;

    public static GoType Slice(GoType elem) => Intern("[]" + elem.Name, GoKind.Slice, t => t.Elem = elem);

    public static GoType Array(int length, GoType elem) => Intern($"[{length}]{elem.Name}", GoKind.Array, t => t.Elem = elem);

    public static GoType Map(GoType key, GoType elem) => Intern($"map[{key.Name}]{elem.Name}", GoKind.Map, t =>
    {
        t.Key = key;
        t.Elem = elem;
    });

    public static GoType PointerTo(GoType elem) => Intern("*" + elem.Name, GoKind.Ptr, t => t.Elem = elem);

    public static GoType Func(IReadOnlyList<GoType> parameters, GoType result, bool variadic = false) => Func(parameters, [result], variadic);

    public static GoType Func(IReadOnlyList<GoType> parameters, IReadOnlyList<GoType> results, bool variadic)
    {
        var names = parameters.Select((p, i) => variadic && i == parameters.Count - 1 ? "..." + p.Elem!.Name : p.Name);
        var result = results.Count switch
        {
            0 => "",
            1 => " " + results[0].Name,
            _ => $" ({string.Join(", ", results.Select(r => r.Name))})",
        };
        return Intern($"func({string.Join(", ", names)}){result}", GoKind.Func, t =>
        {
            t.In = parameters;
            t.Out = results;
            t.IsVariadic = variadic;
        });
    }

    /// <summary>Whether a value of this type goes where the other is asked for.</summary>
    public bool AssignableTo(GoType other) => ReferenceEquals(this, other) || ReferenceEquals(other, Any);

    /// <summary>The word of Go's <c>reflect.Kind</c>.</summary>
    public static string KindName(GoKind kind) => kind.ToString().ToLowerInvariant();

    public override string ToString() => Name;

    private static GoType Basic(string name, GoKind kind) => Intern(name, kind, _ => { });

    public static GoType Named(string name, GoKind kind, string package) => Intern(name, kind, t => t.Package = package);

    private static GoType Intern(string name, GoKind kind, Action<GoType> fill)
    {
        lock (Interned)
        {
            if (!Interned.TryGetValue(name, out var type))
            {
                type = new GoType(name, kind);
                fill(type);
                Interned.Add(name, type);
            }

            return type;
        }
    }
}
