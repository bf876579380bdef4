using System.Globalization;
using System.Numerics;
using System.Text;

namespace Argosy.Manifests.Text;

/// <summary>Reads and writes numbers as Go's <c>strconv</c> does.</summary>
internal static class GoNumber
{
    /// <summary>Why a number could not be read, in Go's words.</summary>
    public const string Syntax = "invalid syntax", Range = "value out of range";

    /// <summary>Go's <c>%v</c> of a float64: shortest digits, an exponent from 1e6 on and below 1e-4.</summary>
    public static string Format(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
            return Special(value);
        if (value == 0)
            return IsNegative(value) ? "-0" : "0";
        var (negative, digits, exponent) = Shortest(value);
        return exponent - 1 is < -4 or >= 6 ? Scientific(negative, digits, exponent, pad: true) : Plain(value);
    }

    /// <summary>Go's JSON of a float64: shortest digits, exponent below 1e-6 and from 1e21 on. Not for infinities.</summary>
    public static string Json(double value)
    {
        var abs = Math.Abs(value);
        if (abs == 0)
            return IsNegative(value) ? "-0" : "0";
        if (abs is >= 1e-6 and < 1e21)
            return Plain(value);
        var (negative, digits, exponent) = Shortest(value);
        return Scientific(negative, digits, exponent, pad: false);
    }

    /// <summary>Go's <c>strconv.FormatFloat(v, 'f', -1, 64)</c>.</summary>
    public static string Plain(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
            return Special(value);
        var (negative, digits, exponent) = Shortest(value);
        var text = new StringBuilder(negative ? "-" : "");
        if (digits == "0")
            return text.Append('0').ToString();
        if (exponent <= 0)
            return text.Append("0.").Append('0', -exponent).Append(digits).ToString();
        if (digits.Length <= exponent)
            return text.Append(digits).Append('0', exponent - digits.Length).ToString();
        return text.Append(digits, 0, exponent).Append('.').Append(digits, exponent, digits.Length - exponent).ToString();
    }

    /// <summary>The error of <c>strconv.Atoi</c> or <c>ParseInt</c>, or null and the value.</summary>
    public static string? ParseInt(string text, int radix, out long value)
    {
        value = 0;
        var index = 0;
        var negative = false;
        if (text.Length > 0 && text[0] is '+' or '-')
        {
            negative = text[0] == '-';
            index = 1;
        }

        var prefixed = false;
        if (radix == 0)
        {
            radix = 10;
            if (text.Length > index && text[index] == '0')
            {
                if (text.Length >= index + 3 && char.ToLowerInvariant(text[index + 1]) is 'x' or 'b' or 'o' && text.Length >= index + 3)
                {
                    radix = char.ToLowerInvariant(text[index + 1]) switch { 'x' => 16, 'b' => 2, _ => 8 };
                    index += 2;
                    prefixed = true;
                }
                else
                {
                    radix = 8;
                    index++;
                    prefixed = true;
                }
            }
        }

        if (index >= text.Length && !(prefixed && radix == 8))
            return Syntax;
        BigInteger number = 0;
        for (; index < text.Length; index++)
        {
            var digit = Digit(text[index]);
            if (digit >= radix)
                return Syntax;
            if (number.Sign >= 0 && number < (BigInteger)ulong.MaxValue * 16)
                number = number * radix + digit;
        }

        if (negative)
            number = -number;
        if (number > long.MaxValue)
        {
            value = long.MaxValue;
            return Range;
        }

        if (number < long.MinValue)
        {
            value = long.MinValue;
            return Range;
        }

        value = (long)number;
        return null;
    }

    /// <summary>The error of <c>strconv.ParseUint</c>, or null and the value.</summary>
    public static string? ParseUint(string text, int radix, out ulong value)
    {
        value = 0;
        if (text.Length == 0)
            return Syntax;
        BigInteger number = 0;
        foreach (var c in text)
        {
            var digit = Digit(c);
            if (digit >= radix)
                return Syntax;
            if (number <= ulong.MaxValue)
                number = number * radix + digit;
        }

        if (number > ulong.MaxValue)
        {
            value = ulong.MaxValue;
            return Range;
        }

        value = (ulong)number;
        return null;
    }

    /// <summary>The error of <c>strconv.ParseFloat</c>, or null and the value (decimal, hexadecimal, infinities, NaN).</summary>
    public static string? ParseFloat(string text, out double value)
    {
        value = 0;
        var body = text.Length > 0 && text[0] is '+' or '-' ? text.Substring(1) : text;
        var negative = text.Length > 0 && text[0] == '-';
        switch (body.ToLowerInvariant())
        {
            case "inf" or "infinity":
                value = negative ? double.NegativeInfinity : double.PositiveInfinity;
                return null;
            case "nan" when body.Length == text.Length:
                value = double.NaN;
                return null;
        }

        if (body.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return ParseHexFloat(body.Substring(2), negative, out value);
        int index = 0, digits = 0;
        while (index < body.Length && body[index] is >= '0' and <= '9')
        {
            index++;
            digits++;
        }

        if (index < body.Length && body[index] == '.')
        {
            index++;
            while (index < body.Length && body[index] is >= '0' and <= '9')
            {
                index++;
                digits++;
            }
        }

        if (digits == 0)
            return Syntax;
        var cleaned = body;
        if (index < body.Length && body[index] is 'e' or 'E')
        {
            index++;
            if (index < body.Length && body[index] is '+' or '-')
                index++;
            var start = index;
            while (index < body.Length && body[index] is >= '0' and <= '9')
                index++;
            if (index == start)
                return Syntax;
            var exponent = body.Substring(start, index - start).TrimStart('0');
            if (exponent.Length > 6)
                cleaned = body.Substring(0, start) + "999999";
        }

        if (index != body.Length)
            return Syntax;
        value = CorrectlyRounded(cleaned);
        if (negative)
            value = -value;
        return double.IsInfinity(value) ? Range : null;
    }

    /// <summary>The error that Go's strconv gives for a text.</summary>
    public static string Error(string function, string text, string reason) => $"strconv.{function}: parsing {GoQuote.Quote(text)}: {reason}";

    /// <summary>Whether a number has a minus, zero included.</summary>
    public static bool IsNegative(double value) => BitConverter.DoubleToInt64Bits(value) < 0;

    /// <summary>Go's conversion of a float64 to an int64 on amd64: out of range gives the smallest.</summary>
    public static long Truncate(double value) =>
        double.IsNaN(value) || value >= 9223372036854775808.0 || value < -9223372036854775808.0 ? long.MinValue : (long)value;

    private static int Digit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'z' => c - 'a' + 10,
        >= 'A' and <= 'Z' => c - 'A' + 10,
        _ => 99,
    };

    private static string Special(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";

    private static double CorrectlyRounded(string text)
    {
        // The parser of .NET Framework is not always exact; .NET Core's is since 3.0.
        try
        {
            return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        }
        catch (OverflowException)
        {
            return double.PositiveInfinity;
        }
    }

    private static string? ParseHexFloat(string text, bool negative, out double value)
    {
        value = 0;
        BigInteger mantissa = 0;
        int index = 0, digits = 0, scale = 0;
        var point = false;
        for (; index < text.Length; index++)
        {
            var c = text[index];
            if (c == '.' && !point)
            {
                point = true;
                continue;
            }

            var digit = Digit(c);
            if (digit >= 16)
                break;
            digits++;
            if (digits > 1000)
                return Range;
            mantissa = mantissa * 16 + digit;
            if (point)
                scale -= 4;
        }

        if (digits == 0 || index >= text.Length || text[index] is not ('p' or 'P'))
            return Syntax;
        if (!int.TryParse(text.Substring(index + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent))
            return Syntax;
        value = (double)mantissa * Math.Pow(2, scale + (double)exponent);
        if (negative)
            value = -value;
        return double.IsInfinity(value) ? Range : null;
    }

    private static string Scientific(bool negative, string digits, int exponent, bool pad)
    {
        var text = new StringBuilder(negative ? "-" : "").Append(digits[0]);
        if (digits.Length > 1)
            text.Append('.').Append(digits, 1, digits.Length - 1);
        var power = exponent - 1;
        text.Append('e').Append(power < 0 ? '-' : '+');
        var abs = Math.Abs(power).ToString(CultureInfo.InvariantCulture);
        return text.Append(pad && abs.Length < 2 ? "0" + abs : abs).ToString();
    }

    // The shortest digits that read back as the value, and the place of the decimal point before them.
    private static (bool Negative, string Digits, int Exponent) Shortest(double value)
    {
        var negative = IsNegative(value);
        var text = Math.Abs(value).ToString("E16", CultureInfo.InvariantCulture);
        for (var precision = 1; precision <= 17; precision++)
        {
            var candidate = Math.Abs(value).ToString("E" + (precision - 1), CultureInfo.InvariantCulture);
            if (double.Parse(candidate, NumberStyles.Float, CultureInfo.InvariantCulture) == Math.Abs(value))
            {
                text = candidate;
                break;
            }
        }

        var mark = text.IndexOf('E');
        var digits = text.Substring(0, mark).Replace(".", "").TrimEnd('0');
        var exponent = int.Parse(text.Substring(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) + 1;
        return digits.Length == 0 ? (negative, "0", 1) : (negative, digits, exponent);
    }
}
