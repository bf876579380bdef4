using Argosy.Manifests.Conditions;
using Argosy.Manifests.Cron;
using Argosy.Manifests.Expressions;
using Argosy.Manifests.Tags;
using CsCheck;

namespace Argosy.Manifests.Tests.Expressions;

public sealed class ExpressionTests
{
    private static readonly Dictionary<string, object?> Scope = new()
    {
        ["inputs.parameters.count"] = "3",
        ["inputs.parameters.name"] = "my app",
        ["tasks.a.outputs.result"] = "[1,2]",
        ["workflow.name"] = "w",
    };

    [Theory]
    [InlineData("asInt(inputs.parameters.count) + 1", "4")]
    [InlineData("7 / 2", "3.5")]
    [InlineData("2 ** 3", "8")]
    [InlineData("10 % 4", "2")]
    [InlineData("map(fromJSON(tasks.a.outputs.result), # * 2)", "[2 4]")]
    [InlineData("filter(1..6, # % 2 == 0)", "[2 4 6]")]
    [InlineData("reduce([1, 2, 3], #acc + #, 10)", "16")]
    [InlineData("let x = 4; x * x", "16")]
    [InlineData("{b: 1, a: nil}", "map[a:<nil> b:1]")]
    [InlineData("'naïve'[0:3]", "na\uFFFD")]
    [InlineData("workflow.nope?.deep ?? 'none'", "none")]
    [InlineData("groupBy(['a', 'bb', 'c'], len(#))", "map[1:[a c] 2:[bb]]")]
    [InlineData("1_000.0 * 1000", "1e+06")]
    [InlineData("sprig.addf(0.1, 0.2)", "0.3")]
    [InlineData("sprig.regexReplaceAll('(a+)', 'baab', '<$1>')", "b<aa>b")]
    [InlineData("sprig.semverCompare('^1.2', '1.9.0')", "true")]
    [InlineData("jsonpath('{\"l\":[{\"n\":1},{\"n\":5}]}', '$.l[?(@.n>2)].n')", "[5]")]
    [InlineData("date('2024-05-06').AddDate(0, 0, 30).Format('02 Jan')", "05 Jun")]
    [InlineData("duration('90m') > duration('1h')", "true")]
    public void An_expression_gives_what_go_prints(string expression, string printed) =>
        Assert.Equal(printed, ExpressionEvaluator.EvaluateText(expression, Scope));

    [Theory]
    [InlineData("1 +", "unexpected token EOF (1:3)\n | 1 +\n | ..^")]
    [InlineData("inputs.parameters.count + 1", "invalid operation: string + int (1:25)\n | inputs.parameters.count + 1\n | ........................^")]
    [InlineData("missing", "unknown name missing (1:1)\n | missing\n | ^")]
    [InlineData("upper(1)", "cannot use int as argument (type string) to call upper  (1:7)\n | upper(1)\n | ......^")]
    [InlineData("1..2000000", "memory budget exceeded (1:2)\n | 1..2000000\n | .^")]
    public void A_fault_is_shown_at_its_place(string expression, string message) =>
        Assert.Equal(message, Assert.Throws<ExpressionException>(() => ExpressionEvaluator.Evaluate(expression, Scope)).Message);

    [Theory]
    [InlineData("upper(inputs.parameters.nam)", "unknown variable inputs.parameters.nam; did you mean inputs.parameters.name?")]
    [InlineData("upper(inputs.parameters.name, 2)", "too many arguments to call upper")]
    [InlineData("sprig.uper('a')", "sprig has no function uper; did you mean upper?")]
    [InlineData("sprig.trunc('a')", "sprig.trunc takes 2 arguments, here are 1")]
    [InlineData("workflw.name", "unknown name workflw; did you mean workflow?")]
    [InlineData("1 == 'a'", "invalid operation: == (mismatched types int and string)")]
    [InlineData("(1", "unexpected token EOF")]
    public void The_checker_finds_faults_without_running(string expression, string message) =>
        Assert.Equal(message, Assert.Single(ExpressionChecker.Check(expression, [.. Scope.Keys])).Message);

    [Theory]
    [InlineData("inputs.parameters.name + workflow.name")]
    [InlineData("let n = asInt(inputs.parameters.count); map(1..n, # + n)")]
    [InlineData("tasks.a.outputs.result ?? 'd'")]
    public void The_checker_is_silent_about_sound_expressions(string expression) => Assert.Empty(ExpressionChecker.Check(expression, [.. Scope.Keys]));

    [Fact]
    public void A_tag_keeps_json_whole()
    {
        var scope = new Dictionary<string, string> { ["inputs.parameters.q"] = "say \"hi\"\n" };
        Assert.Equal("say \"hi\"\n!", TagSubstitution.Replace("{{ inputs.parameters.q }}!", scope, allowUnresolved: false));
        Assert.Equal("{{nope}}", TagSubstitution.Replace("{{nope}}", scope, allowUnresolved: true));
        Assert.Equal("failed to resolve {{nope}}", Assert.Throws<TagException>(() => TagSubstitution.Replace("{{nope}}", scope, allowUnresolved: false)).Message);
    }

    [Theory]
    [InlineData("ok == ok && 2 > 1", true)]
    [InlineData("(a in (a, b)) == false", false)]
    [InlineData("'2024-01-02' == '2024-01-02 00:00'", true)]
    [InlineData("2 ** 3 ** 2 == 64", true)]
    [InlineData("name =~ '^n.m'", true)]
    public void A_condition_is_decided(string text, bool expected) => Assert.Equal(expected, WhenCondition.Evaluate(text));

    [Fact]
    public void A_schedule_skips_a_time_that_the_clock_jumps_over()
    {
        var schedule = CronSchedule.Parse("30 2 * * *", "Europe/Berlin");
        var next = schedule.Next(new DateTimeOffset(2025, 3, 29, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal(new DateTimeOffset(2025, 3, 31, 0, 30, 0, TimeSpan.Zero), next);
    }

    [Fact]
    public void Deep_nesting_is_an_error_and_not_the_end()
    {
        foreach (var text in new[] { new string('(', 500_000), new string('[', 500_000), string.Concat(Enumerable.Repeat("not ", 200_000)), "x" + string.Concat(Enumerable.Repeat("?.a", 100_000)) })
        {
            Assert.Throws<ExpressionException>(() => ExpressionEvaluator.Evaluate(text, Scope));
            Assert.Throws<WhenException>(() => WhenCondition.Evaluate(text));
        }
    }

    [Theory]
    [InlineData("'abc' matches '$'", "true")]
    [InlineData("'hello world' matches '\\\\bworld'", "true")]
    [InlineData("'z' matches '[\\\\d-z]'", "true")]
    [InlineData("sprig.regexReplaceAll('$', 'ab', '!')", "ab!")]
    [InlineData("sprig.list()", "[]")]
    [InlineData("sprig.chunk(-5, [1])", "[[1]]")]
    [InlineData("sprig.chunk(-5, [1, 2])", "[]")]
    public void Patterns_and_lists_give_what_the_cluster_gives(string expression, string expected) =>
        Assert.Equal(expected, ExpressionEvaluator.EvaluateText(expression, Scope));

    [Theory]
    [InlineData("sprig.list(bitshl())", "invalid number of arguments for bitshl (expected 2, got 0) (1:12)")]
    [InlineData("sprig.list(bitnot(1, 2))", "invalid number of arguments for bitnot (expected 1, got 2) (1:12)")]
    [InlineData("sprig.list(take([1]))", "invalid number of arguments (expected 2, got 1) (1:12)")]
    [InlineData("sprig.list(hasPrefix('a'))", "runtime error: index out of range [1] with length 1 (1:12)")]
    [InlineData("sprig.chunk(0, [])", "runtime error: makeslice: len out of range (1:7)")]
    [InlineData("a1.2.3", "unexpected token Number(\".2.3\") (1:3)")]
    public void A_wrong_count_size_or_number_is_named(string expression, string error) =>
        Assert.StartsWith(error, Assert.Throws<ExpressionException>(() => ExpressionEvaluator.EvaluateText(expression, Scope)).Message);

    [Fact]
    public void A_pattern_takes_time_in_proportion_to_the_text() =>
        Assert.Equal("false", ExpressionEvaluator.EvaluateText("repeat('a', 5000) + 'b' matches '^(a+)+$'", Scope));

    [Fact]
    public void Any_text_ends_in_a_value_or_in_the_error_of_its_kind() =>
        Gen.OneOf(Gen.String[Gen.Char["(){}[].,:;?|&!=<>+-*/%^#'\"`\\ 0aeinx_$\n"], 0, 60], Gen.String[0, 40]).Sample(text =>
        {
            Try<ExpressionException>(() => ExpressionEvaluator.EvaluateText(text, Scope));
            Try<WhenException>(() => WhenCondition.Evaluate(text));
            Try<CronException>(() => CronSchedule.Parse(text, null));
            Try<TagException>(() => TagSubstitution.Replace("{{=" + text, new Dictionary<string, string>(), allowUnresolved: false));
            ExpressionChecker.Check(text, [.. Scope.Keys]);
        });

    private static void Try<TException>(Action action)
        where TException : Exception
    {
        try
        {
            action();
        }
        catch (TException)
        {
            // The one kind of failure that callers handle.
        }
    }
}
