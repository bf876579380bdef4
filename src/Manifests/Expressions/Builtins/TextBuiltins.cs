using Argosy.Manifests.Expressions.Running;
using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text;

namespace Argosy.Manifests.Expressions.Builtins;

/// <summary>The functions on texts.</summary>
internal static class TextBuiltins
{
    private static readonly GoType OfText = GoType.Func([GoType.String], GoType.String);
    private static readonly GoType OfTwo = GoType.Func([GoType.String, GoType.String], GoType.String);

    public static IEnumerable<Builtin> All()
    {
        yield return new Builtin("trim")
        {
            Overloads = [OfText, OfTwo],
            Invoke = (a, _) => a.Length == 1 ? GoQuote.TrimSpace(Str(a[0])) : GoStrings.Trim(Str(a[0]), Str(a[1])),
        };
        yield return new Builtin("trimPrefix")
        {
            Overloads = [OfTwo, OfText],
            Invoke = (a, _) =>
            {
                var prefix = a.Length == 2 ? Str(a[1]) : " ";
                return GoStrings.TrimPrefix(Str(a[0]), prefix);
            },
        };
        yield return new Builtin("trimSuffix")
        {
            Overloads = [OfTwo, OfText],
            Invoke = (a, _) =>
            {
                var suffix = a.Length == 2 ? Str(a[1]) : " ";
                return GoStrings.TrimSuffix(Str(a[0]), suffix);
            },
        };
        yield return new Builtin("upper") { Overloads = [OfText], Invoke = (a, _) => GoStrings.ToUpper(Str(a[0])) };
        yield return new Builtin("lower") { Overloads = [OfText], Invoke = (a, _) => GoStrings.ToLower(Str(a[0])) };
        foreach (var (name, keep) in new[] { ("split", false), ("splitAfter", true) })
        {
            yield return new Builtin(name)
            {
                Overloads =
                [
                    GoType.Func([GoType.String, GoType.String], GoType.StringSlice),
                    GoType.Func([GoType.String, GoType.String, GoType.Int], GoType.StringSlice),
                ],
                Invoke = (a, _) =>
                {
                    var parts = GoStrings.Split(Str(a[0]), Str(a[1]), a.Length == 3 ? Arithmetic.ToInt(a[2]) : -1, keep);
                    return parts is null ? GoList.Nil(GoType.StringSlice) : GoList.Strings(parts);
                },
            };
        }

        yield return new Builtin("replace")
        {
            Overloads =
            [
                GoType.Func([GoType.String, GoType.String, GoType.String, GoType.Int], GoType.String),
                GoType.Func([GoType.String, GoType.String, GoType.String], GoType.String),
            ],
            Invoke = (a, _) => GoStrings.Replace(Str(a[0]), Str(a[1]), Str(a[2]), a.Length == 4 ? Arithmetic.ToInt(a[3]) : -1),
        };
        yield return new Builtin("repeat")
        {
            Overloads = [GoType.Func([GoType.String, GoType.Int], GoType.String)],
            Invoke = (a, grow) =>
            {
                var text = Str(a[0]);
                var count = Arithmetic.ToInt(a[1]);
                if (count < 0)
                    throw new GoPanic($"invalid argument for repeat (expected positive integer, got {count})");
                if (count > 1_000_000)
                    throw new GoPanic("memory budget exceeded");
                grow(GoBytes.Length(text) * count);
                return GoStrings.Repeat(text, (int)count);
            },
        };
        yield return new Builtin("join")
        {
            Overloads =
            [
                GoType.Func([GoType.StringSlice, GoType.String], GoType.String), GoType.Func([GoType.AnySlice, GoType.String], GoType.String),
                GoType.Func([GoType.AnySlice], GoType.String), GoType.Func([GoType.StringSlice, GoType.String], GoType.String),
                GoType.Func([GoType.StringSlice], GoType.String),
            ],
            Invoke = (a, _) =>
            {
                var glue = a.Length == 2 ? Str(a[1]) : "";
                return a[0] is GoList list && (ReferenceEquals(list.Type, GoType.AnySlice) || ReferenceEquals(list.Type, GoType.StringSlice))
                    ? string.Join(glue, list.Items.Select(Str))
                    : throw new GoPanic($"invalid argument for join (type {Arguments.Name(Go.TypeOf(a[0]))})");
            },
        };
        foreach (var (name, find) in new (string, Func<string, string, long>)[] { ("indexOf", GoStrings.Index), ("lastIndexOf", GoStrings.LastIndex) })
        {
            yield return new Builtin(name)
            {
                Overloads = [GoType.Func([GoType.String, GoType.String], GoType.Int)],
                Invoke = (a, _) => find(Str(a[0]), Str(a[1])),
            };
        }

        yield return new Builtin("hasPrefix")
        {
            Overloads = [GoType.Func([GoType.String, GoType.String], GoType.Bool)],
            Invoke = (a, _) => Str(a[0]).StartsWith(Str(a[1]), StringComparison.Ordinal),
        };
        yield return new Builtin("hasSuffix")
        {
            Overloads = [GoType.Func([GoType.String, GoType.String], GoType.Bool)],
            Invoke = (a, _) => Str(a[0]).EndsWith(Str(a[1]), StringComparison.Ordinal),
        };
        yield return new Builtin("toJSON") { Overloads = [GoType.Func([GoType.Any], GoType.String)], Invoke = (a, _) => GoJson.Write(a[0], "  ") };
        yield return new Builtin("fromJSON") { Overloads = [GoType.Func([GoType.String], GoType.Any)], Invoke = (a, _) => GoJson.Read(Str(a[0])) };
        yield return new Builtin("toBase64") { Overloads = [OfText], Invoke = (a, _) => Convert.ToBase64String(GoBytes.Of(Str(a[0]))) };
        yield return new Builtin("fromBase64") { Overloads = [OfText], Invoke = (a, _) => GoBytes.Text(BaseEncoding.Decode64(Str(a[0]))) };
        yield return new Builtin("string") { Overloads = [GoType.Func([GoType.Any], GoType.String)], Invoke = (a, _) => GoPrinter.Print(a[0]) };
        yield return new Builtin("type") { Overloads = [GoType.Func([GoType.Any], GoType.String)], Invoke = (a, _) => TypeOf(a[0]) };
    }

    private static string Str(object? value) => Arithmetic.Text(value);

    private static string TypeOf(object? value)
    {
        if (Go.TypeOf(value) is not { } type)
            return "nil";
        if (type.Package.Length > 0)
            return type.Package + type.Name.Substring(type.Name.IndexOf('.'));
        return type.Kind switch
        {
            GoKind.Bool => "bool",
            >= GoKind.Int and <= GoKind.Int64 => "int",
            >= GoKind.Uint and <= GoKind.Uint64 => "uint",
            GoKind.Float32 or GoKind.Float64 => "float",
            GoKind.String => "string",
            GoKind.Array or GoKind.Slice => "array",
            GoKind.Map => "map",
            GoKind.Func => "func",
            GoKind.Struct => "struct",
            _ => "unknown",
        };
    }
}
