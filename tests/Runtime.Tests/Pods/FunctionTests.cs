using System.Text;
using Argosy.Engine.Pods;
using Argosy.Functions;

namespace Argosy.Runtime.Tests.Pods;

/// <summary>A function does the same in this process and in a pod of its own.</summary>
public sealed class FunctionTests : IDisposable
{
    private readonly PodBench _bench = new();

    static FunctionTests()
    {
        FunctionRegistry.Register("tests", "repeat", call =>
        {
            var word = call.Parameter<string>("word");
            var times = call.Parameter<int>("times");
            Console.WriteLine($"repeating {word}");
            Console.Error.WriteLine("to standard error");
            call.Result(string.Concat(Enumerable.Repeat(word, times)));
            call.Output("length", word.Length * times);
            return Task.CompletedTask;
        });
        FunctionRegistry.Register("tests", "fails", _ => throw new InvalidOperationException("the disk is full"));
        FunctionRegistry.Register("tests", "waits", call => Task.Delay(Timeout.Infinite, call.Cancellation));
        FunctionRegistry.Register("tests", "deaf", _ => Task.Run(() => Thread.Sleep(4000)));
        FunctionRegistry.Register("tests", "copies", call =>
        {
            var text = File.ReadAllText(call.InputPath("file", "/argosy/inputs/file")!);
            call.Output("copy", "/argosy/outputs/copy", Artifact.FromText(text.ToUpperInvariant()));
            return Task.CompletedTask;
        });
    }

    public void Dispose() => _bench.Dispose();

    private const string Repeat = """
        {"inputs": {"parameters": [{"name": "word", "value": WORD}, {"name": "times", "value": "TIMES"}]},
         "container": {"image": "app", "args": ["function", "tests/repeat"]},
         "outputs": {"parameters": [{"name": "result", "valueFrom": {"path": "/argosy/outputs/result"}}, {"name": "length", "valueFrom": {"path": "/argosy/outputs/length"}}]}}
        """;

    private static string Repeated(string word, string times) =>
        Repeat.Replace("WORD", System.Text.Json.JsonSerializer.Serialize(word), StringComparison.Ordinal).Replace("TIMES", times, StringComparison.Ordinal);

    [Fact]
    public async Task In_this_process_it_gets_its_inputs_and_gives_outputs_result_and_log()
    {
        var result = await _bench.RunAsync(Repeated("a 'b' $(X) \"é\"\n", "2"), capture: true, pod: "wf-repeat");
        Assert.Equal(("Succeeded", null), (result.Phase, result.Message));
        Assert.Equal(["a 'b' $(X) \"é\"\na 'b' $(X) \"é\"\n", "30"], result.Outputs!.Parameters!.Select(p => p.Value));
        Assert.StartsWith("repeating a", result.Outputs.Result, StringComparison.Ordinal);
        Assert.Equal("0", result.Outputs.ExitCode);
        var log = LogLines.Read(Path.Combine(_bench.Folder, "run", "logs", "wf-repeat", "main.log")).Select(l => l.Text).ToList();
        Assert.Contains("to standard error", log);
    }

    [Fact]
    public async Task In_this_process_failures_and_unreadable_inputs_are_told_as_a_pod_tells_them()
    {
        var failed = await _bench.RunAsync("""{"container": {"image": "app", "args": ["function", "tests/fails"]}}""");
        Assert.Equal(("Failed", "main: Error (exit code 1): the disk is full", "1"), (failed.Phase, failed.Message, failed.Outputs!.ExitCode));
        var unreadable = await _bench.RunAsync(Repeated("a", "many"));
        Assert.Equal(("Failed", "main: Error (exit code 2): the input parameter 'times' is 'many', which is no int"), (unreadable.Phase, unreadable.Message));
    }

    [Fact]
    public async Task In_this_process_it_ends_at_its_deadline_and_when_it_is_stopped_whether_it_listens_or_not()
    {
        var late = await _bench.RunAsync("""{"container": {"image": "app", "args": ["function", "tests/waits"]}}""", deadline: 0.3);
        Assert.Equal(("Failed", "Pod was active on the node longer than the specified deadline"), (late.Phase, late.Message));
        foreach (var name in new[] { "waits", "deaf" })
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            var stopped = await _bench.RunAsync("""{"container": {"image": "app", "args": ["function", "tests/NAME"]}}""".Replace("NAME", name, StringComparison.Ordinal), stop: stop);
            Assert.Equal(("Failed", "main: Error (exit code 143)"), (stopped.Phase, stopped.Message));
        }
    }

    [Fact]
    public async Task In_this_process_artifacts_come_and_go_as_files()
    {
        var result = await _bench.RunAsync("""
            {"inputs": {"artifacts": [{"name": "file", "path": "/argosy/inputs/file", "raw": {"data": "text"}}]}, "container": {"image": "app", "args": ["function", "tests/copies"]},
             "outputs": {"artifacts": [{"name": "copy", "path": "/argosy/outputs/copy"}]}}
            """, pod: "wf-copies");
        Assert.Equal(("Succeeded", null), (result.Phase, result.Message));
        Assert.Equal("wf/wf-copies/copy.tgz", Assert.Single(result.Outputs!.Artifacts!).S3!.Key);
    }

    [Fact]
    public async Task In_a_pod_inputs_come_from_variables_and_files_and_outputs_are_files()
    {
        var big = string.Concat(Enumerable.Repeat("0123456789abcdef", 40_000));
        var (code, _, message) = await PodAsync("repeat", new() { ["ARGOSY_INPUT64_times"] = Coded("2") }, ("inputs/word.b64", Coded(big)));
        Assert.Equal((0, ""), (code, message));
        Assert.Equal(big + big, File.ReadAllText(Path.Combine(_bench.Folder, "outputs", "result")));
        Assert.Equal("1280000", File.ReadAllText(Path.Combine(_bench.Folder, "outputs", "length")));
        (code, _, _) = await PodAsync("repeat", new() { ["ARGOSY_INPUT_word"] = "plain $(X)", ["ARGOSY_INPUT_times"] = "1" });
        Assert.Equal(0, code);
    }

    [Fact]
    public async Task In_a_pod_exit_codes_and_the_termination_message_say_what_failed()
    {
        var (code, errors, message) = await PodAsync("fails", []);
        Assert.Equal((1, "the disk is full"), (code, message));
        Assert.Contains("InvalidOperationException", errors, StringComparison.Ordinal);
        (code, errors, message) = await PodAsync("repeat", new() { ["ARGOSY_INPUT64_word"] = Coded("x"), ["ARGOSY_INPUT64_times"] = Coded("many") });
        Assert.Equal((2, "the input parameter 'times' is 'many', which is no int"), (code, message));
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        (code, _, message) = await PodAsync("repeat", new() { ["ARGOSY_INPUT64_times"] = Coded("1") });
        Assert.Equal((2, "the input parameter 'word' was not given"), (code, message));
        (code, _, message) = await PodAsync("repeat", new() { ["ARGOSY_INPUT64_word"] = "{{inputs.parameters.word}}", ["ARGOSY_INPUT64_times"] = Coded("1") });
        Assert.Equal(2, code);
        Assert.Contains("its tag was not replaced", message, StringComparison.Ordinal);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        (code, _, _) = await PodAsync("waits", [], stop: stop);
        Assert.Equal(143, code);
    }

    [Fact]
    public async Task In_a_pod_artifacts_lie_where_the_template_says()
    {
        var (code, errors, _) = await PodAsync("copies", [], ("inputs/file", "text"));
        Assert.True(code == 0, errors);
        Assert.Equal("TEXT", File.ReadAllText(Path.Combine(_bench.Folder, "outputs", "copy")));
    }

    private static string Coded(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private async Task<(int Code, string Errors, string Message)> PodAsync(string name, Dictionary<string, string> environment, (string Path, string Text)? file = null, CancellationTokenSource? stop = null)
    {
        var termination = Path.Combine(_bench.Folder, "termination");
        File.Delete(termination);
        if (file is { } given)
        {
            var path = Path.Combine(_bench.Folder, given.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, given.Text, TestContext.Current.CancellationToken);
        }
        environment[FunctionEntry.FolderVariable] = _bench.Folder;
        environment[FunctionEntry.TerminationLogVariable] = termination;
        using var errors = new StringWriter();
        var code = await FunctionEntry.RunAsync(FunctionRegistry.Find("tests/" + name)!, environment.GetValueOrDefault, errors, stop?.Token ?? TestContext.Current.CancellationToken);
        return (code, errors.ToString(), File.Exists(termination) ? await File.ReadAllTextAsync(termination, TestContext.Current.CancellationToken) : "");
    }
}
