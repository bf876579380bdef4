using Argosy.Manifests.Expressions.Running;
using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text.Time;

namespace Argosy.Manifests.Expressions.Builtins;

/// <summary>The functions on times.</summary>
internal static class TimeBuiltins
{
    private static readonly string[] Layouts =
    [
        "2006-01-02", "15:04:05", "2006-01-02 15:04:05", TimeLayout.Rfc3339, "02 Jan 06 15:04 MST", "Monday, 02-Jan-06 15:04:05 MST", "Mon, 02 Jan 2006 15:04:05 MST",
    ];

    public static IEnumerable<Builtin> All()
    {
        yield return new Builtin("now")
        {
            Validate = types => types.Length == 0 || types.Length == 1 && types[0] is { } type && ReferenceEquals(type, GoType.Location)
                ? GoType.Time
                : throw new GoPanic($"invalid number of arguments (expected 0, got {types.Length})"),
            Invoke = (a, _) => a switch
            {
                [] => GoTime.Now,
                [GoLocation zone] => GoTime.Now.In(zone),
                _ => throw new GoPanic($"invalid number of arguments (expected 0, got {a.Length})"),
            },
        };
        yield return new Builtin("duration")
        {
            Overloads = [GoType.Func([GoType.String], [GoType.Duration, GoType.Error], false)],
            Invoke = (a, _) => Duration(Arithmetic.Text(a[0])),
        };
        yield return new Builtin("timezone")
        {
            Overloads = [GoType.Func([GoType.String], [GoType.Location, GoType.Error], false)],
            Invoke = (a, _) => Zone(Arithmetic.Text(a[0])),
        };
        yield return new Builtin("date")
        {
            Validate = types =>
            {
                if (types.Length < 1)
                    throw new GoPanic($"invalid number of arguments (expected at least 1, got {types.Length})");
                var count = types.Length - (ReferenceEquals(types[0], GoType.Location) ? 1 : 0);
                return count > 3 ? throw new GoPanic($"invalid number of arguments (expected at most 3, got {count})") : GoType.Time;
            },
            Invoke = (a, _) => Date(a),
        };
    }

    public static GoInteger Duration(string text) =>
        GoDuration.Parse(text, out var nanoseconds) is { } error ? throw new GoPanic(error) : GoInteger.Duration(nanoseconds);

    public static GoLocation Zone(string name) => GoLocation.Load(name) ?? throw new GoPanic(
        name.Contains("..") || name.Length > 0 && name[0] is '/' or '\\' ? "time: invalid location name" : $"unknown time zone {name}");

    private static GoTime Date(object?[] arguments)
    {
        var zone = arguments[0] as GoLocation;
        if (zone is not null)
            arguments = arguments.Skip(1).ToArray();
        if (arguments.Length == 0)
            throw new GoPanic("runtime error: index out of range [0] with length 0");
        var text = Arithmetic.Text(arguments[0]);
        if (arguments.Length >= 2)
        {
            var layout = Arithmetic.Text(arguments[1]);
            if (arguments.Length == 3)
                zone = Zone(Arithmetic.Text(arguments[2]));
            return TimeLayout.Parse(layout, text, zone ?? GoLocation.Utc, zone ?? GoLocation.Local, out var time) is { } error ? throw new GoPanic(error) : time;
        }

        foreach (var layout in Layouts)
        {
            if (TimeLayout.Parse(layout, text, zone ?? GoLocation.Utc, zone ?? GoLocation.Local, out var time) is null)
                return time;
        }

        throw new GoPanic($"invalid date {text}");
    }
}
