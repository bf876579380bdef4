using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Argosy.Tool.Tests.Running;

/// <summary>
/// An engine that is killed at any moment loses nothing: what had ended is not run again, what had not is, and the end is that of a run that nobody disturbed.
/// <c>ARGOSY_CRASHES</c> says how many times it is killed.
/// </summary>
public sealed class CrashTests : IDisposable
{
    private const int UsualCrashes = 10;
    private readonly string _folder = Directory.CreateTempSubdirectory("argosy-crash-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Tool => Path.Combine(AppContext.BaseDirectory, "argosy.dll");

    /// <summary>60 pods: artifacts that are made and joined, loops over a list and a sequence, attempts that fail first.</summary>
    private string Manifest(string journal) => """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {name: crash}
        spec:
          entrypoint: main
          parallelism: 6
          volumes: [{name: journal, hostPath: {path: JOURNAL}}]
          templates:
            - name: main
              dag:
                tasks:
                  - {name: make, template: make, withSequence: {count: "12"}, arguments: {parameters: [{name: num, value: "{{item}}"}]}}
                  - {name: flaky, template: flaky, withItems: [a, b, c, d, e, f, g, h], arguments: {parameters: [{name: num, value: "{{item}}"}]}}
                  - {name: numbers, template: numbers}
                  - {name: each, template: each, depends: numbers, withParam: "{{tasks.numbers.outputs.result}}", arguments: {parameters: [{name: num, value: "{{item}}"}]}}
                  - name: file
                    template: file
                  - name: read
                    template: read
                    depends: file
                    withSequence: {count: "6"}
                    arguments: {artifacts: [{name: file, from: "{{tasks.file.outputs.artifacts.file}}"}]}
                  - {name: sum, template: sum, depends: make && flaky && each && read, arguments: {parameters: [{name: all, value: "{{tasks.each.outputs.result}}"}]}}
            - name: make
              inputs: {parameters: [{name: num}]}
              container: {image: sh, command: [sh, -c, 'echo {{pod.name}} >>/journal/starts; sleep 0.1; echo $(({{inputs.parameters.num}} * 2)) >/tmp/twice'], volumeMounts: [{name: journal, mountPath: /journal}]}
              outputs: {parameters: [{name: twice, valueFrom: {path: /tmp/twice}}]}
            - name: flaky
              inputs: {parameters: [{name: num}]}
              retryStrategy: {limit: 3}
              container: {image: sh, command: [sh, -c, 'echo {{pod.name}} >>/journal/starts; sleep 0.05; test {{retries}} -ge 1'], volumeMounts: [{name: journal, mountPath: /journal}]}
            - name: numbers
              script: {image: sh, command: [sh], source: 'echo {{pod.name}} >>/journal/starts; echo "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15]"', volumeMounts: [{name: journal, mountPath: /journal}]}
            - name: each
              inputs: {parameters: [{name: num}]}
              script: {image: sh, command: [sh], source: 'echo {{pod.name}} >>/journal/starts; sleep 0.1; echo {{inputs.parameters.num}}', volumeMounts: [{name: journal, mountPath: /journal}]}
            - name: file
              container: {image: sh, command: [sh, -c, 'echo {{pod.name}} >>/journal/starts; mkdir /tmp/f; echo one >/tmp/f/1; echo two >/tmp/f/2'], volumeMounts: [{name: journal, mountPath: /journal}]}
              outputs: {artifacts: [{name: file, path: /tmp/f}]}
            - name: read
              inputs: {artifacts: [{name: file, path: /in}]}
              container: {image: sh, command: [sh, -c, 'echo {{pod.name}} >>/journal/starts; sleep 0.1; cat /in/1 /in/2 >/tmp/both'], volumeMounts: [{name: journal, mountPath: /journal}]}
              outputs: {artifacts: [{name: both, path: /tmp/both, archive: {none: {}}}]}
            - name: sum
              inputs: {parameters: [{name: all}]}
              script: {image: sh, command: [sh], source: 'echo {{pod.name}} >>/journal/starts; echo "{{inputs.parameters.all}}"', volumeMounts: [{name: journal, mountPath: /journal}]}
        """.Replace("path: JOURNAL", "path: \"" + journal + "\"", StringComparison.Ordinal);

    [Fact]
    public async Task Killed_at_any_moment_a_run_ends_as_if_undisturbed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "containers as host processes need Linux");
        var calm = Home("calm");
        var (code, _, errors) = await RunAsync(calm, "run", "wf.yaml", "--backend", "host", "-q");
        Assert.SkipWhen(errors.Contains("functions only", StringComparison.Ordinal), errors);
        Assert.True(code == 0, errors);
        var expected = Comparable(await StatusAsync(calm));

        var crashes = int.Parse(Environment.GetEnvironmentVariable("ARGOSY_CRASHES") ?? UsualCrashes.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var random = new Random(20260101);
        var killed = 0;
        for (var round = 0; killed < crashes; round++)
        {
            var home = Home("round" + round.ToString(CultureInfo.InvariantCulture));
            var seen = new List<(int Starts, HashSet<string> Finished)>();
            var isOver = false;
            for (var start = true; !isOver; start = false)
            {
                using var engine = Start(home, start ? ["run", "wf.yaml", "--backend", "host", "-q"] : ["run", "--continue", "crash", "--backend", "host", "-q"]);
                var output = Drain(engine);
                if (killed >= crashes)
                {
                    await engine.WaitForExitAsync(TestContext.Current.CancellationToken);
                    Assert.True(engine.ExitCode == 0, await output);
                    break;
                }
                if (engine.WaitForExit(random.Next(150, 2500)))
                {
                    Assert.True(engine.ExitCode == 0, await output);
                    isOver = true;
                    continue;
                }
                engine.Kill();
                await engine.WaitForExitAsync(TestContext.Current.CancellationToken);
                killed++;
                await GoneAsync(home);
                // Killed before it kept the run, there is nothing to go on with.
                if (!File.Exists(Path.Combine(home, ".argosy", "runs", "crash", "workflow.json")))
                {
                    // Killed even before the folder was there, there is nothing to remove either.
                    if (Directory.Exists(Path.Combine(home, ".argosy")))
                        Directory.Delete(Path.Combine(home, ".argosy"), recursive: true);
                    File.Delete(Path.Combine(home, "starts"));
                    seen.Clear();
                    round--;
                    break;
                }
                seen.Add((Starts(home).Count, Finished(await StatusAsync(home))));
            }
            if (seen.Count == 0 && !File.Exists(Path.Combine(home, ".argosy", "runs", "crash", "workflow.json")))
                continue;

            Assert.Equal(expected, Comparable(await StatusAsync(home)));
            var starts = Starts(home);
            // Each of the 59 pods and more tells that it started, under the name that is looked for.
            var all = Finished(await StatusAsync(home));
            Assert.True(all.Count >= 52 && all.IsSubsetOf(starts), $"{all.Count} pods: " + string.Join(", ", all.Except(starts)));
            foreach (var (count, finished) in seen)
            {
                var again = starts.Skip(count).Where(finished.Contains).ToList();
                Assert.True(again.Count == 0, "ran again after they had ended: " + string.Join(", ", again));
            }
            await GoneAsync(home);
            Assert.False(Directory.Exists(Path.Combine(home, ".argosy", "runs", "crash", "pods")) && Directory.EnumerateFileSystemEntries(Path.Combine(home, ".argosy", "runs", "crash", "pods")).Any(), "pods left folders behind");
        }
        TestContext.Current.SendDiagnosticMessage("killed {0} times", killed);
    }

    [Fact]
    public async Task Interrupted_it_ends_within_two_seconds_and_can_go_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are Linux's");
        // A shell that starts jobs in the background lets them, and all below them, ignore Ctrl-C.
        Assert.SkipWhen(IgnoresInterrupt(), "this process was started to ignore SIGINT, and so are its children");
        var home = Home("interrupted", """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {name: crash}
            spec:
              entrypoint: main
              templates:
                - name: main
                  steps: [[{name: s, template: stubborn, withSequence: {count: "12"}}]]
                - name: stubborn
                  container: {image: sh, command: [sh, -c, "trap '' TERM INT; for i in 1 2 3 4 5 6 7 8; do sleep 1; done"]}
            """);
        using var engine = Start(home, ["run", "wf.yaml", "--backend", "host"]);
        var output = Drain(engine);
        for (var wait = 0; wait < 200 && Living(home).Count < 12; wait++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.SkipWhen(engine.HasExited, "host processes are not possible here");
        var watch = Stopwatch.StartNew();
        using (var kill = Process.Start("kill", ["-INT", engine.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await engine.WaitForExitAsync(TestContext.Current.CancellationToken);
        // A machine under load is given some more; two seconds is what people get.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("CI") is null ? 2 : 5), $"it took {watch.Elapsed.TotalSeconds:0.0} s");
        Assert.Equal(130, engine.ExitCode);
        Assert.Contains("run --continue crash", await output, StringComparison.Ordinal);
        Assert.Empty(Living(home));
        var (code, _, errors) = await RunAsync(home, "run", "--continue", "crash", "--backend", "host", "-q");
        Assert.True(code == 0, errors);
    }

    private string Home(string name, string? manifest = null)
    {
        var home = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.WriteAllText(Path.Combine(home, "wf.yaml"), manifest ?? Manifest(home));
        return home;
    }

    private static Process Start(string home, string[] words)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = home, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Tool);
        foreach (var word in words)
            start.ArgumentList.Add(word);
        start.Environment.Remove("ARGOSY_HOME");
        return Process.Start(start)!;
    }

    private static async Task<string> Drain(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        return await output + errors;
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string home, params string[] words)
    {
        using var process = Start(home, words);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, errors);
    }

    private static async Task<JsonObject> StatusAsync(string home)
    {
        var (code, output, errors) = await RunAsync(home, "get", "crash", "-o", "json");
        Assert.True(code == 0, errors);
        return JsonNode.Parse(output)!.AsObject();
    }

    private static IReadOnlyList<string> Starts(string home) => File.Exists(Path.Combine(home, "starts")) ? File.ReadAllLines(Path.Combine(home, "starts")) : [];

    private static IEnumerable<JsonObject> Nodes(JsonObject workflow) => (workflow["status"]?["nodes"] as JsonObject ?? []).Select(n => n.Value!.AsObject());

    /// <summary>Names of the pods that had ended.</summary>
    private static HashSet<string> Finished(JsonObject workflow)
    {
        var ended = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in Nodes(workflow).Where(n => n["type"]?.ToString() == "Pod" && n["phase"]?.ToString() is "Succeeded" or "Failed"))
        {
            // A pod is named after the workflow, its template and the number of its node.
            var id = node["id"]!.ToString();
            ended.Add($"crash-{node["templateName"]}-{id[(id.LastIndexOf('-') + 1)..]}");
        }
        return ended;
    }

    /// <summary>All that does not depend on the clock, a line a node.</summary>
    private static string Comparable(JsonObject workflow)
    {
        var lines = Nodes(workflow).OrderBy(n => n["name"]!.ToString(), StringComparer.Ordinal).Select(n => string.Join(" | ",
            new[] { "name", "id", "type", "phase", "message", "boundaryID", "templateName", "inputs", "outputs" }.Select(f => n[f]?.ToJsonString() ?? "-")
            .Append(string.Join(",", (n["children"] as JsonArray ?? []).Select(c => c!.ToString()).Order(StringComparer.Ordinal)))));
        return workflow["status"]!["phase"] + " " + workflow["status"]!["message"] + "\n" + string.Join("\n", lines);
    }

    /// <summary>Processes that have to do with a home.</summary>
    private static List<string> Living(string home)
    {
        var found = new List<string>();
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _)))
        {
            try
            {
                var command = File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
                if (command.Contains(home + "/.argosy", StringComparison.Ordinal) && command.Contains("unshare --mount", StringComparison.Ordinal))
                    found.Add(command[..Math.Min(command.Length, 200)]);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended.
            }
        }
        return found;
    }

    private static async Task GoneAsync(string home)
    {
        for (var wait = 0; wait < 100 && Living(home).Count > 0; wait++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Empty(Living(home));
    }

    private static bool IgnoresInterrupt() =>
        File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } line
        && (Convert.ToUInt64(line[7..].Trim(), 16) & 2) != 0;
}
