using Argosy.Manifests.Expressions.Running;
using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text;
using Argosy.Manifests.Text.Regex;

namespace Argosy.Manifests.Conditions;

/// <summary>One operation of a condition with its sides.</summary>
internal sealed class ConditionStage(string symbol, Func<object?, object?, object?> run)
{
    /// <summary>The operator; <c>literal</c>, <c>noop</c> and <c>value</c> for what is none.</summary>
    public string Symbol { get; private set; } = symbol;

    public ConditionStage? Left { get; set; }

    public ConditionStage? Right { get; set; }

    private Func<object?, object?, object?> Run { get; set; } = run;

    private string Format { get; set; } = "";

    public static ConditionStage Literal(object? value) => new("literal", (_, _) => value);

    public static ConditionStage Group(ConditionStage? inner) => new("noop", (_, right) => right) { Right = inner };

    public static ConditionStage Access(string name) => new("access", (_, _) => throw new GoPanic($"No parameter '{name}' found."));

    /// <summary>An operation; <paramref name="prefix"/> tells the minus before a value from the one between two.</summary>
    public static ConditionStage Operation(string symbol, ConditionStage? left, ConditionStage? right, string format, bool prefix) =>
        new(prefix ? "prefix" + symbol : symbol, Operator(symbol, prefix)) { Left = left, Right = right, Format = format };

    /// <summary>Exchanges everything but the sides.</summary>
    public void SwapWith(ConditionStage other)
    {
        (Symbol, other.Symbol) = (other.Symbol, Symbol);
        (Run, other.Run) = (other.Run, Run);
        (Format, other.Format) = (other.Format, Format);
    }

    /// <summary>The precedence class; equal ones in a row are evaluated from the left.</summary>
    public int Precedence => Symbol switch
    {
        "noop" => 0,
        "access" => 2,
        "prefix-" or "prefix!" or "prefix~" => 3,
        "**" => 4,
        "+" or "-" => 5,
        "&" or "|" or "^" => 6,
        "<<" or ">>" => 7,
        "*" or "/" or "%" => 8,
        "==" or "!=" or ">" or "<" or ">=" or "<=" or "=~" or "!~" or "in" => 9,
        "?" or ":" or "??" => 10,
        "&&" => 11,
        "||" => 12,
        "," => 13,
        _ => 1,
    };

    /// <exception cref="GoPanic">A value is not of the type that the operator needs.</exception>
    public object? Evaluate()
    {
        RecursionGuard.Check();
        var left = Left?.Evaluate();
        object? right = null;
        var skip = false;
        switch (Symbol)
        {
            case "&&" when left is false:
                return false;
            case "||" when left is true:
                return true;
            case "??" when left is not null:
                return left;
            // The side that does not count is not evaluated; -1 stands for it.
            case "?" when left is false:
            case ":" when left is not null:
                right = -1L;
                skip = true;
                break;
        }

        if (!skip && Right is not null)
            right = Right.Evaluate();
        CheckTypes(left, right);
        return Run(left, right);
    }

    /// <summary>Computes an operation on two literals at once, if it does not fail.</summary>
    public ConditionStage Elide()
    {
        RecursionGuard.Check();
        Left = Left?.Elide();
        Right = Right?.Elide();
        if (Left?.Symbol != "literal" || Right?.Symbol != "literal" || Symbol is "," or "in")
            return this;
        try
        {
            object? left = Left.Run(null, null), right = Right.Run(null, null);
            CheckTypes(left, right);
            return Literal(Run(left, right));
        }
        catch (GoPanic)
        {
            return this;
        }
    }

    private void CheckTypes(object? left, object? right)
    {
        switch (Symbol)
        {
            case "<" or ">" or "<=" or ">=":
                Require(left is double && right is double || left is string && right is string, left);
                break;
            case "+":
                Require(left is double && right is double || left is string || right is string, left);
                break;
            case "=~" or "!~":
                Require(left is string, left);
                Require(right is string or GoRegex, right);
                break;
            case "&&" or "||":
                Require(left is bool, left);
                Require(right is bool, right);
                break;
            case "in":
                Require(right is GoList, right);
                break;
            case "<<" or ">>" or "|" or "&" or "^" or "-" or "*" or "/" or "%" or "**":
                Require(left is double, left);
                Require(right is double, right);
                break;
            case "prefix-" or "prefix~":
                Require(right is double, right);
                break;
            case "prefix!":
                Require(right is bool, right);
                break;
            case "?":
                Require(left is bool, left);
                break;
        }
    }

    private void Require(bool holds, object? value)
    {
        if (holds)
            return;
        var shown = Symbol.StartsWith("prefix", StringComparison.Ordinal) ? Symbol.Substring(6) : Symbol;
        throw new GoPanic(Format.Replace("{value}", value is GoRegex regex ? regex.Pattern : GoPrinter.Print(value)).Replace("{symbol}", shown));
    }

    private static Func<object?, object?, object?> Operator(string symbol, bool prefix)
    {
        if (prefix)
        {
            return symbol switch
            {
                "-" => (_, r) => -(double)r!,
                "!" => (_, r) => !(bool)r!,
                _ => (_, r) => (double)~GoNumber.Truncate((double)r!),
            };
        }

        return symbol switch
        {
            "==" => (l, r) => Same(l, r),
            "!=" => (l, r) => !Same(l, r),
            "<" => (l, r) => Order(l, r) is < 0 and > int.MinValue,
            ">" => (l, r) => Order(l, r) > 0,
            "<=" => (l, r) => Order(l, r) is <= 0 and > int.MinValue,
            ">=" => (l, r) => Order(l, r) >= 0,
            "=~" => (l, r) => Matches(l, r),
            "!~" => (l, r) => !Matches(l, r),
            "in" => (l, r) => ((GoList)r!).Items.Exists(item => ReferenceEquals(item, l) || item is not null && item.Equals(l)),
            "&&" => (l, r) => (bool)l! && (bool)r!,
            "||" => (l, r) => (bool)l! || (bool)r!,
            "+" => (l, r) => l is string || r is string ? GoPrinter.Print(l) + GoPrinter.Print(r) : (object)((double)l! + (double)r!),
            "-" => (l, r) => (double)l! - (double)r!,
            "*" => (l, r) => (double)l! * (double)r!,
            "/" => (l, r) => (double)l! / (double)r!,
            "%" => (l, r) => (double)l! % (double)r!,
            "**" => (l, r) => Arithmetic.Power((double)l!, (double)r!),
            "&" => (l, r) => (double)(Int(l) & Int(r)),
            "|" => (l, r) => (double)(Int(l) | Int(r)),
            "^" => (l, r) => (double)(Int(l) ^ Int(r)),
            "<<" => (l, r) => Uint(r) > 63 ? 0.0 : (double)(Uint(l) << (int)Uint(r)),
            ">>" => (l, r) => Uint(r) > 63 ? 0.0 : (double)(Uint(l) >> (int)Uint(r)),
            "?" => (l, r) => (bool)l! ? r : null,
            "," => (l, r) => l is GoList list ? GoList.Any(list.Items.Concat([r])) : GoList.Any([l, r]),
            _ => (l, r) => l ?? r,
        };
    }

    private static bool Same(object? left, object? right) =>
        left is double a && right is double b ? a == b : left is GoList && right is GoList ? Go.DeepEqual(left, right) : Equals(left, right);

    private static int Order(object? left, object? right)
    {
        if (left is string a && right is string b)
            return GoBytes.Compare(a, b);
        double x = (double)left!, y = (double)right!;
        return double.IsNaN(x) || double.IsNaN(y) ? int.MinValue : x.CompareTo(y);
    }

    private static bool Matches(object? left, object? right)
    {
        if (right is not GoRegex regex)
        {
            try
            {
                regex = GoRegex.Compile((string)right!);
            }
            catch (GoRegexException error)
            {
                throw new GoPanic($"Unable to compile regexp pattern '{right}': {error.Message}");
            }
        }

        return regex.IsMatch((string)left!);
    }

    private static long Int(object? value) => GoNumber.Truncate((double)value!);

    // As amd64 converts: negative numbers wrap.
    private static ulong Uint(object? value)
    {
        var number = (double)value!;
        return number < 9223372036854775808.0 ? (ulong)GoNumber.Truncate(number) : number < 18446744073709551616.0 ? (ulong)number : 1UL << 63;
    }
}
