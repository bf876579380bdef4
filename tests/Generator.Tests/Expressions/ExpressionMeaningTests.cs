using System.Globalization;
using System.Text;
using Argosy.Testing;
using Microsoft.CodeAnalysis;

namespace Argosy.Generator.Tests.Expressions;

/// <summary>What C# operators and conditions become in a manifest, run by the embedded engine, gives what C# itself gives for the same values.</summary>
public class ExpressionMeaningTests
{
    private static readonly Inputs[] s_inputs =
    [
        new("x", "y", 1, 2, 0.5, 2, true, false, ["a", "b", "x"], [1, 2, 3], "x", 1, "High"),
        new("it's \"q\" \\ a,b", "it's \"q\" \\ a,b", -3, 7, -1.25, 1000000, false, true, ["it's", "\"q\"", "\\", "x,y"], [7, -3, 0], "o'x", -3, "Low"),
        new("", " ", 0, 0, 0, 3.5, false, false, [""], [0], "", 0, "Low"),
        new("1", "01", 7, 2, 7, 0.1, true, true, ["1", "2", "3", "4", "5", "6", "7", "8"], [5, 5, 5, 5, 5, 5, 5, 5], "true", 40, "High"),
        new("Axa  {{b}} xyz", "é漢\n2", 2, -5, 1e9, 12345.678, true, false, ["c", "a", "B"], [2, 4, 2, 1], "nil", 2147483647, "Low"),
    ];

    private static readonly string[] s_conditions =
    [
        // texts
        "s == \"x\"", "s != \"x\"", "\"x\" == s", "s == t", "s != t", "s == \"it's \\\"q\\\" \\\\ a,b\"", "s == \"\"", "s != \"\"", "s == \"1\"", "t == \"01\"", "s == \"a}}b\"", "s == \"{{b}}\"", "s.Contains(\"{{b}}\")",
        "string.IsNullOrEmpty(s)", "!string.IsNullOrEmpty(s)", "string.IsNullOrWhiteSpace(t)", "s.Contains(\"x\")", "!s.Contains('x')", "s.StartsWith(\"A\")", "s.StartsWith('A')", "s.EndsWith(\"yz\")", "s.EndsWith('z')", "s.Length > 3", "s.Length == 0",
        "s.Equals(\"x\")", "string.Equals(s, t)", "s.ToUpper() == \"X\"", "s.ToLowerInvariant() == \"x\"", "s.Trim() == \"x\"", "s.Replace(\"x\", \"y\") == \"y\"", "s.Split(',').Length == 2", "s.Split(\",\")[0] == \"x\"", "s + t == \"xy\"", "s is \"x\"", "s is \"x\" or \"1\"", "s is not \"x\"", "s is not (\"x\" or \"1\")",
        "s.ToString() == \"x\"", "$\"{s}-{i}\" == \"x-1\"", "s == \"x\" && t == \"y\"", "s == \"x\" || t == \"01\"", "!(s == \"x\" || t == \"01\")", "s == \"x\" && (t == \"y\" || i > 3)", "(s == \"x\" ? t : s) == \"y\"", "s == \"é漢\\n2\"", "t == \"é漢\\n2\"", "s == \"a\\tb\"",
        // numbers
        "i == 1", "i != 1", "1 == i", "i == j", "i < j", "i <= j", "i > j", "i >= j", "i == -3", "i > -3", "-i > 0", "i + 1 == j", "i - j == -1", "i * 2 > j - 1", "i * (j + 1) == 3", "i - (j - 1) == 0", "i % 2 == 0", "j != 0 && i / j == 3", "i / 2 == 3", "i / 2 == -1", "(i + j) * 2 == 6", "i == d", "i > d", "d > 0.5", "d >= 0.5", "d == 0.5", "d < -1", "e == 1000000", "d > 1e20", "e > 1e5 && d < 0", "d * 2 == 1", "d / 2 == 0.25",
        "d + e > 3", "e == 12345.678", "e - 0.1 == 0", "(int)d == 0", "(int)d == -1", "(int)e == 3", "Math.Max(i, j) == 2", "Math.Min(i, j) < 0", "Math.Abs(i) == 3", "Math.Abs(d) > 1", "Math.Floor(d) == -2", "Math.Ceiling(e) == 4", "i is 1", "i is > 0 and < 5", "i is 1 or 7", "i is not 1", "i is >= 2", "int.Parse(\"7\") == i", "i.ToString() == \"7\"", "(i > 1) == (j > 1)",
        // bools
        "b", "!b", "b == true", "b != true", "b == false", "b == c", "b != c", "b && c", "b || c", "!(b && c)", "!b || !c", "b && i > 1", "b || s == \"x\"", "!(i < j)", "!(i < j) && b", "b == (i > j)", "i > 1 ? s == \"1\" : b", "b ? c : !c", "b & c", "b | c", "b ^ c", "!!b", "b is true", "b && !c && i > 0 && s != \"\"",
        // lists
        "l.Length == 3", "l.Length > i", "l[0] == \"a\"", "l[0] == l[l.Length - 1]", "l.Contains(\"x\")", "!l.Contains(s)", "n[0] > 1", "n[0] == n[n.Length - 1]", "n.Length > 3", "n.Contains(2)", "n.Contains(i)", "n.Any(x => x > 4)", "n.All(x => x > 0)", "l.Any()", "l.Any(x => x == s)", "n.Sum() == 6", "n.Max() == 7", "n.Min() < 0", "n.Count(x => x == 5) > 2", "n.Count() == 4", "l.First() == \"a\"", "l.Last() == \"x\"", "l.Where(x => x != \"a\").Count() == 2", "string.Join(\"-\", l) == \"a-b-x\"", "l.First().StartsWith(\"i\")", "n.First(x => x > 1) == 2 || n.Length < 3",
        // objects and enums
        "r.X == \"x\"", "r.X != \"x\"", "r.Y == 1", "r.Y > 1", "r.Y == i", "r.X == s", "r.X.StartsWith(\"o'\")", "r.Y + 1 == j", "r.X == \"true\"", "r.X == \"nil\"", "r.X.Length == 3", "g == Grade.High", "g != Grade.High", "Grade.Low == g", "g == Grade.Low && b", "g is Grade.Low or Grade.High", "g.ToString() == \"Low\"",
        // choices
        "s switch { \"x\" => i > 0, \"1\" => b, _ => false }", "i switch { 1 => \"one\", 2 or 7 => \"two\", > 100 => \"many\", _ => \"none\" } == \"two\"",
    ];

    private static readonly string[] s_texts =
    [
        "s", "$\"{s}\"", "s + t", "s + \"-\" + i", "i + \"-\" + s", "$\"{s} {t}\"", "$\"{i + j}\"", "$\"{i}/{j} of {s}\"", "$\"{{{s}}}\"", "\"it's \" + s", "$\"a'b{s}\"", "$\"{(b ? \"yes\" : \"no\")}\"", "b ? \"yes\" : \"no\"", "i > 1 ? s : t", "i > 1 ? \"it's\" : \"a\\\"b\"", "i > 1 ? i > 2 ? \"big\" : \"two\" : \"small\"", "s == \"\" ? \"none\" : s",
        "s.ToUpper()", "s.ToUpper() + t", "$\"{s.ToUpper()}!\"", "$\"{i:D3}\"", "$\"{d:0.00}\"", "$\"{e:F1}\"", "$\"{i,5}\"", "i.ToString()", "(i * j).ToString()", "l[0]", "$\"{l[0]}\"", "l[l.Length - 1]", "r.X", "$\"{r.Y}\"", "r.X + r.Y", "s.Replace(\"x\", \"it's\")", "s.Trim() + \"|\"", "s.Substring(0, 1)", "string.Join(\",\", l)", "string.Join(\"'\", l)", "string.Concat(s, t)", "$\"{g}\"", "g.ToString()", "g == Grade.Low ? \"low\" : \"high\"", "nameof(Grade)",
        "$\"{l.Length} items\"", "s switch { \"x\" => \"ex\", \"1\" => t, _ => \"other\" }", "i switch { > 5 => \"big\", > 0 => \"small\", _ => \"none\" }", "$\"{d + e}\"", "\"{{\" + \"not a tag }\"", "string.IsNullOrEmpty(s) ? t : s", "$\"{i}{j}\"", "$\"{i + 1}{j}\"", "i + j + s", "s + i + j", "s + (i + j)", "(s + i).ToUpper()", "\"\" + i", "$\"\"", "\"\"", "(s == \"x\").ToString().ToLower()", "r.X.ToUpper()", "Math.Max(i, j) + \"\"", "$\"{Math.Round(d)}\"", "s.Split(',')[0]", "$\"{s}{{{i}}}\"", "s.PadLeft(3)", "string.Format(\"{0}:{1}\", s, i)",
    ];

    private static readonly string[] s_numbers =
    [
        "i", "i + 1", "i - 1", "-i", "i + j", "i - j", "i * j", "i / 2", "i % 3", "j == 0 ? 0 : i / j", "(i + 1) * 2", "i + 2 * j", "i - (j - 1)", "i - j - 1", "i * (j + 1)", "i > j ? i : j", "Math.Max(i, j) + 1", "Math.Abs(i - j)", "s.Length", "l.Length", "n[0]", "n[0] + n.Length", "n.Sum()", "n.Max()", "r.Y", "r.Y - 1", "(int)d", "(int)(d * 2)", "b ? 1 : 0", "int.Parse($\"{i}\")", "l.Count(x => x == s)", "s == \"x\" ? 1 : 2", "7", "-7", "i * -1", "+i", "2 - -i", "n.First()", "n.Where(x => x > 1).Count()",
    ];

    private static readonly string[] s_doubles = ["d + e", "d * 2", "e / 4", "d - 1", "i * 1.5", "i / 2.0", "d > e ? d : e", "(double)i / 2", "Math.Floor(e)", "Math.Max(d, e)", "-d", "i + d"];

    private static readonly string[] s_bools = ["b", "!b", "i > 1", "s == \"x\"", "b && c", "b || i > 1", "!(b && c)", "b ? c : i > 1", "s.StartsWith(\"x\")", "l.Contains(\"x\")"];

    private static readonly string[] s_lists = ["l", "s.Split(',')", "new[] { s, t }", "new[] { \"a\", \"it's\" }", "b ? l : new[] { s }", "l.Where(x => x != s).ToArray()", "l.Append(s).ToArray()", "l.Concat(new[] { t }).ToArray()"];

    /// <summary>What no manifest says yet: each is an error at its place, and nothing else is.</summary>
    private static readonly string[] s_refused =
    [
        "string.IsNullOrEmpty(s)", "!string.IsNullOrEmpty(s)", "string.IsNullOrWhiteSpace(t)", "string.Equals(s, t)", "s is \"x\"", "s is \"x\" or \"1\"", "s is not \"x\"", "s is not (\"x\" or \"1\")",
        "Math.Floor(d) == -2", "Math.Ceiling(e) == 4", "i is 1", "i is > 0 and < 5", "i is 1 or 7", "i is not 1", "i is >= 2", "b ^ c",
        "b is true", "l.Contains(\"x\")", "!l.Contains(s)", "n.Contains(2)", "n.Contains(i)", "n.Any(x => x > 4)", "n.All(x => x > 0)", "l.Any()",
        "l.Any(x => x == s)", "n.Sum() == 6", "n.Max() == 7", "n.Min() < 0", "n.Count(x => x == 5) > 2", "n.Count() == 4", "l.First() == \"a\"", "l.Last() == \"x\"",
        "l.Where(x => x != \"a\").Count() == 2", "l.First().StartsWith(\"i\")", "n.First(x => x > 1) == 2 || n.Length < 3", "g is Grade.Low or Grade.High", "s switch { \"x\" => i > 0, \"1\" => b, _ => false }", "i switch { 1 => \"one\", 2 or 7 => \"two\", > 100 => \"many\", _ => \"none\" } == \"two\"", "$\"{i:D3}\"", "$\"{d:0.00}\"",
        "$\"{e:F1}\"", "$\"{i,5}\"", "s.Substring(0, 1)", "s switch { \"x\" => \"ex\", \"1\" => t, _ => \"other\" }", "i switch { > 5 => \"big\", > 0 => \"small\", _ => \"none\" }", "string.IsNullOrEmpty(s) ? t : s", "$\"{Math.Round(d)}\"", "s.PadLeft(3)",
        "string.Format(\"{0}:{1}\", s, i)", "n.Sum()", "n.Max()", "l.Count(x => x == s)", "n.First()", "n.Where(x => x > 1).Count()", "Math.Floor(e)", "l.Where(x => x != s).ToArray()",
        "l.Append(s).ToArray()", "l.Concat(new[] { t }).ToArray()",
    ];

    /// <summary>Reads each expression as a condition, a text and so on, of inputs of the graph or of results of steps.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Expressions_mean_in_a_manifest_what_they_mean_in_a_program(bool ofSteps)
    {
        var groups = new (string Probe, string[] Expressions)[] { ("if", s_conditions), ("ProbeText", s_texts), ("ProbeInt", s_numbers), ("ProbeDouble", s_doubles), ("ProbeBool", s_bools), ("ProbeList", s_lists) };
        var cases = groups.SelectMany(g => g.Expressions.Select(e => (g.Probe, Expression: e))).ToList();
        var expected = PlainCSharp.Values([.. cases.Select(c => c.Expression)], s_inputs);
        var refused = new List<string>();
        var differences = new List<string>();
        foreach (var chunk in cases.Select((c, i) => (c.Probe, c.Expression, Index: i)).Chunk(60))
        {
            var kept = chunk.ToList();
            foreach (var fault in Compiled.From(Source(kept, ofSteps)).Diagnostics().Where(d => d.Severity == DiagnosticSeverity.Error))
            {
                var line = fault.Location.SourceTree!.GetText(TestContext.Current.CancellationToken).Lines.GetLineFromPosition(fault.Location.SourceSpan.Start).ToString();
                var index = int.Parse(line[(line.LastIndexOf(".Named(\"p", StringComparison.Ordinal) + 9)..line.LastIndexOf('"')], CultureInfo.InvariantCulture);
                kept.RemoveAll(c => c.Index == index);
                Assert.Contains(fault.Id, (string[])["ARGO121", "ARGO122"]);
                refused.Add(cases[index].Expression);
            }

            if (kept.Count == 0) continue;
            var compiled = Compiled.From(Source(kept, ofSteps));
            Assert.Empty(compiled.Errors());
            var yaml = compiled.Yaml()!;
            for (var set = 0; set < s_inputs.Length; set++)
            {
                var test = WorkflowTest.FromYaml(yaml);
                foreach (var (name, text) in s_inputs[set].Texts())
                {
                    if (ofSteps) test.Stub("get-" + name, stub => stub.Result(text));
                    else test.With(name, text);
                }

                foreach (var probe in new[] { "text", "int", "double", "bool", "list" }) test.Stub("probe-" + probe);
                var run = await test.RunAsync(TestContext.Current.CancellationToken);
                foreach (var c in kept)
                {
                    string name = "p" + c.Index.ToString(CultureInfo.InvariantCulture), actual;
                    if (!run.Has(name)) actual = "(no node)";
                    else if (c.Probe == "if") actual = run.Node(name).Phase switch { "Succeeded" => "true", "Skipped" => "false", var other => other + " " + run.Node(name).Message };
                    else actual = run.Node(name).Phase == "Succeeded" ? run.Node(name).Input("value")! : run.Node(name).Phase + " " + run.Node(name).Message;
                    if (expected[set][c.Index] is { } wanted && actual != wanted) differences.Add($"{c.Probe} {c.Expression} [{set}]: C# '{wanted}', manifest '{actual}'   {Line(yaml, name)}");
                }
            }
        }

        Assert.True(differences.Count == 0, $"{differences.Count} differences\n" + string.Join("\n", differences));
        Assert.Equal(s_refused.Order(StringComparer.Ordinal), refused.Distinct().Order(StringComparer.Ordinal));
    }

    private static string Line(string yaml, string name)
    {
        var at = yaml.IndexOf($"- name: {name}\n", StringComparison.Ordinal);
        return string.Join(" ", yaml[at..].Split('\n').Skip(1).TakeWhile(l => !l.TrimStart().StartsWith("- name: p", StringComparison.Ordinal)).Where(l => l.Contains("when:", StringComparison.Ordinal) || l.Contains("value:", StringComparison.Ordinal)).Take(1)).Trim();
    }

    private static string Source(IEnumerable<(string Probe, string Expression, int Index)> cases, bool ofSteps)
    {
        var body = new StringBuilder();
        if (ofSteps) body.Append("string s = GetS(); string t = GetT(); int i = GetI(); int j = GetJ(); double d = GetD(); double e = GetE(); bool b = GetB(); bool c = GetC(); string[] l = GetL(); int[] n = GetN(); Point r = GetR(); Grade g = GetG();\n");
        foreach (var (probe, expression, index) in cases)
            body.Append(CultureInfo.InvariantCulture, $"        {(probe == "if" ? $"if ({expression}) ProbeText(\"x\")" : $"{probe}({expression})")}.Named(\"p{index}\");\n");
        return $$"""
            {{PlainCSharp.Types}}
            [Workflow]
            public static partial class W
            {
                {{string.Join("\n    ", PlainCSharp.Parameters.Split(", ").Select(p => p.Split(' ')).Select(p => $"[Container(\"x\")] private static partial Step<{p[0]}> Get{p[1].ToUpperInvariant()}();"))}}
                [Container("x")] private static partial Step ProbeText(string value);
                [Container("x")] private static partial Step ProbeInt(int value);
                [Container("x")] private static partial Step ProbeDouble(double value);
                [Container("x")] private static partial Step ProbeBool(bool value);
                [Container("x")] private static partial Step ProbeList(string[] value);

                [Dag, Entrypoint]
                private static void Run({{(ofSteps ? "" : PlainCSharp.Parameters)}})
                {
                    {{body}}
                }
            }
            """;
    }
}
