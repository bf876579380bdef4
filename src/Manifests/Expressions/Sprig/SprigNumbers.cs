using Argosy.Manifests.Expressions.Running;
using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text;

namespace Argosy.Manifests.Expressions.Sprig;

/// <summary>sprig's arithmetic: whole numbers are int64, what is no number counts as 0.</summary>
internal static class SprigNumbers
{
    private const int MaxList = 1_000_000;

    public static void Register(SprigFunctions f)
    {
        GoType s = GoType.String, i = GoType.Int, any = GoType.Any, wide = GoType.Int64, real = GoType.Float64;
        f.Add("atoi", [s], i, a => GoNumber.ParseInt(SprigText.Str(a[0]), 10, out var value) == GoNumber.Syntax ? 0L : value);
        f.Add("int64", [any], wide, a => Wide(Cast.ToInt64(a[0])));
        f.Add("int", [any], i, a => Cast.ToInt64(a[0]));
        f.Add("float64", [any], real, a => Cast.ToFloat(a[0]));
        f.Add("toDecimal", [any], wide, a => Wide(GoNumber.ParseInt(GoPrinter.Print(a[0]), 8, out var value) is null ? value : 0));
        f.Add("add1", [any], wide, a => Wide(unchecked(Cast.ToInt64(a[0]) + 1)));
        f.AddVariadic("add", [], any, wide, a => Wide(a.Aggregate(0L, (sum, v) => unchecked(sum + Cast.ToInt64(v)))));
        f.Add("sub", [any, any], wide, a => Wide(unchecked(Cast.ToInt64(a[0]) - Cast.ToInt64(a[1]))));
        f.Add("div", [any, any], wide, a => Wide(Divide(Cast.ToInt64(a[0]), Cast.ToInt64(a[1]), remainder: false)));
        f.Add("mod", [any, any], wide, a => Wide(Divide(Cast.ToInt64(a[0]), Cast.ToInt64(a[1]), remainder: true)));
        f.AddVariadic("mul", [any], any, wide, a => Wide(a.Aggregate(1L, (product, v) => unchecked(product * Cast.ToInt64(v)))));
        f.AddVariadic("max biggest", [any], any, wide, a => Wide(a.Max(Cast.ToInt64)));
        f.AddVariadic("min", [any], any, wide, a => Wide(a.Min(Cast.ToInt64)));
        f.AddVariadic("maxf", [any], any, real, a => a.Select(Cast.ToFloat).Aggregate(Math.Max));
        f.AddVariadic("minf", [any], any, real, a => a.Select(Cast.ToFloat).Aggregate(Math.Min));
        f.Add("ceil", [any], real, a => Math.Ceiling(Cast.ToFloat(a[0])));
        f.Add("floor", [any], real, a => Math.Floor(Cast.ToFloat(a[0])));
        f.AddVariadic("round", [any, i], real, real, a => Round(Cast.ToFloat(a[0]), SprigText.Int(a[1]), a.Length > 2 ? (double)a[2]! : 0.5));
        f.Add("add1f", [any], real, a => BigDecimal.Of(Cast.ToFloat(a[0])).Add(BigDecimal.Of(1)).ToDouble());
        f.AddVariadic("addf", [], any, real, a => a.Select(Cast.ToFloat).Select(BigDecimal.Of).Aggregate(BigDecimal.Of(0), (x, y) => x.Add(y)).ToDouble());
        f.AddVariadic("subf", [any], any, real, a => Chain(a, (x, y) => x.Subtract(y)));
        f.AddVariadic("divf", [any], any, real, a => Chain(a, (x, y) => x.Divide(y)));
        f.AddVariadic("mulf", [any], any, real, a => Chain(a, (x, y) => x.Multiply(y)));
        f.Add("until", [i], GoType.IntSlice, a => List(Until(0, SprigText.Int(a[0]), SprigText.Int(a[0]) < 0 ? -1 : 1)));
        f.Add("untilStep", [i, i, i], GoType.IntSlice, a => List(Until(SprigText.Int(a[0]), SprigText.Int(a[1]), SprigText.Int(a[2]))));
        f.AddVariadic("seq", [], i, s, a => string.Join(" ", Sequence([.. a.Select(SprigText.Int)])));
        f.Add("randInt", [i, i], i, a => SprigText.Int(a[1]) <= SprigText.Int(a[0])
            ? throw new GoPanic("invalid argument to Intn")
            : SprigText.Int(a[0]) + (long)(new Random().NextDouble() * (SprigText.Int(a[1]) - SprigText.Int(a[0]))));
    }

    private static GoInteger Wide(long value) => GoInteger.Int64(value);

    private static long Divide(long a, long b, bool remainder)
    {
        if (b == 0)
            throw new GoPanic("runtime error: integer divide by zero");
        if (b == -1)
            return remainder ? 0 : unchecked(-a);
        return remainder ? a % b : a / b;
    }

    private static double Chain(object?[] values, Func<BigDecimal, BigDecimal, BigDecimal> op) =>
        values.Select(Cast.ToFloat).Select(BigDecimal.Of).Aggregate(op).ToDouble();

    private static double Round(double value, long places, double roundOn)
    {
        var power = Arithmetic.Power(10, places);
        var digit = power * value;
        var fraction = digit - Math.Truncate(digit);
        return (fraction >= roundOn ? Math.Ceiling(digit) : Math.Floor(digit)) / power;
    }

    private static GoList List(List<long> values) => new(GoType.IntSlice, values.ConvertAll(v => (object?)v));

    private static List<long> Until(long start, long stop, long step)
    {
        var values = new List<long>();
        if (stop < start ? step >= 0 : step <= 0)
            return values;
        for (var i = start; stop < start ? i > stop : i < stop; i += step)
        {
            if (values.Count >= MaxList)
                throw new GoPanic("memory budget exceeded");
            values.Add(i);
        }

        return values;
    }

    private static List<long> Sequence(long[] p)
    {
        switch (p.Length)
        {
            case 1:
                return Until(1, p[0] + (p[0] < 1 ? -1 : 1), p[0] < 1 ? -1 : 1);
            case 2:
                return Until(p[0], p[1] + (p[1] < p[0] ? -1 : 1), p[1] < p[0] ? -1 : 1);
            case 3:
                var down = p[2] < p[0];
                return down && p[1] > 0 ? [] : Until(p[0], p[2] + (down ? -1 : 1), p[1]);
            default:
                return [];
        }
    }
}
