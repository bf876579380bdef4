using Argosy.Manifests.Expressions.Running;
using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text;
using Argosy.Manifests.Text.Regex;

namespace Argosy.Manifests.Expressions.Sprig;

/// <summary>How sprig makes numbers and texts of anything: what cannot be read is 0.</summary>
internal static class Cast
{
    private static readonly GoRegex Decimal = GoRegex.Compile(@"^([-+]?\d*)(\.\d*)?$");

    public static long ToInt64(object? value) => value switch
    {
        long number => number,
        double number => GoNumber.Truncate(number),
        bool flag => flag ? 1 : 0,
        string text => Parse(text),
        GoInteger integer when !ReferenceEquals(integer.Type, GoType.Duration) => integer.Value,
        GoInteger integer => integer.Value,
        _ => 0,
    };

    public static double ToFloat(object? value)
    {
        switch (value)
        {
            case double number:
                return number;
            case string text:
                return text.Length > 0 && GoNumber.ParseFloat(text, out var parsed) is null ? parsed : 0;
            case long or GoInteger:
                return Arithmetic.ToDouble(value);
            default:
                return ToInt64(value);
        }
    }

    /// <summary>sprig's <c>toString</c>.</summary>
    public static string ToText(object? value) => value switch
    {
        string text => text,
        GoList list when ReferenceEquals(list.Type, GoType.Bytes) => Go.Text(list),
        _ => GoPrinter.Print(value),
    };

    private static long Parse(string text)
    {
        if (text.Length == 0)
            return 0;
        if (text.Contains('.'))
        {
            var match = Decimal.Find(text, 0);
            if (match is not null)
            {
                text = text.Substring(match[2], match[3] - match[2]);
                if (text is "" or "-" or "+")
                    text += "0";
            }
        }

        return GoNumber.ParseInt(text.Replace("_", ""), 0, out var value) is null ? value : 0;
    }
}
