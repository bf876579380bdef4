using System.Globalization;
using System.Numerics;
using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text;

namespace Argosy.Manifests.Expressions.Sprig;

/// <summary>Exact decimals: sprig's <c>addf</c> and its sisters count in them.</summary>
internal readonly record struct BigDecimal(BigInteger Coefficient, int Exponent)
{
    private const int DivisionDigits = 16;

    public static BigDecimal Of(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
            throw new GoPanic($"Cannot create a Decimal from {GoNumber.Format(value)}");
        var text = GoNumber.Plain(value);
        var point = text.IndexOf('.');
        var digits = text.Replace(".", "");
        return new BigDecimal(BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), point < 0 ? 0 : point - text.Length + 1);
    }

    public BigDecimal Add(BigDecimal other)
    {
        var exponent = Math.Min(Exponent, other.Exponent);
        return new BigDecimal(At(exponent) + other.At(exponent), exponent);
    }

    public BigDecimal Subtract(BigDecimal other) => Add(new BigDecimal(-other.Coefficient, other.Exponent));

    public BigDecimal Multiply(BigDecimal other) => new(Coefficient * other.Coefficient, Exponent + other.Exponent);

    public BigDecimal Divide(BigDecimal other)
    {
        if (other.Coefficient.IsZero)
            throw new GoPanic("decimal division by 0");
        var shift = DivisionDigits + Exponent - other.Exponent;
        BigInteger numerator = Coefficient, denominator = other.Coefficient;
        if (shift >= 0)
            numerator *= BigInteger.Pow(10, shift);
        else
            denominator *= BigInteger.Pow(10, -shift);
        var quotient = BigInteger.DivRem(numerator, denominator, out var rest);
        if (BigInteger.Abs(rest) * 2 >= BigInteger.Abs(denominator))
            quotient += numerator.Sign * denominator.Sign;
        return new BigDecimal(quotient, -DivisionDigits);
    }

    public double ToDouble() => double.Parse($"{Coefficient.ToString(CultureInfo.InvariantCulture)}E{Exponent}", NumberStyles.Float, CultureInfo.InvariantCulture);

    private BigInteger At(int exponent) => Coefficient * BigInteger.Pow(10, Exponent - exponent);
}
