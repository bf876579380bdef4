using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text;
using Argosy.Manifests.Text.Time;

namespace Argosy.Manifests.Expressions.Running;

/// <summary>The operators on values, with Go's rules: ints wrap, an int and a float give a float, other mixtures fail.</summary>
internal static class Arithmetic
{
    private const int MaxText = 64 * 1024 * 1024;

    public static bool Equal(object? a, object? b)
    {
        RecursionGuard.Check();
        if (IsNumber(a) && IsNumber(b))
            return a is double || b is double ? ToDouble(a) == ToDouble(b) : ToLong(a) == ToLong(b);
        switch (a)
        {
            case string x when b is string y:
                return x == y;
            case bool x when b is bool y:
                return x == y;
            case GoTime x when b is GoTime y:
                return x.CompareTo(y) == 0;
            case GoList x when b is GoList y && Comparable(x, y):
                if (x.Items.Count != y.Items.Count)
                    return false;
                for (var i = 0; i < x.Items.Count; i++)
                {
                    if (!Equal(x.Items[i], y.Items[i]))
                        return false;
                }

                return true;
        }

        return Go.IsNil(a) && Go.IsNil(b) || Go.DeepEqual(a, b);
    }

    public static bool Less(object? a, object? b, string op = "<")
    {
        var order = a switch
        {
            string x when b is string y => GoBytes.Compare(x, y),
            GoTime x when b is GoTime y => x.CompareTo(y),
            GoInteger { Type: var t } x when ReferenceEquals(t, GoType.Duration) && b is GoInteger y && ReferenceEquals(y.Type, t) => x.Value.CompareTo(y.Value),
            _ when IsNumber(a) && IsNumber(b) => a is double || b is double ? CompareFloats(ToDouble(a), ToDouble(b)) : ToLong(a).CompareTo(ToLong(b)),
            _ => throw Mismatch(a, op, b),
        };
        return order != int.MinValue && op switch
        {
            "<" => order < 0,
            ">" => order > 0,
            "<=" => order <= 0,
            _ => order >= 0,
        };
    }

    public static object? Add(object? a, object? b)
    {
        if (IsNumber(a) && IsNumber(b))
            return a is double || b is double ? ToDouble(a) + ToDouble(b) : (object)unchecked(ToLong(a) + ToLong(b));
        switch (a)
        {
            case string x when b is string y:
                return (long)x.Length + y.Length > MaxText ? throw new GoPanic("memory budget exceeded") : x + y;
            case GoTime x when IsDuration(b):
                return x.Add(((GoInteger)b!).Value);
            case GoInteger x when IsDuration(a) && b is GoTime y:
                return y.Add(x.Value);
            case GoInteger x when IsDuration(a) && IsDuration(b):
                return GoInteger.Duration(unchecked(x.Value + ((GoInteger)b!).Value));
        }

        throw Mismatch(a, "+", b);
    }

    public static object? Subtract(object? a, object? b)
    {
        if (IsNumber(a) && IsNumber(b))
            return a is double || b is double ? ToDouble(a) - ToDouble(b) : (object)unchecked(ToLong(a) - ToLong(b));
        switch (a)
        {
            case GoTime x when b is GoTime y:
                return GoInteger.Duration(x.Since(y));
            case GoTime x when IsDuration(b):
                return x.Add(unchecked(-((GoInteger)b!).Value));
            case GoInteger x when IsDuration(a) && IsDuration(b):
                return GoInteger.Duration(unchecked(x.Value - ((GoInteger)b!).Value));
        }

        throw Mismatch(a, "-", b);
    }

    public static object? Multiply(object? a, object? b)
    {
        bool aIsDuration = IsDuration(a), bIsDuration = IsDuration(b);
        if (aIsDuration || bIsDuration)
        {
            if (!(aIsDuration || IsNumber(a)) || !(bIsDuration || IsNumber(b)))
                throw Mismatch(a, "*", b);
            if (a is double || b is double)
                return (a is double x ? x : ((GoInteger)a!).Value) * (b is double y ? y : ((GoInteger)b!).Value);
            return GoInteger.Duration(unchecked(ToLong(a) * ToLong(b)));
        }

        if (IsNumber(a) && IsNumber(b))
            return a is double || b is double ? ToDouble(a) * ToDouble(b) : (object)unchecked(ToLong(a) * ToLong(b));
        throw Mismatch(a, "*", b);
    }

    public static object Divide(object? a, object? b) => IsNumber(a) && IsNumber(b) ? ToDouble(a) / ToDouble(b) : throw Mismatch(a, "/", b);

    public static object Modulo(object? a, object? b)
    {
        if (!IsInteger(a) || !IsInteger(b))
            throw Mismatch(a, "%", b);
        var divisor = ToLong(b);
        if (divisor == 0)
            throw new GoPanic("runtime error: integer divide by zero");
        return divisor == -1 ? 0L : ToLong(a) % divisor;
    }

    public static object Exponent(object? a, object? b) => Power(ToFloat(a), ToFloat(b));

    public static object? Negate(object? value) => value switch
    {
        long number => unchecked(-number),
        double number => -number,
        GoInteger integer when IsInteger(integer) => new GoInteger(integer.Type, unchecked(-integer.Value)),
        _ => throw new GoPanic($"invalid operation: - {Go.TypeName(value)}"),
    };

    /// <summary>Go's <c>ToInt</c>: floats are cut.</summary>
    public static long ToInt(object? value) => value switch
    {
        long number => number,
        double number => GoNumber.Truncate(number),
        GoInteger integer when IsInteger(integer) => integer.Value,
        _ => throw new GoPanic($"invalid operation: int({Go.TypeName(value)})"),
    };

    public static double ToFloat(object? value) => IsNumber(value) ? ToDouble(value) : throw new GoPanic($"invalid operation: float({Go.TypeName(value)})");

    public static bool IsNumber(object? value) => value is long or double || IsInteger(value);

    public static bool IsInteger(object? value) => value is long || value is GoInteger { Type.IsInteger: true };

    public static bool IsDuration(object? value) => value is GoInteger integer && ReferenceEquals(integer.Type, GoType.Duration);

    public static double ToDouble(object? value) => value switch
    {
        double number => number,
        GoInteger integer when integer.Type.Kind == GoKind.Uint64 => (ulong)integer.Value,
        _ => ToLong(value),
    };

    public static long ToLong(object? value) => value is GoInteger integer ? integer.Value : (long)value!;

    public static object? Fetch(object? target, object? key)
    {
        if (target is null)
            throw new GoPanic($"cannot fetch {GoPrinter.Print(key)} from <nil>");
        if (key is string name && Builtins.Methods.Bind(target, name) is { } method)
            return method;
        switch (target)
        {
            case GoList list:
                return list.Items[Index(ToInt(key), list.Items.Count)];
            case string text:
                var bytes = GoBytes.Of(text);
                return new GoInteger(GoType.Uint8, bytes[Index(ToInt(key), bytes.Length)]);
            case GoMap map:
                CheckKey(map, key);
                return map.TryGet(key ?? Go.Zero(map.Type.Key!), out var value) ? value : Go.Zero(map.Type.Elem!);
        }

        throw new GoPanic(target is GoTime or SemanticVersion or GoLocation && key is not string
            ? Conversion(key, "string")
            : $"cannot fetch {GoPrinter.Print(key)} from {Go.TypeName(target)}");
    }

    public static bool In(object? needle, object? haystack)
    {
        switch (haystack)
        {
            case null:
                return false;
            case GoList list:
                return list.Items.Exists(item => Equal(item, needle));
            case GoMap map:
                CheckKey(map, needle);
                return map.TryGet(needle ?? Go.Zero(map.Type.Key!), out _);
            case GoTime or SemanticVersion { IsPointer: false } when needle is not string:
                throw new GoPanic($"cannot use {Go.TypeName(needle)} as field name of {Go.TypeName(haystack)}");
            case GoTime or SemanticVersion or GoLocation:
                return false;
            default:
                throw new GoPanic($"operator \"in\" not defined on {Go.TypeName(haystack)}");
        }
    }

    public static object? Slice(object? target, object? from, object? to)
    {
        int length;
        byte[]? bytes = null;
        switch (target)
        {
            case GoList list:
                length = list.Items.Count;
                break;
            case string text:
                bytes = GoBytes.Of(text);
                length = bytes.Length;
                break;
            default:
                throw new GoPanic($"cannot slice {GoPrinter.Print(from)}");
        }

        long a = ToInt(from), b = ToInt(to);
        if (a < 0)
            a = Math.Max(length + a, 0);
        if (b < 0)
            b = Math.Max(length + b, 0);
        b = Math.Min(b, length);
        a = Math.Min(a, b);
        if (bytes is not null)
            return GoBytes.Text(bytes, (int)a, (int)(b - a));
        var source = (GoList)target;
        return new GoList(source.Type.Kind == GoKind.Array ? GoType.Slice(source.Type.Elem!) : source.Type, source.Items.GetRange((int)a, (int)(b - a)))
        {
            IsNil = source.IsNil,
        };
    }

    /// <summary>The length in Go's sense: bytes of a string.</summary>
    public static long Length(object? value) => value switch
    {
        GoList list => list.Items.Count,
        GoMap map => map.Count,
        string text => GoBytes.Length(text),
        _ => throw new GoPanic($"invalid argument for len (type {Go.TypeName(value)})"),
    };

    /// <summary>What Go says when a value is not of the type that is needed.</summary>
    public static string Conversion(object? value, string type) =>
        $"interface conversion: interface {{}} is {(value is null ? "nil" : Go.TypeName(value))}, not {type}";

    public static bool Bool(object? value) => value is bool flag ? flag : throw new GoPanic(Conversion(value, "bool"));

    public static string Text(object? value) => value as string ?? throw new GoPanic(Conversion(value, "string"));

    /// <summary>Go's <c>math.Pow</c>, which multiplies out whole exponents.</summary>
    public static double Power(double x, double y)
    {
        var abs = Math.Abs(y);
        if (y == 0 || x == 1)
            return 1;
        if (y == 1)
            return x;
        if (double.IsNaN(x) || double.IsNaN(y) || x == 0 || double.IsInfinity(x) || double.IsInfinity(y) || abs >= 9.2e18)
            return Math.Pow(x, y);
        if (y == 0.5)
            return Math.Sqrt(x);
        if (y == -0.5)
            return 1 / Math.Sqrt(x);
        var whole = Math.Floor(abs);
        var fraction = abs - whole;
        if (fraction != 0 && x < 0)
            return double.NaN;
        double a = 1;
        long exponent = 0;
        if (fraction != 0)
        {
            if (fraction > 0.5)
            {
                fraction--;
                whole++;
            }

            a = Math.Exp(fraction * Math.Log(x));
        }

        var mantissa = Frexp(x, out var e);
        long power = e;
        for (var i = (long)whole; i != 0; i >>= 1)
        {
            if (power is < -(1 << 12) or > 1 << 12)
            {
                exponent += power;
                break;
            }

            if ((i & 1) == 1)
            {
                a *= mantissa;
                exponent += power;
            }

            mantissa *= mantissa;
            power <<= 1;
            if (Math.Abs(mantissa) < .5)
            {
                mantissa += mantissa;
                power--;
            }
        }

        if (y < 0)
        {
            a = 1 / a;
            exponent = -exponent;
        }

        return Scale(a, exponent);
    }

    private static double Frexp(double value, out int exponent)
    {
        exponent = 0;
        if (value == 0)
            return value;
        while (Math.Abs(value) >= 1)
        {
            value /= 2;
            exponent++;
        }

        while (Math.Abs(value) < 0.5)
        {
            value *= 2;
            exponent--;
        }

        return value;
    }

    private static double Scale(double value, long exponent)
    {
        if (exponent > 4000)
            return value * double.PositiveInfinity;
        if (exponent < -4000)
            return value * 0.0;
        while (exponent > 1000)
        {
            value *= Math.Pow(2, 1000);
            exponent -= 1000;
        }

        while (exponent < -1000)
        {
            value *= Math.Pow(2, -1000);
            exponent += 1000;
        }

        return value * Math.Pow(2, exponent);
    }

    private static void CheckKey(GoMap map, object? key)
    {
        if (key is not null && Go.TypeOf(key) is { } type && !type.AssignableTo(map.Type.Key!))
            throw new GoPanic($"reflect.Value.MapIndex: value of type {type} is not assignable to type {map.Type.Key}");
    }

    private static int Index(long index, int length)
    {
        if (index < 0)
            index += length;
        return index < 0 || index >= length ? throw new GoPanic($"index out of range: {index} (array length is {length})") : (int)index;
    }

    private static bool Comparable(GoList a, GoList b)
    {
        bool Plain(GoList list) => list.Type.Kind == GoKind.Slice
            && (ReferenceEquals(list.Type, GoType.AnySlice) || list.Type.Elem!.Kind == GoKind.String || list.Type.Elem!.IsInteger || list.Type.Elem!.IsFloat);
        return Plain(a) && Plain(b)
            && (ReferenceEquals(a.Type, b.Type) || ReferenceEquals(a.Type, GoType.AnySlice) || ReferenceEquals(b.Type, GoType.AnySlice));
    }

    private static int CompareFloats(double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? int.MinValue : a.CompareTo(b);

    private static GoPanic Mismatch(object? a, string op, object? b) => new($"invalid operation: {Go.TypeName(a)} {op} {Go.TypeName(b)}");
}
