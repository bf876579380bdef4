using Argosy.Manifests.Expressions.Builtins;
using Argosy.Manifests.Expressions.Values;

namespace Argosy.Manifests.Expressions.Checking;

/// <summary>What is known about a value before the run: its type, or that it is nil, or nothing.</summary>
internal sealed class Nature
{
    private Nature(GoType? type)
    {
        Type = type;
    }

    public static Nature Unknown { get; } = new(null);

    public static Nature NilNature { get; } = new(null) { IsNil = true };

    public GoType? Type { get; }

    public bool IsNil { get; private init; }

    /// <summary>Whether a key that is not in <see cref="Fields"/> is an error.</summary>
    public bool IsStrict { get; private init; }

    /// <summary>Whether it is a method: its first parameter is then the receiver.</summary>
    public bool IsMethod { get; private init; }

    /// <summary>The known keys of a map.</summary>
    public IReadOnlyDictionary<string, Nature>? Fields { get; private init; }

    public Builtin? Function { get; private init; }

    /// <summary>The element of a list, the result of a predicate.</summary>
    public Nature? Ref { get; private init; }

    public GoKind Kind => Type?.Kind ?? GoKind.Invalid;

    public bool IsUnknown => Type is null && !IsNil || ReferenceEquals(Type, GoType.Any);

    public bool IsInteger => Type is { IsInteger: true };

    public bool IsFloat => Type is { IsFloat: true };

    public bool IsNumber => IsInteger || IsFloat;

    public bool IsBool => Kind == GoKind.Bool;

    public bool IsString => Kind == GoKind.String;

    public bool IsArray => Kind is GoKind.Slice or GoKind.Array;

    public bool IsMap => Kind == GoKind.Map;

    public bool IsTime => ReferenceEquals(Type, GoType.Time);

    public bool IsDuration => ReferenceEquals(Type, GoType.Duration);

    public bool IsFunc => Kind == GoKind.Func;

    public Nature Elem
    {
        get
        {
            if (IsArray)
                return Ref ?? Of(Type!.Elem);
            return Kind is GoKind.Map or GoKind.Ptr ? Of(Type!.Elem) : Unknown;
        }
    }

    public Nature Key => IsMap ? Of(Type!.Key) : Unknown;

    public static Nature Of(GoType? type) => type is null ? Unknown : new Nature(type);

    public static Nature OfValue(object? value) => value is null ? NilNature : Of(Go.TypeOf(value));

    public static Nature OfBuiltin(Builtin function) => new(function.Type) { Function = function };

    public static Nature OfMethod(GoType type) => new(type) { IsMethod = true };

    public static Nature Environment(IReadOnlyDictionary<string, Nature> fields) => new(GoType.StringMap) { IsStrict = true, Fields = fields };

    public static Nature ListOf(Nature elem) => new(GoType.AnySlice) { Ref = elem };

    /// <summary>The nature of a predicate with this result.</summary>
    public static Nature Predicate(Nature result)
    {
        IReadOnlyList<GoType> results = result.IsUnknown ? [GoType.Any] : result.IsNil ? [] : [result.Type!];
        return new Nature(GoType.Func([GoType.Any], results, false)) { Ref = result };
    }

    public static Nature Groups(Nature elem) => new(GoType.Map(GoType.Any, GoType.AnySlice)) { Ref = elem };

    public Nature Deref() => Kind == GoKind.Ptr ? Of(Type!.Elem) : this;

    public bool AssignableTo(Nature other)
    {
        if (IsNil && other.Kind is GoKind.Ptr or GoKind.Interface or GoKind.Func or GoKind.Map or GoKind.Slice && IsNil)
            return true;
        return Type is not null && other.Type is not null && Type.AssignableTo(other.Type);
    }

    public bool ComparableTo(Nature other) =>
        IsUnknown || other.IsUnknown || IsNil || other.IsNil
        || IsNumber && other.IsNumber || IsDuration && other.IsDuration || IsTime && other.IsTime || IsArray && other.IsArray
        || AssignableTo(other);

    /// <summary>Whether one is not known and the other, if it is, is of a kind that fits.</summary>
    public bool MaybeCompatible(Nature other, params Func<Nature, bool>[] kinds) =>
        IsUnknown && other.IsUnknown
        || IsUnknown && kinds.Any(k => k(other))
        || other.IsUnknown && kinds.Any(k => k(this));

    public Nature Promote(Nature other) => IsUnknown || other.IsUnknown ? Unknown : Of(IsFloat || other.IsFloat ? GoType.Float64 : GoType.Int);

    public override string ToString() => Type?.Name ?? "unknown";
}
