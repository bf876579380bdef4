using System.Globalization;
using System.Text;
using Argosy.Manifests.Text;
using Argosy.Manifests.Text.Time;

namespace Argosy.Manifests.Expressions.Values;

/// <summary>Go's <c>%v</c>.</summary>
internal static class GoPrinter
{
    public static string Print(object? value)
    {
        if (value is string text)
            return text;
        var result = new StringBuilder();
        Print(result, value);
        return result.ToString();
    }

    /// <summary>Go's <c>%s</c>, which marks what is no text: <c>%!s(int=1)</c>.</summary>
    public static string PrintAsText(object? value)
    {
        RecursionGuard.Check();
        switch (value)
        {
            case null:
                return "%!s(<nil>)";
            case string text:
                return text;
            case GoList list when ReferenceEquals(list.Type, GoType.Bytes):
                return Go.Text(list);
            case GoList list:
                return $"[{string.Join(" ", list.Items.Select(PrintAsText))}]";
            case GoMap map:
                return $"map[{string.Join(" ", map.Items.OrderBy(p => GoMap.ValueOf(p.Key), KeyOrder.Instance).Select(p => $"{PrintAsText(GoMap.ValueOf(p.Key))}:{PrintAsText(p.Value)}"))}]";
            case bool or long or double:
            case GoInteger { Type.IsInteger: true }:
                return $"%!s({Go.TypeName(value)}={Print(value)})";
            default:
                return Print(value);
        }
    }

    private static void Print(StringBuilder result, object? value)
    {
        RecursionGuard.Check();
        switch (value)
        {
            case null:
                result.Append("<nil>");
                break;
            case bool flag:
                result.Append(flag ? "true" : "false");
                break;
            case long number:
                result.Append(number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number:
                result.Append(GoNumber.Format(number));
                break;
            case GoList list:
                result.Append('[');
                for (var i = 0; i < list.Items.Count; i++)
                {
                    if (i > 0)
                        result.Append(' ');
                    Print(result, list.Items[i]);
                }

                result.Append(']');
                break;
            case GoMap map:
                result.Append("map[");
                var first = true;
                foreach (var pair in map.Items.OrderBy(p => GoMap.ValueOf(p.Key), KeyOrder.Instance))
                {
                    if (!first)
                        result.Append(' ');
                    first = false;
                    Print(result, GoMap.ValueOf(pair.Key));
                    result.Append(':');
                    Print(result, pair.Value);
                }

                result.Append(']');
                break;
            case GoLocation location:
                result.Append(location.Name);
                break;
            case GoFunction:
                // In Go an address, another one in every build.
                result.Append("0x1000000");
                break;
            case EmptyStruct:
                result.Append("{}");
                break;
            default:
                result.Append(value);
                break;
        }
    }

    /// <summary>The order in which Go prints the keys of a map.</summary>
    internal sealed class KeyOrder : IComparer<object?>
    {
        public static readonly KeyOrder Instance = new();

        public int Compare(object? x, object? y) => (x, y) switch
        {
            (null, null) => 0,
            (null, _) => -1,
            (_, null) => 1,
            (string a, string b) => GoBytes.Compare(a, b),
            (long a, long b) => a.CompareTo(b),
            (double a, double b) => a.CompareTo(b),
            (bool a, bool b) => a.CompareTo(b),
            (GoInteger a, GoInteger b) => a.Value.CompareTo(b.Value),
            _ => Rank(x).CompareTo(Rank(y)),
        };

        private static int Rank(object? value) => value switch
        {
            long => 1,
            GoInteger => 2,
            double => 3,
            string => 4,
            bool => 5,
            _ => 6,
        };
    }
}
