using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Argosy.Generator.Tests.Expressions;

/// <summary>Values of the variables that an expression under test may read.</summary>
public sealed record Inputs(string S, string T, int I, int J, double D, double E, bool B, bool C, string[] L, int[] N, string X, int Y, string G)
{
    /// <summary>Each as Argo holds it: a text.</summary>
    public IEnumerable<(string Name, string Text)> Texts() =>
    [
        ("s", S), ("t", T), ("i", Number(I)), ("j", Number(J)), ("d", Number(D)), ("e", Number(E)), ("b", B ? "true" : "false"), ("c", C ? "true" : "false"),
        ("l", JsonSerializer.Serialize(L, PlainCSharp.AsText)), ("n", JsonSerializer.Serialize(N, PlainCSharp.AsText)), ("r", $$"""{"x":{{JsonSerializer.Serialize(X, PlainCSharp.AsText)}},"y":{{Number(Y)}}}"""), ("g", G),
    ];

    private static string Number(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}

/// <summary>The same expressions compiled as ordinary C#: the judge of what a manifest must compute.</summary>
internal static class PlainCSharp
{
    public const string Types = """
        public enum Grade { Low, High }
        public sealed record Point(string X, int Y);

        """;

    public const string Parameters = "string s, string t, int i, int j, double d, double e, bool b, bool c, string[] l, int[] n, Point r, Grade g";

    /// <summary>What each expression gives for each of the inputs, as the text that a parameter would hold.</summary>
    public static string?[][] Values(IReadOnlyList<string> expressions, IReadOnlyList<Inputs> inputs)
    {
        var source = new StringBuilder(Types).Append("public static class Plain\n{\n");
        for (var i = 0; i < expressions.Count; i++) source.Append(CultureInfo.InvariantCulture, $"    public static object? V{i}({Parameters}) => {expressions[i]};\n");
        var type = Compiled.From(source.Append("}\n").ToString()).Load();
        var plain = type.GetType("Plain")!;
        var point = type.GetType("Point")!;
        var grade = type.GetType("Grade")!;
        return [.. inputs.Select(v => expressions.Select((_, i) => Value(plain.GetMethod($"V{i}")!, [v.S, v.T, v.I, v.J, v.D, v.E, v.B, v.C, v.L, v.N, Activator.CreateInstance(point, v.X, v.Y), Enum.Parse(grade, v.G)])).ToArray())];
    }

    // Null: C# throws, so that nothing is asked of the manifest.
    private static string? Value(MethodInfo method, object?[] arguments)
    {
        try
        {
            return Text(method.Invoke(null, arguments));
        }
        catch (TargetInvocationException)
        {
            return null;
        }
    }

    internal static readonly JsonSerializerOptions AsText = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Text(object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        string text => text,
        null => "",
        _ => JsonSerializer.Serialize(value, AsText),
    };
}
