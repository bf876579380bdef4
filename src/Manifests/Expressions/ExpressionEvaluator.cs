using Argosy.Manifests.Expressions.Values;

namespace Argosy.Manifests.Expressions;

/// <summary>Evaluates the expressions of <c>{{=…}}</c> tags, hooks, retries and outputs as Argo does.</summary>
public static class ExpressionEvaluator
{
    /// <summary>
    /// Evaluates an expression over flat variable names (<c>inputs.parameters.a</c>), which become nested maps, with Argo's functions (<c>asInt</c>,
    /// <c>jsonpath</c>, <c>sprig</c> …) at hand. The result is a string, long, double, bool, null, list or map of these.
    /// </summary>
    /// <exception cref="ExpressionException">The expression is wrong or fails.</exception>
    public static object? Evaluate(string expression, IReadOnlyDictionary<string, object?> environment) =>
        Go.ToOutside(Value(expression, environment));

    /// <summary>The same, as the text that Go's <c>%v</c> prints: what an output's <c>valueFrom.expression</c> becomes.</summary>
    /// <exception cref="ExpressionException">The expression is wrong or fails.</exception>
    public static string EvaluateText(string expression, IReadOnlyDictionary<string, object?> environment) =>
        Text.GoBytes.Valid(GoPrinter.Print(Value(expression, environment)));

    /// <summary>The same, as JSON.</summary>
    /// <exception cref="ExpressionException">The expression is wrong, fails, or its value has no JSON.</exception>
    public static string EvaluateJson(string expression, IReadOnlyDictionary<string, object?> environment)
    {
        var value = Value(expression, environment);
        try
        {
            return GoJson.Write(value);
        }
        catch (GoPanic error)
        {
            throw new ExpressionException(error.Message);
        }
    }

    /// <summary>The same, for a place that must give a boolean (hooks, retries).</summary>
    /// <exception cref="ExpressionException">The expression is wrong, fails or is no boolean.</exception>
    public static bool EvaluateBoolean(string expression, IReadOnlyDictionary<string, object?> environment) =>
        Boolean(expression, ExpressionEnvironment.Of(environment));

    /// <summary>
    /// Evaluates a boolean over exactly the given names (values may be maps), without Argo's functions: <c>depends</c>, <c>stopStrategy</c>.
    /// </summary>
    /// <exception cref="ExpressionException">The expression is wrong, fails or is no boolean.</exception>
    public static bool EvaluateBare(string expression, IReadOnlyDictionary<string, object?> environment) =>
        Boolean(expression, ExpressionEnvironment.Bare(environment));

    /// <summary>Evaluates and describes the value as Go does: printed, as JSON, its type.</summary>
    /// <exception cref="ExpressionException">The expression is wrong or fails.</exception>
    public static ExpressionValue Inspect(string expression, IReadOnlyDictionary<string, object?> environment)
    {
        var value = Value(expression, environment);
        try
        {
            return new ExpressionValue(Text.GoBytes.Valid(GoPrinter.Print(value)), Go.TypeName(value), GoJson.Write(value), null);
        }
        catch (GoPanic error)
        {
            return new ExpressionValue(Text.GoBytes.Valid(GoPrinter.Print(value)), Go.TypeName(value), null, error.Message);
        }
    }

    internal static object? Value(string expression, IEnumerable<KeyValuePair<string, object?>> environment) =>
        ExpressionProgram.Compile(expression, ExpressionEnvironment.Of(environment)).Run();

    private static bool Boolean(string expression, GoMap environment)
    {
        var program = ExpressionProgram.Compile(expression, environment);
        object? value;
        try
        {
            value = program.Run();
        }
        catch (ExpressionException error)
        {
            throw new ExpressionException(
                $"unable to evaluate expression '{expression}': {error.Message}", error.Summary, error.Offset, error.Length, error.Stage);
        }

        return value is bool flag ? flag : throw new ExpressionException($"unable to cast expression result '{GoPrinter.PrintAsText(value)}' to bool");
    }
}
