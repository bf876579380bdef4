using System.Globalization;
using System.Text;

namespace Argosy.Engine;

/// <summary>Numbers as Go's printing and JSON write them.</summary>
internal static class GoFormat
{
    /// <summary>A double as Go's JSON encoder writes it: shortest digits, an exponent below 1e-6 and from 1e21.</summary>
    public static string JsonNumber(double value)
    {
        var magnitude = Math.Abs(value);
        if (value == 0)
            return double.IsNegative(value) ? "-0" : "0";
        var plain = Models.AnyScalarConverter.NumberText(value);
        if (magnitude is >= 1e-6 and < 1e21)
            return plain;
        var digits = plain.TrimStart('-').Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        var exponent = (int)Math.Floor(Math.Log10(magnitude));
        if (double.Parse($"{digits[0]}.{digits[1..]}0e{exponent}", CultureInfo.InvariantCulture) < magnitude / 5)
            exponent++;
        var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
        return $"{(value < 0 ? "-" : "")}{mantissa}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent).ToString(exponent < 0 ? "0" : "00", CultureInfo.InvariantCulture)}";
    }

    /// <summary>Go's Sprintf with one integer: verbs for integers with flags and width; what does not fit is marked as Go marks it.</summary>
    public static string Integer(string format, long value)
    {
        var text = new StringBuilder();
        var used = false;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i]);
                continue;
            }

            var start = i++;
            while (i < format.Length && format[i] is '-' or '+' or '#' or ' ' or '0')
                i++;
            var flags = format[(start + 1)..Math.Min(i, format.Length)];
            var widthStart = i;
            while (i < format.Length && char.IsAsciiDigit(format[i]))
                i++;
            int? width = i > widthStart ? int.Parse(format.AsSpan(widthStart, i - widthStart), CultureInfo.InvariantCulture) : null;
            int? precision = null;
            if (i < format.Length && format[i] == '.')
            {
                var precisionStart = ++i;
                while (i < format.Length && char.IsAsciiDigit(format[i]))
                    i++;
                precision = i > precisionStart ? int.Parse(format.AsSpan(precisionStart, i - precisionStart), CultureInfo.InvariantCulture) : 0;
            }

            if (i >= format.Length)
            {
                text.Append("%!(NOVERB)");
                break;
            }

            var verb = format[i];
            if (verb == '%')
            {
                text.Append('%');
                continue;
            }

            if (used)
            {
                text.Append("%!").Append(verb).Append("(MISSING)");
                continue;
            }

            used = true;
            text.Append(Verb(verb, flags, width, precision, value));
        }

        if (!used)
            text.Append(CultureInfo.InvariantCulture, $"%!(EXTRA int={value})");
        return text.ToString();
    }

    private static string Verb(char verb, string flags, int? width, int? precision, long value)
    {
        var magnitude = value < 0 ? (ulong)-(value + 1) + 1 : (ulong)value;
        string digits;
        switch (verb)
        {
            case 'd' or 'v':
                digits = magnitude.ToString(CultureInfo.InvariantCulture);
                break;
            case 'x':
                digits = magnitude.ToString("x", CultureInfo.InvariantCulture);
                break;
            case 'X':
                digits = magnitude.ToString("X", CultureInfo.InvariantCulture);
                break;
            case 'o' or 'O':
                digits = Convert.ToString((long)magnitude, 8);
                break;
            case 'b':
                digits = Convert.ToString((long)magnitude, 2);
                break;
            case 'c':
                return Pad(char.ConvertFromUtf32((int)value), flags, width, zero: false);
            case 'q':
                return Pad("'" + char.ConvertFromUtf32((int)value) + "'", flags, width, zero: false);
            case 'U':
                return Pad("U+" + value.ToString("X4", CultureInfo.InvariantCulture), flags, width, zero: false);
            default:
                return $"%!{verb}(int={value.ToString(CultureInfo.InvariantCulture)})";
        }

        if (precision is { } least)
            digits = digits.PadLeft(least, '0');
        if (flags.Contains('#', StringComparison.Ordinal))
            digits = verb switch { 'x' => "0x" + digits, 'X' => "0X" + digits, 'o' => "0" + digits, 'b' => "0b" + digits, _ => digits };
        if (verb == 'O')
            digits = "0o" + digits;
        var sign = value < 0 ? "-" : flags.Contains('+', StringComparison.Ordinal) ? "+" : flags.Contains(' ', StringComparison.Ordinal) ? " " : "";
        if (flags.Contains('0', StringComparison.Ordinal) && !flags.Contains('-', StringComparison.Ordinal) && width is { } w && precision is null)
            return sign + digits.PadLeft(w - sign.Length, '0');
        return Pad(sign + digits, flags, width, zero: false);
    }

    private static string Pad(string text, string flags, int? width, bool zero) =>
        width is not { } w ? text : flags.Contains('-', StringComparison.Ordinal) ? text.PadRight(w) : text.PadLeft(w, zero ? '0' : ' ');
}
